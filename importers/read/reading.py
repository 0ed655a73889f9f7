"""The one way in: a file becomes a table."""

from __future__ import annotations

from pathlib import Path

from importers.errors import FileRefused
from importers.read.kinds import file_kind
from importers.read.notes import Notes
from importers.read.table import Limits, Table
from importers.read.text import read_text
from importers.read.workbook import read_workbook


def read_table(
    path: Path | str, *, sheet: str | None = None, file_name: str | None = None, limits: Limits | None = None
) -> Table:
    """Return the table that the file at ``path`` holds.

    ``sheet`` names the sheet of a workbook (default: the first visible one that holds a table);
    ``file_name`` is what the person called the file, if ``path`` is called something else. Raises
    FileRefused, with a sentence on what to do next, when there is no table to read.
    """
    bounds = limits or Limits()
    place = Path(path)
    _refuse_size(place, bounds)
    kind = file_kind(place)
    notes = Notes()
    if kind in ("text",):
        return read_text(place, bounds, notes)
    return read_workbook(place, kind, sheet, bounds, notes)


def _refuse_size(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileRefused(
            "unreadable", f"The file {path.name} can't be read.", "Check that it exists and may be read."
        ) from error
    if not path.is_file():
        raise FileRefused("unreadable", f"{path.name} is not a file.", "Give the list's own file.")
    if size > limits.file_bytes:
        raise FileRefused(
            "too_big",
            f"The file is larger than {limits.file_bytes // (1024 * 1024):,} MB.",
            "Split it into several files and upload them one after the other.",
        )
