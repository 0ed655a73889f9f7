"""Rows that wait for a person: made by a chunk, kept with the row as it was planned."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow, canonical_json, row_as_dict
from graph.store import Tx

CREATE_ITEMS = """
MATCH (import:Import {id: $import_id})
UNWIND $items AS row
CREATE (item:ReviewItem {
    id: row.id, row: row.row, state: 'waiting', verdict: row.verdict, question: row.question,
    candidates: row.candidates, data: row.data, name: row.name, position: row.position})
CREATE (item)-[:RAISED_BY]->(import)
"""

ITEMS_THERE = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
RETURN collect(id) AS ids
"""

WAIT_AGAIN = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.state = 'waiting', item.question = row.question, item.candidates = row.candidates,
    item.data = row.data, item.verdict = row.verdict
RETURN count(item) AS number
"""


def raise_items(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> int:
    """Let rows wait for a person and return how many.

    A row that was decided and can't be carried out waits again, with its new question.
    """
    if not rows:
        return 0
    items = [_item(context, row) for row in rows]
    there = set(tx.run(ITEMS_THERE, ids=[each["id"] for each in items])[0]["ids"])
    again = [each for each in items if each["id"] in there]
    new = [each for each in items if each["id"] not in there]
    if again:
        tx.run(WAIT_AGAIN, items=again)
    if new:
        tx.run(CREATE_ITEMS, import_id=context.import_id, items=new)
    return len(items)


def _item(context: ImportContext, row: PlannedRow) -> dict[str, object]:
    plain = row_as_dict(row)
    return {
        "id": item_id(context.import_id, row.row),
        "row": row.row,
        "position": f"{context.import_id} {row.row:08d}",
        "verdict": str(row.verdict),
        "question": row.question or "",
        "name": str(row.values.get("name") or ""),
        "candidates": canonical_json(plain["candidates"]),
        "data": canonical_json(plain),
    }


def item_id(import_id: str, row: int) -> str:
    """Return the id of what a row of an import asks."""
    return made_id(import_id, row, "review")
