"""Facts that a source says again, or says otherwise by now: noted on the fact, which is never deleted.

A fact keeps the import and row that first said it. ``also_imports`` and ``also_rows`` are the imports that
said the same again, ``also_days`` the days of their lists, in step with each other: undoing the first hands
the fact over to the next of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.plan import ImportContext
from graph.model.settling import InForce, Settled
from graph.store import Tx

VOUCH_FOR_PARTS = """
UNWIND $facts AS one
MATCH (fact:Participation {id: one.id})
SET fact.also_imports = coalesce(fact.also_imports, []) + one.imports,
    fact.also_rows = coalesce(fact.also_rows, []) + one.rows,
    fact.also_days = coalesce(fact.also_days, []) + one.days
RETURN count(fact) AS changed
"""

VOUCH_FOR_POSTS = """
UNWIND $facts AS one
MATCH (:Person {id: one.holder})-[fact:HOLDS {id: one.id}]->(:Organisation)
SET fact.also_imports = coalesce(fact.also_imports, []) + one.imports,
    fact.also_rows = coalesce(fact.also_rows, []) + one.rows,
    fact.also_days = coalesce(fact.also_days, []) + one.days
RETURN count(fact) AS changed
"""

VOUCH_FOR_TIES = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})<-[fact:LIAISES_WITH {id: one.id}]-()
SET fact.also_imports = coalesce(fact.also_imports, []) + one.imports,
    fact.also_rows = coalesce(fact.also_rows, []) + one.rows,
    fact.also_days = coalesce(fact.also_days, []) + one.days
RETURN count(fact) AS changed
"""

END_PARTS = """
UNWIND $facts AS one
MATCH (fact:Participation {id: one.id})
SET fact.retracted_at = coalesce(fact.retracted_at, $at), fact.ended_by = $import_id
RETURN count(fact) AS changed
"""

END_POSTS = """
UNWIND $facts AS one
MATCH (:Person {id: one.holder})-[fact:HOLDS {id: one.id}]->(:Organisation)
SET fact.retracted_at = coalesce(fact.retracted_at, $at), fact.ended_by = $import_id
RETURN count(fact) AS changed
"""

END_TIES = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})<-[fact:LIAISES_WITH {id: one.id}]-()
SET fact.retracted_at = coalesce(fact.retracted_at, $at), fact.ended_by = $import_id
RETURN count(fact) AS changed
"""


VOUCH_FOR_GRANTS = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})-[fact:FUNDED {id: one.id}]->(:Organisation)
SET fact.also_imports = coalesce(fact.also_imports, []) + one.imports,
    fact.also_rows = coalesce(fact.also_rows, []) + one.rows,
    fact.also_days = coalesce(fact.also_days, []) + one.days
RETURN count(fact) AS changed
"""

END_GRANTS = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})-[fact:FUNDED {id: one.id}]->(:Organisation)
SET fact.retracted_at = coalesce(fact.retracted_at, $at), fact.ended_by = $import_id
RETURN count(fact) AS changed
"""


@dataclass(frozen=True)
class FactKind:
    """The two texts that change one kind of fact in force."""

    vouch: str
    end: str


PARTS = FactKind(VOUCH_FOR_PARTS, END_PARTS)
POSTS = FactKind(VOUCH_FOR_POSTS, END_POSTS)
TIES = FactKind(VOUCH_FOR_TIES, END_TIES)
GRANTS = FactKind(VOUCH_FOR_GRANTS, END_GRANTS)


def vouch_and_end(
    tx: Tx, kind: FactKind, there: Sequence[InForce], settled: Settled, context: ImportContext
) -> None:
    """Note on facts in force that an import says them again, and end those it says otherwise by now."""
    holders = {fact.id: fact.holder for fact in there}
    rows: dict[str, list[int]] = {}
    for fact_id, row in settled.vouched:
        rows.setdefault(fact_id, []).append(row)
    vouched: list[dict[str, Any]] = [
        {
            "id": fact_id,
            "holder": holders[fact_id],
            "imports": [context.import_id] * len(at),
            "rows": at,
            "days": [context.said_on] * len(at),
        }
        for fact_id, at in rows.items()
    ]
    if vouched:
        tx.run(kind.vouch, facts=vouched)
    ended = [{"id": fact_id, "holder": holders[fact_id]} for fact_id in settled.ended]
    if ended:
        tx.run(kind.end, facts=ended, at=context.recorded_at, import_id=context.import_id)
