"""Imports: a plan is stored whole before anything changes, then committed (graph.commit), listed, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from graph.commit import Outcome, commit_import
from graph.errors import Refused
from graph.import_records import (
    ImportState,
    chunk_content,
    import_state,
    now,
    planned_vouches,
    says_the_same,
    state_from,
)
from graph.model.identifiers import made_id
from graph.model.packed import pack
from graph.model.pages import Page
from graph.model.plan import (
    CHUNK_ROWS,
    Plan,
    PlannedRow,
    asdict_without_rows,
    canonical_json,
    row_as_dict,
    row_from_dict,
)
from graph.review import decide, waiting_count, waiting_rows
from graph.store import Store, Tx
from graph.undo import imports_half_undone, undo_import

__all__ = [
    "ImportState",
    "Outcome",
    "commit_import",
    "decide",
    "import_rows",
    "import_state",
    "imports_half_undone",
    "imports_page",
    "imports_to_resume",
    "store_plan",
    "undo_import",
    "waiting_count",
    "waiting_rows",
]

CHUNKS_AT_ONCE = 10
"""Chunks stored in one write: bounds the transaction of a plan of 200,000 rows."""

CREATE_IMPORT = """
CREATE (import:Import {id: $id})
SET import += $properties
RETURN import.id AS id
"""

CREATE_CHUNKS = """
MATCH (import:Import {id: $id})
UNWIND $chunks AS row
CREATE (chunk:Chunk {
    id: row.id, number: row.number, kind: row.kind, size: row.size, rows: row.rows, vouches: row.vouches,
    quiet: row.quiet})
CREATE (import)-[:HAS_CHUNK]->(chunk)
"""

PLAN_IS_WHOLE = """
MATCH (import:Import {id: $id})
SET import.state = 'planned'
RETURN import.id AS id
"""


def store_plan(store: Store, plan: Plan, actor: str) -> dict[str, Any]:
    """Store a plan, changing nothing else, and return {"import_id", "plan_hash", "state", "chunks"}.

    A plan that is stored already answers the same. Raises Refused when the id has another plan.
    """
    plan_hash = plan.plan_hash()
    answer = {"import_id": plan.import_id, "plan_hash": plan_hash, "state": "planned"}
    there = import_state(store, plan.import_id)
    if there is not None and there.plan_hash != plan_hash:
        raise Refused(f"The import {plan.import_id} has another plan already. Plan the file anew.")
    if there is not None and there.state != "storing":
        return {**answer, "state": there.state}
    chunks = _chunks(plan)
    number = 0
    while True:
        batch = list(islice(chunks, CHUNKS_AT_ONCE))
        last = len(batch) < CHUNKS_AT_ONCE
        write = _StoreChunks(plan, plan_hash, actor, batch, first=number == 0, last=last)
        store.write(made_id(plan.import_id, "plan", number), actor, "store a plan", write)
        number += 1
        if last:
            return answer


class _StoreChunks:
    """One write of a plan: some of its chunks, its head before the first, its state after the last."""

    def __init__(
        self,
        plan: Plan,
        plan_hash: str,
        actor: str,
        chunks: Sequence[dict[str, Any]],
        *,
        first: bool,
        last: bool,
    ) -> None:
        self._plan, self._hash, self._actor, self._chunks = plan, plan_hash, actor, chunks
        self._first, self._last = first, last

    def __call__(self, tx: Tx) -> dict[str, Any]:
        if self._first:
            tx.run(CREATE_IMPORT, id=self._plan.import_id, properties=self._properties())
        if self._chunks:
            tx.run(CREATE_CHUNKS, id=self._plan.import_id, chunks=list(self._chunks))
        if self._last:
            tx.run(PLAN_IS_WHOLE, id=self._plan.import_id)
        return {}

    def _properties(self) -> dict[str, Any]:
        plan = self._plan
        properties = {
            "state": "storing",
            "kind": plan.kind,
            "source": plan.source,
            "body": plan.body_id,
            "body_name": plan.body_name,
            "consultation": plan.consultation,
            "file_name": plan.file_name,
            "plan_hash": self._hash,
            "head": canonical_json(asdict_without_rows(replace(plan, rows=()))),
            "rows_seen": plan.rows_seen,
            "rows_read": len(plan.rows),
            "leavers": len(plan.leavers),
            "said_on": plan.said_on,
            "recorded_on": plan.recorded_on,
            "whole_list": plan.whole_list,
            "started_at": now(),
            "actor": self._actor,
            "example": plan.example,
            "counts": canonical_json(plan.counts()),
            "done_rows": 0,
            "changes": 0,
            "columns": canonical_json(plan.columns),
            "policies": canonical_json(plan.policies),
            "date_order": plan.date_order,
        }
        return {name: value for name, value in properties.items() if value is not None}


def _chunks(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the chunks to store: one for the body whose list it is, the rows, and last the leavers."""
    for number, (kind, content) in enumerate(_contents(plan)):
        yield {
            "id": made_id(plan.import_id, "chunk", number),
            "number": number,
            "kind": kind,
            "size": len(content),
            "rows": pack(content),
            "vouches": planned_vouches(content) if kind == "rows" else [],
            "quiet": (kind == "rows" and says_the_same(content)) or None,
        }


