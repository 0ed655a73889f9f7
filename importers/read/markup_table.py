"""One table of a web page, or one sheet of a workbook saved as XML, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.errors import FileRefused
from importers.read.headings import Record
from importers.read.kinds import SAVE_AGAIN
from importers.read.notes import Notes

MOST_SPAN = 1000
MOST_CELLS = 10_000_000


class Budget:
    """How many cells and rows a file may still make: a short file can claim to reach over any number."""

    def __init__(self) -> None:
        self.left = MOST_CELLS

    def take(self, count: int) -> None:
        """Count cells. Raises FileRefused when they are more than any list has."""
        self.left -= count
        if self.left < 0:
            raise FileRefused(
                "too_big_unpacked", f"The file's tables have more than {MOST_CELLS:,} cells.", SAVE_AGAIN
            )


@dataclass
class MarkupTable:
    """One table of a page, or one sheet; cells of merged columns are padded, of merged rows repeated."""

    name: str
    budget: Budget
    rows: list[list[str]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    spanning: set[int] = field(default_factory=set)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    is_hidden: bool = False

    def start_row(self) -> None:
        """Begin a row, with the cells that reach down into it."""
        self.budget.take(1)
        self.rows.append([])
        self._take_spans()

    def add(self, text: str, across: int = 1, down: int = 1) -> None:
        """Add a cell that reaches over ``across`` columns and ``down`` rows."""
        row = self.rows[-1]
        across, down = min(across, MOST_SPAN), min(down, 100_000)
        self.budget.take(across)
        if down > 1:
            self.spans[len(row)] = (down - 1, text)
        row.append(text)
        row.extend([""] * (across - 1))
        if across > 2 and len(row) == across:
            self.spanning.add(len(self.rows))
        self._take_spans()

    def pad(self, width: int) -> None:
        """Fill the row up to ``width`` cells."""
        row = self.rows[-1]
        missing = max(0, min(width, MOST_SPAN) - len(row))
        self.budget.take(missing)
        row.extend([""] * missing)

    def _take_spans(self) -> None:
        row = self.rows[-1]
        while (found := self.spans.get(len(row))) is not None and found[0] > 0:
            left, text = found
            self.budget.take(1)
            if left == 1:
                del self.spans[len(row)]
            else:
                self.spans[len(row)] = (left - 1, text)
            row.append(text)

    def records(self, _: Notes | None) -> Iterator[Record]:
        """Yield (row number, cells)."""
        return enumerate(self.rows, start=1)

    def size(self) -> int:
        """Return how many cells the table has."""
        return sum(map(len, self.rows))


def span_of(text: str | None) -> int:
    """Return how many rows or columns an attribute says: at least 1."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else 1
