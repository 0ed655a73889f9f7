"""A workbook written again part by part: one sheet has cells of ours, everything else is as it was.

Standard library only: it runs in a process of its own.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING

from importers.annotated.sheet_frame import framed_head, framed_tail, named_filter
from importers.annotated.sheet_part import (
    MOST_COLUMNS,
    WIDTHS,
    Beside,
    Layout,
    Rows,
    row_number,
    width_of,
    with_cells,
)
from importers.annotated.styles_part import with_our_styles

if TYPE_CHECKING:
    from importers.annotated.book_child import Work

STYLES, BOOK = "xl/styles.xml", "xl/workbook.xml"
SMALL = 64 * 1024 * 1024
"""Bytes of a part that is changed as a whole, at most."""

Notes = Mapping[int, tuple[tuple[str, ...], str]]


def write_beside(work: Work, rows: Notes) -> None:
    """Write the workbook to ``work.out`` with ``rows`` ({row: (cells, tone)}) beside the sheet's own cells.

    Raises ValueError for a sheet that has no room for them, or isn't written as programs write sheets.
    """
    with zipfile.ZipFile(work.book) as archive:
        layout = _layout(archive, work, rows)
        parts = {part.filename: part for part in archive.infolist()}  # the last of a name counts
        styles, numbers = with_our_styles(_small(archive, parts.get(STYLES)))
        with zipfile.ZipFile(work.out, "w", zipfile.ZIP_DEFLATED) as target:
            filtered = False
            for part in sorted(parts.values(), key=lambda part: part.filename == BOOK):
                with target.open(_like(part), "w") as out:
                    if part.filename == work.part:
                        filtered = _write_sheet(archive.open(part), out, layout, _beside(rows, numbers))
                    elif part.filename == STYLES and numbers:
                        out.write(styles)
                    elif part.filename == BOOK and filtered:
                        out.write(named_filter(_small(archive, part), work.sheet, work.place, layout))
                    else:
                        shutil.copyfileobj(archive.open(part), out, SMALL // 64)


def _like(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the description of a part as it was, but for its sizes."""
    same = zipfile.ZipInfo(part.filename, part.date_time)
    stored = part.compress_type == zipfile.ZIP_STORED
    same.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    same.external_attr = part.external_attr
    return same


def _small(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> bytes:
    if part is None or part.file_size > SMALL:
        return b""
    return archive.read(part)


def _layout(archive: zipfile.ZipFile, work: Work, rows: Notes) -> Layout:
    """Return where our cells go: right of every cell in the rows they go to."""
    width = number = 0
    with archive.open(work.part) as file:
        sheet = Rows(file)
        sheet.head()
        for _, start, content in sheet.rows():
            number = row_number(start, number)
            if number in rows:
                width = max(width, width_of(content))
    if not width or width + len(WIDTHS) > MOST_COLUMNS:
        raise ValueError("the sheet has no room beside its rows")
    return Layout(width, work.heading, work.left, max(rows))


def _beside(rows: Notes, numbers: Mapping[str, int]) -> dict[int, Beside]:
    """Return what stands beside each row, with the colour of its verdict."""
    plain = numbers.get("")
    shades = {tone: (plain, numbers.get(tone, plain), plain, plain, plain) for tone in [*numbers, ""]}
    return {row: Beside(row, cells, shades.get(tone, shades[""])) for row, (cells, tone) in rows.items()}


def _write_sheet(source: IO[bytes], out: IO[bytes], layout: Layout, beside: Mapping[int, Beside]) -> bool:
    """Write the sheet with our cells; return whether its filter reaches over them."""
    sheet = Rows(source)
    out.write(framed_head(sheet.head(), layout))
    number = 0
    for before, start, content in sheet.rows():
        number = row_number(start, number)
        out.write(before)
        if number in beside:
            out.write(with_cells(start, content, number, beside[number], layout))
        else:
            out.write(start.group())
            if not start.group(3):
                out.write(content + b"</" + start.group(1) + b"row>")
    tail, filtered = framed_tail(sheet.tail(), layout)
    out.write(tail)
    return filtered
