"""What of imports waits for somebody, and how fast one goes, on both engines."""

from __future__ import annotations

from dataclasses import replace

from graph.commit import commit_import
from graph.import_records import the_import
from graph.imports import store_plan
from graph.imports_at_work import imports_among, is_silent, seconds_left, work_to_do
from graph.list_tracker import list_names
from graph.store import Store
from tests.contract.lists import bring_in, line, planned
from tests.contract.test_review import row, waiting_list

BODY = "GB-CHC-1000001"


def test_every_import_that_waits_is_named(store: Store) -> None:
    assert work_to_do(store) == type(work_to_do(store))()
    done = bring_in(store, BODY, [line("Acorn", "GB-CHC-1")])
    later = planned(store, BODY, [line("Birch", "GB-CHC-2")])
    stopped = planned(store, BODY, [line("Cedar", "GB-CHC-3")])
    store_plan(store, later, "ann")
    store_plan(store, stopped, "ann")
    commit_import(store, stopped.import_id, should_stop=lambda: True)
    work = work_to_do(store)
    assert [each.id for each in work.planned] == [later.import_id]
    assert [(each.id, each.state) for each in work.stopped] == [(stopped.import_id, "cancelled")]
    assert (work.running, work.review, work.conflict) == (0, 0, 0)
    states = imports_among(store, [done.import_id, later.import_id, "none"])
    assert {each: state.state for each, state in states.items()} == {
        done.import_id: "committed",
        later.import_id: "planned",
    }
    (names,) = list_names(store, [the_import(store, done.import_id).body or ""])
    assert (names.identifiers, names.file_names) == ((BODY,), ("list.csv",))


def test_rows_that_wait_are_counted_by_what_they_ask(store: Store) -> None:
    waiting_list(store, row(2, "Acorn"), row(3, "Birch"))
    work = work_to_do(store)
    assert (work.review, work.conflict) == (2, 0)


def test_the_pace_comes_from_the_chunks_that_are_in(store: Store) -> None:
    lines = [line(f"Organisation {n}", f"GB-CHC-{n}") for n in range(1, 1101)]
    state = the_import(store, bring_in(store, BODY, lines).import_id)
    assert seconds_left(store, state) == 0
    half = seconds_left(store, replace(state, done_rows=550))
    assert half is not None
    assert half > 0
    assert not is_silent(state)
    running = replace(state, state="running", lease_until="2020-01-01T00:00:00.000000Z")
    assert is_silent(running)
    few = the_import(store, bring_in(store, "GB-CHC-1000002", [line("Ash", "GB-CHC-9999")]).import_id)
    assert seconds_left(store, few) is None
