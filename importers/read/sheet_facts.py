"""What a sheet of an .xlsx file says beyond its values: hidden rows and columns, and cells in error.

calamine leaves these out, so the sheet's XML is scanned beside it, in bounded pieces.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from importers.column_letters import column_index

PIECE = 512 * 1024
LONGEST_CELL = 200_000
"""Bytes carried over from one piece to the next, so that a cell on the border is seen whole."""

# No pattern looks past the next "<", so that no sheet, however it is made, takes longer than its length.
ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^<>]*\bt="e")[^<>]*\br="([A-Z]{1,3})(\d+)"[^<>]*>\s*'
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>([^<]*)<"
)
UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*\br="([A-Z]{1,3})(\d+)"[^<>]*>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
ATTRIBUTE = re.compile(rb'\b(\w++)="([^"]*)"')
MOST_ERRORS = 5000
MOST_COLUMNS = 16_384


class Lines(NamedTuple):
    """The text of cells that hold several lines: rows ``top`` to ``bottom``, columns ``left`` to ``right``.

    Counted from 0.
    """

    top: int
    left: int
    bottom: int
    right: int
    text: str


@dataclass
class SheetFacts:
    """Rows are numbered from 1, columns counted from 0; ``errors`` are (row, column, what the cell shows).

    ``uncalculated`` are the cells whose formula was never calculated, so that they hold nothing.
    ``merged`` are (first cell, last cell), both counted from 0, and ``lines`` cells of several lines with
    their text; both are filled for .ods only, where calamine tells nothing of the one and leaves out what
    parts the other.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)


def sheet_part(path: Path, place: int) -> str | None:
    """Return the name of the part that holds the sheet at ``place`` (from 0) of an .xlsx file, or None."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
        if book not in names or links not in names:
            return None
        sheets = _elements(archive.read(book), "sheet")
        targets = {
            link.get("Id"): link.get("Target", "") for link in _elements(archive.read(links), "Relationship")
        }
    if place >= len(sheets):
        return None
    link = next(
        (value for name, value in sheets[place].items() if name.endswith(":id") or name == "id"), None
    )
    target = targets.get(link, "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element called ``name``, whatever its namespace prefix."""
    found: list[dict[str, str]] = []

    def started(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return []
    return found


def sheet_facts(path: Path, part: str) -> SheetFacts:
    """Return what the XML of ``part`` says of hidden rows and columns and cells in error."""
    facts = SheetFacts()
    for piece in _pieces(path, part):
        if b"h" in piece and (b"hidden=" in piece or b' width="0"' in piece):  # a rare letter is found sooner
            _note_hidden(piece, facts)
        if len(facts.errors) < MOST_ERRORS and b"e" in piece and b't="e"' in piece:
            _note_errors(piece, facts)
        if len(facts.uncalculated) < MOST_ERRORS and b"f" in piece and b"<f" in piece:
            _note_uncalculated(piece, facts)
    facts.uncalculated = sorted(set(facts.uncalculated))[:MOST_ERRORS]
    facts.errors = sorted(set(facts.errors))[:MOST_ERRORS]
    return facts


def _pieces(path: Path, part: str) -> Iterator[bytes]:
    """Yield the part in pieces that overlap, so that nothing is missed between two of them."""
    carried = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while read := file.read(PIECE):
            piece = carried + read
            yield piece
            last = piece.rfind(b"<row", max(0, len(piece) - LONGEST_CELL))
            carried = piece[last:] if last >= 0 else piece[-LONGEST_CELL:]


def _note_hidden(piece: bytes, facts: SheetFacts) -> None:
    for row in ROW.finditer(piece):
        attributes = _attributes(row.group(1))
        if _is_hidden(attributes) and attributes.get("r", "").isdecimal():
            facts.hidden_rows.add(int(attributes["r"]))
    for column in COLUMN.finditer(piece):
        attributes = _attributes(column.group(1))
        if _is_hidden(attributes) and attributes.get("min", "").isdecimal():
            first, last = int(attributes["min"]), int(attributes.get("max") or attributes["min"])
            if len(facts.hidden_columns) < MOST_COLUMNS:
                facts.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))


def _note_errors(piece: bytes, facts: SheetFacts) -> None:
    for cell in ERROR.finditer(piece):
        letters, row, shown = (group.decode("utf-8", "replace") for group in cell.groups())
        facts.errors.append((int(row), column_index(letters), shown))


def _note_uncalculated(piece: bytes, facts: SheetFacts) -> None:
    for cell in UNCALCULATED.finditer(piece):
        facts.uncalculated.append((int(cell.group(2)), column_index(cell.group(1).decode())))


def _attributes(raw: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in ATTRIBUTE.findall(raw)}


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"
