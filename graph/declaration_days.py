"""Declarations without a day of their own: they have that of the newest list that says them.

When that day moves, the declaration is written anew with it and the one before is retracted, so that an
earlier day still shows what was known then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.model.identifiers import made_id
from graph.store import Tx

DECLARATIONS_BY_ID = """
UNWIND $ids AS id
MATCH (declaration:Declaration {id: id})-[:ABOUT]->(organisation:Organisation)
WHERE declaration.retracted_at IS NULL
RETURN organisation.id AS organisation, properties(declaration) AS said
"""

COPY_DECLARATIONS = """
UNWIND $declarations AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (declaration:Declaration {id: row.id})
SET declaration += row.properties
CREATE (declaration)-[:ABOUT]->(organisation)
RETURN count(declaration) AS made
"""

COPY_LEADERSHIP = """
UNWIND $declarations AS row
MATCH (:Declaration {id: row.of})-[led:LEADERSHIP]->(community:Community)
MATCH (declaration:Declaration {id: row.id})
CREATE (declaration)-[:LEADERSHIP {
    board: led.board, senior_staff: led.senior_staff, all_staff: led.all_staff}]->(community)
RETURN count(declaration) AS made
"""

RETRACT_COPIED = """
UNWIND $declarations AS row
MATCH (declaration:Declaration {id: row.of})
SET declaration.retracted_at = $at
RETURN count(declaration) AS number
"""


def let_days_follow(tx: Tx, ids: Iterable[str], at: str) -> None:
    """Give those of these declarations without a day of their own that of the newest list that says them."""
    asked = sorted(set(ids))
    found = tx.run(DECLARATIONS_BY_ID, ids=asked) if asked else []
    rows = [_copy(row, at) for row in found if _day(row["said"]) != row["said"]["declared_on"]]
    if not rows:
        return
    tx.run(COPY_DECLARATIONS, declarations=rows)
    tx.run(COPY_LEADERSHIP, declarations=rows)
    tx.run(RETRACT_COPIED, declarations=rows, at=at)
    tx.touch(*(row["organisation"] for row in rows))


def _day(said: Mapping[str, Any]) -> str:
    """Return the day that a declaration should have: its own, else that of the newest list."""
    if json.loads(said["key"])["declared_on"]:
        return str(said["declared_on"])
    days: list[str] = [said["said_on"], *(said.get("also_days") or ())]
    return max(days)


def _copy(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    said = row["said"]
    made = made_id(said["id"], "as of", _day(said), at)
    changed = {"id": made, "declared_on": _day(said), "recorded_at": at}
    return {
        "of": said["id"],
        "id": made,
        "organisation": row["organisation"],
        "properties": {**said, **changed},
    }
