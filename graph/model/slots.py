"""What a source says in one slot, by the days of its lists: the same in whatever order they came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Saying:
    """One thing that a list says in a slot: ``key`` is all of it. Of lists of one day the later id counts."""

    said_on: str
    import_id: str
    key: str


@dataclass(frozen=True)
class Step:
    """A list that spoke in the slot, and the keys that hold once it and all older lists were heard."""

    said_on: str
    import_id: str
    held: frozenset[str]


def steps(sayings: Iterable[Saying]) -> list[Step]:
    """Return the lists that spoke in one slot, the oldest first, each with what held then; [] for none.

    A list that says something new there takes the place of all that was said before; one that only repeats
    some of it changes nothing, since a list may hold a part only.
    """
    lists: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in sayings:
        lists[each.said_on, each.import_id].add(each.key)
    held: frozenset[str] = frozenset()
    found = []
    for (said_on, import_id), keys in sorted(lists.items()):
        held = held if keys <= held else frozenset(keys)
        found.append(Step(said_on, import_id, held))
    return found


def held_now(heard: Sequence[Step]) -> frozenset[str]:
    """Return the keys that hold once all lists were heard."""
    return heard[-1].held if heard else frozenset()


def ended_in(heard: Sequence[Step], said_on: str, import_id: str, key: str) -> Step | None:
    """Return the first list after another one with which what that one says no longer holds, if any."""
    later = (each for each in heard if (each.said_on, each.import_id) > (said_on, import_id))
    return next((each for each in later if key not in each.held), None)
