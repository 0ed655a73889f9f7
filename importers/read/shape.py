"""From raw records to a table: headings are found, rows sorted, empty columns left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

from graph.model.plan import Severity
from importers.errors import FileRefused
from importers.read.cells import is_typed
from importers.read.headings import Headings, Record, find_headings
from importers.read.notes import Notes
from importers.read.rows import Shape, sort_rows
from importers.read.table import Limits, Row, Skipped

SAMPLE = 300
"""Records at the top of a file by which it is judged."""

KEPT_ROWS = 60_000
"""Tables with more rows are read from the disk again each time their rows are asked for."""

VALUE_SHARE = 0.6
LONE_SHARE = 0.3
SHOUTED_SHARE = 0.5


@dataclass(frozen=True)
class Marks:
    """What a workbook says of its rows beyond their cells; a text file says nothing.

    ``merged`` are rows with cells merged sideways over a part of the row, ``spanning`` rows whose first
    cell is merged across the table, ``hidden`` hidden rows; ``hidden_columns`` are counted from 0.
    """

    merged: frozenset[int] = frozenset()
    spanning: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Shaped:
    """The part of a table that doesn't depend on the kind of file."""

    heading_row: int | None
    headings: tuple[str, ...]
    positions: tuple[int, ...]
    rows: Sequence[Row]
    skipped: tuple[tuple[int, str], ...]


class StreamedRows(Sequence[Row]):
    """Rows that are read from the file anew each time, so that they never fill the memory.

    Iterating costs one pass; asking for one row by its index costs a pass up to it.
    """

    def __init__(self, read: Callable[[], Iterator[Row]], length: int) -> None:
        self._read = read
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return self._read()

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step < 1:
                return tuple(self)[index]
            return tuple(islice(self, start, stop, step))
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(index)
        return next(islice(self, place, None))


def shape_table(
    records: Callable[[Notes | None], Iterable[Record]], marks: Marks, notes: Notes, limits: Limits
) -> Shaped:
    """Return headings, rows and an account of the rest.

    ``records`` gives a fresh pass over (row number, cells), telling the notes it is given what is odd; it
    is called twice, and again whenever the rows of a large table are read. Raises FileRefused when there
    are too many rows or columns.
    """
    sample = list(islice(records(None), SAMPLE))
    headings = find_headings(sample, marks.merged)
    shape = _shape(sample, headings, marks)
    first = _FirstPass(headings, limits, notes)
    kept = first.read(sort_rows(records(notes), shape, notes))
    positions = first.positions(marks.hidden_columns)
    _warn_of_columns(headings, positions, marks, notes)
    texts = tuple(
        headings.texts[position] if position < len(headings.texts) else "" for position in positions
    )
    if headings.row is None:
        texts = tuple(f"Column {position + 1}" for position in positions)

    def rows() -> Iterator[Row]:
        found = sort_rows(records(None), shape)
        return (_narrowed(row, positions) for row in found if isinstance(row, Row))

    streamed = kept is None
    return Shaped(
        headings.row,
        texts,
        tuple(position + 1 for position in positions),
        StreamedRows(rows, first.rows)
        if streamed
        else tuple(_narrowed(row, positions) for row in kept or ()),
        tuple((skipped.number, skipped.why.value) for skipped in first.skipped),
    )


def _narrowed(row: Row, positions: Sequence[int]) -> Row:
    """Return the row with the cells at ``positions``; missing cells are empty."""
    cells = row.cells
    width = len(cells)
    return Row(row.number, tuple([cells[at] if at < width else "" for at in positions]), row.section)


