"""Rows that wait for a person: made by a chunk, kept with the row as it was planned."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.identifiers import made_id
from graph.model.names import canonical
from graph.model.plain_cells import plain_cell
from graph.model.plan import ImportContext, PlannedRow, canonical_json, row_as_dict
from graph.model.taxonomy import word_key
from graph.model.waiting_kinds import WaitingKind, kind_of, open_words, strength_of
from graph.store import Tx

CREATE_ITEMS = """
MATCH (import:Import {id: $import_id})
UNWIND $items AS row
CREATE (item:ReviewItem {
    id: row.id, row: row.row, state: 'waiting', verdict: row.verdict, question: row.question,
    candidates: row.candidates, data: row.data, name: row.name, position: row.position, asks: row.asks,
    kind: row.kind, strength: row.strength, together: row.together,
    words: row.words, shared: row.shared})
CREATE (item)-[:RAISED_BY]->(import)
"""

ITEMS_THERE = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
RETURN collect(id) AS ids
"""

REPEAT = """
UNWIND $items AS row
MATCH (older:ReviewItem {asks: row.asks})-[:RAISED_BY]->(import:Import)
WHERE older.state = 'waiting' AND older.repeated_by IS NULL AND import.id <> $import_id
SET older.repeated_by = row.id
RETURN count(older) AS number
"""

WAIT_AGAIN = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.state = 'waiting', item.question = row.question, item.candidates = row.candidates,
    item.data = row.data, item.verdict = row.verdict, item.kind = row.kind, item.strength = row.strength,
    item.words = row.words, item.shared = row.shared,
    item.decision = null, item.decided_by = null, item.decided_at = null,
    item.decided_with = null, item.act = null, item.rule = null, item.answer = null
RETURN count(item) AS number
"""


def raise_items(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> int:
    """Let rows wait for a person and return how many.

    A row that was decided and can't be carried out waits again, with its new question. A row that waits
    from an earlier import of this source and says the very same is asked about by the new one from now on.
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
        tx.run(REPEAT, import_id=context.import_id, items=new)
        tx.run(CREATE_ITEMS, import_id=context.import_id, items=new)
    return len(items)


def _item(context: ImportContext, row: PlannedRow) -> dict[str, object]:
    plain, name = row_as_dict(row), str(row.values.get("name") or "")
    return {
        "id": item_id(context.import_id, row.row),
        "row": row.row,
        "position": f"{context.import_id} {row.row:08d}",
        "verdict": str(row.verdict),
        "question": row.question or "",
        "name": name,
        "candidates": canonical_json(plain["candidates"]),
        "data": canonical_json(plain),
        "asks": what_is_asked(context.source, row),
        "together": f"{canonical(name)} {context.import_id} {row.row:08d}",
        "shared": _shared(row) or item_id(context.import_id, row.row),
        **asked_as(row),
    }


_SHARED_KINDS = (WaitingKind.CLOSE, WaitingKind.NOBODY, WaitingKind.TWINS)


def _shared(row: PlannedRow) -> str:
    """Return what rows of several lists have in common that ask about one name at one postcode, else ""."""
    name, postcode = canonical(str(row.values.get("name") or "")), str(row.values.get("postcode") or "")
    if not name or " " not in postcode or row.values.get("identifiers") or kind_of(row) not in _SHARED_KINDS:
        return ""
    return made_id("shared", name, postcode)


def asked_as(row: PlannedRow) -> dict[str, object]:
    """Return what lists of waiting rows are filtered by: ``kind``, ``strength``, and open ``words``."""
    return {
        "kind": str(kind_of(row)),
        "strength": strength_of(row.candidates),
        "words": sorted({word_key(word) for word in open_words(row)}),
    }


def what_is_asked(source: str, row: PlannedRow) -> str:
    """Return what rows of a source that say the very same have in common.

    Wherever they stand in a file, and whatever format it has.
    """
    said = sorted(filter(None, map(plain_cell, row.cells)))
    return made_id("asks", source, canonical_json([said, row.values, row.facts]))


LET_GO_OF_REPEATED = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
MATCH (older:ReviewItem {repeated_by: id})
SET older.repeated_by = item.repeated_by
RETURN count(older) AS number
"""

WHO_ASK_ALIKE = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
MATCH (alike:ReviewItem {asks: item.asks})-[:RAISED_BY]->(import:Import)
WHERE alike.state = 'waiting'
RETURN DISTINCT alike.asks AS asks, alike.id AS id, import.id AS import_id,
       coalesce(import.started_at, '') AS started_at, alike.row AS row
ORDER BY asks, started_at, import_id, row
"""

SET_REPEATED = """
UNWIND $items AS one
MATCH (item:ReviewItem {id: one.id})
SET item.repeated_by = one.by
RETURN count(item) AS number
"""


def ask_once(tx: Tx, ids: Sequence[str]) -> None:
    """Let the newest import of a source ask, for the earlier ones too, what these rows ask again."""
    lists: dict[str, dict[str, list[str]]] = {}
    for row in tx.run(WHO_ASK_ALIKE, ids=list(ids)):
        lists.setdefault(row["asks"], {}).setdefault(row["import_id"], []).append(row["id"])
    items = []
    for by_import in lists.values():
        imports = list(by_import.values())
        askers = [*(several[0] for several in imports[1:]), None]
        for several, asker in zip(imports, askers, strict=True):
            items += [{"id": each, "by": asker} for each in several]
    if items:
        tx.run(SET_REPEATED, items=items)


ITEMS_OF = """
MATCH (item:ReviewItem)-[:RAISED_BY]->(import:Import {id: $import_id})
RETURN collect(item.id) AS ids
"""


def let_go_of_repeated(tx: Tx, ids: Sequence[str]) -> None:
    """Let rows that these rows asked about too speak for themselves again, or through a later import."""
    if ids:
        tx.run(LET_GO_OF_REPEATED, ids=list(ids))


UNANSWERED = """
MATCH (item:ReviewItem {superseded_by: $import_id, state: 'superseded'})-[:RAISED_BY]->(import:Import)
WHERE import.state IN ['waiting', 'committed', 'cancelled', 'failed']
SET item.state = 'waiting', item.superseded_by = null, item.superseded_at = null, item.means = null,
    import.state = CASE import.state WHEN 'committed' THEN 'waiting' ELSE import.state END
RETURN count(item) AS number
"""


def let_go_of_import(tx: Tx, import_id: str) -> None:
    """Let earlier rows that an import asked about or answered speak for themselves, as it is undone."""
    tx.run(UNANSWERED, import_id=import_id)
    let_go_of_repeated(tx, tx.run(ITEMS_OF, import_id=import_id)[0]["ids"])


def item_id(import_id: str, row: int) -> str:
    """Return the id of what a row of an import asks."""
    return made_id(import_id, row, "review")
