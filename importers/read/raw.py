"""Every row of a file as text, in its place, with nothing left out: for handing the rows back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.read.headings import Marks, Record
from importers.read.kinds import file_kind
from importers.read.markup import markup_table
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.text import text_records
from importers.read.workbook import workbook_grid


@dataclass(frozen=True)
class RawList:
    """All rows of a list: ``records`` gives a fresh pass; ``marks`` tell what is hidden or merged."""

    records: Callable[[], Iterator[Record]]
    marks: Marks


def raw_list(path: Path, options: Options) -> RawList:
    """Return every row of the table that ``read_table`` reads from a text, a page or a workbook.

    Titles, blank and hidden rows are there too. Raises FileRefused as ``read_table`` does.
    """
    kind = file_kind(path)
    if kind == "text":
        return RawList(lambda: text_records(path, options), Marks())
    if kind in ("html", "xml"):
        table = markup_table(path, kind, options)
        return RawList(lambda: table.records(None), Marks(hidden=frozenset(table.hidden)))
    grid = workbook_grid(path, kind, options, Notes(), include_hidden=False)[1]
    return RawList(lambda: grid.records(None), grid.marks)
