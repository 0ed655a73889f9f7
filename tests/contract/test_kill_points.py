"""A few of the points of ``python -m tools.kill_points`` on each engine; the docs say how to run many."""

from __future__ import annotations

import pytest

from tests.contract.conftest import do_without
from tools.kill_points import VICTIMS, points_of, run
from tools.neo4j import NoNeo4j


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "points"), [("embedded", 2), ("neo4j", 1)])
def test_facts_are_the_same_wherever_it_was_killed(engine: str, points: int) -> None:
    said: list[str] = []
    try:
        differing = run(engine, points, 7, 700, said.append)
    except NoNeo4j as reason:
        do_without(str(reason))
    assert differing == 0, "\n".join(said)
    assert len(said) == points + 2


@pytest.mark.parametrize("engine", sorted(VICTIMS))
def test_same_seed_is_the_same_points_and_everybody_is_killed(engine: str) -> None:
    points = list(points_of(engine, 50, 1))
    assert points == list(points_of(engine, 50, 1))
    assert points != list(points_of(engine, 50, 2))
    assert {each.victim for each in points} == set(VICTIMS[engine])
    assert {each.ending for each in points} == {"resumed", "undone"}
    assert all(each.ending == "undone" for each in points if each.victim == "undo")
