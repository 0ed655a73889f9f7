"""Waiting rows that a later list of their source has answered: set aside with that import's id, not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graph.deferred_leavers import let_leave_at_last
from graph.import_records import ImportState
from graph.model.packed import unpack
from graph.model.plan import PlannedRow, RowVerdict, row_from_dict
from graph.review_items import what_is_asked
from graph.store import Tx

OLDER_WAITING = """
MATCH (import:Import {source: $source})<-[:RAISED_BY]-(item:ReviewItem)
WHERE import.id <> $import_id AND item.state = 'waiting' AND import.said_on <= $said_on
RETURN collect(item.id) AS ids, collect(item.asks) AS asks
"""

ROWS_OF = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
RETURN chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY chunk.number
"""

SUPERSEDE = """
UNWIND $items AS one
MATCH (item:ReviewItem {id: one.id})
SET item.state = 'superseded', item.superseded_by = $import_id, item.superseded_at = $at,
    item.means = one.means
RETURN count(item) AS number
"""

NOTHING_WAITS = """
UNWIND $ids AS id
MATCH (:ReviewItem {id: id})-[:RAISED_BY]->(import:Import {state: 'waiting'})
WITH DISTINCT import
WHERE size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) = 0
SET import.state = 'committed'
RETURN import.id AS id
"""

SETTLED = (RowVerdict.NEW, RowVerdict.SAME, RowVerdict.CHANGED)


def supersede_answered(tx: Tx, state: ImportState) -> int:
    """Set aside what older lists of a source ask about rows that this one settled; return how many.

    The rows say the very same; those of a newer list, which came first, go on waiting: its day would be
    lost. Who waited for the last row of such an import to leave leaves now, but for whom the rows mean.
    """
    older = tx.run(OLDER_WAITING, source=state.source, import_id=state.id, said_on=state.said_on)
    waiting = dict(zip(older[0]["ids"], older[0]["asks"], strict=True)) if older else {}
    if not waiting:
        return 0
    meant = {what_is_asked(state.source, row): row.organisation for row in _settled_rows(tx, state.id)}
    items = [{"id": item, "means": meant[asks]} for item, asks in sorted(waiting.items()) if asks in meant]
    if items:
        tx.run(SUPERSEDE, items=items, import_id=state.id, at=tx.at)
        for settled in tx.run(NOTHING_WAITS, ids=[each["id"] for each in items]):
            let_leave_at_last(tx, settled["id"], because=state.id)
    return len(items)


def _settled_rows(tx: Tx, import_id: str) -> Iterator[PlannedRow]:
    """Yield the rows of an import that don't wait and weren't rejected, each with whom it is about by now."""
    for chunk in tx.run(ROWS_OF, id=import_id):
        outcome: dict[str, Any] = json.loads(chunk["outcome"])
        for plain in unpack(chunk["rows"]):
            became = outcome.get(str(plain["row"])) or (plain["verdict"], plain["organisation"])
            if became[0] in SETTLED:
                yield replace(row_from_dict(plain), organisation=became[1])
