"""The rule that no cell we write begins a formula."""

from __future__ import annotations

import re
import unicodedata

LONGEST_CELL = 32_000
"""Spreadsheets take 32,767 characters to a cell; longer text is cut and says so."""

_STARTS_FORMULA = frozenset("=+-@")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: such text gets an apostrophe before it.

    Control characters, which no spreadsheet can hold, become the replacement mark; text too long for a
    cell is cut and says so.
    """
    shown = _CONTROL.sub("�", text)
    if len(shown) > LONGEST_CELL:
        shown = f"{shown[:LONGEST_CELL]} … ({len(shown) - LONGEST_CELL:,} more characters)"
    return f"'{shown}" if begins_formula(shown) else shown


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet might compute it: also after spaces, and for full-width signs."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    first = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"), "")
    return unicodedata.normalize("NFKC", first)[:1] in _STARTS_FORMULA if first else False
