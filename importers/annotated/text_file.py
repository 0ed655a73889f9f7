"""A text file handed back: every byte as it was, with cells of ours at the end of its rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from importers.annotated.note import RowNote
from importers.annotated.raw_lines import RawLine, RawText
from importers.read.lines import text_lines
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.ours import OUR_HEADINGS
from importers.read.parting import Dialect
from importers.read.records import AFTER_DOUBLED, record_spans
from importers.read.table import Table
from importers.read.text import TextFile, look_at_text

PADDING = b"\0\x1a"
ALIKE = str.maketrans("‘’“”–—…", "''\"\"--.")
NO_MARK = ","
"""What parts our cells from those of a list of one column."""
APART = 2
"""Blanks between columns that nothing else parts."""


@dataclass(frozen=True)
class _Place:
    """Where our cells go: after ``width`` cells, on the rows in ``cells``.

    ``starts`` are the places in the line where they begin, in a file whose columns only blanks part.
    """

    width: int
    cells: Mapping[int, tuple[str, ...]]
    starts: tuple[int, ...] = ()


def annotate_text(
    path: Path, out: Path, table: Table, notes: Mapping[int, RowNote], options: Options
) -> None:
    """Write the text file at ``path`` to ``out`` with the notes on the right of its rows.

    Encoding, delimiter, quotes and line ends are the file's; rows without a note stay as they are.
    """
    file = look_at_text(path, options, Notes())
    cells = our_cells(table, notes)
    starts = _starts(path, file, cells) if file.dialect.edges else ()
    place = _Place(_width(path, file, cells), cells, starts)
    with out.open("wb") as target:
        _write(path, file, place, target)


def our_cells(
    table: Table, notes: Mapping[int, RowNote], *, first: str = OUR_HEADINGS[0]
) -> dict[int, tuple[str, ...]]:
    """Return what is written beside each row, the headings among them; ``first`` is the first of these."""
    if table.heading_row is None:
        return {number: note.cells(f"Earshot row {number}") for number, note in notes.items()}
    cells = {number: note.cells(number) for number, note in notes.items()}
    return {table.heading_row: (first, *OUR_HEADINGS[1:]), **cells}


def _records(path: Path, file: TextFile) -> Iterator[tuple[int, list[str]]]:
    return record_spans(text_lines(path, file.encoding), file.dialect)


def _width(path: Path, file: TextFile, cells: Mapping[int, tuple[str, ...]]) -> int:
    """Return how many cells the longest row has that gets cells of ours."""
    found = (len(record) for number, (_, record) in enumerate(_records(path, file), 1) if number in cells)
    return max(found, default=1)


def _starts(path: Path, file: TextFile, cells: Mapping[int, tuple[str, ...]]) -> tuple[int, ...]:
    """Return where each of our columns begins: beyond the longest line, as wide as their longest cell."""
    start = max((len(line.rstrip()) for line in text_lines(path, file.encoding)), default=0) + APART
    starts = []
    for column in zip(*cells.values(), strict=True):
        starts.append(start)
        start += max(len(cell) for cell in column) + APART
    return tuple(starts)


def _write(path: Path, file: TextFile, place: _Place, target: BinaryIO) -> None:
    raw = RawText(path, file.encoding)
    target.write(raw.mark)
    lines = raw.lines()
    for number, (count, record) in enumerate(_records(path, file), start=1):
        taken = list(islice(lines, count))
        ours = place.cells.get(number)
        if ours is None or not taken:
            target.writelines(part for line in taken for part in line)
            continue
        if place.starts:
            content, end = taken[0]
            target.write(_in_columns(content, ours, place, raw.codec) + end)
            continue
        target.writelines(part for line in taken[:-1] for part in line)
        between = [""] * (place.width - max(len(record), 1))
        target.write(_with_ours(taken, record, [*between, *ours], file.dialect, raw))
    target.writelines(part for line in lines for part in line)


def _with_ours(
    taken: list[RawLine], record: list[str], added: list[str], dialect: Dialect, raw: RawText
) -> bytes:
    """Return the last line of a record with our cells, or the whole record where it must be written anew."""
    content, end = taken[-1]
    codec = raw.codec
    content = _mended(content, codec)
    if dialect.delimiter is None:
        return _one_column(record, added, codec) + end
    content, padding = _without_padding(content, raw)
    pattern = dialect.single_quoted if dialect.single else dialect.whole
    whole = pattern.fullmatch("\n".join(_decoded(line, codec) for line, _ in taken)) is not None
    if dialect.doubled and _is_one_cell(_decoded(content, codec)):
        return _inside(content, added, dialect, codec) + padding + end
    return content + _encoded(_joined(added, dialect, quotes=whole), codec) + padding + end


def _mended(content: bytes, codec: str) -> bytes:
    """Return a line that ends inside a character, since the file was cut off there, with a mark instead."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return content[: error.start] + "\ufffd".encode(codec)
    return content


