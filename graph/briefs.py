"""Organisations in one line each, for lists. A hidden location shows its nation at most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graph.store import Store

FEW = 5_000
"""Up to so many ids are handed to the graph; with more, a walk by name meets them soon enough."""

STRIDE = 500


@dataclass(frozen=True)
class Brief:
    """One line about an organisation. ``place`` is "" where it isn't known; ``size`` an income band."""

    id: str
    name: str
    place: str
    size: str
    identifiers: tuple[str, ...] = ()
    example: bool = False


NAME_OF = """
MATCH (organisation:Organisation {id: $id})
RETURN organisation.name_sort AS name_sort
"""

AMONG = """
UNWIND $ids AS wanted
MATCH (organisation:Organisation {id: wanted})
WHERE organisation.name_sort > $name OR (organisation.name_sort = $name AND organisation.id > $after)
OPTIONAL MATCH (organisation)-[:BASED_IN]->(place:Place)
OPTIONAL MATCH (place)-[:WITHIN]->(larger:Place)
OPTIONAL MATCH (larger)-[:WITHIN]->(largest:Place)
RETURN organisation.id AS id, organisation.name AS name, organisation.name_sort AS name_sort,
       organisation.income_band AS size, coalesce(organisation.identifiers, []) AS identifiers,
       coalesce(organisation.example, false) AS example,
       coalesce(organisation.hide_location, false) AS hidden,
       coalesce(place.name, '') AS place, coalesce(largest.name, larger.name, place.name, '') AS nation
ORDER BY name_sort, id
LIMIT $limit
"""

ONWARDS = """
MATCH (organisation:Organisation)
WHERE organisation.name_sort >= $name
  AND (organisation.name_sort > $name OR organisation.id > $after)
RETURN organisation.id AS id, organisation.name_sort AS name_sort
ORDER BY name_sort, id
LIMIT $limit
"""


def briefs(store: Store, ids: Collection[str], after: str | None = None, limit: int = 50) -> list[Brief]:
    """Return some organisations of a set by name, those after one of them; [] when none is left."""
    start = store.read(NAME_OF, id=after) if after else []
    name, last = (start[0]["name_sort"], str(after)) if start else ("", "")
    wanted = ids if len(ids) <= FEW else _next_ids(store, frozenset(ids), name, last, limit)
    rows = store.read(AMONG, ids=list(set(wanted)), name=name, after=last, limit=limit)
    return [_brief(row) for row in rows]


def names_of(store: Store, ids: Collection[str]) -> dict[str, str]:
    """Return {id: name} of organisations; those that aren't there are left out."""
    found = store.columns(NAMES, ids=list(set(ids)))
    return dict(zip(found["ids"], found["names"], strict=True))


NAMES = """
UNWIND $ids AS wanted
MATCH (organisation:Organisation {id: wanted})
RETURN collect(organisation.id) AS ids, collect(organisation.name) AS names
"""


def _next_ids(store: Store, ids: frozenset[str], name: str, last: str, limit: int) -> list[str]:
    """Walk the organisations by name until enough of a large set were met."""
    found: list[str] = []
    while len(found) < limit:
        rows = store.read(ONWARDS, name=name, after=last, limit=STRIDE)
        found += [row["id"] for row in rows if row["id"] in ids]
        if len(rows) < STRIDE:
            break
        name, last = rows[-1]["name_sort"], rows[-1]["id"]
    return found[:limit]


def _brief(row: dict[str, Any]) -> Brief:
    return Brief(
        id=row["id"],
        name=row["name"],
        place=row["nation"] if row["hidden"] else row["place"],
        size=row["size"] or "no_figure",
        identifiers=tuple(row["identifiers"]),
        example=row["example"],
    )
