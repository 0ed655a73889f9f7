"""The lines of a text file as text, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importers.read.encodings import Encoding
from importers.read.notes import Notes

LINE_ENDS = re.compile("\r\n|\r|\n")
BEFORE = "\ufeff\f"
"""What no cell begins with: a byte-order mark, and the page break of a printed list."""


def text_lines(path: Path, encoding: Encoding, notes: Notes | None = None) -> Iterator[str]:
    """Yield each line without its line end and without NUL characters.

    Line ends are CR LF, LF or CR; nothing but NULs and end-of-file marks behind the last is no line. Marks at
    the start of lines, as where one file was appended to another, and page breaks go. Lines of a mixed file
    are decoded one by one; ``notes`` gets a warning for each that had to be read as Windows-1252.
    """
    return _mixed_lines(path, encoding, notes) if encoding.mixed else _plain_lines(path, encoding)


def _plain_lines(path: Path, encoding: Encoding) -> Iterator[str]:
    with path.open(encoding=encoding.name, errors="replace", newline=None) as file:
        for line in file:
            if "\0" in line or "\x1a" in line or line[0] in BEFORE:
                text = _cleaned(line.removesuffix("\n"))
                if text or line.endswith("\n"):
                    yield text
            else:
                yield line.removesuffix("\n")


def _cleaned(line: str) -> str:
    """Return a line without NUL characters, marks before it, and the end-of-file mark of old systems."""
    return line.replace("\0", "").removesuffix("\x1a").lstrip(BEFORE)


def _mixed_lines(path: Path, encoding: Encoding, notes: Notes | None) -> Iterator[str]:
    number = 0
    with path.open("rb") as file:
        for raw in file:
            line, repaired = _decoded(raw)
            for part in LINE_ENDS.split(line.removesuffix("\n").removesuffix("\r")):
                number += 1
                if repaired and notes:
                    notes.warn(
                        "mixed_encoding",
                        f"Line {number} is in Windows-1252 while the rest is UTF-8; it was repaired.",
                        value=part,
                    )
                yield _cleaned(part)


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return a line's text and whether it had to be read as Windows-1252."""
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), True
