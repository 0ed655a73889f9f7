"""Committing imports on both engines: what a list says goes in once, whole, and can be carried on."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from graph.bodies import body_for
from graph.errors import Refused
from graph.import_worker import ImportWorker
from graph.imports import (
    commit_import,
    import_rows,
    import_state,
    imports_page,
    imports_to_resume,
    store_plan,
    undo_import,
    waiting_rows,
)
from graph.leaving import leavers_for
from graph.model.plan import PlannedRow, RowVerdict
from graph.organisations import edit_organisation, organisation, search_organisations
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import bring_in, line, planned

NCVO, LOCAL = "GB-CHC-225922", "GB-CHC-1000001"

LIST = [line("Acorn Trust", "GB-CHC-1", postcode="LS1 4AB"), line("Birch CIC", "GB-COH-00000002")]

MEMBERS = """
MATCH (o:Organisation)-[m:MEMBER_OF]->(body:Organisation)
RETURN o.name AS name, m.since AS since, m.until AS until, o.version AS version ORDER BY name
"""

LONG = [line(f"Member {number:04d}", f"GB-CHC-{number}") for number in range(1, 1202)]


def test_list_goes_in_with_its_body_and_members(store: Store) -> None:
    outcome = bring_in(store, NCVO, LIST)
    assert outcome.state == "committed"
    assert outcome.counts["new"] == 2
    assert (outcome.changes, outcome.review_items, outcome.done_rows) == (2, 0, 2)
    assert [row["name"] for row in store.read(MEMBERS)] == ["Acorn Trust", "Birch CIC"]
    assert commit_import(store, outcome.import_id) == outcome
    assert verify(store)["ok"]


def test_same_list_again_changes_nothing(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    before, facts = store.read(MEMBERS), verify(store)["digest"]
    outcome = bring_in(store, NCVO, LIST[::-1])
    assert (outcome.counts["same"], outcome.changes) == (2, 0)
    later = bring_in(store, NCVO, LIST, said_on="2025-01-01")
    assert (later.counts["same"], later.changes) == (2, 0)
    assert (store.read(MEMBERS), verify(store)["digest"]) == (before, facts)


def test_plan_is_stored_once_and_changes_nothing(store: Store) -> None:
    plan = planned(store, NCVO, LIST)
    stored = store_plan(store, plan, "ann")
    assert stored == {"import_id": plan.import_id, "plan_hash": plan.plan_hash(), "state": "planned"}
    assert store_plan(store, plan, "ann") == stored
    assert store.read(MEMBERS) == []
    assert import_rows(store, plan.import_id) == list(plan.rows)
    with pytest.raises(Refused, match="another plan"):
        store_plan(store, replace(plan, said_on="1999-01-01"), "ann")
    with pytest.raises(Refused, match="no import"):
        commit_import(store, "nothing")
    state = import_state(store, plan.import_id)
    assert state is not None
    assert (state.state, state.rows_read, state.counts["new"]) == ("planned", 2, 2)
    assert [each.id for each in imports_page(store).items] == [plan.import_id]


def test_plans_dropped_before_they_began_are_not_among_the_imports(store: Store) -> None:
    """Nothing of them went in, so nothing was taken back; one that did go in stays, taken back or not."""
    dropped = planned(store, NCVO, LIST)
    store_plan(store, dropped, "ann")
    undo_import(store, dropped.import_id, "ann")
    assert imports_page(store).items == ()
    gone_in = bring_in(store, NCVO, LIST)
    undo_import(store, gone_in.import_id, "ann")
    assert [(each.id, each.state) for each in imports_page(store).items] == [(gone_in.import_id, "undone")]


def test_killed_worker_is_carried_on_where_it_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(store, NCVO, LONG)
    store_plan(store, plan, "ann")
    commit = ImportWorker.commit

    def dies_after_one(worker: ImportWorker, unit: list[Any], *others: Any, **more: Any) -> None:
        commit(worker, unit, *others, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(ImportWorker, "commit", dies_after_one)
    monkeypatch.setattr(ImportWorker, "let_go", lambda worker, ending: None)
    with pytest.raises(KeyboardInterrupt):
        commit_import(store, plan.import_id)
    monkeypatch.undo()
    assert len(store.read(MEMBERS)) == 500 * store.chunks_at_once
    with pytest.raises(Refused, match="Another worker"):
        commit_import(store, plan.import_id)
    monkeypatch.setattr("graph.imports.now", lambda: "2999-01-01T00:00:00.000000Z")
    monkeypatch.setattr("graph.import_lease.now", lambda: "2999-01-01T00:00:00.000000Z")
    assert imports_to_resume(store) == [plan.import_id]
    seen: list[tuple[int, int]] = []
    outcome = commit_import(store, plan.import_id, progress=lambda rows, of: seen.append((rows, of)))
    assert seen[-1] == (1201, 1201)
    assert (outcome.state, outcome.counts["new"], outcome.changes) == ("committed", 1201, 1201)
    assert len(store.read(MEMBERS)) == 1201
    assert verify(store)["ok"]


def test_cancelled_between_chunks_and_carried_on_or_undone(store: Store) -> None:
    empty = verify(store)["digest"]
    plan = planned(store, NCVO, LONG)
    store_plan(store, plan, "ann")
    stops = iter([False, True])
    outcome = commit_import(store, plan.import_id, should_stop=lambda: next(stops))
    assert (outcome.state, outcome.done_rows) == ("cancelled", 500 * store.chunks_at_once)
    assert commit_import(store, plan.import_id).state == "committed"
    undo_import(store, plan.import_id, "ann")
    assert verify(store)["digest"] == empty
    with pytest.raises(Refused, match="undone"):
        commit_import(store, plan.import_id)


def test_organisation_that_moved_since_the_plan_waits_and_the_rest_goes_on(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    later = [line("Acorn", "GB-CHC-1", website="old.example"), line("Birch", "GB-COH-00000002")]
    plan = planned(store, NCVO, later, said_on="2024-07-01")
    store_plan(store, plan, "ann")
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    (birch,) = search_organisations(store, "GB-COH-00000002").items
    edit_organisation(store, "ben", acorn.id, 1, {"website": "acorn.example"}, "edit")
    edit_organisation(store, "ben", birch.id, 1, {"website": "birch.example"}, "the other")
    outcome = commit_import(store, plan.import_id)
    assert (outcome.state, outcome.counts["conflict"], outcome.counts["changed"]) == ("waiting", 1, 1)
    (waiting,) = waiting_rows(store).items
    assert "changed since the plan was made (website)" in waiting.question
    assert [each.org_id for each in waiting.candidates] == [acorn.id]
    assert organisation(store, acorn.id).name == "Acorn Trust"  # type: ignore[union-attr]


def test_chunks_of_one_import_dont_conflict_with_each_other(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    plan = planned(store, NCVO, [*LONG[9:520], *LIST], said_on="2024-07-01")
    (acorn,) = (row for row in plan.rows if row.values["name"] == "Acorn Trust")
    changed = replace(acorn, values={**acorn.values, "website": "acorn.example"}, verdict=RowVerdict.CHANGED)
    again = replace(changed, row=1999, values={**acorn.values, "email": "a@acorn.example"})
    plan = replace(plan, rows=(changed, *plan.rows[:-2], again))
    store_plan(store, plan, "ann")
    outcome = commit_import(store, plan.import_id)
    assert (outcome.state, outcome.counts["conflict"], outcome.counts["changed"]) == ("committed", 0, 2)
    assert verify(store)["ok"]


def test_number_that_somebody_holds_by_now_is_linked_or_waits(store: Store) -> None:
    first = planned(store, NCVO, [line("Acorn Trust", "GB-CHC-1"), line("Elm", "GB-CHC-2")])
    second = planned(
        store, LOCAL, [line("The Acorn Trust Ltd", "GB-CHC-1"), line("Quite Unlike", "GB-CHC-2")]
    )
    for plan in (first, second):
        store_plan(store, plan, "ann")
    commit_import(store, first.import_id)
    outcome = commit_import(store, second.import_id)
    assert (outcome.counts["changed"], outcome.counts["conflict"], outcome.counts["new"]) == (1, 1, 0)
    assert len(search_organisations(store, "acorn trust").items) == 1
    assert "held by Elm" in waiting_rows(store).items[0].question
    assert verify(store)["ok"]


def test_row_with_numbers_of_two_organisations_writes_nothing(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    values = {"name": "Acorn", "identifiers": ["GB-CHC-1", "GB-COH-00000002"]}
    plan = planned(store, LOCAL, [])
    plan = replace(plan, rows=(PlannedRow(2, RowVerdict.NEW, values, "made-id"),))
    store_plan(store, plan, "ann")
    outcome = commit_import(store, plan.import_id)
    assert (outcome.state, outcome.changes) == ("waiting", 0)
    assert "one organisation" in waiting_rows(store).items[0].question


def test_same_number_twice_with_different_postcodes_leaves_it_open(store: Store) -> None:
    twice = [line("Acorn", "GB-CHC-1", postcode="LS1 4AB"), line("Acorn", "GB-CHC-1", postcode="LS2 7EW")]
    bring_in(store, NCVO, twice)
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    page = organisation(store, acorn.id)
    assert page is not None
    assert page.record.postcode is None
    assert [(each.value, each.sources[0].row) for each in page.disputes["postcode"]] in (
        [("LS1 4AB", 2), ("LS2 7EW", 3)],
        [("LS2 7EW", 3), ("LS1 4AB", 2)],
    )
    assert verify(store)["ok"]


def test_two_imports_at_once_lose_nothing(store: Store) -> None:
    shared = [
        line(f"Shared {number}", f"GB-CHC-{number}", website=f"{number}.example") for number in range(1, 700)
    ]
    plans = [planned(store, body, shared) for body in (NCVO, LOCAL)]
    for plan in plans:
        store_plan(store, plan, "ann")
    outcomes = []
    threads = [
        threading.Thread(target=lambda made=plan.import_id: outcomes.append(commit_import(store, made)))
        for plan in plans
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.changes for outcome in outcomes] == [699, 699]
    state = verify(store)
    assert (state["ok"], state["organisations"], state["relationships"]) == (True, 701, 2 * 699)


def test_whole_list_lets_those_leave_whom_it_no_longer_names(store: Store) -> None:
    bring_in(store, NCVO, LIST)
    body = body_for(store, NCVO).id
    leavers = leavers_for(store, body, [], "2024-07-01")
    assert [each.name for each in leavers] == ["Acorn Trust", "Birch CIC"]
    outcome = bring_in(store, NCVO, LIST[:1], said_on="2024-07-01", leavers=leavers[1:], whole_list=True)
    assert (outcome.counts["same"], outcome.leavers, outcome.changes) == (1, 1, 1)
    assert [(row["name"], row["until"]) for row in store.read(MEMBERS)] == [
        ("Acorn Trust", None),
        ("Birch CIC", "2024-07-01"),
    ]
    assert [each.name for each in leavers_for(store, body, [], "2024-08-01")] == ["Acorn Trust"]
    undo_import(store, outcome.import_id, "ann")
    assert {row["until"] for row in store.read(MEMBERS)} == {None}
    assert verify(store)["ok"]


def test_nothing_is_accepted_unseen_when_asked_so(store: Store) -> None:
    plan = planned(store, NCVO, LIST)
    store_plan(store, plan, "ann")
    outcome = commit_import(store, plan.import_id, accept="none")
    assert (outcome.state, outcome.review_items, outcome.changes) == ("waiting", 2, 0)
    assert outcome.counts["review"] == 2


def test_body_without_a_name_is_refused_and_nothing_is_written(store: Store) -> None:
    plan = replace(planned(store, NCVO, LIST), body_name=None)
    store_plan(store, plan, "ann")
    with pytest.raises(Refused, match="name"):
        commit_import(store, plan.import_id)
    assert store.read(MEMBERS) == []
    assert import_state(store, plan.import_id).state == "failed"  # type: ignore[union-attr]


def test_facts_become_known_on_the_day_given(store: Store) -> None:
    bring_in(store, NCVO, LIST, recorded_on="2024-02-03")
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    page = organisation(store, acorn.id)
    assert page is not None
    assert page.facts[0].sources[0].recorded_at == "2024-02-03T12:00:00.000000Z"
