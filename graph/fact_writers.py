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


def known_facts(store: Store, source: str, org_ids: Iterable[str]) -> frozenset[str]:
    """Return the keys of the facts about organisations that a source said: in force, or taken back by hand.

    ``graph.model.facts.fact_keys`` gives the keys of a planned row: a row whose keys are all known says
    nothing new. Empty when the source never spoke of them.
    """
    keys: set[str] = set()
    wanted = sorted(set(org_ids))
    for start in range(0, len(wanted), 2000):
        for row in store.read(KNOWN_KEYS, source=source, organisations=wanted[start : start + 2000]):
            keys.update(row["parts"], row["posts"], row["ties"], row["ties_from"], row["grants"])
    return frozenset(keys)
