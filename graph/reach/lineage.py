"""The taxonomy as positions and what lies above and below each: the shape that tables compute with.

A set of communities is a whole number whose bit p stands for the community at position p (``Bits``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.model.communities import Community

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int32]
Bits = int


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
    def everything(self) -> Bits:
        """All communities."""
        return (1 << len(self)) - 1

    @cached_property
    def above(self) -> tuple[Bits, ...]:
        """For each position what lies above it."""
        return tuple(sum(1 << above for above in chain) for chain in self.ancestors)

    @cached_property
    def below(self) -> tuple[Bits, ...]:
        """For each position what lies anywhere below it."""
        found = [0] * len(self)
        for position, chain in enumerate(self.ancestors):
            for above in chain:
                found[above] |= 1 << position
        return tuple(found)

    def bits(self, codes: Iterable[str]) -> Bits:
        """Return the set of the communities with these codes; codes that nobody has are passed over."""
        return sum({1 << self.position[code] for code in codes if code in self.position})

    def with_below(self, some: Bits) -> Bits:
        """Return a set of communities with everything below them."""
        found = some
        for position in positions_of(some & self._having_some_below):
            found |= self.below[position]
        return found

    @cached_property
    def _having_some_below(self) -> Bits:
        return sum(1 << position for position, below in enumerate(self.below) if below)

    def table(self, sets: Sequence[Bits]) -> Flags:
        """Return several sets as a table of sets by communities."""
        width = (len(self) + 7) // 8
        packed = np.frombuffer(b"".join(some.to_bytes(width, "little") for some in sets), dtype=np.uint8)
        flags = np.unpackbits(packed.reshape(len(sets), width), axis=1, bitorder="little")
        return flags[:, : len(self)].astype(np.bool_)

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


def positions_of(some: Bits) -> Iterator[int]:
    """Yield the positions in a set of communities, lowest first."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest
