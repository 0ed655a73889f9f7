"""What the pages of an import show: samples of each verdict, the person's rows with words in bad cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exports.handed_back import VERDICT_WORDS, why
from importers.column_policies import POLICY_FIELDS
from importers.field_registry import BY_ID

if TYPE_CHECKING:
    from graph.import_outcomes import RowOutcome
    from graph.import_records import ImportState
    from graph.model.plan import FieldChange, Issue
    from graph.store import Store

SAMPLE = 8
"""Rows of each verdict on the preview; all of them are one link further."""

ORDER = ("rejected", "conflict", "review", "changed", "new", "same")
"""Verdicts in the order in which somebody has to look at them."""


@dataclass(frozen=True)
class ShownCell:
    """A cell of the person's own row; ``words`` say what is wrong or changes, ``was`` what it replaces."""

    text: str
    words: str = ""
    bad: bool = False
    was: str = ""


@dataclass(frozen=True)
class ShownRow:
    """A row of the person's file as a page shows it; ``decided`` when a person settled it."""

    number: int
    cells: tuple[ShownCell, ...]
    verdict: str
    why: str
    organisation: str | None
    name: str
    decided: bool = False


@dataclass(frozen=True)
class Section:
    """The rows of one verdict: how many there are, and the first of them."""

    verdict: str
    words: str
    total: int
    rows: tuple[ShownRow, ...]
    why: str = ""


@dataclass(frozen=True)
class Columns:
    """What became of the file's columns.

    ``used`` are (heading, field in words) pairs, ``renamed`` those of them that were taken for a column that
    is gone; ``left_out`` and ``empty`` are headings, ``asked`` the headings of columns nobody knows.
    """

    used: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    asked: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    empty: tuple[str, ...] = ()


def columns_of(state: ImportState) -> Columns:
    """Return which columns an import used, which were left out, and which nobody knows."""
    from importers.columns import Origin  # noqa: PLC0415

    pairs = zip(state.head.get("headings") or (), state.head.get("mapping") or (), strict=False)
    columns = [tuple(one) for one in state.head.get("columns") or [(*pair, Origin.CHOSEN) for pair in pairs]]
    used = [(heading, BY_ID[field].label, origin) for heading, field, origin in columns if field]
    unused = [(heading, origin) for heading, field, origin in columns if not field]
    return Columns(
        tuple((heading, label) for heading, label, _ in used),
        tuple(heading for heading, origin in unused if origin not in (Origin.OPEN, Origin.EMPTY)),
        tuple(heading for heading, origin in unused if origin == Origin.OPEN),
        tuple((heading, label) for heading, label, origin in used if origin == Origin.RENAMED),
        tuple(heading for heading, origin in unused if origin == Origin.EMPTY),
    )


def shown_positions(state: ImportState) -> list[int]:
    """Return the positions of the columns that a row is shown with: those that are used."""
    return [position for position, field in enumerate(state.head.get("mapping") or ()) if field]


def sections(store: Store, state: ImportState) -> list[Section]:
    """Return the rows of an import by verdict, in the order in which to look at them; a sample of each."""
    from graph.import_outcomes import row_outcomes  # noqa: PLC0415

    totals: Counter[str] = Counter()
    samples: dict[str, list[RowOutcome]] = defaultdict(list)
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in row_outcomes(store, state.id):
        verdict = outcome.verdict.value
        totals[verdict] += 1
        if verdict == "rejected":
            codes[verdict].update(_rejecting(outcome.planned.issues))
        if len(samples[verdict]) < SAMPLE:
            samples[verdict].append(outcome)
    names = _names(store, [each for some in samples.values() for each in some])
    return [
        Section(
            verdict,
            VERDICT_WORDS[verdict],
            totals[verdict],
            tuple(shown_row(each, state, names) for each in samples[verdict]),
            _in_short(codes[verdict]),
        )
        for verdict in ORDER
        if totals[verdict]
    ]


def rows_of_verdict(
    store: Store, state: ImportState, verdict: str, after: int, limit: int
) -> tuple[list[ShownRow], bool]:
    """Return some rows of a verdict after a row number, and whether there are more."""
    from graph.import_outcomes import row_outcomes  # noqa: PLC0415

    found: list[RowOutcome] = []
    for outcome in row_outcomes(store, state.id):
        if outcome.row > after and outcome.verdict == verdict:
            found.append(outcome)
            if len(found) > limit:
                break
    names = _names(store, found)
    return [shown_row(each, state, names) for each in found[:limit]], len(found) > limit


def _names(store: Store, outcomes: Iterable[RowOutcome]) -> dict[str, str]:
    from graph.briefs import names_of  # noqa: PLC0415

    return names_of(store, sorted({each.organisation for each in outcomes if each.organisation}))


def shown_row(
    outcome: RowOutcome,
    state: ImportState,
    names: Mapping[str, str],
    positions: Sequence[int] | None = None,
) -> ShownRow:
    """Return one row as a page shows it, with the columns at some positions (else those that are used)."""
    headings, mapping = state.head.get("headings") or (), state.head.get("mapping") or ()
    planned = outcome.planned
    cells = tuple(
        _shown_cell(
            planned.cells[position] if position < len(planned.cells) else "",
            [issue for issue in planned.issues if issue.column == headings[position]],
            [each for each in planned.changes if each.field == _kept_as(mapping[position]) and each.old],
        )
        for position in (shown_positions(state) if positions is None else positions)
    )
    return ShownRow(
        number=planned.row,
        cells=cells,
        verdict=str(outcome.verdict),
        why=why(outcome),
        organisation=outcome.organisation if outcome.organisation in names else None,
        name=names.get(outcome.organisation or "", "") or str(planned.values.get("name") or ""),
        decided=outcome.decided and outcome.verdict not in ("review", "conflict"),
    )


def _kept_as(field: str | None) -> str | None:
    """Return the record's field that a field of a list fills."""
    return POLICY_FIELDS.get(field or "", field)


def _shown_cell(text: str, issues: Sequence[Issue], changes: Sequence[FieldChange]) -> ShownCell:
    """Return one cell: with what it replaces, or with why it doesn't."""
    words = [issue.message for issue in issues]
    bad = any(str(issue.severity) == "error" for issue in issues)
    kept = [f"On record: {change.old}. {change.kept}" for change in changes if change.kept]
    was = "" if kept or not changes else str(changes[0].old)
    return ShownCell(text, " ".join(words + kept), bad, was)


def _rejecting(issues: Iterable[Issue]) -> set[str]:
    """Return the columns (or, without one, the messages) of the issues that rejected a row."""
    return {issue.column or issue.message for issue in issues if str(issue.severity) == "error"}


def _in_short(codes: Counter[str]) -> str:
    """Return "3 charity number, 2 name" of the columns that rows were rejected for."""
    return ", ".join(f"{number:,} {what}" for what, number in codes.most_common(4))
