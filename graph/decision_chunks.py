"""The batches of decisions of an import, as they are kept with it: rows that are taken back leave them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graph.import_records import ImportState
from graph.model.packed import unpack
from graph.model.plan import canonical_json
from graph.store import Tx

BATCHES = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'decisions'})
RETURN chunk.id AS id, chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome,
       coalesce(chunk.taken_back, []) AS taken_back, coalesce(chunk.vouches, []) AS vouches,
       chunk.result AS result
ORDER BY chunk.number DESC
"""

SET_BATCHES = """
UNWIND $batches AS one
MATCH (chunk:Chunk {id: one.id})
SET chunk.taken_back = one.taken_back, chunk.vouches = one.vouches, chunk.result = one.result
RETURN count(chunk) AS number
"""

SET_COUNTS = """
MATCH (import:Import {id: $id})
SET import.counts = $counts, import.changes = coalesce(import.changes, 0) - $unsaid,
    import.state = CASE import.state WHEN 'committed' THEN 'waiting' ELSE import.state END
RETURN import.id AS id
"""


def take_out_of_chunks(
    tx: Tx, state: ImportState, items: Sequence[Mapping[str, Any]], vouches: Collection[str], *, unsaid: int
) -> None:
    """Take rows out of the batches that decided them, and count them as waiting again.

    ``vouches`` are the statements of other imports that the import doesn't say any more, ``unsaid`` how many
    of its own.
    """
    left = {int(item["row"]): str(item["verdict"]) for item in items}
    counts, batches = dict(state.counts), []
    for chunk in tx.run(BATCHES, id=state.id):
        rows = {row["row"]: row for row in unpack(chunk["rows"])}
        out = [number for number in rows if number in left and number not in chunk["taken_back"]]
        if not out and not set(vouches).intersection(chunk["vouches"]):
            continue
        outcome = json.loads(chunk["outcome"])
        for number in out:
            became = str((outcome.get(str(number)) or (rows[number]["verdict"],))[0])
            counts[became] = counts.get(became, 0) - 1
            again = left.pop(number)
            counts[again] = counts.get(again, 0) + 1
        batches.append(_without(chunk, rows, out, vouches))
    tx.run(SET_BATCHES, batches=batches)
    tx.run(SET_COUNTS, id=state.id, counts=canonical_json(counts), unsaid=unsaid)


def _without(
    chunk: Mapping[str, Any],
    rows: Mapping[int, Mapping[str, Any]],
    out: Sequence[int],
    vouches: Collection[str],
) -> dict[str, Any]:
    """Return a batch as it is kept without some rows: what they turned out to mean is forgotten with them."""
    taken_back = sorted({*chunk["taken_back"], *out})
    result = json.loads(chunk["result"] or "{}")
    meant = {row["organisation"] for number, row in rows.items() if number not in taken_back}
    redirects = {made: org_id for made, org_id in (result.get("redirects") or {}).items() if made in meant}
    return {
        "id": chunk["id"],
        "taken_back": taken_back,
        "vouches": [each for each in chunk["vouches"] if each not in vouches],
        "result": canonical_json({**result, "redirects": redirects}),
    }
