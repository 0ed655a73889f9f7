"""What a sheet of an .ods file says beyond its values: hidden and merged cells, errors, lines in cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from importers.read.sheet_facts import Lines, SheetFacts

PIECE = 1024 * 1024
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_BLANKS = 100
HIDDEN = ("collapse", "filter")
BREAKS = {"text:line-break": "\n", "text:tab": "\t"}
"""What calamine leaves out of a cell's text, so that words run into each other."""

BROKEN = re.compile(rb"<text:(?:line-break|tab)\b")
BLANKS = re.compile("[ \t\r\n]+")


def ods_facts(path: Path, place: int) -> SheetFacts:
    """Return what ``content.xml`` says of the sheet at ``place`` (from 0); the guard has looked it over."""
    reader = _Reader(place)
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
        piece, near = file.read(PIECE), False
        while piece:
            following = file.read(PIECE)
            here = BROKEN.search(piece + following) is not None
            reader.collects, near = here or near, here
            try:
                reader.parser.Parse(piece, False)
            except expat.ExpatError:
                break  # calamine will say that the file is damaged
            piece = following
            if reader.table > place:
                break
    return reader.facts


class _Reader:
    """Follows the rows and cells of one sheet through the XML."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.table = -1
        self.row = self.column = self.next_column = 0
        self.repeated = 1
        self.error: list[str] | None = None
        self.text: list[str] = []
        self.paragraphs = self.aside = self.left = 0
        self.collects = self.is_broken = False
        self.facts = SheetFacts()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._said

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.table += 1
            self.row = self.next_column = 0
        if self.table != self.place:
            return
        if tag == "table:table-column":
            self._column(attributes)
        elif tag == "table:table-row":
            self._row(attributes)
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)
        elif tag == "office:annotation":
            self.aside += 1
        elif self.collects and not self.aside:
            self._within_text(tag, attributes)

    def _within_text(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element within a cell's text stands for: a line, a tab, or blanks."""
        if tag == "text:p":
            self.text.extend(["\n"] if self.paragraphs else [])
            self.paragraphs += 1
        elif tag == "text:s":
            self.text.append(" " * min(_number(attributes, "text:c"), MOST_BLANKS))
        elif tag in BREAKS:
            self.text.append(BREAKS[tag])
            self.is_broken = True

    def _column(self, attributes: dict[str, str]) -> None:
        count = min(_number(attributes, "table:number-columns-repeated"), MOST_COLUMNS)
        if attributes.get("table:visibility") in HIDDEN:
            last = min(self.next_column + count, MOST_COLUMNS)
            self.facts.hidden_columns.update(range(self.next_column, last))
        self.next_column += count

    def _row(self, attributes: dict[str, str]) -> None:
        self.row += self.repeated if self.row else 1
        self.repeated = _number(attributes, "table:number-rows-repeated")
        self.column = 0
        if attributes.get("table:visibility") in HIDDEN:
            last = min(self.row + self.repeated, MOST_ROWS)
            self.facts.hidden_rows.update(range(self.row, last))

    def _cell(self, attributes: dict[str, str]) -> None:
        down = _number(attributes, "table:number-rows-spanned")
        across = _number(attributes, "table:number-columns-spanned")
        top, left = self.row - 1, self.column
        if down > 1 or across > 1:
            self.facts.merged.append(((top, left), (top + down - 1, left + across - 1)))
        if attributes.get("calcext:value-type") == "error":
            self.error = []
        self.column += _number(attributes, "table:number-columns-repeated")
        self.left, self.text, self.paragraphs, self.is_broken = left, [], 0, False

    def _said(self, text: str) -> None:
        if self.error is not None:
            self.error.append(text)
        if self.collects and self.paragraphs and not self.aside:
            self.text.append(BLANKS.sub(" ", text))

    def _ended(self, tag: str) -> None:
        if tag == "office:annotation":
            self.aside = 0
        elif tag == "table:table-cell" and self.is_broken:
            last = min(self.row + self.repeated, MOST_ROWS) - 2, min(self.column, MOST_COLUMNS) - 1
            self.facts.lines.append(Lines(self.row - 1, self.left, *last, "".join(self.text)))
            self.is_broken = False
        if tag == "table:table-cell" and self.error is not None:
            shown = "".join(self.error).strip()
            self.facts.errors.append((self.row, self.column - 1, shown or "#ERROR"))
            self.error = None
        elif tag == "table:table" and self.table == self.place:
            self.repeated = 1


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
