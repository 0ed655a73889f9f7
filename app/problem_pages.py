"""Problems of a list on three levels, the file, its headings and its cells, and what to do about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.import_pages import ShownRow, shown_row
from graph.model.plan import Severity

if TYPE_CHECKING:
    from graph.import_outcomes import RowOutcome
    from graph.import_records import ImportState
    from graph.model.plan import Issue
    from graph.store import Store

CORRECT_IT = "Correct the cell in your file and bring the file in again: only what changed goes in."
LOOK = "Look whether it was read as it was meant. If not, correct the cell and bring the file in again."

NEXT_STEPS: Mapping[str, str] = {
    "no_name": "A row needs a name or a number of a register. Fill one in, and bring the file in again.",
    "spreadsheet_error": "A formula in your file failed there. Mend it, save, and bring the file in again.",
    "identifier_digits_lost": "The spreadsheet has cut the number short. Format the column as text, type the "
    "number again, and bring the file in again.",
    "date_ambiguous": "Write the month as a word, or say under Columns which comes first: day or month.",
    "date_order_conflict": "Write the month as a word, or say under Columns which comes first: day or month.",
    "date_order_assumed": "If the month comes first in your file, say so under Columns. A list that is in "
    "is taken back first, and the file brought in again.",
    **dict.fromkeys(
        ("no_event", "no_day"),
        "If the whole list is of one occasion, say under Columns what kind of contact it was and when.",
    ),
    "shares_dont_match": "Give as many shares as communities, in the same order, with semicolons between.",
    "postcode_partial": "Give the whole postcode if you know it: a part of one doesn't tell the council.",
    "led_by_contradiction": "Ask the organisation which of the two it means, and correct the row.",
    "led_by_missing": "Ask the organisation which communities lead it, and fill them in.",
    "works_with_unknown": "Use the community's name or code as the page of communities has it.",
    "moved": "Ask the organisation whether it has moved. If it is another one, take the import back.",
    "income_too_wide": "Write the income as one amount, and bring the file in again.",
    "share_unreadable": "Write each share as a number, such as 60%, and bring the file in again.",
    "day_without_year": "Write the year beside the day, and bring the file in again.",
    "tick_without_date": "If you know the day, write it in place of the tick and bring the file in again.",
    "date_partial": "If you know the day, write the whole date and bring the file in again.",
    "added_beside": "If Earshot knows it by another name, write that name or its number, and bring the file "
    "in again. Else there is nothing to do.",
    **dict.fromkeys(("date_to_come_kept", "date_long_ago_kept"), LOOK),
    **dict.fromkeys(("postcode_repaired", "postcode_spacing", "postcode_from_address"), LOOK),
    **dict.fromkeys(("postcode_among_words", "email_among_words", "website_among_words"), LOOK),
    **dict.fromkeys(("identifier_repaired", "doubted", "income_about", "place_disagrees"), LOOK),
    **dict.fromkeys(("look_alike", "bidi", "control_characters"), LOOK),
}
"""What to do next about a kind of problem; the rest have the sentence of how bad they are."""


@dataclass(frozen=True)
class ProblemKind:
    """Problems of one kind in cells: in how many rows, the first one's words, and what to do next."""

    code: str
    rows: int
    bad: bool
    example: str
    columns: tuple[str, ...]
    next_step: str


@dataclass(frozen=True)
class CellProblems:
    """The kinds of problem in a list's cells, and some of the rows of one kind or of any.

    ``total`` counts all such rows, ``before`` those above the ones shown.
    """

    kinds: tuple[ProblemKind, ...]
    headings: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    total: int
    before: int

    @property
    def more(self) -> bool:
        """Whether there are more rows below the ones shown."""
        return self.before + len(self.rows) < self.total


def next_step(issue: Issue) -> str:
    """Return what to do next about a problem."""
    if issue.code in NEXT_STEPS:
        return NEXT_STEPS[issue.code]
    if issue.severity is Severity.ERROR:
        return f"The row was left out. {CORRECT_IT}"
    return f"The row counts without it. {CORRECT_IT}"


