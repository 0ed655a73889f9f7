"""Which encoding a text file is in: a byte-order mark, the pattern of NULs, strict UTF-8, then a guess.

The guess chooses between Windows-1252, Mac Roman and MS-DOS only, from every line that isn't plain ASCII:
general guessers were right for one in five of 450 small British lists.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.errors import FileRefused
from importers.read.kinds import ASK_FOR_TABLE, SAVE_AGAIN
from importers.read.legacy import likeliest_encoding

CHUNK = 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks; UTF-32 stands before UTF-16, whose mark it begins with."""

EVIDENCE_BYTES = 400_000
CONTROLS = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
BINARY_SHARE = 0.02
HIGH = bytes(range(128, 256))
MIXED_SHARE = 0.1
"""At least this share of the lines beyond ASCII must be UTF-8 for a file to count as mixed."""


@dataclass(frozen=True)
class Encoding:
    """How to decode a file.

    ``name`` is a Python codec. ``mixed`` files are UTF-8 in which some lines are Windows-1252, repaired
    line by line. ``cut`` files end inside a character.
    """

    name: str
    certain: bool
    mixed: bool = False
    cut: bool = False


def find_encoding(path: Path, line_limit: int) -> Encoding:
    """Return the encoding of the text file at ``path``; every byte is looked at.

    Raises FileRefused when the bytes are no text, or a line is longer than ``line_limit`` bytes.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK // 16)
    for mark, name in MARKS:
        if head.startswith(mark):
            return _marked(path, name)
    wide = _wide_encoding(head)
    if wide:
        return Encoding(wide, certain=True)
    _refuse_binary(head)
    _refuse_endless_line(path, line_limit)
    return _byte_encoding(path)


def decoded_head(head: bytes) -> str:
    """Return the first bytes of a text file as text, with replacements for what can't be told from them."""
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    return head.decode(marked or _wide_encoding(head) or "utf-8", "replace")


def _marked(path: Path, name: str) -> Encoding:
    """Trust a byte-order mark, unless a file marked as UTF-8 holds other bytes too."""
    if name != "utf-8-sig":
        return Encoding(name, certain=True)
    found = _byte_encoding(path)
    if found.name == "utf-8":
        return Encoding(name, found.certain, found.mixed, found.cut)
    return Encoding(name, certain=False, mixed=True)


def _wide_encoding(head: bytes) -> str | None:
    """Return UTF-32 or UTF-16 without a mark by the pattern of NULs, which must hold nearly throughout."""
    quarter = len(head) // 4
    nulls = [head[at : quarter * 4 : 4].count(0) for at in range(4)]
    if quarter > 1 and min(nulls[1:]) > quarter * 0.9 and nulls[0] < quarter * 0.1:
        return "utf-32-le"
    if quarter > 1 and min(nulls[:3]) > quarter * 0.9 and nulls[3] < quarter * 0.1:
        return "utf-32-be"
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[: half * 2 : 2].count(0), head[1 : half * 2 : 2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes) -> None:
    controls = len(head) - len(head.translate(None, CONTROLS))
    nulls = head.rstrip(b"\0").count(0)
    high = len(head) - len(head.translate(None, HIGH))
    if high > len(head) * 0.5 and not any(sign in head for sign in b" \r\n"):
        raise FileRefused(
            "binary",
            "The file's characters are encoded as large computers do it (EBCDIC), or it isn't text.",
            ASK_FOR_TABLE,
        )
    if controls > len(head) * BINARY_SHARE or nulls > max(len(head) * 0.2, 8):
        raise FileRefused(
            "binary", "The file doesn't hold text or a workbook that can be read.", ASK_FOR_TABLE
        )


def _refuse_endless_line(path: Path, limit: int) -> None:
    """Refuse a file with a line so long that no list has it, before it fills the memory."""
    length = 0
    for chunk in _chunks(path):
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = len(chunk) - last - 1 if last >= 0 else length + len(chunk)
        if length > limit:
            raise FileRefused(
                "line_too_long", f"The file has a line of more than {limit:,} characters.", SAVE_AGAIN
            )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _byte_encoding(path: Path) -> Encoding:
    """Tell UTF-8, cut or mixed UTF-8, and the legacy encodings apart."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return _legacy_or_mixed(path)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _cut_or_legacy(path)
    return Encoding("utf-8", certain=True)


def _cut_or_legacy(path: Path) -> Encoding:
    """Read an incomplete last character as a cut UTF-8 file, if other characters show that it is UTF-8."""
    proof = sum(1 for line in _lines_beyond_ascii(path) if _is_utf8(line))
    return Encoding("utf-8", certain=True, cut=True) if proof else _legacy_or_mixed(path)


def _legacy_or_mixed(path: Path) -> Encoding:
    """Choose between mixed UTF-8 and a legacy encoding by the lines beyond ASCII."""
    good = bad = 0
    evidence = bytearray()
    for line in _lines_beyond_ascii(path):
        if _is_utf8(line):
            good += 1
        else:
            bad += 1
            if len(evidence) < EVIDENCE_BYTES:
                evidence += line
    if good and good >= (good + bad) * MIXED_SHARE:
        return Encoding("utf-8", certain=False, mixed=True)
    return Encoding(likeliest_encoding(bytes(evidence)), certain=False)


def _lines_beyond_ascii(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                yield from (part for part in line.split(b"\r") if not part.isascii())


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
