"""Imports that somebody has to do something about, and how several of them stand, in few reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from graph.import_records import ImportState, now, state_from
from graph.store import Store

SEVERAL_IMPORTS = """
MATCH (import:Import)
WHERE import.id IN $ids AND import.state <> 'storing'
RETURN properties(import) AS properties,
       size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) AS waiting_rows
"""


def imports_among(store: Store, ids: Collection[str]) -> dict[str, ImportState]:
    """Return {id: import} of those of some ids whose plan is whole; {} for none."""
    rows = store.read(SEVERAL_IMPORTS, ids=sorted(ids)) if ids else []
    found = [state_from(row["properties"], row["waiting_rows"]) for row in rows]
    return {state.id: state for state in found}


STOPPED_IMPORTS = """
MATCH (import:Import)
WHERE import.state IN ['planned', 'failed', 'cancelled']
   OR (import.state = 'running' AND coalesce(import.lease_until, '') < $now)
RETURN properties(import) AS properties, 0 AS waiting_rows
ORDER BY import.started_at DESC
LIMIT $limit
"""

RUNNING_IMPORTS = """
MATCH (import:Import {state: 'running'})
WHERE coalesce(import.lease_until, '') >= $now
RETURN count(import) AS number
"""


def is_silent(state: ImportState) -> bool:
    """Return whether the worker of a running import has said nothing for longer than it may."""
    return state.state == "running" and (state.lease_until or "") < now()


PACE = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
WHERE chunk.committed_at IS NOT NULL
RETURN chunk.committed_at AS at, chunk.size AS rows
ORDER BY at DESC
LIMIT 20
"""


def seconds_left(store: Store, state: ImportState) -> float | None:
    """Return how long the rest of an import takes at the pace of its last chunks; None before two are in."""
    stamps = store.read(PACE, id=state.id)
    rows = sum(int(stamp["rows"]) for stamp in stamps[:-1])
    if not rows:
        return None
    first, last = (datetime.fromisoformat(stamps[place]["at"]) for place in (-1, 0))
    return (last - first).total_seconds() / rows * max(0, state.rows_read - state.done_rows)


WAITING_BY_VERDICT = """
MATCH (item:ReviewItem {state: 'waiting'})
WHERE item.repeated_by IS NULL
RETURN item.verdict AS verdict, count(item) AS number
"""


@dataclass(frozen=True)
class WorkToDo:
    """What of imports waits for a person, the newest first.

    ``planned`` are plans nobody carried out, ``stopped`` imports that ended before their end or lost their
    worker. ``review`` and ``conflict`` count rows that wait, each once however often its list came in;
    ``running`` imports that a worker is at.
    """

    planned: tuple[ImportState, ...] = ()
    stopped: tuple[ImportState, ...] = ()
    running: int = 0
    review: int = 0
    conflict: int = 0


def work_to_do(store: Store, limit: int = 200) -> WorkToDo:
    """Return what of imports waits for a person; at most ``limit`` plans and stopped imports together."""
    at = now()
    found = [state_from(row["properties"], 0) for row in store.read(STOPPED_IMPORTS, now=at, limit=limit)]
    rows = {row["verdict"]: row["number"] for row in store.read(WAITING_BY_VERDICT)}
    return WorkToDo(
        planned=tuple(each for each in found if each.state == "planned"),
        stopped=tuple(each for each in found if each.state != "planned"),
        running=store.read(RUNNING_IMPORTS, now=at)[0]["number"],
        review=rows.get("review", 0),
        conflict=rows.get("conflict", 0),
    )
