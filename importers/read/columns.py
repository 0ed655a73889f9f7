"""The columns of a table: which hold anything, which hold values, and what is odd about them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from graph.model.plan import Severity
from importers.errors import FileRefused
from importers.read.cells import NUMBER, is_typed
from importers.read.headings import Headings, Marks, Record
from importers.read.notes import KEPT_PER_CODE, Notes
from importers.read.sections import lone_rows
from importers.read.suspect import is_suspect, note_suspect_text
from importers.read.table import Limits, Row, Skipped, Why
from importers.read.table_shape import Shape

VALUE_SHARE = 0.6


class FirstPass:
    """Counts rows and finds out which columns hold anything, checking the limits on the way.

    ``trusted`` rows are known to hold no long cells and no suspect text; ``parted`` ones were parted by a
    character that a cell may hold.
    """

    def __init__(
        self, headings: Headings, limits: Limits, notes: Notes, *, trusted: bool, parted: bool
    ) -> None:
        self.trusted = trusted
        self.headings = headings
        self.limits = limits
        self.notes = notes
        self.rows = 0
        self.ragged = False
        self.own_width = len(headings.texts) if headings.row and parted else None
        self.longer = array("L")
        self.first_longer: list[str] = []
        self.skipped: list[Skipped] = []
        self.width = len(headings.texts)
        self.used = {at for at, text in enumerate(headings.texts) if text and headings.row is not None}
        self.unused = set(range(self.width)) - self.used

    def read(self, found: Iterable[Row | Skipped], most: int | None) -> list[Row] | None:
        """Return the rows, or None when they are more than ``most`` and had better stay on the disk."""
        kept: list[Row] | None = []
        careless, unused, most_rows = self.trusted, self.unused, self.limits.rows
        for row in found:
            if isinstance(row, Skipped):
                self.skipped.append(row)
                continue
            self.rows += 1
            if not careless or unused or len(row.cells) != self.width or self.rows > most_rows:
                self._look_at(row)
            if kept is not None:
                kept.append(row)
                if most is not None and self.rows > most:
                    kept = None
        self._check_columns(len(self.used))
        self._warn_of_longer()
        return kept

    def _look_at(self, row: Row) -> None:
        cells = row.cells
        if self.rows > self.limits.rows:
            raise FileRefused(
                "too_many_rows",
                f"The list has more than {self.limits.rows:,} rows.",
                "Split it into several files and upload them one after the other.",
            )
        if len(cells) != self.width:
            self.ragged = True
        if self.own_width and any(cell.strip() for cell in cells[self.own_width :]):
            self.longer.append(row.number)
            if len(self.longer) <= KEPT_PER_CODE:
                self.first_longer.append(" | ".join(cells))
        if len(cells) > self.width:
            self.unused.update(range(self.width, len(cells)))
            self.width = len(cells)
            self._check_columns(sum(1 for cell in cells if cell.strip()))
        if self.unused:
            filled = [at for at in self.unused if at < len(cells) and cells[at].strip()]
            self.used.update(filled)
            self.unused.difference_update(filled)
        if self.trusted:
            return
        line = " ".join(cells)
        if len(line) > self.limits.cell_characters:
            self._warn_of_length(row)
        if is_suspect(line):
            note_suspect_text(row.number, cells, self.headings.texts, self.notes)

    def _check_columns(self, used: int) -> None:
        if used > self.limits.columns:
            raise FileRefused(
                "too_many_columns",
                f"The list has {used:,} columns; at most {self.limits.columns:,} can be read.",
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

    def _warn_of_longer(self) -> None:
        """Say which rows go on beyond the headings, where few do: a comma within a name parts it in two."""
        if len(self.longer) * 2 > self.rows:
            del self.longer[:]
        for at, number in enumerate(self.longer):
            self.notes.warn(
                "more_cells",
                "This row has more cells than there are headings. If a name in it holds the character that "
                "parts the cells, what follows stands a column too far right: put the name in double quotes.",
                row=number,
                value=self.first_longer[at] if at < len(self.first_longer) else None,
            )

    def positions(self, hidden: frozenset[int]) -> tuple[int, ...]:
        """Return the columns (from 0) that have a heading or a value and aren't hidden."""
        return tuple(sorted(self.used - hidden))


def table_shape(sample: Sequence[Record], headings: Headings, marks: Marks) -> Shape:
    """Return what the records of ``sample`` below the headings tell about the table."""
    below = [cells for number, cells in sample if number > headings.last]
    counts = [sum(1 for cell in cells if cell.strip()) for cells in below]
    rows = [cells for cells, count in zip(below, counts, strict=True) if count > 1] or below
    width = max([len(headings.texts), *map(len, rows)], default=0)
    lines = [*rows, headings.texts] if headings.row is not None else rows
    used = [at for at in range(width) if any(at < len(cells) and cells[at].strip() for cells in lines)]
    values = frozenset(at for at in used if rows and _holds_values(at, rows))
    return Shape(
        headings,
        len(used),
        first_column=used[0] if used else 0,
        value_columns=values,
        text_columns=frozenset(used) - values,
        no_numbers=frozenset(at for at in used if not _holds_numbers(at, rows)),
        spanning=marks.spanning,
        hidden=marks.hidden,
        lone=lone_rows(below, min({*used} - values, default=used[0]) if used else None),
    )


def _holds_values(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the column holds values, or nothing at all, in most rows."""
    cells = [cells[at].strip() if at < len(cells) else "" for cells in rows]
    return sum(1 for cell in cells if not cell or is_typed(cell)) >= len(cells) * VALUE_SHARE


def _holds_numbers(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether at least half of what stands in the column are plain numbers, or nothing does."""
    cells = [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()]
    return sum(1 for cell in cells if NUMBER.fullmatch(cell)) * 2 >= len(cells)


def warn_of_hidden_rows(skipped: Iterable[Skipped], notes: Notes) -> None:
    """Say how many rows are hidden in the sheet and were left out."""
    hidden = sum(1 for row in skipped if row.why is Why.HIDDEN)
    if hidden:
        notes.warn(
            "hidden_rows",
            f"{hidden:,} {'row is' if hidden == 1 else 'rows are'} hidden in the sheet, perhaps by a filter; "
            "left out.",
        )


def warn_of_columns(
    headings: Headings, positions: Sequence[int], hidden: frozenset[int], notes: Notes
) -> None:
    """Warn of columns without a heading, headings used twice, doubtful headings and hidden columns."""
    texts = [headings.texts[at] if at < len(headings.texts) else "" for at in positions]
    if headings.row is None:
        if texts:
            notes.warn("no_headings", "The list has no headings; say what each column holds.")
        return
    if not headings.sure:
        notes.warn("headings_uncertain", f"Row {headings.row} was taken for the headings; check that it is.")
    if headings.moved:
        notes.warn(
            "row_names",
            "Every row has one cell more than there are headings, as where R writes the rows' names: each "
            "heading was taken for the next column to the right. Check that it is.",
        )
    for at, text in zip(positions, texts, strict=True):
        if not text and not (headings.moved and at == 0):
            notes.warn("no_heading", f"Column {at + 1} has values but no heading.", column=f"Column {at + 1}")
    for text in sorted({text for text in texts if text and texts.count(text) > 1}):
        notes.warn("same_heading", f"{texts.count(text)} columns have the heading “{text}”.", column=text)
    for at in sorted(hidden):
        if at < len(headings.texts) and headings.texts[at]:
            text = headings.texts[at]
            notes.warn(
                "hidden_column", f"The column “{text}” is hidden in the sheet and was left out.", column=text
            )
