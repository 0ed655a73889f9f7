"""The table that every reader ends in: headings, rows with the numbers people see, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from graph.model.plan import Issue

MEGABYTE = 1024 * 1024


class Why(StrEnum):
    """Why a row of the file is not a row of the table."""

    BLANK = "blank"
    TITLE = "title"
    TOTAL = "total"
    FOOTNOTE = "footnote"
    REPEATED_HEADING = "repeated heading"
    SECTION = "section"
    HIDDEN = "hidden"


class Row(NamedTuple):
    """One row of a table.

    ``number`` is the row's place in the file or sheet, counted from 1 as a spreadsheet shows it: in a text
    file a record counts once, however many lines its quoted cells run over, and blank lines count too.
    ``cells`` are as many as the table has headings. ``section`` is the text of the section heading that
    the row stands under, if any.
    """

    number: int
    cells: tuple[str, ...]
    section: str | None = None


class Skipped(NamedTuple):
    """A row that was left out, and why."""

    number: int
    why: Why


class Sheet(NamedTuple):
    """One sheet of a workbook (a text file has none); rows and columns as far as anything is written."""

    name: str
    rows: int
    columns: int
    hidden: bool


@dataclass(frozen=True)
class Limits:
    """What a file may hold at most; told to people before they upload.

    ``file_bytes`` is the file as it lies on the disk, ``unpacked_bytes`` what a workbook may unpack to,
    ``ratio`` how many times larger than packed a part over one megabyte may unpack, ``entries`` how many
    parts a workbook may have. ``line_characters`` bounds one line of a text file, ``cell_characters`` one
    cell: a longer cell is kept and reported as an error on its row. ``seconds`` and ``memory_bytes`` bound
    the process that reads a workbook.
    """

    file_bytes: int = 300 * MEGABYTE
    unpacked_bytes: int = 1500 * MEGABYTE
    ratio: int = 200
    entries: int = 2000
    rows: int = 1_048_576
    columns: int = 500
    cell_characters: int = 32_767
    line_characters: int = 4 * MEGABYTE
    seconds: int = 120
    memory_bytes: int = 3072 * MEGABYTE


@dataclass(frozen=True)
class Table:
    """A list as it was read: text cells under headings, and an account of everything else in the file.

    ``kind`` is what the bytes are ("csv", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods", "html"), whatever the
    file is called. ``encoding`` is None for workbooks; ``certain`` is False when it had to be guessed.
    ``delimiter`` is None for workbooks and for a text file of one column. ``heading_row`` is the row number
    of the headings (the lowest row of a heading over several rows), None when the file has none: then the
    headings are "Column 1" and so on. ``positions`` are the columns' places in the file, counted from 1;
    columns with neither heading nor value are left out. ``short_headings`` are the headings without the
    group headings above them ("Postcode" where ``headings`` has "Contact details Postcode"). ``shifted`` are
    the numbers of rows with more cells than headings, as when a name was parted. Rows seen = rows read +
    rows skipped.
    """

    kind: str
    encoding: str | None
    certain: bool
    delimiter: str | None
    sheets: tuple[Sheet, ...]
    sheet: str | None
    heading_row: int | None
    headings: tuple[str, ...]
    positions: tuple[int, ...]
    rows: Sequence[Row]
    skipped: tuple[tuple[int, str], ...] = ()
    issues: tuple[Issue, ...] = ()
    short_headings: tuple[str, ...] = ()
    shifted: Sequence[int] = ()

    @property
    def rows_read(self) -> int:
        """Rows that are data."""
        return len(self.rows)

    @property
    def rows_seen(self) -> int:
        """Rows of the file or sheet, the heading row aside."""
        return len(self.rows) + len(self.skipped)

    def column(self, index: int) -> Iterator[str]:
        """Yield the cells of the column at ``index`` (from 0), top to bottom."""
        return (row.cells[index] for row in self.rows)
