"""Whether what lies inside a pair of quotes is a cell's text or rows of the table that it would swallow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

LEAST_WIDTH = 4
"""Cells a row must have before lines in a quoted cell can be told to be rows."""


class Inside:
    """What lies inside the quotes of one record: each of its lines is looked at once.

    ``width`` is the usual number of cells to a row, ``cells_of`` tells how many a line has.
    """

    def __init__(self, width: int, cells_of: Callable[[str], int]) -> None:
        self._width = width
        self._cells_of = cells_of
        self._looked_at = 0
        self._rows = 0
        self._filled = 0

    def swallows_rows(self, lines: Sequence[str]) -> bool:
        """Tell whether the lines so far, which only ever grow, look like rows of the table."""
        if self._width < LEAST_WIDTH:
            return False
        for line in lines[self._looked_at :]:
            self._rows += self._cells_of(line) == self._width
            self._filled += bool(line.strip())
        self._looked_at = len(lines)
        return self._rows > 0 and self._rows >= self._filled / 2
