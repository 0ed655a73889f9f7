"""A list handed back in another format than it came in: the same rows, their cells as text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers.annotated.note import RowNote
from importers.annotated.plain import plain_text
from importers.annotated.sheet_part import WIDTHS
from importers.annotated.styles_part import COLOURS, TONES
from importers.annotated.text_file import our_cells
from importers.read.options import Options
from importers.read.ours import REWRITTEN
from importers.read.raw import RawList, raw_list
from importers.read.table import Table

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST_WIDTH = 50
SHEET_NAME = "List"


def rewrite_csv(  # noqa: PLR0917
    path: Path, out: Path, table: Table, notes: Mapping[int, RowNote], options: Options, mark: str = ","
) -> None:
    """Write the rows of the list at ``path`` with their notes as CSV, in UTF-8 with its mark.

    ``mark`` parts the cells. Text that would begin a formula gets an apostrophe; hidden columns stay empty.
    """
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=mark)
        found = raw_list(path, options)
        hidden = found.marks.hidden_columns
        for _, cells, ours in _lines(found, table, notes):
            shown = ["" if at in hidden else plain_text(cell) for at, cell in enumerate(cells)]
            writer.writerow([*shown, *ours])


def rewrite_xlsx(path: Path, out: Path, table: Table, notes: Mapping[int, RowNote], options: Options) -> None:
    """Write the rows of the list at ``path`` with their notes to a new workbook; every cell is text."""
    import xlsxwriter  # noqa: PLC0415 - only when somebody takes one away

    with xlsxwriter.Workbook(str(out), OPTIONS) as book:
        sheet = book.add_worksheet(SHEET_NAME)
        shades = zip(TONES, COLOURS, strict=True)
        forms = {tone: book.add_format({"bg_color": f"#{colour}"}) for tone, colour in shades}
        bold = book.add_format({"bold": True})
        width = last = 0
        found = raw_list(path, options)
        for number, cells, ours in _lines(found, table, notes):
            if number in found.marks.hidden:
                sheet.set_row(number - 1, None, None, {"hidden": True})
            width = len(cells) if ours else width
            last = number if ours else last
            form = bold if number == table.heading_row else None
            tone = forms.get(notes[number].tone) if number in notes else None
            _write_row(sheet, number - 1, [*cells, *ours], (form, len(cells) + 1, tone))
        _finish(sheet, table, width, last)
        for at in found.marks.hidden_columns:
            sheet.set_column(at, at, None, None, {"hidden": True})


def _write_row(sheet: Any, at: int, cells: list[str], forms: tuple[Any, int, Any]) -> None:
    form, toned, tone = forms
    for column, text in enumerate(cells):
        if text:
            sheet.write_string(at, column, text, tone if tone and column == toned else form)


def _finish(sheet: Any, table: Table, width: int, last: int) -> None:
    """Set widths, and a filter over the headings."""
    for at in range(width):
        sheet.set_column(at, at, 18)
    for at, wide in enumerate(WIDTHS):
        sheet.set_column(width + at, width + at, wide)
    if table.heading_row is not None and last >= table.heading_row:
        left = min(table.positions, default=1) - 1
        sheet.autofilter(table.heading_row - 1, left, last - 1, width + len(WIDTHS) - 1)
        sheet.freeze_panes(table.heading_row, 0)


def _lines(
    found: RawList, table: Table, notes: Mapping[int, RowNote]
) -> Iterator[tuple[int, list[str], tuple[str, ...]]]:
    """Yield (row number, cells, our cells); rows that get cells of ours are filled up to one width."""
    beside = our_cells(table, notes, first=REWRITTEN)
    width = max((len(cells) for number, cells in found.records() if number in beside), default=1)
    for number, cells in found.records():
        ours = beside.get(number, ())
        missing = width - len(cells) if ours else 0
        yield number, [*cells, *[""] * missing], ours
