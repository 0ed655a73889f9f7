"""Chance that comes out the same on every Python: only ``random()`` of a seeded generator is relied on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A seeded source of chance.

    The standard library promises the same ``random()`` for the same seed in every version, but not the
    same choices and shuffles, so these are made here.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def happens(self, share: float) -> bool:
        """Return True with a probability of ``share`` (0 to 1)."""
        return self._random.random() < share

    def whole(self, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``, both included."""
        return least + int(self._random.random() * (most - least + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices. IndexError when there are none."""
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """Return one of (choice, weight) by its weight."""
        left = self._random.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in an order of chance (Fisher and Yates)."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.whole(0, last)
            order[last], order[other] = order[other], order[last]
        return order

    def some(self, things: Sequence[T], number: int) -> list[T]:
        """Return so many of the things, all of them when there are fewer, in an order of chance."""
        return self.shuffled(things)[: max(number, 0)]

    def day(self, first: str, last: str) -> str:
        """Return a working day from ``first`` to ``last`` (ISO days, both included)."""
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        day = start + timedelta(days=self.whole(0, (end - start).days))
        weekend = day.weekday() - 4
        if weekend > 0:
            day = day - timedelta(days=weekend) if (day - start).days >= weekend else day + timedelta(days=2)
        return min(day, end).isoformat()
