"""Layouts that no rule can read for a person: tables side by side, and tables that lie on their side."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from importers.column_letters import column_letters
from importers.read.cells import is_plain_heading, is_typed
from importers.read.headings import Headings, Record
from importers.read.notes import Notes

BESIDE_SHARE = 0.6
"""At most so many of the rows may be filled in columns that stand apart, for these to be another table."""

FULL_SHARE = 0.8
LEAST_TURNED = 4
TURNED_SHARE = 0.8


def warn_of_layout(
    sample: Sequence[Record], headings: Headings, positions: Sequence[int], notes: Notes
) -> None:
    """Warn of columns that seem to be another table, and of a table whose headings stand in a column.

    ``positions`` are the columns that are used, counted from 0.
    """
    if headings.row is None:
        return
    rows = [cells for number, cells in sample if number > headings.last and any(map(str.strip, cells))]
    _warn_of_rows_above(sample, headings, rows, notes)
    if not _warn_of_list_beside_itself(headings, positions, notes):
        _warn_of_table_beside(rows, headings, positions, notes)
    _warn_of_turned_table(rows, headings, positions, notes)


def _warn_of_rows_above(
    sample: Sequence[Record], headings: Headings, rows: Sequence[Sequence[str]], notes: Notes
) -> None:
    """Point out rows above the headings that are as full as those below and hold values: they may be data."""
    usual = median([sum(map(bool, map(str.strip, cells))) for cells in rows]) if rows else 0
    for number, cells in sample:
        texts = [cell.strip() for cell in cells if cell.strip()]
        full = len(texts) > 1 and len(texts) >= usual * FULL_SHARE and not texts[0].endswith(":")
        if number < (headings.row or 0) and full and any(map(is_typed, texts)):
            notes.warn(
                "row_above_headings",
                "This row stands above what was taken for the headings, and was left out. If it is data, put "
                "the headings above it and upload the file again.",
                row=number,
                value=" | ".join(texts),
            )


def _warn_of_list_beside_itself(headings: Headings, positions: Sequence[int], notes: Notes) -> bool:
    """Warn of a list that was set in two columns of a page, or more: the same headings, over again."""
    texts = [headings.texts[at].strip() for at in positions if at < len(headings.texts)]
    plain = [text.lower() for text in texts]
    for size in range(2, len(plain) // 2 + 1):
        if len(plain) % size == 0 and all(plain[:size]) and plain == plain[:size] * (len(plain) // size):
            again = positions[size]
            notes.warn(
                "table_beside",
                f"From column {column_letters(again)} on the headings come over again: the list seems to go "
                "on beside itself. Only the first columns are read. Put the others below them and upload "
                "the file again.",
                column=texts[size],
                value=", ".join(texts[size:]),
            )
            return True
    return False


def _warn_of_table_beside(
    rows: Sequence[Sequence[str]], headings: Headings, positions: Sequence[int], notes: Notes
) -> None:
    gap = next((at for at, place in enumerate(positions) if at and place > positions[at - 1] + 1), None)
    if gap is None or len(positions) - gap < 2:
        return
    apart = positions[gap:]
    filled = [any(at < len(cells) and cells[at].strip() for at in apart) for cells in rows]
    count = sum(filled)
    if 0 < count <= len(rows) * BESIDE_SHARE and all(filled[:count]):
        names = ", ".join(headings.texts[at] for at in apart if at < len(headings.texts))
        notes.warn(
            "table_beside",
            f"The columns from {column_letters(apart[0])} on stand apart and end early: "
            "they seem to be another table. If so, leave them out.",
            column=headings.texts[apart[0]] if apart[0] < len(headings.texts) else None,
            value=names,
        )


def _warn_of_turned_table(
    rows: Sequence[Sequence[str]], headings: Headings, positions: Sequence[int], notes: Notes
) -> None:
    first = positions[0] if positions else 0
    labels = [cells[first] for cells in rows if first < len(cells) and cells[first].strip()]
    plain = sum(map(is_plain_heading, labels))
    if (
        len(labels) >= LEAST_TURNED
        and len(labels) == len({label.strip("0123456789 ").lower() for label in labels})
        and plain >= len(labels) * TURNED_SHARE
    ):
        notes.warn(
            "turned_table",
            "The first column seems to hold the headings, so that each organisation is a column. "
            "Turn the table (copy it, then paste it transposed) and upload it again.",
            value=", ".join(labels[:5]),
        )
