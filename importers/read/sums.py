"""Rows of sums that don't say so: nothing but numbers, each of which is what its column adds up to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from importers.read.cells import NUMBER, SMALL_WORDS, VOCABULARY, WORDS
from importers.read.headings import Record
from importers.read.totals import is_total

FEWEST = 2
"""Rows there must be above a row for it to be their sum."""

FEWEST_NAMED = 3
"""Rows there must be for a name with "total" in it to be their sum, because its numbers are."""

NAMED = re.compile(r"\b(sub-?)?totals?\b", re.IGNORECASE)
BESIDE = frozenset(
    ("grand", "sub", "overall", "all", "for", "in", "to", "and", "net", "gross", "subtotal", "totals")
)
"""Words that stand beside "total", with those of headings."""

SIGNS = str.maketrans("", "", "£$€,% ()")
CENT = 0.006


@dataclass
class _Running:
    """What the columns add up to over a run of rows, and how many rows they are."""

    rows: int = 0
    sums: dict[int, float] = field(default_factory=dict)

    def add(self, numbers: dict[int, float]) -> None:
        self.rows += 1
        for at, number in numbers.items():
            self.sums[at] = self.sums.get(at, 0.0) + number

    def equals(self, numbers: dict[int, float], fewest: int) -> bool:
        """Tell whether each number is the sum of its column, or the only one counts the rows; not noughts."""
        if self.rows < fewest or not any(numbers.values()):
            return False
        if len(numbers) == 1 and set(numbers.values()) == {self.rows}:
            return True
        return all(
            at in self.sums and math.isclose(self.sums[at], number, rel_tol=1e-12, abs_tol=CENT)
            for at, number in numbers.items()
        )


class Sums:
    """Adds columns up, row by row, in a pass of its own that begins when somebody first asks.

    ``again`` gives the records once more; ``first`` is the heading row's number or 0; ``texts`` are the
    columns that hold no numbers: without such a column no row can be told from a sum. ``narrow``: the list
    has one column only.
    """

    def __init__(
        self,
        again: Callable[[], Iterable[Record]],
        first: int,
        texts: frozenset[int],
        hidden: frozenset[int],
        *,
        narrow: bool,
    ) -> None:
        self.again = again
        self.first = first
        self.texts = texts
        self.hidden = hidden
        self.narrow = narrow
        self.records: Iterator[Record] | None = None
        self.running = {"all": _Running(), "shown": _Running(), "part": _Running(), "stretch": _Running()}

    def add_up_to(self, number: int, cells: Sequence[str], filled: Sequence[str]) -> bool:
        """Tell whether the row holds the sums of the rows above, or of those since the last sum or break."""
        fewest = self._fewest(cells, filled)
        if not fewest:
            return False
        self._go_on(number)
        wanted = _numbers(cells)
        found = any(running.equals(wanted, fewest) for running in self.running.values())
        if found:
            self._begin("part", "stretch")
        else:
            self._take(number, cells)
        return found

    def _fewest(self, cells: Sequence[str], filled: Sequence[str]) -> int:
        """Return how many rows there must be above the row for it to be their sum, 0 if it can't be one."""
        words = [cell.strip() for cell in filled if not NUMBER.fullmatch(cell.strip())]
        if not self.texts or not any(map(_holds_digit, filled)):
            return 0
        if words:
            return FEWEST_NAMED if len(words) == 1 < len(filled) and _says_total(words[0]) else 0
        under_words = any(at < len(cells) and cells[at].strip() for at in self.texts)
        return FEWEST if len(filled) == 1 or not under_words else 0

    def _go_on(self, number: int) -> None:
        """Add the rows above row ``number`` that weren't added yet."""
        if self.records is None:
            self.records = iter(self.again())
        for at, cells in self.records:
            if at >= number:
                return
            if at > self.first:
                self._take(at, cells)

    def _take(self, at: int, cells: Sequence[str]) -> None:
        filled = [cell.strip() for cell in cells if cell.strip()]
        words = [cell for cell in filled if not NUMBER.fullmatch(cell)]
        if words and is_total(words[0]):
            self._begin("part", "stretch")
        elif len(filled) == len(words) < 2 and not self.narrow:
            self._begin("stretch")
        elif words:
            numbers = _numbers(cells)
            for name, running in self.running.items():
                if name != "shown" or at not in self.hidden:
                    running.add(numbers)

    def _begin(self, *names: str) -> None:
        for name in names:
            self.running[name] = _Running()


def _says_total(text: str) -> bool:
    """Tell whether a text says "total" and nothing else but what headings say ("Total income for 2023")."""
    words = [word.casefold() for word in WORDS.findall(text)]
    return bool(NAMED.search(text)) and all(
        word in BESIDE or word in SMALL_WORDS or word in VOCABULARY for word in words
    )


def _holds_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _numbers(cells: Sequence[str]) -> dict[int, float]:
    """Return the numbers among the cells by column."""
    texts = {at: cell.strip() for at, cell in enumerate(cells)}
    return {at: _number(text) for at, text in texts.items() if text and NUMBER.fullmatch(text)}


def _number(text: str) -> float:
    plain = text.translate(SIGNS)
    try:
        number = float(plain)
    except ValueError:
        return math.nan
    return -number if text.startswith("(") else number
