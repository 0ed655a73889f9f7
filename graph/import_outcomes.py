"""What became of each row of an import: as planned, or as carrying it out or a person decided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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


def row_outcomes(store: Store, import_id: str) -> Iterator[RowOutcome]:
    """Yield every row of an import in file order, some chunks at a time; before the commit as planned."""
    decided = _decided(store, import_id)
    number = -1
    while found := store.read(ROW_CHUNKS, id=import_id, after=number, most=AT_ONCE):
        number = found[-1]["number"]
        for chunk in found:
            for each in _outcomes(chunk["rows"], chunk["outcome"]):
                yield decided.get(each.row, each)


def _decided(store: Store, import_id: str) -> dict[int, RowOutcome]:
    settled: dict[int, RowOutcome] = {}
    for chunk in store.read(DECISIONS, id=import_id):
        for each in _outcomes(chunk["rows"], chunk["outcome"], decided=True):
            settled[each.row] = each
    return settled


def _outcomes(rows: str, outcome: str, *, decided: bool = False) -> Iterator[RowOutcome]:
    became = json.loads(outcome)
    for plain in unpack(rows):
        verdict, organisation = became.get(str(plain["row"])) or (plain["verdict"], plain.get("organisation"))
        yield RowOutcome(plain, VERDICTS[verdict], organisation, decided)
