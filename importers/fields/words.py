"""Text in cells: cleaned without losing a letter, and what is odd about it said."""

from __future__ import annotations

import html
import re
import unicodedata

from graph.model.plan import Issue
from importers.fields.reading import Reading, warning

_INVISIBLE_SIGNS = [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0]
_INVISIBLE_RANGES = [range(0x200B, 0x2010), range(0x2060, 0x2065), range(0xFE00, 0xFE10)]
_INVISIBLE = dict.fromkeys([*_INVISIBLE_SIGNS, *(sign for signs in _INVISIBLE_RANGES for sign in signs)])
_BIDI = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")

_BLANK = frozenset(
    ("", "-", "--", "---", "–", "—", ".", "..", "?", "??", "*", "n/a", "na", "n.a.", "#n/a", "n\\a")
) | frozenset(
    ("null", "nan", "nil", "none", "unknown", "not known", "tbc", "tba", "not available", "not given")
)

SPREADSHEET_ERRORS = frozenset(("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#N/A"))

_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-f]{1,6}|amp|quot|apos|lt|gt|nbsp);", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """Return whether a cell says nothing: empty, a dash, "n/a", "unknown" and the like."""
    return text.strip().casefold() in _BLANK


def read_text(text: str, limit: int | None = None) -> Reading[str]:
    """Return a cell's text on one line, cleaned; nothing for a cell that says nothing.

    Letters are put together (NFC), no-break spaces become spaces, invisible and control characters go.
    Control characters, signs that turn the writing direction, letters of two alphabets in one word and a
    spreadsheet's error values are said. A text longer than ``limit`` characters is refused.
    """
    no_issues: tuple[Issue, ...] = ()
    if is_blank(text):
        return _spreadsheet_error(text)
    if text.isascii() and text.isprintable():
        plain, issues = " ".join(text.split()), no_issues
    else:
        plain, issues = _cleaned(text)
    if text.strip().upper() in SPREADSHEET_ERRORS:
        return _spreadsheet_error(text)
    if limit is not None and len(plain) > limit:
        note = (
            f"{len(plain):,} characters are too long: {limit:,} are read at most. Shorten it and try again."
        )
        return Reading(None, (*issues, warning("too_long", note, plain)))
    return Reading(plain or None, issues)


def without_entities(text: str) -> str:
    """Return a text with what web pages write for signs ("&#39;", "&amp;") as the signs themselves."""
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def _spreadsheet_error(text: str) -> Reading[str]:
    """Return nothing, and say so when the cell held a formula's error instead of a value."""
    if text.strip().upper() not in SPREADSHEET_ERRORS:
        return Reading()
    note = f"The spreadsheet shows the error {text.strip()} here instead of a value."
    return Reading(None, (warning("spreadsheet_error", note, text),))


def _cleaned(text: str) -> tuple[str, tuple[Issue, ...]]:
    """Return a text without what can't be seen, and what was odd about it."""
    issues: list[Issue] = []
    together = unicodedata.normalize("NFC", text)
    if together.translate(_BIDI) != together:
        note = "Signs that turn the writing direction were taken out: the text may have looked different."
        issues.append(warning("bidi", note))
    visible = together.translate(_BIDI).translate(_INVISIBLE)
    kept = "".join(
        sign if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn") else " " for sign in visible
    )
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in visible):
        issues.append(warning("control_characters", "Control characters were taken out."))
    plain = " ".join(kept.split())
    mixed = sorted({word for word in _WORD.findall(plain) if _two_alphabets(word)})
    if mixed:
        note = f"Letters of two alphabets look alike in {', '.join(mixed[:3])}: check the spelling."
        issues.append(warning("look_alike", note, plain))
    return plain, tuple(issues)


def _two_alphabets(word: str) -> bool:
    """Return whether a word mixes letters of alphabets that look alike."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return len(scripts.intersection(_SCRIPTS)) > 1
