"""Texts that a server plans only once have a plan that looks ids up, however little the graph holds."""

from __future__ import annotations

from typing import Any

import pytest

from graph.engines.planning import PLANNED_ONCE, as_planned_once, has_one_plan
from graph.model.identifiers import new_id
from graph.new_organisations import CREATE_LISTED_ORGANISATIONS
from graph.schema import UNIQUE_IDS
from graph.store import Store
from graph.transaction import MOVE_HEAD
from tests.cypher_texts import cypher_constants

ONCE = [each for each in cypher_constants() if has_one_plan(each.text)]

ONE_OF_EACH = """
UNWIND $ids AS id
CREATE (:Organisation {id: id}) CREATE (:Import {id: id}) CREATE (:Chunk {id: id})
CREATE (:Setting {id: id}) CREATE (:Change {id: id}) CREATE (:Community {id: id})
"""


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (one:Import)\nRETURN one.id AS id",
        "MATCH (one:Import {source: $id})\nRETURN one.id AS id",
        "UNWIND $ids AS id\nMATCH (one:Import {id: id})\nRETURN one.id AS id",
        "MATCH (one:Import {id: $id})-[:HAS_CHUNK]->(other)\nRETURN other.id AS id",
        "MATCH (one:Import {id: $id})\nRETURN [(one)-->(other) | other.id] AS ids",
        "MATCH (one:Import {id: $id})\nMATCH (other:Import)\nRETURN other.id AS id",
        "MATCH (one:Import {id: $id})\nWHERE EXISTS { (one)--() }\nRETURN one.id AS id",
        "MATCH (one:Import {id: $id}), (other:Import)\nRETURN other.id AS id",
        "RETURN 1 AS one",
    ],
)
def test_what_looks_any_further_is_planned_as_the_server_sees_fit(text: str) -> None:
    assert as_planned_once(text) == text


def test_what_names_ids_alone_is_planned_once() -> None:
    for text in (MOVE_HEAD, CREATE_LISTED_ORGANISATIONS):
        assert as_planned_once(text) == f"{PLANNED_ONCE}\n{text}"


def test_plans_made_once_look_ids_up(store: Store) -> None:
    if store.engine != "neo4j":
        assert store._wording(MOVE_HEAD) == MOVE_HEAD  # the embedded engine keeps no plans
        return

    def scans(text: str) -> list[str]:
        plan = store._connection.run(
            lambda session: session.execute_read(lambda tx: tx.run("EXPLAIN " + text).consume().plan)
        )
        return [name for name in operators(plan) if "Scan" in name or "Hash" in name]

    for ids in ([], ["1"], ["2", "3", "4"]):
        store.write(
            new_id(), "ann", "one more of each", lambda tx, ids=ids: {"x": tx.run(ONE_OF_EACH, ids=ids)}
        )
        assert {str(each): scans(each.text) for each in ONCE if scans(each.text)} == {}
    assert len(ONCE) > 20
    assert {"Organisation", "Import", "Chunk", "Change"} <= set(UNIQUE_IDS)


def operators(plan: dict[str, Any]) -> list[str]:
    """Return the names of all steps of a plan."""
    below = [name for child in plan.get("children", []) for name in operators(child)]
    return [plan["operatorType"], *below]
