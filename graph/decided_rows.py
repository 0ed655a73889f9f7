"""Rows that a person decided: those decided together, and why a decision can't be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.import_records import ImportState
from graph.review import DECIDABLE
from graph.review_items import item_id
from graph.store import Store, Tx

ITEMS = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})-[:RAISED_BY]->(import:Import)
WHERE item.state IN $item_states AND import.state IN $states
RETURN item.id AS id, item.row AS row, item.verdict AS verdict, item.candidates AS candidates,
       item.rule AS rule, item.data AS data, coalesce(item.decided_with, item.id) AS decided_with,
       import.id AS import_id, coalesce(import.file_name, '') AS file_name
ORDER BY import_id, row
"""

DECIDED_WITH = """
UNWIND $ids AS id
MATCH (item:ReviewItem {decided_with: id})
RETURN collect(DISTINCT item.id) AS ids
"""


def together(graph: Store | Tx, ids: Sequence[str], *, any_state: bool = False) -> list[dict[str, Any]]:
    """Return decided rows, those of other lists among them that were decided with one of them.

    By import and row; without rows of imports that are undone. With ``any_state`` waiting rows too.
    """
    wanted = ["decided", "waiting"] if any_state else ["decided"]
    known: dict[str, Any] = {"item_states": wanted, "states": list(DECIDABLE)}
    first = graph.read(ITEMS, ids=list(ids), **known)
    firsts = sorted({item["decided_with"] for item in first})
    more = graph.read(DECIDED_WITH, ids=firsts)[0]["ids"] if firsts else []
    others = sorted(set(more) - {item["id"] for item in first})
    found = [*first, *(graph.read(ITEMS, ids=others, **known) if others else ())]
    return sorted(found, key=lambda item: (item["import_id"], item["row"]))


DECIDED_BY_RULE = """
MATCH (rule:MatchRule {id: $rule})
OPTIONAL MATCH (rule)-[:MEANS]->(organisation:Organisation)
WITH coalesce(organisation.id, '') AS means
MATCH (item:ReviewItem {rule: $rule})
WHERE item.state = 'decided' AND item.answer = means
RETURN item.id AS id ORDER BY id
"""

SETTLED_WITH_WORD = """
MATCH (item:ReviewItem)
WHERE item.state IN ['decided', 'waiting'] AND $rule IN coalesce(item.settled, [])
RETURN item.id AS id ORDER BY id
"""


def decided_by(store: Store, rule_id: str) -> list[str]:
    """Return the ids of the rows that a remembered decision decided, not those decided otherwise before."""
    return [row["id"] for row in store.read(DECIDED_BY_RULE, rule=rule_id)]


def settled_with(store: Store, rule_id: str) -> list[str]:
    """Return the ids of the rows, decided or waiting, in which a word was settled."""
    return [row["id"] for row in store.read(SETTLED_WITH_WORD, rule=rule_id)]


ITEM = """
MATCH (item:ReviewItem {id: $id})
RETURN item.state AS state, item.rule AS rule, coalesce(item.settled, []) AS settled
"""


def why_not(graph: Store | Tx, state: ImportState, row: int) -> str:
    """Return in a sentence why what was decided about a row can't be taken back; "" when it can."""
    name = f"Row {row} of {state.file_name}"
    if state.state not in DECIDABLE:
        return f"The import of {state.file_name} is {state.state}: its rows' decisions can't be taken back."
    found = graph.read(ITEM, id=item_id(state.id, row))
    if found and found[0]["state"] == "waiting":
        return f"{name} waits for a decision: there is none to take back."
    if not found or found[0]["state"] != "decided":
        return f"{name} wasn't decided by a person, so there is no decision to take back."
    if found[0]["rule"] in found[0]["settled"]:
        return f"{name} went in when a word in it was settled. Take back what the word means instead."
    return ""
