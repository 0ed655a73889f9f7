"""XLSX: the table on one sheet, what it was made from on another."""

from __future__ import annotations

import io
from typing import Any

from app.exports.sheet import EXAMPLE_MARK, Sheet, Value, plain_cell

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 60


def as_xlsx(sheet: Sheet) -> bytes:
    """Return a workbook; text stays text, numbers numbers. Its print header says "example data" too."""
    import xlsxwriter  # noqa: PLC0415 - only when somebody takes one away

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    table = book.add_worksheet("Table")
    lines = sheet.lines()
    for number, line in enumerate(lines):
        _write_line(table, number, line, bold if number == 0 else None)
    _set_widths(table, lines)
    table.freeze_panes(1, 1)
    about = book.add_worksheet("About")
    for number, (term, value) in enumerate(_about(sheet)):
        _write_line(about, number, [plain_cell(term), plain_cell(value)], None)
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 90)
    if sheet.example:
        for each in (table, about):
            each.set_header("&C" + EXAMPLE_MARK.capitalize())
    book.close()
    return held.getvalue()


def _about(sheet: Sheet) -> list[tuple[str, str]]:
    mark = [("Data", f"{EXAMPLE_MARK}: every organisation and person marked so is invented")]
    return [("Title", sheet.title), *sheet.about, *(mark if sheet.example else [])]


def _write_line(page: Any, number: int, line: list[Value], form: Any) -> None:
    for column, value in enumerate(line):
        if isinstance(value, str):
            page.write_string(number, column, value, form)
        elif value is not None:
            page.write_number(number, column, value, form)


def _set_widths(page: Any, lines: list[list[Value]]) -> None:
    for column, heading in enumerate(lines[0]):
        longest = max(len(str(line[column] if line[column] is not None else "")) for line in lines[:500])
        page.set_column(column, column, min(WIDEST, max(longest, min(len(str(heading)), 16)) + 2))
