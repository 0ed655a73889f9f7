"""The cells of one sheet, with what is merged, hidden or far away made plain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.column_letters import column_letters
from importers.read.child import Told
from importers.read.far import MOST_FAR
from importers.read.headings import Marks, Record
from importers.read.notes import Notes
from importers.read.sheet_facts import SheetFacts

GAP = 2000
"""Blank rows in a row after which a sheet is taken to have ended; what lies beyond is told, not read."""

APART = 50
"""Blank columns before a cell that lies far beside the table."""

SPANNING_SHARE = 0.6
MOST_FILLED = 5_000_000
"""Rows filled from merged cells at most: no cells of a real sheet are merged twice."""


@dataclass
class Grid:
    """Rows of text cells, ``rows[0]`` being row 1 and each beginning in column A, and their marks.

    ``errors``: some cell shows an error.
    """

    rows: list[tuple[str, ...]]
    marks: Marks = field(default_factory=Marks)
    errors: bool = False

    def records(self, _: Notes | None) -> Iterator[Record]:
        """Yield (row number, cells)."""
        return enumerate(self.rows, start=1)


def make_grid(
    told: Told, facts: SheetFacts, notes: Notes, *, include_hidden: bool, most_columns: int
) -> Grid:
    """Return the grid of what the child told; ``notes`` gets what had to be filled in or left out.

    A few cells beyond ``most_columns`` are no table, and are left out.
    """
    rows = _without_far_columns(_without_far_rows(told.rows, notes), most_columns, notes)
    _show_lines(rows, facts)
    _show_errors(rows, facts)
    _note_uncalculated(facts, notes)
    _fill_merged(rows, told.merged, notes)
    hidden = SheetFacts() if include_hidden else facts
    merged, spanning = _sideways(rows, told.merged)
    return Grid(
        rows,
        Marks(
            merged,
            spanning,
            frozenset(hidden.hidden_rows),
            frozenset(hidden.hidden_columns),
            _tall(told.merged),
        ),
        errors=bool(facts.errors),
    )


def _without_far_rows(rows: list[tuple[str, ...]], notes: Notes) -> list[tuple[str, ...]]:
    """Cut off blank rows at the end, and what lies behind a gap so long that the table has ended."""
    last, gap = 0, 0
    for number, row in enumerate(rows, start=1):
        if not (row[0] or any(row)):
            gap += 1
            continue
        if last and gap > GAP:
            _note_far(rows, number, notes)
            break
        last, gap = number, 0
    return rows[:last]


def _note_far(rows: list[tuple[str, ...]], first: int, notes: Notes) -> None:
    for number, row in enumerate(rows[first - 1 :], start=first):
        for column, cell in enumerate(row):
            if cell:
                notes.warn(
                    "far_cell",
                    f"Cell {column_letters(column)}{number} lies far below the table and was left out.",
                    row=number,
                    column=column_letters(column),
                    value=cell,
                )


def _without_far_columns(rows: list[tuple[str, ...]], most: int, notes: Notes) -> list[tuple[str, ...]]:
    """Cut off single cells beyond column ``most``; many of them, or close by, are a table, and stay."""
    if not rows or max(map(len, rows)) <= most or any(any(row[most - APART : most]) for row in rows):
        return rows
    far = [(at, column) for at, row in enumerate(rows) for column in range(most, len(row)) if row[column]]
    if len(far) > MOST_FAR or len(far) * 2 > len(rows):
        return rows
    for at, column in far:
        letters = column_letters(column)
        notes.warn(
            "far_cell",
            f"Cell {letters}{at + 1} lies far beside the table and was left out.",
            row=at + 1,
            column=letters,
            value=rows[at][column],
        )
    return [row[:most] for row in rows]


def _show_lines(rows: list[tuple[str, ...]], facts: SheetFacts) -> None:
    """Put texts of several lines in the place of those whose lines calamine ran into each other."""
    shown = 0
    for top, left, bottom, right, text in facts.lines:
        last = min(bottom + 1, len(rows))
        shown += max(last - top, 0)
        for at in range(top, last) if shown <= MOST_FILLED else ():
            row = rows[at]
            end = min(right + 1, len(row))
            rows[at] = (*row[:left], *[text] * (end - left), *row[end:]) if left < end else row


def _show_errors(rows: list[tuple[str, ...]], facts: SheetFacts) -> None:
    """Put the error a cell shows (#REF!) where calamine leaves a blank."""
    for number, column, shown in facts.errors:
        if number <= len(rows):
            row = rows[number - 1]
            if column >= len(row) or not row[column]:
                rows[number - 1] = _with_cell(row, column, shown)


def _note_uncalculated(facts: SheetFacts, notes: Notes) -> None:
    for number, column in facts.uncalculated:
        letters = column_letters(column)
        notes.warn(
            "not_calculated",
            f"Cell {letters}{number} holds a formula that was never calculated, so it counts as empty. "
            "Open the workbook in a spreadsheet program and save it.",
            row=number,
            column=letters,
        )


def _with_cell(row: tuple[str, ...], column: int, text: str) -> tuple[str, ...]:
    """Return the row with ``text`` in the column; a row that ends before it is padded."""
    padded = row + ("",) * (column - len(row))
    return (*padded[:column], text, *row[column + 1 :])


def _fill_merged(
    rows: list[tuple[str, ...]], merged: list[tuple[tuple[int, int], tuple[int, int]]], notes: Notes
) -> None:
    """Repeat the value of cells merged downwards in each of their rows, and say so."""
    filled = 0
    for (top, left), (bottom, _) in sorted(set(merged)):
        if filled > MOST_FILLED:
            break
        if bottom == top or top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        last = min(bottom, len(rows) - 1)
        filled += last - top
        for at in range(top + 1, last + 1):
            if left < len(rows[at]) and not rows[at][left]:
                rows[at] = _with_cell(rows[at], left, rows[top][left])
        letters = column_letters(left)
        notes.warn(
            "merged_cells",
            f"Cells {letters}{top + 1} to {letters}{last + 1} are merged; each row got their value.",
            row=top + 1,
            column=letters,
            value=rows[top][left],
        )


def _sideways(
    rows: list[tuple[str, ...]], merged: list[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows with cells merged over a part of the row, and those merged across the table."""
    parts: set[int] = set()
    whole: set[int] = set()
    width = max(map(len, rows), default=0)
    for (top, left), (bottom, right) in merged:
        if right > left:
            spans = top == bottom and right - left + 1 >= max(2, width * SPANNING_SHARE)
            (whole if spans else parts).add(top + 1)
    return frozenset(parts), frozenset(whole)


def _tall(merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[tuple[int, int], ...]:
    """Return (first row, last row) of each group of cells merged downwards, rows counted from 1."""
    return tuple(sorted({(top + 1, bottom + 1) for (top, _), (bottom, _) in merged if bottom > top}))
