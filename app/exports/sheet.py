"""What an export holds, whatever its format; and the rule that no cell begins a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float | None

EXAMPLE_MARK = "example data"
"""Stands in a column of its own on every row, so that sorting or cutting the file can't lose it."""

LONGEST_CELL = 32_000
"""Spreadsheets take 32,767 characters to a cell; longer text is cut and says so."""

_STARTS_FORMULA = frozenset("=+-@")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """A table to take away. ``about`` are pairs that say what it was made from; rows may be empty."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    about: tuple[tuple[str, str], ...] = ()
    example: bool = False

    @property
    def file_stem(self) -> str:
        """The file's name without its ending: plain letters, figures and hyphens, marked when example."""
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "earshot"
        return f"{stem}-example-data" if self.example else stem

    def lines(self) -> list[list[Value]]:
        """Return headings and rows as they are to be written: every text plain, the mark on every row."""
        mark: list[Value] = [EXAMPLE_MARK] if self.example else []
        heading: list[Value] = [*self.headings, *(["Data"] if self.example else [])]
        return [[plain_cell(value) for value in heading]] + [
            [plain_cell(value) for value in [*row, *mark]] for row in self.rows
        ]


def plain_cell(value: Value) -> Value:
    """Return a value that no spreadsheet takes for a formula: such text gets an apostrophe before it.

    Numbers stay numbers. Control characters, which no spreadsheet can hold, become the replacement mark.
    """
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("�", value)
    if len(text) > LONGEST_CELL:
        text = f"{text[:LONGEST_CELL]} … ({len(text) - LONGEST_CELL:,} more characters)"
    return f"'{text}" if _begins_formula(text) else text


def _begins_formula(text: str) -> bool:
    """Whether a spreadsheet might compute it: also after spaces, and for full-width signs."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    first = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"), "")
    return unicodedata.normalize("NFKC", first)[:1] in _STARTS_FORMULA if first else False
