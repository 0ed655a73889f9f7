"""What became of each row of an import: as planned, or as carrying it out or a person decided."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.model.packed import names_any, unpack
from graph.model.plan import PlannedRow, RowVerdict, row_from_dict
from graph.store import Store, Tx

DECISIONS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'decisions'})
RETURN chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome,
       coalesce(chunk.taken_back, []) AS taken_back
ORDER BY chunk.number
"""
"""Batches of decisions; rows ``taken_back`` are as they were before the batch."""

ROW_CHUNKS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
WHERE chunk.number > $after
RETURN chunk.number AS number, chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY number
LIMIT $most
"""

AT_ONCE = 8
"""Chunks read at once: to find the next ones, the engine looks at all that the import has."""


VERDICTS = {verdict.value: verdict for verdict in RowVerdict}


@dataclass(frozen=True)
class RowOutcome:
    """A row with its verdict and organisation by now; ``decided`` when a person settled it.

    ``plain`` is the planned row as it was stored: most of a long list's rows are only counted.
    """

    plain: Mapping[str, Any]
    verdict: RowVerdict
    organisation: str | None
    decided: bool = False

    @property
    def row(self) -> int:
        """The row's number as the person sees it."""
        return int(self.plain["row"])

    @property
    def has_issues(self) -> bool:
        """Whether anything is to be said of the row."""
        return bool(self.plain.get("issues"))

    @cached_property
    def planned(self) -> PlannedRow:
        """The row as it was planned."""
        return row_from_dict(self.plain)


def row_outcomes(graph: Store | Tx, import_id: str) -> Iterator[RowOutcome]:
    """Yield every row of an import in file order, some chunks at a time; before the commit as planned."""
    decided = decisions_in_force(graph, import_id)
    number = -1
    while found := graph.read(ROW_CHUNKS, id=import_id, after=number, most=AT_ONCE):
        number = found[-1]["number"]
        for chunk in found:
            for each in _outcomes(chunk["rows"], chunk["outcome"]):
                yield decided.get(each.row, each)


CARRIED_OUT = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
WHERE chunk.number > $after AND chunk.committed_at IS NOT NULL
RETURN chunk.number AS number, chunk.rows AS rows, coalesce(chunk.outcome, '{}') AS outcome
ORDER BY number
LIMIT $most
"""


def rows_carried_out(
    graph: Store | Tx, import_id: str, naming: Collection[str] | None = None
) -> Iterator[RowOutcome]:
    """Yield the rows of an import's chunks that are done with, as they went then, decisions aside.

    With ``naming`` only those of chunks in which one of these ids stands, since reading all takes long.
    """
    number = -1
    while found := graph.read(CARRIED_OUT, id=import_id, after=number, most=AT_ONCE):
        number = found[-1]["number"]
        for chunk in found:
            if naming is None or _names_any(chunk, naming):
                yield from _outcomes(chunk["rows"], chunk["outcome"])


def _names_any(chunk: Mapping[str, str], words: Collection[str]) -> bool:
    return any(word in chunk["outcome"] for word in words) or names_any(chunk["rows"], words)


def decisions_in_force(graph: Store | Tx, import_id: str) -> dict[int, RowOutcome]:
    """Return {row: what a person's decision made of it}, without decisions that were taken back."""
    settled: dict[int, RowOutcome] = {}
    for chunk in graph.read(DECISIONS, id=import_id):
        for each in _outcomes(chunk["rows"], chunk["outcome"], decided=True):
            if each.row not in chunk["taken_back"]:
                settled[each.row] = each
    return settled


def _outcomes(rows: str, outcome: str, *, decided: bool = False) -> Iterator[RowOutcome]:
    became = json.loads(outcome)
    for plain in unpack(rows):
        verdict, organisation = became.get(str(plain["row"])) or (plain["verdict"], plain.get("organisation"))
        yield RowOutcome(plain, VERDICTS[verdict], organisation, decided)
