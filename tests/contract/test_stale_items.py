"""Rows that wait and are answered by a later list of their source don't wait any more, on both engines."""

from __future__ import annotations

from graph.imports import commit_import, import_state, store_plan, undo_import, waiting_count, waiting_rows
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import line, planned

NCVO = "GB-CHC-225922"
LINES = [line("Acorn Trust", "GB-CHC-1"), line("Beech Voices", "GB-CHC-2")]

ITEMS = "MATCH (item:ReviewItem) RETURN item.state AS state ORDER BY state"


def unseen(store: Store) -> str:
    """Bring a list in of which nothing is accepted unseen."""
    plan = planned(store, NCVO, LINES)
    store_plan(store, plan, "ann")
    assert commit_import(store, plan.import_id, accept="none").state == "waiting"
    return plan.import_id


def test_what_a_later_list_settled_is_set_aside_and_waits_again_when_that_is_undone(store: Store) -> None:
    older = unseen(store)
    assert waiting_count(store) == 2
    later = planned(store, NCVO, LINES[:1])
    store_plan(store, later, "ann")
    commit_import(store, later.import_id)
    assert [row.planned.values["name"] for row in waiting_rows(store).items] == ["Beech Voices"]
    assert [row["state"] for row in store.read(ITEMS)] == ["superseded", "waiting"]
    last = planned(store, NCVO, LINES)
    store_plan(store, last, "ann")
    commit_import(store, last.import_id)
    assert waiting_count(store) == 0
    assert import_state(store, older).state == "committed"  # type: ignore[union-attr]
    assert verify(store)["ok"]
    undo_import(store, last.import_id, "ann")
    assert waiting_count(store) == 1
    assert import_state(store, older).state == "waiting"  # type: ignore[union-attr]
    undo_import(store, later.import_id, "ann")
    assert waiting_count(store) == 2
    assert verify(store)["ok"]


def test_another_source_answers_nothing(store: Store) -> None:
    unseen(store)
    other = planned(store, "GB-CHC-1000001", LINES)
    store_plan(store, other, "ann")
    commit_import(store, other.import_id)
    assert waiting_count(store) == 2
