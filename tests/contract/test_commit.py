"""Committing imports on both engines: what a list says goes in once, whole, and can be carried on."""

from __future__ import annotations

from graph.store import Store
from tests.contract.lists import bring_in, line

NCVO, LOCAL = "GB-CHC-225922", "GB-CHC-1000001"

LIST = [line("Acorn Trust", "GB-CHC-1", postcode="LS1 4AB"), line("Birch CIC", "GB-COH-00000002")]

MEMBERS = """
MATCH (o:Organisation)-[m:MEMBER_OF]->(body:Organisation)
RETURN o.name AS name, m.since AS since, m.until AS until, o.version AS version ORDER BY name
"""


def test_list_goes_in_with_its_body_and_members(store: Store) -> None:
    outcome = bring_in(store, NCVO, LIST)
    assert outcome.state == "committed"
    assert outcome.counts["new"] == 2
    assert (outcome.changes, outcome.review_items, outcome.done_rows) == (2, 0, 2)
    assert [row["name"] for row in store.read(MEMBERS)] == ["Acorn Trust", "Birch CIC"]


def test_same_list_again_changes_nothing(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    before = store.read(MEMBERS)
    outcome = bring_in(store, NCVO, LIST[::-1])
    assert (outcome.counts["same"], outcome.changes) == (2, 0)
    assert store.read(MEMBERS) == before
