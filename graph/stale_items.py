"""Waiting rows that a later list of their source has answered: set aside with that import's id, not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graph.import_records import ImportState
from graph.model.packed import unpack
from graph.model.plan import PlannedRow, RowVerdict, row_from_dict
from graph.review_items import what_is_asked
from graph.store import Tx

OLDER_WAITING = """
MATCH (import:Import {source: $source})<-[:RAISED_BY]-(item:ReviewItem)
WHERE import.id <> $import_id AND item.state = 'waiting'
RETURN collect(item.id) AS ids, collect(item.asks) AS asks
"""

ROWS_OF = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
RETURN chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY chunk.number
"""

SUPERSEDE = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
SET item.state = 'superseded', item.superseded_by = $import_id, item.superseded_at = $at
RETURN count(item) AS number
"""

NOTHING_WAITS = """
UNWIND $ids AS id
MATCH (:ReviewItem {id: id})-[:RAISED_BY]->(import:Import {state: 'waiting'})
WITH DISTINCT import
WHERE size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) = 0
SET import.state = 'committed'
RETURN count(import) AS number
"""

SETTLED = (RowVerdict.NEW, RowVerdict.SAME, RowVerdict.CHANGED)


def supersede_answered(tx: Tx, state: ImportState) -> int:
    """Set aside what earlier imports of a source ask about rows that this one settled; return how many.

    The rows say the very same. Who would have left once those rows were decided stays: the later list says
    who is on it.
    """
    older = tx.run(OLDER_WAITING, source=state.source, import_id=state.id)
    waiting = dict(zip(older[0]["ids"], older[0]["asks"], strict=True)) if older else {}
    if not waiting:
        return 0
    answered = {what_is_asked(state.source, row) for row in _settled_rows(tx, state.id)}
    ids = sorted(item for item, asks in waiting.items() if asks in answered)
    if ids:
        tx.run(SUPERSEDE, ids=ids, import_id=state.id, at=tx.at)
        tx.run(NOTHING_WAITS, ids=ids)
    return len(ids)


def _settled_rows(tx: Tx, import_id: str) -> Iterator[PlannedRow]:
    """Yield the rows of an import that don't wait and weren't rejected."""
    for chunk in tx.run(ROWS_OF, id=import_id):
        outcome: dict[str, Any] = json.loads(chunk["outcome"])
        for plain in unpack(chunk["rows"]):
            verdict = (outcome.get(str(plain["row"])) or (plain["verdict"],))[0]
            if verdict in SETTLED:
                yield row_from_dict(plain)
