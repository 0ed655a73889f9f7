"""Councils, regions and nations in the graph, each within the next larger one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.model.places import Place, PlaceLevel
from graph.store import Store, Tx

PLACES_THERE = """
MATCH (place:Place)
OPTIONAL MATCH (place)-[:WITHIN]->(larger:Place)
RETURN place.id AS code, place.name AS name, place.level AS level, larger.id AS within
ORDER BY code
"""


def places(store: Store, level: PlaceLevel | None = None) -> list[Place]:
    """Return every place, or those of one level, in the order of their codes; [] before the seed."""
    every = [_place(row) for row in store.read(PLACES_THERE)]
    return [place for place in every if level in (None, place.level)]


PLACE = """
MATCH (place:Place {id: $code})
OPTIONAL MATCH (place)-[:WITHIN]->(larger:Place)
RETURN place.id AS code, place.name AS name, place.level AS level, larger.id AS within
"""


def place(store: Store, code: str) -> Place | None:
    """Return one place; None when no place has that ONS code."""
    rows = store.read(PLACE, code=code)
    return _place(rows[0]) if rows else None


CREATE_PLACES = """
UNWIND $places AS one
CREATE (place:Place {id: one.code, name: one.name, level: one.level})
RETURN count(place) AS made
"""


CREATE_WITHIN = """
UNWIND $edges AS edge
MATCH (smaller:Place {id: edge.smaller})
MATCH (larger:Place {id: edge.larger})
CREATE (smaller)-[:WITHIN]->(larger)
RETURN count(smaller) AS made
"""


def create_places(tx: Tx, new: Sequence[Place]) -> None:
    """Write places that aren't there yet, each within the larger one, which may be among them."""
    tx.run(
        CREATE_PLACES,
        places=[{"code": one.code, "name": one.name, "level": one.level.value} for one in new],
    )
    edges = [{"smaller": one.code, "larger": one.within} for one in new if one.within]
    if edges:
        tx.run(CREATE_WITHIN, edges=edges)


def _place(row: dict[str, Any]) -> Place:
    return Place(**{**row, "level": PlaceLevel(row["level"])})
