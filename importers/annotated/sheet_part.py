"""A sheet's XML with cells of ours at the end of its rows: nothing else in it is touched or computed.

Works on bytes in one pass, so that formats, formulas and whatever a newer Excel may write stay as they are.
Standard library only: it runs in a process of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

from importers.column_letters import column_index, column_letters

PIECE = 1024 * 1024
MOST_COLUMNS = 16_384
MOST_HEAD = 4 * 1024 * 1024
MOST_TAIL = 64 * 1024 * 1024
WIDTHS = (12, 14, 34, 60, 46)
"""Widths of our columns in characters."""

ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(/?)>")
NUMBER = re.compile(rb'\br="(\d+)"')
SPANS = re.compile(rb'\bspans="(\d+):\d+"')
LAST_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d+"')
DATA = re.compile(rb"<((?:\w+:)?)sheetData\s*(/?)>")
DATA_END = re.compile(rb"</(?:\w+:)?sheetData>")
COLS = re.compile(rb"<((?:\w+:)?)cols>(.*?)</(?:\w+:)?cols>", re.DOTALL)
COL = re.compile(rb"<(?:\w+:)?col\b([^>]*?)/>")
DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\b[^>]*\bref="[A-Z]+\d+:)([A-Z]+)(\d+")')
BEFORE_FILTER = re.compile(
    rb"</(?:\w+:)?sheetData>\s*(?:<(?:\w+:)?sheetCalcPr\b[^>]*/>\s*)?"
    rb"(?P<protected><(?:\w+:)?sheetProtection\b[^>]*/>\s*)?"
    rb"(?:<(?:\w+:)?protectedRanges>.*?</(?:\w+:)?protectedRanges>\s*)?"
    rb"(?:<(?:\w+:)?scenarios\b.*?</(?:\w+:)?scenarios>\s*)?",
    re.DOTALL,
)
FILTER = re.compile(rb'(<(?:\w+:)?autoFilter\b[^>]*\bref="\$?[A-Z]+\$?\d+:\$?)([A-Z]+)(\$?(\d+)")')
WRITTEN_AS_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Beside:
    """What is written beside a row: its cells as text, and the style number of each (None: no style)."""

    row: int
    cells: tuple[str, ...]
    styles: tuple[int | None, ...]


@dataclass(frozen=True)
class Layout:
    """Where our cells go: from column ``first`` on (from 0), the headings in row ``heading`` (None: none).

    ``left`` is the table's first column, ``last_row`` the last row with a cell of ours.
    """

    first: int
    heading: int | None
    left: int
    last_row: int

    @property
    def last(self) -> int:
        """Our last column, counted from 0."""
        return self.first + len(WIDTHS) - 1


class Rows:
    """Goes through the rows of a sheet's XML: text before each, its attributes and what is in it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.rest = b""

    def head(self) -> bytes:
        """Return everything up to the first row's place. Raises ValueError when there is no such place."""
        buffer = b""
        while piece := self.file.read(PIECE):
            buffer += piece
            found = DATA.search(buffer)
            if found:
                self.rest = buffer[found.end() :]
                return buffer[: found.end()]
            if len(buffer) > MOST_HEAD:
                break
        raise ValueError("the sheet has no rows")

    def rows(self) -> Iterator[tuple[bytes, re.Match[bytes], bytes]]:
        """Yield (bytes before the row, its start tag, its content); ``rest`` is what follows the last."""
        buffer, position = self.rest, 0
        last = _end_of_data(buffer)
        while True:
            found = ROW.search(buffer, position, last)
            end, content = _content(buffer, found)
            if found is not None and end >= 0:
                yield buffer[position : found.start()], found, content
                position = end
                continue
            piece = self.file.read(PIECE) if last == len(buffer) else b""
            self.rest = buffer = buffer[position:] + piece
            if not piece:
                return
            position, last = 0, _end_of_data(buffer)

    def tail(self) -> bytes:
        """Return what follows the rows. Raises ValueError when it is more than any sheet has."""
        content = self.rest + self.file.read(MOST_TAIL)
        if self.file.read(1):
            raise ValueError("the sheet is too large")
        return content


def _end_of_data(buffer: bytes) -> int:
    """Return where the rows end in a buffer: its own end when they go on."""
    found = DATA_END.search(buffer)
    return found.start() if found else len(buffer)


def _content(buffer: bytes, found: re.Match[bytes] | None) -> tuple[int, bytes]:
    """Return where a row ends (-1: not in this buffer) and what is in it."""
    if found is None:
        return -1, b""
    if found.group(3):
        return found.end(), b""
    closing = b"</" + found.group(1) + b"row>"
    at = buffer.find(closing, found.end())
    return (-1, b"") if at < 0 else (at + len(closing), buffer[found.end() : at])


def row_number(start: re.Match[bytes], before: int) -> int:
    """Return a row's number: what it says, else one more than the row before it."""
    said = NUMBER.search(start.group(2))
    return int(said.group(1)) if said else before + 1


def width_of(content: bytes) -> int:
    """Return how many columns the cells in a row reach over."""
    at = max(content.rfind(b"<c "), content.rfind(b":c "))
    last = LAST_CELL.match(content, content.rfind(b"<", 0, at + 1)) if at >= 0 else None
    return (
        column_index(last.group(1).decode()) + 1 if last else len(re.findall(rb"<(?:\w+:)?c[\s/>]", content))
    )


def last_style(content: bytes) -> bytes:
    """Return the style number of a row's last cell as an attribute, or nothing."""
    found = re.findall(rb'<(?:\w+:)?c\b[^>]*?\bs="(\d+)"', content)
    return b' s="%s"' % found[-1] if found else b""


def cell(column: int, row: int, text: str, style: bytes, prefix: bytes) -> bytes:
    """Return one cell that holds text and nothing but text; a row's number is a number."""
    if text.isascii() and text.isdecimal() and len(text) < 8:
        return b'<%bc r="%b%d"%b><%bv>%b</%bv></%bc>' % (
            prefix, column_letters(column).encode(), row, style, prefix, text.encode("ascii"), prefix, prefix,
        )  # fmt: skip
    shown = escape(WRITTEN_AS_CODE.sub("_x005F_", text)).encode("utf-8", "replace")
    p = prefix
    return b'<%bc r="%b%d"%b t="inlineStr"><%bis><%bt xml:space="preserve">%b</%bt></%bis></%bc>' % (
        p, column_letters(column).encode(), row, style, p, p, shown, p, p, p,
    )  # fmt: skip


def with_cells(start: re.Match[bytes], content: bytes, number: int, beside: Beside, layout: Layout) -> bytes:
    """Return a row with our cells at its end."""
    prefix = start.group(1)
    attributes = SPANS.sub(lambda said: b'spans="%b:%d"' % (said.group(1), layout.last + 1), start.group(2))
    own = last_style(content) if number == layout.heading else b""
    cells = b"".join(
        cell(layout.first + at, number, text, own or (b"" if style is None else b' s="%d"' % style), prefix)
        for at, (text, style) in enumerate(zip(beside.cells, beside.styles, strict=True))
        if text
    )
    return b"<%brow%b>%b%b</%brow>" % (prefix, attributes, content, cells, prefix)
