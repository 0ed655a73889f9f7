"""Ties between two organisations that a row names: a secretariat, the whole of a part, a successor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.model.identifiers import made_id
from graph.model.names import canonical

SECRETARIAT = "secretariat"
"""What the tie from a parliamentary group to its secretariat is about."""

PART_OF = "part of"
"""What the tie from an organisation to the bigger one that it is part of is about."""

REPLACED_BY = "replaced by"
"""What the tie from an organisation to the one that took its place is about."""


@dataclass(frozen=True)
class RelationFact:
    """What another organisation is to the one that a row is about.

    ``number`` is an org-id. ``inward``: the tie comes from the other one, which is part of the row's.
    ``among`` are the ties that the row says of the same relation: without one of them it is another saying,
    so that a corrected list ends what it no longer says.
    """

    topic: str
    name: str = ""
    number: str | None = None
    inward: bool = False
    website: str | None = None
    among: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The text that the other organisation is looked up by: its org-id, else its name."""
        return self.number or self.name

    @property
    def tie(self) -> str:
        """The same short text for the same organisation in the same part."""
        return made_id("tie", self.topic, self.inward, self.number or canonical(self.name))

    def slot(self, org_id: str) -> str:
        """Return what a later word of the source about the same takes the place of."""
        return f"{org_id} {self.topic}{' inward' if self.inward else ''}"

    def key(self, source: str, org_id: str) -> str:
        """Return the same text for the same saying: a source that says it again adds nothing."""
        return made_id("relation", source, org_id, self.tie, *self.among)


def relation_facts(facts: Mapping[str, Any]) -> tuple[RelationFact, ...]:
    """Return the typed form of a row's ``secretariat`` and ``related``, both lists; empty without them."""
    said = [{**each, "topic": SECRETARIAT} for each in facts.get("secretariat") or ()]
    found = [RelationFact(**each) for each in (*said, *(facts.get("related") or ()))]
    named = [fact for fact in found if fact.named]
    return tuple(replace(fact, among=_among(fact, named)) for fact in named)


def _among(fact: RelationFact, others: Iterable[RelationFact]) -> tuple[str, ...]:
    same = (fact.topic, fact.inward)
    return tuple(sorted({other.tie for other in others if (other.topic, other.inward) == same}))
