"""What an organisation is to others, in words: whose secretariat, part of what, in whose place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model.relations import PART_OF, REPLACED_BY, SECRETARIAT

if TYPE_CHECKING:
    from graph.people import LiaisonLine
    from graph.store import Store

SHOWN = 30
"""Organisations named for one relation at most; the page says how many more there are."""

WORDS: Mapping[str, tuple[str, str]] = {
    SECRETARIAT: ("Its secretariat is", "It is the secretariat of"),
    PART_OF: ("Part of", "Includes"),
    REPLACED_BY: ("Replaced by", "Took the place of"),
}
"""What a relation is called where it comes from, and where it goes to."""


@dataclass(frozen=True)
class Relation:
    """All organisations that one is the same to: (id, name) by name; ``more`` are too many to show."""

    words: str
    others: tuple[tuple[str, str], ...]
    more: int = 0


def relations_of(ties: Sequence[LiaisonLine], org_id: str) -> list[Relation]:
    """Return an organisation's relations, each organisation once however many lists say it; [] for none."""
    found = []
    for topic, (outward, inward) in WORDS.items():
        of_topic = [tie for tie in ties if tie.topic == topic and tie.organisation is not None]
        theirs = {(tie.body, tie.body_name) for tie in of_topic if tie.body != org_id}
        ours = {(tie.organisation or "", tie.organisation_name) for tie in of_topic if tie.body == org_id}
        for words, others in ((outward, theirs), (inward, ours)):
            named = sorted(others, key=lambda one: (one[1].casefold(), one[0]))
            if named:
                found.append(Relation(words, tuple(named[:SHOWN]), max(0, len(named) - SHOWN)))
    return found


def ties_of(store: Store, org_id: str) -> tuple[list[Relation], list[LiaisonLine]]:
    """Return an organisation's relations, and the ties of people and organisations that are in touch."""
    from graph.people import liaisons_from, liaisons_of  # noqa: PLC0415

    ties = [*liaisons_of(store, org_id), *liaisons_from(store, org_id)]
    in_touch = [tie for tie in ties if tie.topic not in WORDS or tie.person is not None]
    return relations_of(ties, org_id), in_touch
