"""What is known of a table as a whole before its rows are sorted."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.read.headings import Headings
from importers.read.sections import LoneRows


@dataclass(frozen=True)
class Shape:
    """What is known of a table before its rows are sorted.

    ``width`` is its number of columns, ``first_column`` the place of the first that is used.
    ``value_columns`` hold values (numbers, dates, postcodes) or nothing in most rows, so a lone word there
    is no name; ``text_columns`` hold words, ``no_numbers`` words, codes or dates. ``spanning`` are rows whose
    only cell is merged across the table, ``hidden`` the rows hidden in the sheet. ``lone`` tells of the rows
    with one cell only.
    """

    headings: Headings
    width: int
    first_column: int = 0
    value_columns: frozenset[int] = frozenset()
    text_columns: frozenset[int] = frozenset()
    no_numbers: frozenset[int] = frozenset()
    spanning: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    lone: LoneRows = field(default_factory=LoneRows)

    @property
    def name_column(self) -> int:
        """The first column of words, where names and sections stand; without one the first that is used."""
        return min(self.text_columns, default=self.first_column)
