"""The taxonomy as positions and what lies above and below each: the shape that tables compute with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.model.communities import Community

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int32]


class Lineage:
    """Communities of all levels in the order of their codes, each by its position."""

    def __init__(self, communities: Sequence[Community]) -> None:
        self.communities = tuple(sorted(communities, key=lambda community: community.code))
        self.codes = tuple(community.code for community in self.communities)
        self.position = {code: position for position, code in enumerate(self.codes)}

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def parents(self) -> Positions:
        """The position of what each community lies directly under; -1 for a group."""
        above = [self.position.get(community.under or "", -1) for community in self.communities]
        return np.array(above, dtype=np.int32)

    @cached_property
    def ancestors(self) -> tuple[tuple[int, ...], ...]:
        """For each position what lies above it, nearest first."""
        parents = self.parents.tolist()

        def chain(position: int) -> tuple[int, ...]:
            found: list[int] = []
            above = parents[position]
            while above >= 0 and above not in found:
                found.append(above)
                above = parents[above]
            return tuple(found)

        return tuple(chain(position) for position in range(len(self)))

    @cached_property
    def below(self) -> Flags:
        """A square table: ``below[a, b]`` says whether b lies anywhere below a (not a itself)."""
        table = np.zeros((len(self), len(self)), dtype=np.bool_)
        for position, above in enumerate(self.ancestors):
            table[list(above), position] = True
        return table

    def mask(self, codes: Sequence[str]) -> Flags:
        """Return which communities a sequence of codes names; codes that nobody has are passed over."""
        flags = np.zeros(len(self), dtype=np.bool_)
        flags[[self.position[code] for code in codes if code in self.position]] = True
        return flags

    def with_below(self, flags: Flags) -> Flags:
        """Return the communities flagged and everything below them."""
        return flags | self.below[flags].any(axis=0)

    def with_above(self, positions: Positions) -> tuple[Positions, Positions]:
        """Return pairs (place in ``positions``, position) of each community and all that lies above it."""
        entries, targets = [np.arange(len(positions), dtype=np.int32)], [positions.astype(np.int32)]
        while True:
            up = self.parents[targets[-1]]
            more = up >= 0
            if not more.any():
                break
            entries.append(entries[-1][more])
            targets.append(up[more])
        return np.concatenate(entries), np.concatenate(targets)