def _without_padding(content: bytes, raw: RawText) -> tuple[bytes, bytes]:
    kept = content if raw.is_wide else content.rstrip(PADDING)
    return kept, content[len(kept) :]


def _joined(cells: list[str], dialect: Dialect, *, quotes: bool) -> str:
    """Return cells as they follow a row; without ``quotes`` nothing in them can close a stray quote."""
    mark = dialect.separator + (" " if dialect.spaced else "")
    return "".join(mark + (_quoted(cell, dialect) if quotes else _tame(cell, dialect)) for cell in cells)


def _quoted(cell: str, dialect: Dialect) -> str:
    if dialect.single:
        return "'" + cell.replace('"', "'").replace("'", "''") + "'" if cell else ""
    if dialect.separator in cell or '"' in cell or cell != cell.strip():
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


def _tame(cell: str, dialect: Dialect) -> str:
    return cell.replace('"', "'").replace("\\", "/").replace(dialect.separator, " ").strip()


def _is_one_cell(line: str) -> bool:
    """Tell whether a line of a doubled export is one quoted cell; titles and typed headings may be none."""
    bare = line.strip().rstrip(AFTER_DOUBLED)
    return len(bare) > 1 and bare[0] == bare[-1] == '"'


def _inside(content: bytes, cells: list[str], dialect: Dialect, codec: str) -> bytes:
    """Return a line of a doubled export, one quoted cell, with our cells before its closing quote."""
    line = _decoded(content, codec)
    place = line.rindex('"')
    added = _joined(cells, dialect, quotes=True).replace('"', '""')
    return _encoded(line[:place] + added + line[place:], codec)


def _one_column(record: list[str], added: list[str], codec: str) -> bytes:
    """Return a row of a list of one column; its cell is quoted where it holds what parts ours from it."""
    comma = Dialect(NO_MARK)
    first = record[0] if record else ""
    quoted = '"' + first.replace('"', '""') + '"' if NO_MARK in first or '"' in first else first
    return _encoded(quoted + _joined(added, comma, quotes=True), codec)


def _in_columns(content: bytes, cells: Sequence[str], place: _Place, codec: str) -> bytes:
    """Return a line whose columns only blanks part, with our cells in columns of their own."""
    line = _decoded(content, codec).rstrip()
    for start, cell in zip(place.starts, cells, strict=True):
        line = line.ljust(start) + " ".join(cell.split())
    return content.rstrip() + _encoded(line.rstrip()[len(_decoded(content.rstrip(), codec)) :], codec)


def _decoded(content: bytes, codec: str) -> str:
    return content.decode(codec, "replace")


def _encoded(text: str, codec: str) -> bytes:
    """Return text in the file's encoding; characters it hasn't got become the nearest it has."""
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", text.translate(ALIKE))
        spelt = "".join(sign for sign in plain if not unicodedata.combining(sign))
        return spelt.encode(codec, "replace")
