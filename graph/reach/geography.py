"""Places as positions, and which larger place each lies in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.model.places import Place, PlaceLevel
from graph.reach.lineage import Flags

NOWHERE = -1
"""Position of an organisation whose place isn't known."""

Where = npt.NDArray[np.int16]


class Geography:
    """Councils, regions and nations in the order of their codes, each by its position."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(sorted(places, key=lambda place: place.code))
        self.position = {place.code: position for position, place in enumerate(self.places)}

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def _up(self) -> tuple[tuple[int, ...], ...]:
        """For each position itself and what it lies in, smallest first."""

        def chain(position: int) -> tuple[int, ...]:
            found: list[int] = []
            while position not in found and position != NOWHERE:
                found.append(position)
                position = self.position.get(self.places[position].within or "", NOWHERE)
            return tuple(found)

        return tuple(chain(position) for position in range(len(self)))

    @cached_property
    def nation(self) -> Where:
        """The nation of each position; NOWHERE for a place in none. One more entry, for NOWHERE itself."""
        tops = [chain[-1] for chain in self._up]
        is_nation = [self.places[top].level is PlaceLevel.NATION for top in tops]
        return np.array(
            [top if fits else NOWHERE for top, fits in zip(tops, is_nation, strict=True)] + [NOWHERE],
            dtype=np.int16,
        )

    @cached_property
    def _levels(self) -> dict[PlaceLevel, tuple[list[int], Where]]:
        return {level: self._at(level) for level in PlaceLevel}

    def at(self, level: PlaceLevel) -> tuple[list[int], Where]:
        """Return the places of a level, and for each position which of them it lies in (or NOWHERE).

        A nation without regions stands among the regions for itself. The second has one more entry, so
        that position NOWHERE gives NOWHERE.
        """
        return self._levels[level]

    def _at(self, level: PlaceLevel) -> tuple[list[int], Where]:
        shown = [position for position in range(len(self)) if self._stands_at(position, level)]
        order = {position: index for index, position in enumerate(shown)}
        found = [next((order[up] for up in chain if up in order), NOWHERE) for chain in self._up]
        return shown, np.array([*found, NOWHERE], dtype=np.int16)

    def within(self, code: str) -> Flags:
        """Return which positions lie in a place or are it, with one more False for NOWHERE.

        Raises KeyError for a code that isn't in the table.
        """
        here = self.position[code]
        return np.array([here in chain for chain in self._up] + [False], dtype=np.bool_)

    def nation_code(self, code: str) -> str | None:
        """Return the nation that a place lies in, or None when there is none, or no such place."""
        position = self.position.get(code)
        top = NOWHERE if position is None else int(self.nation[position])
        return None if top == NOWHERE else self.places[top].code

    @cached_property
    def _nations_with_regions(self) -> frozenset[int]:
        return frozenset(
            self._up[position][-1]
            for position, place in enumerate(self.places)
            if place.level is PlaceLevel.REGION
        )

    def _stands_at(self, position: int, level: PlaceLevel) -> bool:
        place = self.places[position]
        if place.level is level:
            return True
        whole = level is PlaceLevel.REGION and place.level is PlaceLevel.NATION
        return whole and position not in self._nations_with_regions