def _contents(plan: Plan) -> Iterator[tuple[str, list[Any]]]:
    """Yield what each chunk of a plan is of and holds, as plain values."""
    if plan.body_id:
        yield "body", []
    for chunk in plan.chunks():
        yield "rows", [row_as_dict(row) for row in chunk]
    leavers = [vars(leaver) for leaver in plan.leavers]
    for start in range(0, len(leavers) or int(plan.whole_list), CHUNK_ROWS):
        yield "leavers", leavers[start : start + CHUNK_ROWS]


IMPORTS_PAGE = """
MATCH (import:Import)
WHERE import.state <> 'storing' AND ($before = '' OR import.started_at < $before)
  AND (import.state <> 'undone' OR import.finished_at IS NOT NULL OR import.done_rows > 0)
RETURN properties(import) AS properties,
       size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) AS waiting_rows
ORDER BY import.started_at DESC
LIMIT $limit
"""


def imports_page(store: Store, after: str | None = None, limit: int = 50) -> Page[ImportState]:
    """Return imports, the newest first; ``after`` is the instant at which the last one shown started.

    Plans that were dropped before anything of them went in aren't among them.
    """
    rows = store.read(IMPORTS_PAGE, before=after or "", limit=limit + 1)
    found = [state_from(row["properties"], row["waiting_rows"]) for row in rows[:limit]]
    return Page(tuple(found), found[-1].started_at if len(rows) > limit else None)


TO_RESUME = """
MATCH (import:Import {state: 'running'})
WHERE coalesce(import.lease_until, '') < $now
RETURN import.id AS id
ORDER BY import.started_at
"""


def imports_to_resume(store: Store) -> list[str]:
    """Return the ids of imports that lost their worker, oldest first; [] when none did."""
    return [row["id"] for row in store.read(TO_RESUME, now=now())]


FIRST_ROWS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
RETURN chunk.number AS number
ORDER BY number
"""


def import_rows(
    store: Store,
    import_id: str,
    *,
    keep: Callable[[PlannedRow], bool] = lambda row: True,
    limit: int | None = None,
) -> list[PlannedRow]:
    """Return an import's planned rows in file order, those to keep and at most ``limit`` of them.

    They are as planned; what became of them is in the chunks' outcome (see ``row_outcomes``).
    """
    found: list[PlannedRow] = []
    for chunk in store.read(FIRST_ROWS, id=import_id):
        plain = chunk_content(store, import_id, chunk["number"])
        found += [row for row in map(row_from_dict, plain) if keep(row)]
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found
