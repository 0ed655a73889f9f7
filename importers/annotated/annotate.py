"""The one way out: a list is handed back with what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from importers.annotated.note import RowNote, all_notes
from importers.annotated.rewritten import rewrite_csv, rewrite_xlsx
from importers.annotated.text_file import annotate_text
from importers.annotated.workbook_file import CannotWriteBeside, annotate_workbook
from importers.read import read_table
from importers.read.kinds import file_kind
from importers.read.options import Options
from importers.read.packed import unpacked_text
from importers.read.table import Limits, Table

BOOKS = ("xlsx", "xlsm")
TEXTS = ("csv", "tsv", "txt")
ENDINGS = (*BOOKS, *TEXTS)
"""Endings of the files that lists are handed back in."""

MACROS = "The workbook's macros are in it as they were; Earshot didn't run them."
NEW_FILE = (
    "The list came as {kind}; it is handed back as {ending}: the same rows as text, without formatting."
)
NO_ROOM = "Nothing could be written beside the workbook's rows; they are handed back in a new one, as text."
GUARDED = "Text that a spreadsheet would compute has an apostrophe before it."


@dataclass(frozen=True)
class HandedBack:
    """A list handed back: the ending of its format, and sentences on what isn't as it was."""

    ending: str
    said: tuple[str, ...] = ()


def own_ending(path: Path, file_name: str) -> str | None:
    """Return the ending of the format in which a list is handed back as it came; None if it can't be.

    Raises FileRefused for a file that holds no list.
    """
    kind = file_kind(path)
    if kind in BOOKS:
        return kind
    named = Path(file_name).suffix.lower().removeprefix(".")
    return (named if named in TEXTS else "csv") if kind in ("text", "zip") else None


def annotate(
    path: Path,
    out: Path,
    notes: Mapping[int, RowNote],
    *,
    ending: str,
    file_name: str,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> HandedBack:
    """Write the list at ``path`` to ``out`` with ``notes`` ({row number: note}) beside its rows.

    ``ending`` is the format wanted, one of ENDINGS. In the list's own format everything in it stays as it
    is; else the same rows are written anew. Raises FileRefused for a file that can't be read.
    """
    options = Options(sheet=sheet, limits=limits or Limits())
    table = read_table(path, sheet=sheet, file_name=file_name, limits=options.limits)
    beside = all_notes(notes, table.skipped)
    if options.sheet is None and table.sheet is not None:
        options = replace(options, sheet=table.sheet)
    as_it_came = ending == own_ending(path, file_name)
    if file_kind(path) == "zip":
        with unpacked_text(path, options) as text:
            return _handed_back(text, out, table, beside, options, (ending, as_it_came))
    return _handed_back(path, out, table, beside, options, (ending, as_it_came))


def _handed_back(  # noqa: PLR0917
    path: Path,
    out: Path,
    table: Table,
    beside: Mapping[int, RowNote],
    options: Options,
    wanted: tuple[str, bool],
) -> HandedBack:
    ending, as_it_came = wanted
    kind = file_kind(path)
    if kind == "text" and as_it_came:
        annotate_text(path, out, table, beside, options)
        return HandedBack(ending)
    if kind in BOOKS and as_it_came:
        try:
            annotate_workbook(path, out, table, beside, options.limits)
        except CannotWriteBeside:
            rewrite_xlsx(path, out, table, beside, options)
            return HandedBack("xlsx", (NO_ROOM,))
        return HandedBack(kind, (MACROS,) if kind == "xlsm" else ())
    if ending in BOOKS:
        rewrite_xlsx(path, out, table, beside, options)
        return HandedBack("xlsx", (NEW_FILE.format(kind=table.kind, ending="xlsx"),))
    rewrite_csv(path, out, table, beside, options, mark="\t" if ending == "tsv" else ",")
    return HandedBack(ending, (NEW_FILE.format(kind=table.kind, ending=ending), GUARDED))
