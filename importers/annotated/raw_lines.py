"""The lines of a text file as bytes, with their line ends: what decoding them gives is ``text_lines``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from importers.read.encodings import Encoding

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)")
PIECE = 1024 * 1024
MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WIDE = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

RawLine = tuple[bytes, bytes]
"""A line's bytes, and those of its line end (none at the end of a file)."""


class RawText:
    """A text file's lines in bytes, and how text is written among them (``codec``, ``mark`` first)."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.path = path
        self.codec, self.mark = encoding.name.removesuffix("-sig"), b""
        with path.open("rb") as file:
            head = file.read(4)
        for mark in MARKS:
            if encoding.name in ("utf-16", "utf-32") and head.startswith(mark):
                self.codec, self.mark = WIDE[mark], mark
                break

    @property
    def is_wide(self) -> bool:
        """Whether a character takes several bytes, so that bytes can't be told apart one by one."""
        return self.codec.startswith(("utf-16", "utf-32"))

    def lines(self) -> Iterator[RawLine]:
        """Yield every line; the mark at the start of wide text isn't part of the first."""
        return self._wide() if self.is_wide else self._narrow()

    def _narrow(self) -> Iterator[RawLine]:
        with self.path.open("rb") as file:
            rest = b""
            while piece := file.read(PIECE):
                rest += piece
                held = rest.endswith(b"\r")  # its line end may go on
                last = 0
                for found in LINE.finditer(rest, 0, len(rest) - held):
                    last = found.end()
                    yield _parted(found.group())
                rest = rest[last:]
            if rest:
                yield _parted(rest)

    def _wide(self) -> Iterator[RawLine]:
        name = self.codec
        with self.path.open(encoding=name, errors="replace", newline="") as file:
            for number, text in enumerate(file):
                line = text.removeprefix("\ufeff") if number == 0 and self.mark else text
                content = line.rstrip("\r\n")
                yield content.encode(name, "replace"), line[len(content) :].encode(name)


def _parted(line: bytes) -> RawLine:
    content = line.rstrip(b"\r\n")
    return content, line[len(content) :]
