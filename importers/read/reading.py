"""The one way in: a file becomes a table."""

from __future__ import annotations

from pathlib import Path

from importers.errors import FileRefused
from importers.read.kinds import file_kind
from importers.read.markup import read_markup
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.packed import read_packed
from importers.read.table import MEGABYTE, Limits, Table
from importers.read.text import read_text
from importers.read.workbook import read_workbook


def read_table(
    path: Path | str,
    *,
    sheet: str | None = None,
    file_name: str | None = None,
    limits: Limits | None = None,
    include_hidden: bool = False,
    repair_text: bool = False,
) -> Table:
    """Return the table that the file at ``path`` holds.

    ``sheet`` names the sheet of a workbook (default: the first visible one that holds a table).
    ``file_name`` is what the person called the file; the contents alone decide how it is read, the name is
    only used in messages. ``include_hidden`` reads hidden sheets, rows and columns like others;
    ``repair_text`` puts text right that was encoded twice. Raises FileRefused, with a sentence on what to
    do next, when there is no table to read.
    """
    place = Path(path)
    options = Options(sheet, include_hidden, repair_text, limits or Limits())
    _refuse_size(place, file_name or place.name, options.limits)
    kind = file_kind(place)
    notes = Notes()
    if kind == "text":
        return read_text(place, options, notes)
    if kind in ("html", "xml"):
        return read_markup(place, kind, options, notes)
    if kind == "zip":
        return read_packed(place, options, notes)
    return read_workbook(place, kind, options, notes)


def _refuse_size(path: Path, name: str, limits: Limits) -> None:
    """Refuse what isn't a file that can be opened, and what is too big."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise FileRefused(
            "unreadable", f"The file {name} can't be opened.", "Check that it exists and may be read."
        ) from error
    if size > limits.file_bytes:
        raise FileRefused(
            "too_big",
            f"The file has {size / MEGABYTE:,.0f} MB; {limits.file_bytes // MEGABYTE:,} MB is the most.",
            "Split it into several files and upload them one after the other.",
        )
