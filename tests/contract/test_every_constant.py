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


def test_every_constant_ran(request: pytest.FixtureRequest, queries_heard: Heard) -> None:
    """Runs last of all, since it looks back on what the other contract tests ran."""
    if not queries_heard.whole_suite:
        pytest.skip("only a run of all contract tests can tell")
    missing = sorted(
        f"{constant} on {engine}"
        for engine in ENGINES
        if queries_heard.texts[engine] or engine == "embedded"
        for constant in CONSTANTS
        if constant.text not in queries_heard.texts[engine]
    )
    assert not missing, "no contract test runs:\n" + "\n".join(missing)
