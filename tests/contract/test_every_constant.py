"""Every Cypher constant under graph/ is understood by both engines, and was run on both by these tests."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.contract.conftest import ENGINES, Heard
from tests.cypher_texts import CypherConstant, cypher_constants

CONSTANTS = cypher_constants()


@pytest.mark.parametrize("constant", CONSTANTS, ids=str)
def test_is_understood(session_store: Store, constant: CypherConstant) -> None:
    session_store.read(f"EXPLAIN {constant.text}")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_constant_ran(engine: str, queries_heard: Heard) -> None:
    """Runs last of all, since it looks back on what the other contract tests of the engine ran."""
    heard = queries_heard.texts[engine]
    if not queries_heard.whole_suite or (engine == "neo4j" and not heard):
        pytest.skip("only a run of all its contract tests can tell")
    missing = sorted(str(constant) for constant in CONSTANTS if constant.text not in heard)
    assert not missing, f"no contract test on {engine} runs:\n" + "\n".join(missing)
