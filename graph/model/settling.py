"""Which of a source's sayings are new, said again, or in place of what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One saying of an import: ``key`` is all of it, ``slot`` what it would be the successor in."""

    key: str
    slot: str
    row: int


@dataclass(frozen=True)
class InForce:
    """A fact in force from the same source. ``vouched_by`` are the imports that said it again.

    ``holder`` is the id of the node that the fact is found from in the graph.
    """

    id: str
    holder: str
    key: str
    slot: str
    import_id: str | None
    said_on: str
    vouched_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What to do. ``new`` are positions in what was said; ``vouched`` (fact id, row); ``ended`` fact ids."""

    new: tuple[int, ...] = ()
    vouched: tuple[tuple[str, int], ...] = ()
    ended: tuple[str, ...] = ()


def settle(said: Sequence[Said], there: Sequence[InForce], import_id: str, said_on: str) -> Settled:
    """Return which sayings are new, which facts they vouch for, and which facts they end.

    What is said again adds nothing: the fact in force is vouched for; a saying that stands twice in ``said``
    counts once. A new saying ends what the same source said in its
    slot in another import, unless this import vouches for that too or its list is older.
    """
    by_key = {fact.key: fact for fact in there}
    first: dict[str, int] = {}
    vouched: list[tuple[str, int]] = []
    for position, saying in enumerate(said):
        if saying.key in by_key:
            vouched.append((by_key[saying.key].id, saying.row))
        else:
            first.setdefault(saying.key, position)
    new_slots = {said[position].slot for position in first.values()}
    keys = {saying.key for saying in said}
    ended = [
        fact.id
        for fact in there
        if fact.slot in new_slots
        and fact.key not in keys
        and fact.import_id != import_id
        and import_id not in fact.vouched_by
        and fact.said_on <= said_on
    ]
    return Settled(tuple(first.values()), tuple(vouched), tuple(ended))
