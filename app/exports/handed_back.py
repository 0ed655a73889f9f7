"""The person's own list handed back: each row as it was, its verdict, the organisation, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exports.csv import as_csv
from app.exports.sheet import Sheet, Value

if TYPE_CHECKING:
    from graph.import_outcomes import RowOutcome
    from graph.store import Store

OURS = ("Row", "Verdict", "Organisation", "Why", "What to do")
"""The columns that Earshot adds: the row's number before the person's own columns, the rest after them."""

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


def handed_back_sheet(store: Store, import_id: str) -> Sheet:
    """Return the list as a sheet. Raises a GraphError for an import that isn't there."""
    from graph.briefs import names_of  # noqa: PLC0415
    from graph.import_outcomes import row_outcomes  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    state = the_import(store, import_id)
    outcomes = list(row_outcomes(store, import_id))
    names = names_of(store, sorted({each.organisation for each in outcomes if each.organisation}))
    headings = tuple(state.head.get("headings") or ())
    return Sheet(
        title=f"{state.file_name} with verdicts",
        headings=(OURS[0], *headings, *OURS[1:]),
        rows=[_line(each, names, len(headings)) for each in outcomes],
        about=(("File", state.file_name), ("Import", state.id), ("Plan", state.plan_hash)),
        example=state.example,
    )


def handed_back(store: Store, import_id: str) -> bytes:
    """Return the list as CSV."""
    return as_csv(handed_back_sheet(store, import_id))


def _line(outcome: RowOutcome, names: dict[str, str], width: int) -> list[Value]:
    cells = [*outcome.planned.cells, *([""] * width)][:width]
    verdict = str(outcome.verdict)
    return [
        outcome.planned.row,
        *cells,
        VERDICT_WORDS[verdict],
        names.get(outcome.organisation or "", ""),
        why(outcome),
        TO_DO[verdict],
    ]


def why(outcome: RowOutcome) -> str:
    """Return in words why the row got its verdict: its issues, its question, else how it was matched."""
    planned = outcome.planned
    said = [issue.message for issue in planned.issues]
    if outcome.decided:
        said.append("decided by a person")
    elif planned.question and verdict_waits(outcome):
        said.append(planned.question)
    elif planned.reasons:
        said.append("; ".join(planned.reasons))
    return " ".join(said)


def verdict_waits(outcome: RowOutcome) -> bool:
    """Return whether the row waits for a person."""
    return str(outcome.verdict) in ("review", "conflict")
