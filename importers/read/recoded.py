"""Workbooks whose XML is in UTF-16: calamine reads UTF-8 only, so it gets a copy in that."""

from __future__ import annotations

import codecs
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from importers.read.kinds import ARCHIVE_ERRORS, refusal

MARKED = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
DECLARATION = re.compile(r"<\?xml [^>]*\?>\s*")
PIECE = 1024 * 1024


def xml_encoding(start: bytes) -> str | None:
    """Return the encoding of an XML part by its first bytes: a form of UTF-16, or None for any other."""
    return next((name for mark, name in (*MARKED, *UNMARKED) if start.startswith(mark)), None)


@contextmanager
def in_utf8(path: Path, encodings: Mapping[str, str]) -> Iterator[Path]:
    """Yield a copy of the workbook with the parts named in ``encodings`` in UTF-8; itself if there are none.

    The copy goes with the context. Raises FileRefused when a part isn't what it says.
    """
    if not encodings:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="earshot-read-") as folder:
        copy = Path(folder) / "recoded"
        try:
            _recode(path, copy, encodings)
        except ARCHIVE_ERRORS as error:
            raise refusal("damaged") from error
        yield copy


def _recode(path: Path, copy: Path, encodings: Mapping[str, str]) -> None:
    """Write the copy, piece by piece; a part never gives more than the archive's directory says."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
        for part in archive.infolist():
            with archive.open(part) as source, out.open(part.filename, "w") as target:
                encoding = encodings.get(part.filename)
                if encoding is None:
                    while piece := source.read(PIECE):
                        target.write(piece)
                    continue
                text = TextIOWrapper(source, encoding=encoding, newline="")
                target.write(DECLARATION.sub("", text.read(PIECE), count=1).encode())
                while more := text.read(PIECE):
                    target.write(more.encode())
