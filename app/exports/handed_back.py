"""The person's own list handed back: each row as it was, its verdict, the organisation, what to do."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.exports.sheet import Sheet
from importers.annotated.annotate import MACROS, annotate, own_ending
from importers.annotated.note import RowNote, handed_back_name
from importers.errors import FileRefused
from importers.read.ours import OUR_HEADINGS, REWRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.import_outcomes import RowOutcome
    from graph.import_records import ImportState
    from graph.store import Store
    from importers.annotated.annotate import HandedBack

VERDICT_WORDS = {
    "new": "new",
    "same": "the same",
    "changed": "changed",
    "conflict": "conflict",
    "review": "to review",
    "rejected": "rejected",
}

TO_DO = {
    "new": "",
    "same": "",
    "changed": "",
    "conflict": "Decide it under Imports, rows that wait.",
    "review": "Say which organisation it is under Imports, rows that wait.",
    "rejected": "Correct the row and bring the file in again.",
}

OTHERS = ("xlsx", "csv")
"""Formats in which any list can be had, beside its own."""


@dataclass(frozen=True)
class Offer:
    """How a list can be handed back: endings, and a sentence about it; ``own``: the first is as it came."""

    endings: tuple[str, ...]
    own: bool = False
    said: str = ""


def offer(path: Path | None, file_name: str) -> Offer:
    """Return how a list can be handed back; ``path`` is None when its file isn't kept."""
    if path is None:
        return Offer(OTHERS, said="The file itself isn't kept here, so its rows are written anew.")
    try:
        own = own_ending(path, file_name)
    except (FileRefused, OSError):
        return offer(None, file_name)
    if own is None:
        return Offer(
            OTHERS, said="Files of this kind can't be written, so the rows are written anew, as text."
        )
    others = tuple(ending for ending in OTHERS if ending != own)
    return Offer((own, *others), own=True, said=MACROS if own == "xlsm" else "")


def row_notes(store: Store, state: ImportState) -> dict[int, RowNote]:
    """Return what stands beside each row of an import; before the commit, what is planned."""
    outcomes, names = _outcomes(store, state.id)
    example = "Example data. " if state.example else ""
    return {
        each.planned.row: RowNote(
            VERDICT_WORDS[str(each.verdict)],
            _organisation(each, names),
            example + why(each),
            to_do(each),
            str(each.verdict),
        )
        for each in outcomes
    }


def hand_back(store: Store, state: ImportState, path: Path, out: Path, ending: str) -> HandedBack:
    """Write the list at ``path`` to ``out`` with what became of its rows. Raises FileRefused."""
    return annotate(
        path,
        out,
        row_notes(store, state),
        ending=ending,
        file_name=state.file_name,
        sheet=state.head.get("sheet"),
    )


def handed_back(store: Store, state: ImportState, path: Path, ending: str) -> tuple[str, bytes]:
    """Return the name and the content of the list at ``path`` handed back. Raises FileRefused."""
    with tempfile.TemporaryDirectory(prefix="earshot-back-") as folder:
        out = Path(folder) / "list"
        done = hand_back(store, state, path, out, ending)
        return handed_back_name(state.file_name, done.ending), out.read_bytes()


def handed_back_sheet(store: Store, state: ImportState) -> Sheet:
    """Return the rows of a list whose file isn't kept: those that were read, with what became of them."""
    outcomes, names = _outcomes(store, state.id)
    headings = tuple(state.head.get("headings") or ())
    return Sheet(
        title=f"{state.file_name} with verdicts",
        headings=(*headings, REWRITTEN, *OUR_HEADINGS[1:]),
        rows=[list(_line(each, names, len(headings))) for each in outcomes],
        about=(("File", state.file_name), ("Import", state.id), ("Plan", state.plan_hash)),
        example=state.example,
    )


def _outcomes(store: Store, import_id: str) -> tuple[list[RowOutcome], dict[str, str]]:
    """Return an import's rows with what became of them, and the names of the organisations they mean."""
    from graph.briefs import names_of  # noqa: PLC0415 - the driver only when needed
    from graph.import_outcomes import row_outcomes  # noqa: PLC0415

    outcomes = list(row_outcomes(store, import_id))
    return outcomes, names_of(store, sorted({each.organisation for each in outcomes if each.organisation}))


def _line(outcome: RowOutcome, names: dict[str, str], width: int) -> Iterator[str | int]:
    yield from [*outcome.planned.cells, *([""] * width)][:width]
    yield outcome.planned.row
    yield VERDICT_WORDS[str(outcome.verdict)]
    yield _organisation(outcome, names)
    yield why(outcome)
    yield to_do(outcome)


def _organisation(outcome: RowOutcome, names: dict[str, str]) -> str:
    """Return the organisation's name; of one that is still to be made, the name it will have."""
    named = names.get(outcome.organisation or "", "")
    planned = str(outcome.planned.values.get("name") or "") if str(outcome.verdict) == "new" else ""
    return named or planned


def why(outcome: RowOutcome) -> str:
    """Return in words why the row got its verdict: its issues, its question, else how it was matched."""
    planned = outcome.planned
    said = [issue.message for issue in planned.issues]
    if outcome.decided:
        said.append("left out by a person" if _was_left_out(outcome) else "decided by a person")
    elif planned.question and verdict_waits(outcome):
        said.append(planned.question)
    elif planned.reasons:
        said.append("; ".join(planned.reasons))
    return " ".join(said)


def to_do(outcome: RowOutcome) -> str:
    """Return in words what a person is to do about the row; "" for nothing, as for one that was left out."""
    return "" if _was_left_out(outcome) else TO_DO[str(outcome.verdict)]


def _was_left_out(outcome: RowOutcome) -> bool:
    return bool(outcome.decided) and str(outcome.verdict) == "rejected"


def verdict_waits(outcome: RowOutcome) -> bool:
    """Return whether the row waits for a person."""
    return str(outcome.verdict) in ("review", "conflict")
