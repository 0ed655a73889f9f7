"""What became of each row of an import: as planned, or as carrying it out or a person decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model.packed import unpack
from graph.model.plan import PlannedRow, RowVerdict, row_from_dict
from graph.store import Store

DECISIONS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'decisions'})
RETURN chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY chunk.number
"""

ROW_CHUNKS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
WHERE chunk.number > $after
RETURN chunk.number AS number, chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY number
LIMIT 1
"""


@dataclass(frozen=True)
class RowOutcome:
    """A planned row with its verdict and organisation by now; ``decided`` when a person settled it."""

    planned: PlannedRow
    verdict: RowVerdict
    organisation: str | None
    decided: bool = False


def row_outcomes(store: Store, import_id: str) -> Iterator[RowOutcome]:
    """Yield every row of an import in file order, a chunk at a time; before the commit as planned."""
    decided = _decided(store, import_id)
    number = -1
    while found := store.read(ROW_CHUNKS, id=import_id, after=number):
        number = found[0]["number"]
        for each in _outcomes(found[0]["rows"], found[0]["outcome"]):
            yield decided.get(each.planned.row, each)


def _decided(store: Store, import_id: str) -> dict[int, RowOutcome]:
    settled: dict[int, RowOutcome] = {}
    for chunk in store.read(DECISIONS, id=import_id):
        for each in _outcomes(chunk["rows"], chunk["outcome"], decided=True):
            settled[each.planned.row] = each
    return settled


def _outcomes(rows: str, outcome: str, *, decided: bool = False) -> Iterator[RowOutcome]:
    became = json.loads(outcome)
    for plain in unpack(rows):
        planned = row_from_dict(plain)
        verdict, organisation = became.get(str(planned.row)) or (planned.verdict, planned.organisation)
        yield RowOutcome(planned, RowVerdict(verdict), organisation, decided)
