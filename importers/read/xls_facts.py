"""What a sheet of an old .xls file says beyond its values: hidden rows and columns, and cells in error.

The file is a small file system (OLE compound file) in which the stream "Workbook" is a chain of records
(BIFF): a number, a length and so many bytes. Only the few record types below are looked at. Formats:
[MS-CFB] and [MS-XLS], both published by Microsoft.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from importers.read.sheet_facts import SheetFacts

FREE = 0xFFFFFFFA
"""Sector numbers from here on mark ends and gaps."""

STREAMS = ("Workbook", "Book")
DIFAT_IN_HEADER = 109
ENTRY = 128

END_OF_SHEET, BOUND_SHEET, FORMULA, COLUMN_INFO, BOOL_OR_ERROR, ROW = 0x0A, 0x85, 0x06, 0x7D, 0x205, 0x208
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
NOT_AVAILABLE = "#N/A"


def xls_facts(path: Path, place: int) -> SheetFacts:
    """Return what the records of the sheet at ``place`` (from 0) say; nothing for a file that is damaged."""
    facts = SheetFacts()
    try:
        stream = _workbook_stream(path.read_bytes())
        starts = [
            struct.unpack_from("<I", data)[0] for kind, data in _records(stream, 0) if kind == BOUND_SHEET
        ]
        if place < len(starts):
            for kind, data in _records(stream, starts[place]):
                _note(kind, data, facts)
    except (struct.error, IndexError):
        return SheetFacts()  # calamine will say that the file is damaged
    return facts


def _note(kind: int, data: bytes, facts: SheetFacts) -> None:
    """Add what one record of a sheet says."""
    if kind == ROW and len(data) >= 16 and data[12] & 0x20:
        facts.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
    elif kind == COLUMN_INFO and len(data) >= 10 and data[8] & 1:
        first, last = struct.unpack_from("<HH", data)
        facts.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == BOOL_OR_ERROR and len(data) >= 8 and data[7]:
        _note_error(data, data[6], facts)
    elif kind == FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        _note_error(data, data[8], facts)


def _note_error(data: bytes, code: int, facts: SheetFacts) -> None:
    row, column = struct.unpack_from("<HH", data)
    facts.errors.append((row + 1, column, ERRORS.get(code, NOT_AVAILABLE)))


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, data) of each record from ``position`` to the end of the sheet."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        if kind == END_OF_SHEET:
            return
        position += 4 + length


def _workbook_stream(content: bytes) -> bytes:
    """Return the bytes of the stream that holds the workbook, empty when there is none."""
    size = _sector_size(content, 30)
    table = _sector_table(content, size)
    directory = _chain(content, table, struct.unpack_from("<I", content, 48)[0], size)
    for at in range(0, len(directory) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if name in STREAMS:
            start, whole = struct.unpack_from("<II", directory, at + 116)
            if whole >= struct.unpack_from("<I", content, 56)[0]:
                return _chain(content, table, start, size)[:whole]
            return _short_stream(content, table, directory, start, size)[:whole]
    return b""


def _sector_size(content: bytes, at: int) -> int:
    """Return the size of sectors that the header gives as a power of two; struct.error when it can't be."""
    power = struct.unpack_from("<H", content, at)[0]
    if not 6 <= power <= 12:
        raise struct.error("no such sector size")
    return 1 << int(power)


def _sector_table(content: bytes, size: int) -> list[int]:
    """Return the number of the sector that follows each sector."""
    count = DIFAT_IN_HEADER
    places = list(struct.unpack_from(f"<{count}I", content, 76))
    further, left = struct.unpack_from("<II", content, 68)
    left = min(left, len(content) // size)
    while further < FREE and left > 0:
        start = (further + 1) * size
        *more, further = struct.unpack_from(f"<{size // 4}I", content, start)
        places += more
        left -= 1
    table: list[int] = []
    for place in places:
        if place < FREE:
            table += struct.unpack_from(f"<{size // 4}I", content, (place + 1) * size)
    return table


def _chain(content: bytes, table: list[int], sector: int, size: int) -> bytes:
    """Return the sectors from ``sector`` on, joined; a chain longer than the table goes in circles."""
    parts: list[bytes] = []
    while sector < FREE and len(parts) <= len(table):
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _short_stream(content: bytes, table: list[int], directory: bytes, sector: int, size: int) -> bytes:
    """Return a stream too short for sectors of its own: it lies in small sectors inside the root's stream."""
    small = _sector_size(content, 32)
    inside = _chain(content, table, struct.unpack_from("<I", directory, 116)[0], size)
    first = struct.unpack_from("<I", content, 60)[0]
    raw = _chain(content, table, first, size)
    following = list(struct.unpack_from(f"<{len(raw) // 4}I", raw))
    return _chain(bytes(small) + inside, following, sector, small)