def cell_problems(store: Store, state: ImportState, code: str, after: int, limit: int) -> CellProblems:
    """Return the problems in a list's cells, with its rows of one kind (any for "") after a row number."""
    from graph.import_outcomes import row_outcomes  # noqa: PLC0415 - the driver only when needed

    found: list[RowOutcome] = []
    total = before = 0
    kinds = _Kinds()
    for outcome in row_outcomes(store, state.id):
        if not outcome.has_issues:
            continue
        issues = outcome.planned.issues
        kinds.add(issues)
        if code and all(issue.code != code for issue in issues):
            continue
        total, before = total + 1, before + (outcome.row <= after)
        if outcome.row > after and len(found) < limit:
            found.append(outcome)
    positions = _positions(state, found)
    names = list(state.head.get("headings") or ())
    return CellProblems(
        kinds.in_order(),
        tuple(names[position] for position in positions),
        tuple(_only(shown_row(each, state, {}, positions), each, code) for each in found),
        total,
        before,
    )


class _Kinds:
    """Counts kinds of problem while the rows go by."""

    def __init__(self) -> None:
        self._first: dict[str, Issue] = {}
        self._rows: Counter[str] = Counter()
        self._columns: dict[str, dict[str, None]] = {}

    def add(self, issues: Iterable[Issue]) -> None:
        """Take in what there is to say of one row."""
        for issue in issues:
            self._first.setdefault(issue.code, issue)
            self._columns.setdefault(issue.code, {})[issue.column or ""] = None
        self._rows.update({issue.code for issue in issues})

    def in_order(self) -> tuple[ProblemKind, ...]:
        """Return the kinds, those that leave rows out first, then the most frequent."""
        kinds = [
            ProblemKind(
                code,
                self._rows[code],
                issue.severity is Severity.ERROR,
                issue.message,
                tuple(filter(None, self._columns[code])),
                next_step(issue),
            )
            for code, issue in self._first.items()
        ]
        return tuple(sorted(kinds, key=lambda kind: (not kind.bad, -kind.rows, kind.code)))


def _positions(state: ImportState, outcomes: Iterable[RowOutcome]) -> list[int]:
    """Return which columns to show: those that are used, and those that something is said of."""
    said = {issue.column for each in outcomes for issue in each.planned.issues}
    pairs = zip(state.head.get("headings") or (), state.head.get("mapping") or (), strict=False)
    return [position for position, (heading, field) in enumerate(pairs) if field or heading in said]


def _only(row: ShownRow, outcome: RowOutcome, code: str) -> ShownRow:
    """Return a row that says beside it what there is to say of the row as a whole, and in no cell of it."""
    whole, why = [], row.why
    for issue in outcome.planned.issues:
        if issue.column:
            why = why.replace(issue.message, "", 1)
        elif not code or issue.code == code:
            whole.append(issue.message)
    return replace(row, why=" ".join(whole) or " ".join(why.split()))


ABOUT_HEADINGS = (
    "headings_uncertain",
    "no_heading",
    "no_headings",
    "same_heading",
    "column_unknown",
    "column_renamed",
)
"""What is odd about headings; all else that is odd about a file as a whole stands on the file's page."""


@dataclass(frozen=True)
class TableProblem:
    """Something odd about a file or its headings: what, in which row or column, and what to do next."""

    message: str
    row: int | None
    next_step: str


def table_problems(state: ImportState, *, headings: bool) -> tuple[TableProblem, ...]:
    """Return what is odd about a file as a whole, or about its headings; () for nothing."""
    return tuple(
        TableProblem(issue["message"], issue.get("row"), _table_step(issue["code"]))
        for issue in state.head.get("issues") or ()
        if (issue["code"] in ABOUT_HEADINGS) is headings
    )


def _table_step(code: str) -> str:
    if code == "no_rows":
        return "Check that the right file was saved and sent, and the right sheet of it read."
    if code in ABOUT_HEADINGS:
        return "Look under Columns whether each holds what it is called, and change it there."
    if "hidden" in code:
        return "Show it in your spreadsheet, save, and bring the file in again if it is meant to go in."
    return "Look at the rows. If they were read wrongly, save the file anew and bring it in again."


def skipped_rows(state: ImportState) -> list[tuple[str, list[int]]]:
    """Return (why, row numbers) of the rows that were seen and not read, the most frequent reason first."""
    why: dict[str, list[int]] = {}
    for row, reason in state.head.get("skipped") or ():
        why.setdefault(str(reason), []).append(row)
    return sorted(why.items(), key=lambda pair: (-len(pair[1]), pair[0]))
