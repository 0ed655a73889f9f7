"""What an export holds, whatever its format; and the rule that no cell begins a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from importers.annotated.plain import LONGEST_CELL, plain_text

Value = str | int | float | None

__all__ = ["EXAMPLE_MARK", "LONGEST_CELL", "Sheet", "Value", "plain_cell"]

EXAMPLE_MARK = "example data"
"""Stands in a column of its own on every row, so that sorting or cutting the file can't lose it."""


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

    Numbers stay numbers. Control characters, which no spreadsheet can hold, become the replacement mark, and
    lines end as they do within a cell of a spreadsheet.
    """
    if not isinstance(value, str):
        return value
    return plain_text(value.replace("\r\n", "\n"))
