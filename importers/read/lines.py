"""The lines of a text file as text, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importers.read.encodings import Encoding
from importers.read.notes import Notes

LINE_ENDS = re.compile("\r\n|\r|\n")
SHOWN_LINES = 3


def text_lines(path: Path, encoding: Encoding, notes: Notes | None = None) -> Iterator[str]:
    """Yield each line without its line end and without NUL characters.

    Line ends are CR LF, LF or CR. Lines of a mixed file are decoded one by one; ``notes`` gets a warning
    for each that had to be read as Windows-1252.
    """
    return _mixed_lines(path, encoding, notes) if encoding.mixed else _plain_lines(path, encoding)


def _plain_lines(path: Path, encoding: Encoding) -> Iterator[str]:
    with path.open(encoding=encoding.name, errors="replace", newline=None) as file:
        for line in file:
            if "\0" in line or "\x1a" in line:
                yield _cleaned(line.removesuffix("\n"))
            else:
                yield line.removesuffix("\n")


def _cleaned(line: str) -> str:
    """Return a line without NUL characters and the end-of-file mark of old systems."""
    return line.replace("\0", "").removesuffix("\x1a")


def _mixed_lines(path: Path, encoding: Encoding, notes: Notes | None) -> Iterator[str]:
    number = 0
    with path.open("rb") as file:
        for raw in file:
            line, repaired = _decoded(raw)
            for part in LINE_ENDS.split(line.removesuffix("\n").removesuffix("\r")):
                number += 1
                if number == 1:
                    part = part.removeprefix("\ufeff")  # noqa: PLW2901
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
