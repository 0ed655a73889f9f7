"""A ZIP archive with one text file in it, as registers hand out their extracts."""

from __future__ import annotations

import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importers.errors import FileRefused
from importers.read.kinds import ARCHIVE_ERRORS, SAVE_AGAIN, file_kind, parts_of, refusal
from importers.read.notes import Notes
from importers.read.options import Options
from importers.read.table import MEGABYTE, Table
from importers.read.text import read_text

PIECE = MEGABYTE


def read_packed(path: Path, options: Options, notes: Notes) -> Table:
    """Return the table in the one text file that the archive holds.

    The unpacked copy stays until the table is forgotten, since a large table is read from it. Raises
    FileRefused when it unpacks to too much, or isn't text.
    """
    folder = tempfile.TemporaryDirectory(prefix="earshot-read-")
    unpacked = Path(folder.name) / "unpacked"
    try:
        name = _unpack_text(path, unpacked, options)
        notes.warn("unpacked", f"The list was unpacked from “{name}” in a ZIP archive.")
        table = read_text(unpacked, options, notes)
    except BaseException:
        folder.cleanup()
        raise
    weakref.finalize(table.rows, folder.cleanup) if not isinstance(table.rows, tuple) else folder.cleanup()
    return table


@contextmanager
def unpacked_text(path: Path, options: Options) -> Iterator[Path]:
    """Yield a copy of the one text file in the archive. Raises FileRefused as ``read_packed`` does."""
    with tempfile.TemporaryDirectory(prefix="earshot-read-") as folder:
        unpacked = Path(folder) / "unpacked"
        _unpack_text(path, unpacked, options)
        yield unpacked


def _unpack_text(path: Path, unpacked: Path, options: Options) -> str:
    name = _unpack(path, unpacked, options)
    if file_kind(unpacked) != "text":
        raise refusal("archive")
    return name


def _unpack(path: Path, unpacked: Path, options: Options) -> str:
    """Write the archive's one file to ``unpacked``, never more than is allowed; return its name."""
    most = min(options.limits.unpacked_bytes, options.limits.file_bytes)
    written = 0
    try:
        with zipfile.ZipFile(path) as archive:
            part = parts_of(archive)[0]
            if part.flag_bits & 1:
                raise refusal("encrypted")
            with archive.open(part) as source, unpacked.open("wb") as copy:
                while piece := source.read(PIECE):
                    written += len(piece)
                    if written > most:
                        raise FileRefused(
                            "too_big_unpacked",
                            f"The archive unpacks to more than {most // MEGABYTE:,} MB.",
                            "Unpack it, split the list and upload the pieces.",
                        )
                    copy.write(piece)
    except ARCHIVE_ERRORS as error:
        raise FileRefused("damaged", "The archive is damaged or was cut off.", SAVE_AGAIN) from error
    return part.filename
