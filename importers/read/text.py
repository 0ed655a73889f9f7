"""Delimited text: CSV, TSV and their relatives, streamed from the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from importers.read.dialect import find_dialect
from importers.read.encodings import Encoding, find_encoding
from importers.read.headings import Marks, Record
from importers.read.lines import text_lines
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.parting import Dialect
from importers.read.records import read_records
from importers.read.shape import shape_table
from importers.read.table import MEGABYTE, Table

KEPT_ROWS = 60_000
KEPT_BYTES = 8 * MEGABYTE
"""Larger lists are read from the disk again each time their rows are asked for."""

SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 400_000
FIXED_SHARE = 0.7


class TextFile(NamedTuple):
    """How a text file is decoded and parted."""

    encoding: Encoding
    dialect: Dialect


def look_at_text(path: Path, options: Options, notes: Notes) -> TextFile:
    """Return encoding and dialect of the text file at ``path``. Raises FileRefused when it is no text."""
    encoding = find_encoding(path, options.limits.line_characters)
    sample, complete = _sample(path, encoding)
    dialect = find_dialect(sample, complete=complete)
    _warn_of_file(encoding, dialect, sample, notes)
    return TextFile(encoding, dialect)


def read_text(path: Path, options: Options, notes: Notes) -> Table:
    """Return the table in the text file at ``path``. Raises FileRefused when it holds none."""
    encoding, dialect = file = look_at_text(path, options, notes)

    def records(heard: Notes | None) -> Iterator[Record]:
        return _records(path, file, heard)

    most_kept = KEPT_ROWS if path.stat().st_size <= KEPT_BYTES else 0
    parted = dialect.delimiter is not None and not dialect.edges
    shaped = shape_table(records, Marks(), notes, options, most_kept=most_kept, parted=parted)
    return shaped.table(
        "tsv" if dialect.delimiter == "\t" else "csv",
        notes,
        encoding=encoding.name,
        certain=encoding.certain,
        delimiter=dialect.delimiter,
    )


def text_records(path: Path, options: Options) -> Iterator[Record]:
    """Yield (row number, cells) of every record in the text file. Raises FileRefused when it is no text."""
    return _records(path, look_at_text(path, options, Notes()), None)


def _records(path: Path, file: TextFile, heard: Notes | None) -> Iterator[Record]:
    lines = text_lines(path, file.encoding, heard)
    return enumerate(read_records(lines, file.dialect, heard), start=1)


def _sample(path: Path, encoding: Encoding) -> tuple[list[str], bool]:
    """Return lines from the top of the file, and whether they are all there are."""
    lines: list[str] = []
    length = 0
    found = text_lines(path, encoding)
    for line in islice(found, SAMPLE_LINES):
        lines.append(line)
        length += len(line)
        if length > SAMPLE_CHARACTERS:
            break
    return lines, next(found, None) is None


def _warn_of_file(encoding: Encoding, dialect: Dialect, sample: list[str], notes: Notes) -> None:
    if not encoding.certain and not encoding.mixed:
        shown = [line.strip() for line in sample if not line.isascii()][:3]
        notes.warn(
            "encoding_guessed",
            f"The file doesn't say how its characters are encoded. {encoding.name} was taken: check these.",
            value=" | ".join(shown),
        )
    if encoding.cut:
        notes.warn("cut_off", "The file ends inside a character: it was cut off. Ask for it again.")
    ruled = [line for line in sample if re.search(r"\S {2,}\S", line)]
    if dialect.edges:
        notes.warn(
            "fixed_width",
            "Only blanks part the columns; they were cut where all lines have blanks: check them.",
        )
    elif dialect.delimiter is None and len(ruled) > len(sample) * FIXED_SHARE:
        notes.warn(
            "fixed_width", "The columns seem to be parted by blanks only. Ask for the list as CSV or .xlsx."
        )
    if dialect.doubled:
        notes.warn(
            "doubled_export", "Each line was one quoted cell that held the real line; it was unpacked."
        )