class _FirstPass:
    """Counts rows and finds out which columns hold anything, checking the limits on the way."""

    def __init__(self, headings: Headings, limits: Limits, notes: Notes) -> None:
        self.headings = headings
        self.limits = limits
        self.notes = notes
        self.rows = 0
        self.skipped: list[Skipped] = []
        self.width = len(headings.texts)
        self.used = {at for at, text in enumerate(headings.texts) if text and headings.row is not None}
        self.unused = set(range(self.width)) - self.used

    def read(self, found: Iterable[Row | Skipped]) -> list[Row] | None:
        """Return the rows, or None when there are so many that they had better stay on the disk."""
        kept: list[Row] | None = []
        for row in found:
            if isinstance(row, Skipped):
                self.skipped.append(row)
                continue
            self.rows += 1
            self._look_at(row)
            if kept is not None:
                kept.append(row)
                if self.rows > KEPT_ROWS:
                    kept = None
        return kept

    def _look_at(self, row: Row) -> None:
        if self.rows > self.limits.rows:
            raise FileRefused(
                "too_many_rows",
                f"The list has more than {self.limits.rows:,} rows.",
                "Split it into several files and upload them one after the other.",
            )
        if len(row.cells) > self.width:
            self._widen(row)
        if self.unused:
            filled = [at for at in self.unused if at < len(row.cells) and row.cells[at].strip()]
            self.used.update(filled)
            self.unused.difference_update(filled)
        if max(map(len, row.cells)) > self.limits.cell_characters:
            self._warn_of_length(row)

    def _widen(self, row: Row) -> None:
        self.unused.update(range(self.width, len(row.cells)))
        self.width = len(row.cells)
        if len([at for at in range(self.width) if row.cells[at].strip()]) > self.limits.columns:
            raise FileRefused(
                "too_many_columns",
                f"Row {row.number} has more than {self.limits.columns:,} columns.",
                "Delete the columns that aren't needed and upload the list again.",
            )

    def _warn_of_length(self, row: Row) -> None:
        for at, cell in enumerate(row.cells):
            if len(cell) > self.limits.cell_characters:
                heading = self.headings.texts[at] if at < len(self.headings.texts) else ""
                self.notes.warn(
                    "cell_too_long",
                    f"This cell has {len(cell):,} characters; {self.limits.cell_characters:,} is the most.",
                    row=row.number,
                    column=heading or f"Column {at + 1}",
                    value=cell,
                    severity=Severity.ERROR,
                )

    def positions(self, hidden: frozenset[int]) -> tuple[int, ...]:
        """Return the columns (from 0) that have a heading or a value and aren't hidden."""
        return tuple(sorted(self.used - hidden))


def _shape(sample: Sequence[Record], headings: Headings, marks: Marks) -> Shape:
    """Return what the sample below the headings tells about the table."""
    below = [cells for number, cells in sample if number > (headings.row or 0)]
    rows = [cells for cells in below if sum(1 for cell in cells if cell.strip()) > 1]
    lone = sum(1 for cells in below if sum(1 for cell in cells if cell.strip()) == 1)
    width = max([len(headings.texts), *map(len, rows)], default=0)
    names = [cells[0] for cells in rows if cells[0].strip()]
    return Shape(
        headings,
        sum(
            1
            for at in range(width)
            if any(at < len(cells) and cells[at].strip() for cells in [*rows, headings.texts])
        ),
        frozenset(at for at in range(width) if rows and _holds_values(at, rows)),
        lone > (lone + len(rows)) * LONE_SHARE,
        sum(map(str.isupper, names)) > len(names) * SHOUTED_SHARE,
        marks.spanning,
        marks.hidden,
    )


def _holds_values(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the column holds values, or nothing at all, in most rows."""
    cells = [cells[at].strip() if at < len(cells) else "" for cells in rows]
    return sum(1 for cell in cells if not cell or is_typed(cell)) >= len(cells) * VALUE_SHARE


def _warn_of_columns(headings: Headings, positions: tuple[int, ...], marks: Marks, notes: Notes) -> None:
    """Warn of columns without a heading, headings used twice, doubtful headings and hidden columns."""
    texts = [headings.texts[at] if at < len(headings.texts) else "" for at in positions]
    if headings.row is None and texts:
        notes.warn("no_headings", "The list has no headings; say what each column holds.")
    elif not headings.sure:
        notes.warn("headings_uncertain", f"Row {headings.row} was taken for the headings; check that it is.")
    for at, text in zip(positions, texts, strict=True):
        if not text and headings.row is not None:
            notes.warn("no_heading", f"Column {at + 1} has values but no heading.", column=f"Column {at + 1}")
    for text in sorted({text for text in texts if text and texts.count(text) > 1}):
        notes.warn("same_heading", f"{texts.count(text)} columns have the heading “{text}”.", column=text)
    for at in sorted(marks.hidden_columns):
        if at < len(headings.texts) and headings.texts[at]:
            notes.warn(
                "hidden_column",
                f"The column “{headings.texts[at]}” is hidden in the sheet and was left out.",
                column=headings.texts[at],
            )
