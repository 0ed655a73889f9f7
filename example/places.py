"""Where the example's organisations are: real councils and postcodes, invented neighbourhoods."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from example.chance import Chance
from graph.model.place_table import ancestors

DATA = Path(__file__).parent / "data"

NATIONS = ("E", "W", "S", "N")
"""First letters of the ONS codes of England, Wales, Scotland and Northern Ireland."""


@dataclass(frozen=True)
class Corner:
    """An invented neighbourhood within a real council, with some of that council's postcodes."""

    name: str
    council: str
    code: str
    postcodes: tuple[str, ...]

    @property
    def nation(self) -> str:
        """The first letter of its council's ONS code: E, W, S or N."""
        return self.code[0]

    def lies_in(self, scope: str) -> bool:
        """Return whether it lies in a body's area: "UK", a nation's letter, a region or a council."""
        return scope in ("UK", self.nation, self.council) or scope in _above(self.code)


@cache
def _above(code: str) -> frozenset[str]:
    """Return the names of the places that a council lies in."""
    return frozenset(place.name for place in ancestors(code))


def corners(chance: Chance) -> tuple[Corner, ...]:
    """Return the neighbourhoods, about one for each three postcodes, in the order of their councils."""
    by_council: dict[tuple[str, str], list[str]] = defaultdict(list)
    with (DATA / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_council[row["code"], row["council"]].append(row["postcode"])
    names = {nation: _names(chance, nation) for nation in NATIONS}
    found = []
    for (code, council), postcodes in sorted(by_council.items()):
        for number in range(max(2, len(postcodes) // 2)):
            near = postcodes[number::2] or postcodes
            found.append(Corner(next(names[code[0]]), council, code, tuple(near)))
    return tuple(found)


def _names(chance: Chance, nation: str) -> Iterator[str]:
    """Return every name that a nation's syllables make, in an order of chance."""
    return iter(chance.shuffled(syllable_names(nation, "")))


def syllable_names(of: str, between: str) -> list[str]:
    """Return every first part joined with every last part of ``data/syllables.csv``, in that file's order."""
    with (DATA / "syllables.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["of"] == of]
    first, last = ([row["text"] for row in rows if row["position"] == place] for place in ("first", "last"))
    return [f"{one}{between}{other}" for one in first for other in last]
