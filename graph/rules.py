"""Led-by rules: those every graph starts with, and staff's own."""

from __future__ import annotations

import re
from typing import Any

from graph.errors import Refused
from graph.model.declarations import BAND_ORDER, Band, Rule
from graph.store import Store, Tx

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_GROUPS = ("board", "senior_staff", "all_staff")


RULES_THERE = """
MATCH (rule:Rule)
RETURN rule.id AS id, rule.name AS name, rule.board AS board, rule.senior_staff AS senior_staff,
       rule.all_staff AS all_staff, coalesce(rule.deciding, 'board') AS deciding,
       coalesce(rule.by_and_for, false) AS by_and_for,
       coalesce(rule.advisory_board_for, []) AS advisory_board_for, coalesce(rule.position, 1000) AS position
ORDER BY position, id
"""


def rules(store: Store) -> list[Rule]:
    """Return every led-by rule, the built-in ones first, then staff's own by id; [] before the seed."""
    return [_rule(row) for row in store.read(RULES_THERE)]


def rule(store: Store, rule_id: str) -> Rule | None:
    """Return one rule; None when no rule has that id."""
    return next((one for one in rules(store) if one.id == rule_id), None)


CREATE_RULES = """
UNWIND $rules AS one
CREATE (rule:Rule {id: one.id})
SET rule += one.properties
RETURN count(rule) AS made
"""


def create_rules(tx: Tx, new: list[tuple[int, Rule]]) -> None:
    """Write rules that aren't there yet, each with its position on lists."""
    tx.run(
        CREATE_RULES,
        rules=[{"id": one.id, "properties": _properties(one, position)} for position, one in new],
    )


def add_rule(store: Store, actor: str, rule: Rule, write_id: str) -> dict[str, Any]:
    """Record a rule of staff's own and return {"id"}.

    Raises Refused for an id that is malformed or taken, a missing name, a band that asks for nothing or
    for nobody, a deciding group that isn't one, or a rule that asks nothing at all.
    """
    _check(rule)

    def work(tx: Tx) -> dict[str, Any]:
        if any(row["id"] == rule.id for row in tx.run(RULES_THERE)):
            raise Refused(f"There is a rule with the id {rule.id} already. Choose another id.", "id")
        create_rules(tx, [(1000, rule)])
        tx.touch_everything()
        return {"id": rule.id}

    return store.write(write_id, actor, "add rule", work)


def _check(rule: Rule) -> None:
    if not _ID.fullmatch(rule.id):
        raise Refused(
            f"{rule.id!r} can't be a rule's id. Use up to 40 small letters, figures, "
            "hyphens and underscores.",
            "id",
        )
    if not rule.name.strip():
        raise Refused("The rule has no name. Say in it what it asks.", "name")
    for group in _GROUPS:
        band = getattr(rule, group)
        if band is not None and (band not in BAND_ORDER or band is Band.NONE):
            raise Refused("A rule asks for a share: under half, half, over half or 75% or more.", group)
    if rule.deciding not in _GROUPS:
        raise Refused("Without a board, senior staff or all staff decide.", "deciding")
    if not rule.by_and_for and all(getattr(rule, group) is None for group in _GROUPS):
        raise Refused("The rule asks for nothing. Give at least one share.", "board")


def _properties(rule: Rule, position: int) -> dict[str, Any]:
    return {
        "name": rule.name.strip(),
        "board": rule.board,
        "senior_staff": rule.senior_staff,
        "all_staff": rule.all_staff,
        "deciding": rule.deciding,
        "by_and_for": rule.by_and_for,
        "advisory_board_for": list(rule.advisory_board_for),
        "position": position,
    }


def _rule(row: dict[str, Any]) -> Rule:
    bands = {group: Band(row[group]) if row[group] else None for group in _GROUPS}
    return Rule(
        id=row["id"],
        name=row["name"],
        deciding=row["deciding"],
        by_and_for=row["by_and_for"],
        advisory_board_for=tuple(row["advisory_board_for"]),
        **bands,
    )
