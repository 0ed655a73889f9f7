"""Writing the example's files: text in the encodings and dialects that lists come in, and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | date
WRITTEN = datetime(2024, 12, 20, 9, 0)


@dataclass(frozen=True)
class Sheet:
    """A table and what people write around it: lines above the headings, lines below the rows.

    ``days`` is how days are written in text files ("iso", "uk" or "words").
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[Sequence[Cell]] = ()
    below: Sequence[Sequence[Cell]] = ()
    days: str = "iso"
    title: str = "Members"
    widths: Sequence[int] = field(default_factory=tuple)

    def lines(self) -> list[Sequence[Cell]]:
        """Return every line of the file in order."""
        return [*self.above, self.headings, *self.rows, *self.below]


def write_text(path: Path, sheet: Sheet, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """Write a table as text; letters that the encoding doesn't have are an error."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(
        [_as_text(cell, sheet.days) for cell in line] for line in sheet.lines()
    )
    path.write_bytes(text.getvalue().encode(encoding))


def _as_text(cell: Cell, days: str) -> str:
    if not isinstance(cell, date):
        return str(cell)
    if days == "uk":
        return cell.strftime("%d/%m/%Y")
    if days == "words":
        return f"{cell.day} {_MONTHS[cell.month - 1]} {cell.year}"
    return cell.isoformat()


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_workbook(path: Path, sheet: Sheet) -> None:
    """Write a table as a workbook with real dates and numbers, always with the same creation date."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": sheet.title, "created": WRITTEN})
    page = book.add_worksheet(sheet.title[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, line in enumerate(sheet.lines()):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                page.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, int):
                page.write_number(number, column, cell)
            elif cell:
                page.write_string(number, column, cell, bold if line is sheet.headings else None)
    page.set_column(0, 0, 38)
    book.close()


def a_day(iso: str) -> Cell:
    """Return an ISO day as a date, and "" as it is."""
    return date.fromisoformat(iso) if iso else ""
