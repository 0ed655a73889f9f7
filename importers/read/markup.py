"""Tables in markup: web pages that call themselves .xls, and workbooks that Excel saved as XML."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from importers.errors import FileRefused
from importers.read.encodings import Encoding, find_encoding
from importers.read.headings import Marks
from importers.read.kinds import SAVE_AGAIN
from importers.read.markup_table import Budget, MarkupTable, span_of
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.page import page_tables
from importers.read.shape import shape_table
from importers.read.table import MEGABYTE, Sheet, Table

MOST_BYTES = 60 * MEGABYTE
UNSAFE = "The file declares entities, which no list needs."


def read_markup(path: Path, kind: str, options: Options, notes: Notes) -> Table:
    """Return the largest table of a page, or the sheet asked for. Raises FileRefused when there is none."""
    tables, encoding = _tables(path, kind)
    chosen = _chosen(tables, options)
    hidden = set() if options.include_hidden else chosen.hidden
    marks = Marks(spanning=frozenset(chosen.spanning), hidden=frozenset(hidden))
    shaped = shape_table(chosen.records, marks, notes, options)
    _note_others(tables, chosen, options, notes)
    notes.warn("markup", "The file is a page with a table in it, not a workbook. Its table was read.")
    sheets = tuple(
        Sheet(table.name, len(table.rows), max(map(len, table.rows), default=0), table.is_hidden)
        for table in tables
    )
    return shaped.table(
        kind, notes, encoding=encoding.name, certain=encoding.certain, sheets=sheets, sheet=chosen.name
    )


def _note_others(tables: list[MarkupTable], chosen: MarkupTable, options: Options, notes: Notes) -> None:
    """Name the tables that weren't read, unless a person chose one."""
    for table in tables if options.sheet is None else ():
        if table is not chosen and len(table.rows) > 1 and max(map(len, table.rows)) > 1:
            code = "hidden_sheet" if table.is_hidden else "other_sheet"
            notes.warn(code, f"“{table.name}” ({len(table.rows):,} rows) was not read; choose it to read it.")


def markup_table(path: Path, kind: str, options: Options) -> MarkupTable:
    """Return the table that is read, with all its rows. Raises FileRefused when there is none."""
    return _chosen(_tables(path, kind)[0], options)


def _tables(path: Path, kind: str) -> tuple[list[MarkupTable], Encoding]:
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused("too_big", f"A file of this kind may have {MOST_BYTES // MEGABYTE} MB.", SAVE_AGAIN)
    encoding = find_encoding(path, MOST_BYTES)
    text = path.read_text(encoding=encoding.name, errors="replace").replace("\0", "")
    return (page_tables(text) if kind == "html" else _sheet_tables(text)), encoding


def _chosen(tables: list[MarkupTable], options: Options) -> MarkupTable:
    """Return the table asked for by name, else the largest that is shown."""
    if not tables:
        raise FileRefused("empty", "The page holds no table.", SAVE_AGAIN)
    if options.sheet is None:
        return max(tables, key=lambda table: (not table.is_hidden, table.size()))
    for table in tables:
        if table.name == options.sheet:
            return table
    names = ", ".join(f"“{table.name}”" for table in tables)
    raise FileRefused("no_such_sheet", "The file has no sheet of that name.", f"Its sheets are {names}.")


class _Workbook:
    """Collects the sheets of a workbook saved as XML (SpreadsheetML 2003)."""

    def __init__(self) -> None:
        self.budget = Budget()
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
            name = given.get("Name", f"Sheet {len(self.sheets) + 1}")
            self.sheets.append(MarkupTable(name, self.budget))
        elif name == "Row" and self.sheets:
            self._row(given)
        elif name == "Cell" and self.sheets and self.sheets[-1].rows:
            self.sheets[-1].pad(span_of(given.get("Index")) - 1)
            self.span = (span_of(given.get("MergeAcross", "0")) + ("MergeAcross" in given), 1)
            if "MergeDown" in given:
                self.span = (self.span[0], span_of(given["MergeDown"]) + 1)
            self.value = ""
        elif name in ("Data", "Visible"):
            self.text = []

    def _row(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        while len(sheet.rows) < min(span_of(given.get("Index")), 1_048_576) - 1:
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
