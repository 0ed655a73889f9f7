"""Text that isn't what it seems: encoded twice, turned round, damaged, or a formula's error."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.read.notes import Notes

AFTER = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x81\x8d\x8f\x90\x9d\xa0-\xbf"
"""What bytes 0x80 to 0xBF look like when UTF-8 is read as Windows-1252."""

TWICE = re.compile(f"[ÂÃÄÅ][{AFTER}]|â[{AFTER}]{{2}}")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
LOST = re.compile("[\ufffd\x01-\x08\x0e-\x1b\x7f]")
LOST_BYTES = bytes([*range(1, 9), *range(14, 28), 127])
ERROR = re.compile(r"^\s*#(REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|N/A|SPILL!|CALC!|ERROR!?)\s*$")

FINDINGS = (
    (
        TWICE,
        "double_encoded",
        "This text was encoded twice (such as â€™ for ’). Read the file with repair to put it right.",
    ),
    (
        BIDI,
        "bidi",
        "This text holds invisible characters that turn the direction of writing: it may not read as it is.",
    ),
    (LOST, "damaged_characters", "Some characters of this text are damaged or can't be shown."),
    (ERROR, "spreadsheet_error", "This cell shows an error instead of a value: a formula went wrong."),
)
"""(pattern, code, what is said of a cell in which it is found)"""

RARE = re.compile("|".join(pattern.pattern for pattern in (TWICE, BIDI, LOST)))


def is_suspect(line: str) -> bool:
    """Tell at a glance whether a row, its cells joined, had better be looked at cell by cell."""
    return "#" in line or (not (line.isascii() and line.isprintable()) and bool(RARE.search(line)))


def is_suspect_batch(content: bytes, text: str) -> bool:
    """Tell the same of many rows at once, given as UTF-8 and as text."""
    if b"#" in content or len(content.translate(None, LOST_BYTES)) < len(content):
        return True
    return not content.isascii() and bool(RARE.search(text))


def note_suspect_text(number: int, cells: Sequence[str], headings: Sequence[str], notes: Notes) -> None:
    """Warn of each cell of row ``number`` whose text isn't what it seems."""
    for at, cell in enumerate(cells):
        for pattern, code, message in FINDINGS:
            if pattern.search(cell):
                heading = headings[at] if at < len(headings) and headings[at] else f"Column {at + 1}"
                notes.warn(code, message, row=number, column=heading, value=cell)


def repaired(text: str) -> str:
    """Return text with what was encoded twice put right; anything else stays as it is."""
    return TWICE.sub(_once, text) if not text.isascii() else text


def _once(found: re.Match[str]) -> str:
    """Return the character that the matched ones stand for, or the match where they stand for none."""
    raw = b"".join(
        bytes([ord(character)]) if ord(character) < 256 else character.encode("cp1252")
        for character in found.group()
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found.group()
