"""From raw records to a table: headings are found, rows sorted, empty columns left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import overload

from importers.errors import FileRefused
from importers.read.columns import FirstPass, table_shape, warn_of_columns, warn_of_hidden_rows
from importers.read.headings import Headings, Marks, Record, find_headings
from importers.read.layout import warn_of_layout
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.ours import Ours
from importers.read.rows import sort_rows
from importers.read.suspect import repaired
from importers.read.table import Row, Sheet, Table

SAMPLE = 300
"""Records at the top of a file by which it is judged."""


@dataclass(frozen=True)
class Shaped:
    """The part of a table that doesn't depend on the kind of file."""

    heading_row: int | None
    headings: tuple[str, ...]
    positions: tuple[int, ...]
    rows: Sequence[Row]
    skipped: tuple[tuple[int, str], ...]
    short_headings: tuple[str, ...]
    shifted: Sequence[int]

    def table(
        self,
        kind: str,
        notes: Notes,
        *,
        encoding: str | None = None,
        certain: bool = True,
        delimiter: str | None = None,
        sheets: tuple[Sheet, ...] = (),
        sheet: str | None = None,
    ) -> Table:
        """Return the whole table. Raises FileRefused when there is nothing in it."""
        if not self.headings and not self.rows:
            raise FileRefused(
                "empty", "The file holds no table.", "Check that the right file was saved and sent."
            )
        if not self.rows:
            notes.warn("no_rows", "No row of a list stands below the headings: there is nothing to bring in.")
        return Table(
            kind=kind,
            encoding=encoding,
            certain=certain,
            delimiter=delimiter,
            sheets=sheets,
            sheet=sheet,
            heading_row=self.heading_row,
            headings=self.headings,
            positions=self.positions,
            rows=self.rows,
            skipped=self.skipped,
            issues=notes.issues(),
            short_headings=self.short_headings,
            shifted=self.shifted,
        )


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
    records: Callable[[Notes | None], Iterable[Record]],
    marks: Marks,
    notes: Notes,
    options: Options,
    *,
    most_kept: int | None = None,
    trusted: bool = False,
    parted: bool = False,
) -> Shaped:
    """Return headings, rows and an account of the rest.

    ``records`` gives a fresh pass over (row number, cells), telling the notes it is given what is odd; it
    is called twice, and again whenever the rows of a table with more than ``most_kept`` rows are read
    (None: all rows are kept). ``trusted`` and ``parted`` records are those of ``FirstPass``.
    Raises FileRefused when there are too many rows or columns.
    """
    ours = Ours(islice(records(None), SAMPLE))

    def passed(heard: Notes | None) -> Iterable[Record]:
        found = ours.left_out(records(heard)) if ours.positions else records(heard)
        return _repaired(found) if options.repair_text else found

    if ours.positions:
        marks = _marks_told(ours, records(None), marks, notes)
    sample = list(islice(passed(None), SAMPLE))
    headings = find_headings(sample, marks)
    shape = table_shape(sample, headings, marks)
    first = FirstPass(headings, options.limits, notes, trusted=trusted, parted=parted)
    kept = first.read(sort_rows(passed(notes), shape, lambda: passed(None), notes), most_kept)
    positions = first.positions(frozenset() if options.include_hidden else marks.hidden_columns)
    narrow = _narrowing(positions, first.width)
    even = not first.ragged and len(positions) == first.width

    def rows() -> Iterator[Row]:
        below = sort_rows(passed(None), shape, lambda: passed(None))
        return (narrow(row) for row in below if isinstance(row, Row))

    warn_of_columns(headings, positions, marks.hidden_columns - set(positions), notes)
    warn_of_hidden_rows(first.skipped, notes)
    warn_of_layout(sample, headings, positions, notes)
    return Shaped(
        headings.row,
        _texts(headings, headings.texts, positions),
        tuple(position + 1 for position in positions),
        StreamedRows(rows, first.rows) if kept is None else tuple(kept if even else map(narrow, kept)),
        tuple((skipped.number, skipped.why.value) for skipped in sorted(first.skipped)),
        _texts(headings, headings.own, positions),
        first.longer,
    )


def _marks_told(ours: Ours, records: Iterable[Record], marks: Marks, notes: Notes) -> Marks:
    """Return the marks with those that a list handed back in another format lost, and tell of our columns."""
    notes.warn("own_columns", "Earshot added columns to this list when it handed it back; they were ignored.")
    if not ours.rewritten:
        return marks
    hidden, sections = ours.told(records)
    return replace(marks, hidden=marks.hidden | hidden, spanning=marks.spanning | sections)


def _repaired(records: Iterable[Record]) -> Iterator[Record]:
    return ((number, [repaired(cell) for cell in cells]) for number, cells in records)


def _texts(headings: Headings, texts: Sequence[str], positions: Sequence[int]) -> tuple[str, ...]:
    if headings.row is None:
        return tuple(f"Column {position + 1}" for position in positions)
    return tuple(texts[at] if at < len(texts) else "" for at in positions)


def _narrowing(positions: Sequence[int], width: int) -> Callable[[Row], Row]:
    """Return what gives a row the cells at ``positions`` only; missing cells are empty."""
    wanted = len(positions)
    everything = wanted == width

    def narrow(row: Row) -> Row:
        cells = row.cells
        if everything:
            missing = wanted - len(cells)
            return row if not missing else Row(row.number, cells + ("",) * missing, row.section)
        length = len(cells)
        return Row(row.number, tuple([cells[at] if at < length else "" for at in positions]), row.section)

    return narrow
