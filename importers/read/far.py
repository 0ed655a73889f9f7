"""A cell far from the table makes a small workbook as large as the moon: it is left out, and said."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importers.column_letters import column_index
from importers.read.kinds import ARCHIVE_ERRORS
from importers.read.notes import Notes
from importers.read.table import MEGABYTE, Limits

LOOKED_AT = 64 * MEGABYTE
"""Sheets larger than this aren't trimmed: their size is the trouble, not a far cell."""

MOST_FAR = 200
ROWS_APART = 5000
CELL = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?'
    rb"(?:/>|>([^<]*+(?:<(?!/?(?:\w+:)?c[\s>])[^<]*+)*+)</(?:\w+:)?c>)"
)
VALUE = re.compile(rb"<(?:\w+:)?[vt]\b[^<>]*>([^<]*)<")


@contextmanager
def far_cells_left_out(path: Path, kind: str, limits: Limits, notes: Notes) -> Iterator[Path | None]:
    """Yield a copy of the .xlsx without the cells far from its tables, or None when it has none such.

    ``notes`` gets a warning for each cell that was left out. The copy goes with the context.
    """
    if kind not in ("xlsx", "xlsm"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="earshot-read-") as folder:
        copy = Path(folder) / "trimmed.xlsx"
        try:
            found = _trim(path, copy, limits, notes)
        except ARCHIVE_ERRORS:
            found = False
        yield copy if found else None


def _trim(path: Path, copy: Path, limits: Limits, notes: Notes) -> bool:
    """Write the copy; return whether any cell was left out."""
    trimmed = False
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
        for part in archive.infolist():
            if part.file_size > LOOKED_AT:
                return False
            content = archive.read(part)
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                content, left_out = _without_far(content, limits, notes)
                trimmed = trimmed or left_out
            out.writestr(part.filename, content)
    return trimmed


def _without_far(xml: bytes, limits: Limits, notes: Notes) -> tuple[bytes, bool]:
    """Return the sheet's XML without far cells, and whether there were any."""
    cells = [(int(cell.group(2)), column_index(cell.group(1).decode()), cell) for cell in CELL.finditer(xml)]
    last_row = _last_near_row({row for row, _, _ in cells})
    far = [cell for row, column, cell in cells if row > last_row or column >= limits.columns]
    if not far or len(far) > MOST_FAR:
        return xml, False
    pieces, position = [], 0
    for cell in far:
        pieces.append(xml[position : cell.start()])
        position = cell.end()
        _note(cell, notes)
    pieces.append(xml[position:])
    return b"".join(pieces), True


def _last_near_row(rows: set[int]) -> int:
    """Return the last row before the first gap of ``ROWS_APART`` rows without cells."""
    last = 0
    for row in sorted(rows):
        if last and row - last > ROWS_APART:
            break
        last = row
    return last


def _note(cell: re.Match[bytes], notes: Notes) -> None:
    letters, row = cell.group(1).decode(), int(cell.group(2))
    value = VALUE.search(cell.group(3) or b"")
    notes.warn(
        "far_cell",
        f"Cell {letters}{row} lies far from the table and was left out.",
        row=row,
        column=letters,
        value=value.group(1).decode("utf-8", "replace") if value and b't="s"' not in cell.group() else None,
    )
