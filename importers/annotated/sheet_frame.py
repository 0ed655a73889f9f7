"""What stands around a sheet's rows: its size, column widths and filter, widened to our columns."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from importers.annotated.sheet_part import (
    BEFORE_FILTER,
    COL,
    COLS,
    DATA,
    DIMENSION,
    FILTER,
    MOST_COLUMNS,
    WIDTHS,
    Layout,
)
from importers.column_letters import column_index, column_letters

MIN, MAX = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
NAMES_BEFORE = re.compile(
    rb".*</((?:\w+:)?)sheets>(?:\s*<(?:\w+:)?functionGroups\b.*?</(?:\w+:)?functionGroups>)?"
    rb"(?:\s*<(?:\w+:)?externalReferences>.*?</(?:\w+:)?externalReferences>)?",
    re.DOTALL,
)
NAMES_END = re.compile(rb"</(?:\w+:)?definedNames>")


def framed_head(head: bytes, layout: Layout) -> bytes:
    """Return what comes before the rows, with room for our columns."""
    head = DIMENSION.sub(lambda said: _wider(said, layout), head, count=1)
    found = COLS.search(head)
    if found:
        inner = _columns(found.group(2), found.group(1), layout)
        return head[: found.start(2)] + inner + head[found.end(2) :]
    data = DATA.search(head)
    if data is None:
        return head
    prefix = data.group(1)
    added = b"<%bcols>%b</%bcols>" % (prefix, _columns(b"", prefix, layout), prefix)
    return head[: data.start()] + added + head[data.start() :]


def _wider(said: re.Match[bytes], layout: Layout) -> bytes:
    last = max(column_index(said.group(2).decode()), layout.last)
    return said.group(1) + column_letters(last).encode() + said.group(3)


def _columns(inner: bytes, prefix: bytes, layout: Layout) -> bytes:
    """Return the widths of columns with ours among them; a run of columns that ours cut stays around them."""
    first, last = layout.first + 1, layout.last + 1
    kept: list[tuple[int, bytes]] = []
    for found in COL.finditer(inner):
        low, high = MIN.search(found.group(1)), MAX.search(found.group(1))
        if not low or not high:
            continue
        for start, end in ((int(low.group(1)), min(int(high.group(1)), first - 1)),
                           (max(int(low.group(1)), last + 1), int(high.group(1)))):  # fmt: skip
            if start <= end <= MOST_COLUMNS:
                whole = MIN.sub(b'min="%d"' % start, MAX.sub(b'max="%d"' % end, found.group()))
                kept.append((start, whole))
    for at, width in enumerate(WIDTHS, start=first):
        kept.append((at, b'<%bcol min="%d" max="%d" width="%d" customWidth="1"/>' % (prefix, at, at, width)))
    return b"".join(column for _, column in sorted(kept))


def framed_tail(tail: bytes, layout: Layout) -> tuple[bytes, bool]:
    """Return what follows the rows with a filter that reaches over our columns, and whether it has one.

    A protected sheet and one with tables of its own keep what they have.
    """
    found = BEFORE_FILTER.search(tail)
    if found is None or layout.heading is None or found.group("protected"):
        return tail, False
    own = FILTER.match(tail, found.end())
    if own:
        return tail[: found.end()] + _wider(own, layout) + tail[own.end() :], True
    if b"tableParts" in tail or b"autoFilter" in tail:
        return tail, False
    prefix = tail[found.start() + 2 :].partition(b"sheetData>")[0]
    added = b'<%bautoFilter ref="%b"/>' % (prefix, filter_range(layout).encode())
    return tail[: found.end()] + added + tail[found.end() :], True


def filter_range(layout: Layout, mark: str = "") -> str:
    """Return the cells that a filter of ours reaches over, from the headings down."""
    top, left, right = layout.heading, column_letters(layout.left), column_letters(layout.last)
    return f"{mark}{left}{mark}{top}:{mark}{right}{mark}{layout.last_row}"


def named_filter(book: bytes, sheet: str, place: int, layout: Layout) -> bytes:
    """Return the workbook's XML in which the filter has its name, as spreadsheet programs keep it."""
    known = re.compile(
        rb'(<(?:\w+:)?definedName\b(?=[^>]*"_xlnm\._FilterDatabase")(?=[^>]*\blocalSheetId="%d")[^>]*>'
        rb"[^<]*:\$)([A-Z]+)(\$\d+</)" % place
    )
    if known.search(book):
        return known.sub(lambda said: _wider(said, layout), book, count=1)
    quoted = "'" + sheet.replace("'", "''") + "'!" + filter_range(layout, "$")
    ends = NAMES_END.search(book)
    before = NAMES_BEFORE.match(book)
    if before is None:
        return book
    prefix = before.group(1)
    name = b'<%bdefinedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%b</%bdefinedName>' % (
        prefix, place, escape(quoted).encode(), prefix,
    )  # fmt: skip
    if ends:
        return book[: ends.start()] + name + book[ends.start() :]
    if b"<definedNames" in book or b":definedNames" in book:
        return book
    at = before.end()
    return book[:at] + b"<%bdefinedNames>%b</%bdefinedNames>" % (prefix, name, prefix) + book[at:]
