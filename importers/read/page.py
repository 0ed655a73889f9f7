"""The tables of a web page, found by its tags alone.

The standard library's parser takes for ever on some pages that are made to harm; no pattern here looks past
the next "<", so that a page takes as long as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from importers.read.markup_table import Budget, MarkupTable, span_of

TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)[^<>]*+>""")
ATTRIBUTE = re.compile(
    r"""\b(colspan|rowspan|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
BLIND = ("script", "style", "title", "textarea")
"""Elements whose content is no text of the page."""

HIDING = "display:none"


@dataclass
class _Open:
    """A table that isn't closed yet, with the cell that is being read, if any."""

    table: MarkupTable
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)


@dataclass
class _Page:
    """Follows a page tag by tag; a table in a cell is a table of its own, and its text the cell's too."""

    budget: Budget = field(default_factory=Budget)
    tables: list[MarkupTable] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def text(self, text: str) -> None:
        """Take text of the cells that are open."""
        shown = unescape(text)
        words = " ".join(shown.split()) if shown.strip() else " "
        before, after = " " * shown[:1].isspace(), " " * shown[-1:].isspace()
        for each in self.opened[-DEEPEST:]:
            if each.cell is not None:
                each.cell.append(f"{before}{words}{after}" if words != " " else " ")

    def start(self, name: str, attributes: str) -> None:
        """Begin an element."""
        if name == "table":
            self.tables.append(MarkupTable(f"Table {len(self.tables) + 1}", self.budget))
            self.opened.append(_Open(self.tables[-1]))
            return
        if not self.opened:
            return
        inner = self.opened[-1]
        if name in ("br", "p", "div") and inner.cell:
            inner.cell.append("\n" if name == "br" else " ")
        elif name == "tr":
            self.close_cell()
            inner.table.start_row()
            if HIDING in _given(attributes).get("style", "").replace(" ", "").lower():
                inner.table.hidden.add(len(inner.table.rows))
        elif name in ("td", "th"):
            self.close_cell()
            given = _given(attributes)
            inner.cell = []
            inner.span = (span_of(given.get("colspan")), span_of(given.get("rowspan")))

    def end(self, name: str) -> None:
        """End an element."""
        if name in ("td", "th", "tr", "table"):
            self.close_cell()
        if name == "table" and self.opened:
            self.opened.pop()

    def close_cell(self) -> None:
        """End the innermost table's open cell, if there is one."""
        inner = self.opened[-1] if self.opened else None
        if inner is None or inner.cell is None:
            return
        if not inner.table.rows:
            inner.table.start_row()
        text = "".join(inner.cell).replace("\xa0", " ")
        lines = (" ".join(line.split()) for line in text.split("\n"))
        inner.table.add("\n".join(lines).strip(), *inner.span)
        inner.cell = None


DEEPEST = 8
"""Tables within tables whose text an outer cell has too."""


def page_tables(text: str) -> list[MarkupTable]:
    """Return the tables of a page that have rows, in the order in which they begin."""
    page = _Page()
    if "<table" not in text.lower():
        page.start("table", "")
    position = 0
    while (start := text.find("<", position)) >= 0:
        if start > position and page.opened:
            page.text(text[position:start])
        position = _element(page, text, start)
    if page.opened:
        page.text(text[position:])
    while page.opened:
        page.end("table")  # a page may end inside a cell
    return [table for table in page.tables if table.rows]


def _element(page: _Page, text: str, start: int) -> int:
    """Take what begins with the "<" at ``start``; return where to go on."""
    if text.startswith("<!--", start):
        end = text.find("-->", start)
        return end + 3 if end >= 0 else len(text)
    found = TAG.match(text, start)
    if found is None:
        end = text.find(">", start, start + 2000) if text.startswith(("<!", "<?"), start) else -1
        if end < 0 and page.opened:
            page.text("<")
        return end + 1 if end >= 0 else start + 1
    name = found.group(2).lower().rpartition(":")[2]
    if found.group(1):
        page.end(name)
    elif name in BLIND:
        end = text.find(f"</{found.group(2)}", found.end())
        return end if end >= 0 else len(text)
    else:
        page.start(name, found.group(3))
    return found.end()


def _given(attributes: str) -> dict[str, str]:
    """Return the attributes that matter here."""
    return {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(attributes)}
