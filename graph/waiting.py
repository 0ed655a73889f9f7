"""Rows that wait for a person, as lists and pages show them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.pages import Page
from graph.model.plan import Candidate, PlannedRow, row_from_dict
from graph.model.waiting_kinds import kind_of
from graph.store import Store


@dataclass(frozen=True)
class WaitingRow:
    """A row that waits, with what it asks; ``verdict`` is "review" or "conflict".

    ``kind`` is a ``WaitingKind``; ``file_name`` and ``body_name`` say whose list it stands in. Rows
    with the same ``shared`` ask about one name at one postcode and are decided together.
    """

    id: str
    import_id: str
    row: int
    verdict: str
    question: str
    candidates: tuple[Candidate, ...]
    planned: PlannedRow
    kind: str = ""
    file_name: str = ""
    body_name: str = ""
    shared: str = ""


@dataclass(frozen=True)
class WaitingFilter:
    """Which waiting rows are meant; "" leaves a field open.

    ``import_id`` and ``body`` are ids, ``kind`` a ``WaitingKind``, ``strength`` one of ``STRENGTHS``,
    ``verdict`` "review" or "conflict". Over all imports, a row that a later import of its source asks about
    too counts once, as the later one.
    """

    import_id: str = ""
    body: str = ""
    kind: str = ""
    strength: str = ""
    verdict: str = ""


WAITING = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE item.position > $after
  AND (import.id = $import_id OR ($import_id = '' AND item.repeated_by IS NULL))
RETURN item.id AS id, import.id AS import_id, item.data AS data, item.question AS question,
       item.verdict AS verdict, item.position AS position, import.file_name AS file_name,
       coalesce(import.body_name, '') AS body_name, coalesce(item.shared, item.id) AS shared
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
    return _page(rows, limit)


STILL_WAITING = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
WHERE item.state = 'waiting'
RETURN item.id AS id
"""


def still_waiting(store: Store, ids: Sequence[str]) -> set[str]:
    """Return those of some rows (by their ids) that wait by now."""
    return {row["id"] for row in store.read(STILL_WAITING, ids=list(ids))}


WAITING_TOGETHER = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE coalesce(item.together, item.position) > $after
  AND (import.id = $import_id OR ($import_id = '' AND item.repeated_by IS NULL))
  AND ($body = '' OR import.body = $body) AND ($kind = '' OR coalesce(item.kind, 'other') = $kind)
  AND ($strength = '' OR coalesce(item.strength, 'none') = $strength)
  AND ($verdict = '' OR item.verdict = $verdict)
WITH item, import, coalesce(item.together, item.position) AS position
ORDER BY position
LIMIT $limit
RETURN item.id AS id, import.id AS import_id, item.data AS data, item.question AS question,
       item.verdict AS verdict, position, import.file_name AS file_name,
       coalesce(import.body_name, '') AS body_name, coalesce(item.shared, item.id) AS shared
ORDER BY position
"""


def waiting_together(
    store: Store, chosen: WaitingFilter, after: str | None = None, limit: int = 50
) -> Page[WaitingRow]:
    """Return the rows that a filter means, those of one name beside each other whatever list they are in."""
    rows = store.read(WAITING_TOGETHER, **vars(chosen), after=after or "", limit=limit + 1)
    return _page(rows, limit)


def _page(rows: list[dict[str, Any]], limit: int) -> Page[WaitingRow]:
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
        kind=str(kind_of(planned)),
        file_name=row["file_name"] or "",
        body_name=row["body_name"],
        shared=row["shared"],
    )


ALSO_IN = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
MATCH (twin:ReviewItem {shared: item.shared})-[:RAISED_BY]->(import:Import)
WHERE twin.state = 'waiting' AND twin.id <> id AND twin.repeated_by IS NULL
RETURN id, import.file_name AS file_name, twin.row AS row
ORDER BY id, file_name, row
"""


def also_asked_in(store: Store, ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Return {waiting row: (file name, row) of those decided with it}, without rows that stand alone."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in store.read(ALSO_IN, ids=list(ids)):
        found.setdefault(row["id"], []).append((row["file_name"], row["row"]))
    return found


@dataclass(frozen=True)
class WaitingGroup:
    """How many rows of one import, kind, strength and verdict wait."""

    import_id: str
    file_name: str
    body: str
    body_name: str
    kind: str
    strength: str
    verdict: str
    rows: int


GROUPS = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE import.id = $import_id OR item.repeated_by IS NULL
RETURN import.id AS import_id, import.file_name AS file_name, coalesce(import.body, '') AS body,
       coalesce(import.body_name, '') AS body_name, coalesce(item.kind, 'other') AS kind,
       coalesce(item.strength, 'none') AS strength, item.verdict AS verdict, count(item) AS rows
ORDER BY import_id, kind, strength, verdict
"""


def waiting_groups(store: Store, import_id: str = "") -> tuple[WaitingGroup, ...]:
    """Return how many rows wait by import, kind, strength and verdict; () when none does.

    Rows that a later import asks about too count with that one, but for those of ``import_id`` itself.
    """
    rows = store.read(GROUPS, import_id=import_id)
    return tuple(WaitingGroup(**{**row, "file_name": row["file_name"] or ""}) for row in rows)


WAITING_COUNT = """
MATCH (item:ReviewItem {state: 'waiting'})
WHERE item.repeated_by IS NULL
RETURN count(item) AS waiting
"""


def waiting_count(store: Store) -> int:
    """Return how many rows of all imports wait for a person, each once however often its list came in."""
    return int(store.read(WAITING_COUNT)[0]["waiting"])
