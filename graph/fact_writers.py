"""What an import's rows say besides records: engagements, people, liaisons, grants, written chunk by chunk.

A writer runs inside the transaction of its chunk, after the organisations exist. Ids are made of import, row
and kind, so that a chunk that runs again makes the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.engagement_facts import write_engagements
from graph.fact_undo import FACT_RETRACTERS
from graph.grant_facts import write_grants
from graph.liaison_facts import write_liaisons
from graph.model.plan import ImportContext, PlannedRow
from graph.person_facts import write_people
from graph.relation_facts import write_relations
from graph.store import Store, Tx

__all__ = ["FACT_RETRACTERS", "FACT_WRITERS", "known_facts"]

FactWriter = Callable[[Tx, ImportContext, Sequence[PlannedRow]], None]

FACT_WRITERS: Mapping[str, FactWriter] = {
    "engagements": write_engagements,
    "person": write_people,
    "liaison": write_liaisons,
    "secretariat": write_relations,
    "related": write_relations,
    "grant": write_grants,
}
"""For each key of a row's ``facts`` what writes it; people come before liaisons, which look them up."""


KNOWN_KEYS = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN [(organisation)<-[:BY]-(part:Participation)
        WHERE part.source = $source AND (part.retracted_at IS NULL OR part.retracted_by IS NOT NULL) |
        part.key] AS parts,
       [(organisation)<-[post:HOLDS]-()
        WHERE post.source = $source AND post.retracted_at IS NULL | post.key] AS posts,
       [(organisation)<-[tie:LIAISES_WITH]-()
        WHERE tie.source = $source AND tie.retracted_at IS NULL | tie.key] AS ties,
       [(organisation)-[from:LIAISES_WITH]->(:Organisation)
        WHERE from.source = $source AND from.retracted_at IS NULL | from.key] AS ties_from,
       [(organisation)<-[grant:FUNDED]-(:Organisation)
        WHERE grant.source = $source AND grant.retracted_at IS NULL | grant.key] AS grants
"""


ENDED_KEYS = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN [(organisation)<-[:BY]-(part:Participation)
        WHERE part.source = $source AND part.ended_by IS NOT NULL | [part.key, part.ended_by]] AS parts,
       [(organisation)<-[post:HOLDS]-()
        WHERE post.source = $source AND post.ended_by IS NOT NULL | [post.key, post.ended_by]] AS posts,
       [(organisation)<-[tie:LIAISES_WITH]-()
        WHERE tie.source = $source AND tie.ended_by IS NOT NULL | [tie.key, tie.ended_by]] AS ties,
       [(organisation)-[from:LIAISES_WITH]->(:Organisation)
        WHERE from.source = $source AND from.ended_by IS NOT NULL | [from.key, from.ended_by]] AS ties_from,
       [(organisation)<-[grant:FUNDED]-(:Organisation)
        WHERE grant.source = $source AND grant.ended_by IS NOT NULL | [grant.key, grant.ended_by]] AS grants
"""

NEWER_IMPORTS = """
UNWIND $imports AS id
MATCH (import:Import {id: id})
WHERE import.said_on > $said_on
RETURN id AS id
"""

_KINDS = ("parts", "posts", "ties", "ties_from", "grants")


def known_facts(
    store: Store, source: str, org_ids: Iterable[str], said_on: str | None = None
) -> frozenset[str]:
    """Return the keys of the facts about organisations that a source said: in force, or taken back by hand.

    With ``said_on``, the day of a list, also of those that a newer list has ended: that list saying them
    again changes nothing. ``graph.model.facts.fact_keys`` gives the keys of a planned row: a row whose keys
    are all known says nothing new. Empty when the source never spoke of them.
    """
    keys: set[str] = set()
    wanted = sorted(set(org_ids))
    for start in range(0, len(wanted), 2000):
        some = wanted[start : start + 2000]
        for row in store.read(KNOWN_KEYS, source=source, organisations=some):
            keys.update(*(row[kind] for kind in _KINDS))
        keys |= _ended_since(store, source, some, said_on) if said_on else set()
    return frozenset(keys)


def _ended_since(store: Store, source: str, organisations: list[str], said_on: str) -> set[str]:
    """Return the keys of the facts that lists newer than a day have ended."""
    found = store.read(ENDED_KEYS, source=source, organisations=organisations)
    ended = {(key, by) for row in found for kind in _KINDS for key, by in row[kind]}
    imports = sorted({by for _, by in ended})
    newer = (
        {row["id"] for row in store.read(NEWER_IMPORTS, imports=imports, said_on=said_on)} if ended else set()
    )
    return {key for key, by in ended if by in newer}
