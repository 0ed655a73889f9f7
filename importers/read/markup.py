"""Tables in markup: web pages that call themselves .xls, and workbooks that Excel saved as XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from importers.errors import FileRefused
from importers.read.encodings import Encoding, find_encoding
from importers.read.headings import Marks, Record
from importers.read.kinds import SAVE_AGAIN
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.shape import shape_table
from importers.read.table import MEGABYTE, Sheet, Table

MOST_BYTES = 60 * MEGABYTE
MOST_SPAN = 1000
UNSAFE = "The file declares entities, which no list needs."


@dataclass
class MarkupTable:
    """One table of a page, or one sheet; cells of merged columns are padded, of merged rows repeated."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    spanning: set[int] = field(default_factory=set)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    is_hidden: bool = False

    def start_row(self) -> None:
        """Begin a row, with the cells that reach down into it."""
        self.rows.append([])
        self._take_spans()

    def add(self, text: str, across: int = 1, down: int = 1) -> None:
        """Add a cell that reaches over ``across`` columns and ``down`` rows."""
        row = self.rows[-1]
        across, down = min(across, MOST_SPAN), min(down, 100_000)
        if down > 1:
            self.spans[len(row)] = (down - 1, text)
        row.append(text)
        row.extend([""] * (across - 1))
        if across > 2 and len(row) == across:
            self.spanning.add(len(self.rows))
        self._take_spans()

    def _take_spans(self) -> None:
        row = self.rows[-1]
        while (found := self.spans.get(len(row))) is not None and found[0] > 0:
            left, text = found
            if left == 1:
                del self.spans[len(row)]
            else:
                self.spans[len(row)] = (left - 1, text)
            row.append(text)

    def records(self, _: Notes | None) -> Iterator[Record]:
        """Yield (row number, cells)."""
        return enumerate(self.rows, start=1)


def read_markup(path: Path, kind: str, options: Options, notes: Notes) -> Table:
    """Return the largest table of a page, or the sheet asked for. Raises FileRefused when there is none."""
    tables, encoding = _tables(path, kind)
    chosen = _chosen(tables, options)
    hidden = set() if options.include_hidden else chosen.hidden
    marks = Marks(spanning=frozenset(chosen.spanning), hidden=frozenset(hidden))
    shaped = shape_table(chosen.records, marks, notes, options)
    notes.warn("markup", "The file is a page with a table in it, not a workbook. Its table was read.")
    sheets = tuple(
        Sheet(table.name, len(table.rows), max(map(len, table.rows), default=0), table.is_hidden)
        for table in tables
    )
    return shaped.table(
        kind, notes, encoding=encoding.name, certain=encoding.certain, sheets=sheets, sheet=chosen.name
    )


def markup_table(path: Path, kind: str, options: Options) -> MarkupTable:
    """Return the table that is read, with all its rows. Raises FileRefused when there is none."""
    return _chosen(_tables(path, kind)[0], options)


def _tables(path: Path, kind: str) -> tuple[list[MarkupTable], Encoding]:
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused("too_big", f"A file of this kind may have {MOST_BYTES // MEGABYTE} MB.", SAVE_AGAIN)
    encoding = find_encoding(path, MOST_BYTES)
    text = path.read_text(encoding=encoding.name, errors="replace").replace("\0", "")
    return (_page_tables(text) if kind == "html" else _sheet_tables(text)), encoding


def _chosen(tables: list[MarkupTable], options: Options) -> MarkupTable:
    """Return the table asked for by name, else the largest that is shown."""
    if not tables:
        raise FileRefused("empty", "The page holds no table.", SAVE_AGAIN)
    if options.sheet is None:
        return max(tables, key=lambda table: (not table.is_hidden, sum(map(len, table.rows))))
    for table in tables:
        if table.name == options.sheet:
            return table
    names = ", ".join(f"“{table.name}”" for table in tables)
    raise FileRefused("no_such_sheet", "The file has no sheet of that name.", f"Its sheets are {names}.")


class _Page(HTMLParser):
    """Collects the tables of a page; what lies inside a table in a cell counts as the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[MarkupTable] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow tables, rows and cells."""
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(MarkupTable(f"Table {len(self.tables) + 1}"))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")
        elif self.depth == 1 and tag == "tr":
            self._close()
            self.tables[-1].start_row()
            if "display:none" in given.get("style", "").replace(" ", "").lower():
                self.tables[-1].hidden.add(len(self.tables[-1].rows))
        elif self.depth == 1 and tag in ("td", "th"):
            self._close()
            self.cell = []
            self.span = (_span(given.get("colspan")), _span(given.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        """Close cells and tables."""
        if tag == "table":
            if self.depth == 1:
                self._close()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._close()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self.cell is not None:
            self.cell.append(" ".join(data.split()) if data.strip() else " ")

    def _close(self) -> None:
        if self.cell is None:
            return
        if not self.tables[-1].rows:
            self.tables[-1].start_row()
        text = "".join(self.cell).replace("\xa0", " ")
        self.tables[-1].add("\n".join(line.strip() for line in text.split("\n")).strip(), *self.span)
        self.cell = None


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else 1


def _page_tables(text: str) -> list[MarkupTable]:
    page = _Page()
    page.feed(text if "<table" in text.lower() else f"<table>{text}")
    page.close()
    page._close()  # a page may end inside a cell
    return [table for table in page.tables if table.rows]


class _Workbook:
    """Collects the sheets of a workbook saved as XML (SpreadsheetML 2003)."""

    def __init__(self) -> None:
        self.sheets: list[MarkupTable] = []
        self.text: list[str] | None = None
        self.value = ""
        self.span = (1, 1)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self._declared

    def _declared(self, *_: object) -> None:
        raise FileRefused("unsafe", UNSAFE, SAVE_AGAIN)

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        given = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        name = tag.rpartition(" ")[2]
        if name == "Worksheet":
            self.sheets.append(MarkupTable(given.get("Name", f"Sheet {len(self.sheets) + 1}")))
        elif name == "Row" and self.sheets:
            self._row(given)
        elif name == "Cell" and self.sheets and self.sheets[-1].rows:
            row = self.sheets[-1].rows[-1]
            row.extend([""] * (min(_span(given.get("Index")), MOST_SPAN) - 1 - len(row)))
            self.span = (_span(given.get("MergeAcross", "0")) + ("MergeAcross" in given), 1)
            if "MergeDown" in given:
                self.span = (self.span[0], _span(given["MergeDown"]) + 1)
            self.value = ""
        elif name in ("Data", "Visible"):
            self.text = []

    def _row(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        while len(sheet.rows) < min(_span(given.get("Index")), 1_048_576) - 1:
            sheet.start_row()
        sheet.start_row()
        if given.get("Hidden") == "1":
            sheet.hidden.add(len(sheet.rows))

    def _said(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _ended(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "Data" and self.text is not None:
            self.value, self.text = "".join(self.text), None
            self.value = self.value.removesuffix("T00:00:00.000")
        elif name == "Cell" and self.sheets and self.sheets[-1].rows:
            self.sheets[-1].add(self.value, *self.span)
        elif name == "Visible" and self.sheets:
            self.sheets[-1].is_hidden = "Hidden" in "".join(self.text or [])
            self.text = None


def _sheet_tables(text: str) -> list[MarkupTable]:
    book = _Workbook()
    try:
        book.parser.Parse(text.removeprefix("\ufeff"), True)
    except expat.ExpatError as error:
        raise FileRefused(
            "damaged", "The workbook is damaged or was cut off on the way.", SAVE_AGAIN
        ) from error
    return [sheet for sheet in book.sheets if sheet.rows]
