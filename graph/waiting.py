"""Rows that wait for a person, as lists and pages show them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.pages import Page
from graph.model.plan import Candidate, PlannedRow, row_from_dict
from graph.store import Store


@dataclass(frozen=True)
class WaitingRow:
    """A row that waits, with what it asks; ``verdict`` is "review" or "conflict"."""

    id: str
    import_id: str
    row: int
    verdict: str
    question: str
    candidates: tuple[Candidate, ...]
    planned: PlannedRow


WAITING = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE item.position > $after
  AND (import.id = $import_id OR ($import_id = '' AND item.repeated_by IS NULL))
RETURN item.id AS id, import.id AS import_id, item.data AS data, item.question AS question,
       item.verdict AS verdict, item.position AS position
ORDER BY position
LIMIT $limit
"""


def waiting_rows(
    store: Store, import_id: str | None = None, after: str | None = None, limit: int = 50
) -> Page[WaitingRow]:
    """Return rows that wait, of one import or of all, by import and row number.

    Of all: a row that a later import of its source asks about too stands there once, as the later one.
    """
    rows = store.read(WAITING, import_id=import_id or "", after=after or "", limit=limit + 1)
    more = len(rows) > limit
    return Page(tuple(map(_waiting_row, rows[:limit])), rows[limit - 1]["position"] if more else None)


def _waiting_row(row: Mapping[str, Any]) -> WaitingRow:
    planned = row_from_dict(json.loads(row["data"]))
    return WaitingRow(
        id=row["id"],
        import_id=row["import_id"],
        row=planned.row,
        verdict=row["verdict"],
        question=row["question"],
        candidates=planned.candidates,
        planned=planned,
    )


WAITING_COUNT = """
MATCH (item:ReviewItem {state: 'waiting'})
WHERE item.repeated_by IS NULL
RETURN count(item) AS waiting
"""


def waiting_count(store: Store) -> int:
    """Return how many rows of all imports wait for a person, each once however often its list came in."""
    return int(store.read(WAITING_COUNT)[0]["waiting"])
