"""Two imports at once on each engine: nothing lost, nothing doubled, and no questions that nobody has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from graph.imports import commit_import, decide, store_plan, undo_import, waiting_rows
from graph.model.identifiers import new_id
from graph.organisations import edit_organisation, search_organisations
from graph.store import Store, open_store
from graph.verify import verify
from tests.contract.lists import Line, bring_in, line, planned

NCVO, LOCAL, THIRD = "GB-CHC-225922", "GB-CHC-1000001", "GB-CHC-1000002"

BASE = [line(f"Group {n}", f"GB-CHC-{n}", postcode="LS1 4AB") for n in range(200_000, 200_300)]


def overlapping(first: int, last: int, **more: Any) -> list[Line]:
    """Some of the same groups, each with a number and a name more, and some that only this list has."""
    return [
        line(
            f"Group {n}",
            f"GB-CHC-{n}",
            identifiers=[f"GB-CHC-{n}", f"XI-{first}-{n}"],
            other_names=[f"Also {n} of {first}"],
            joined="2020-01-01",
            **more,
        )
        for n in range(first, last)
    ]


ONE, OTHER = overlapping(200_000, 200_600), overlapping(200_100, 200_700, website="both.example")


def facts(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    assert state["audit"]["chain"] == "whole"
    return str(state["digest"])


def one_after_the_other(store: Store) -> str:
    bring_in(store, NCVO, BASE)
    bring_in(store, LOCAL, ONE)
    bring_in(store, THIRD, OTHER)
    digest = facts(store)
    store.wipe_test_graph()
    return digest


def test_overlapping_lists_at_once_end_as_one_after_the_other(
    store: Store, engine_settings: dict[str, Any]
) -> None:
    wanted = one_after_the_other(store)
    bring_in(store, NCVO, BASE)
    plans = [planned(store, body, lines) for body, lines in ((LOCAL, ONE), (THIRD, OTHER))]
    for plan in plans:
        store_plan(store, plan, "ann")
    other = open_store(**engine_settings)
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(commit_import, at, plan.import_id)
            for at, plan in zip((store, other), plans, strict=True)
        ]
    outcomes = [job.result() for job in jobs]
    other.close()
    assert [(each.state, each.review_items) for each in outcomes] == [("committed", 0)] * 2
    assert facts(store) == wanted
    for plan in plans:
        undo_import(store, plan.import_id, "ann")
    found = facts(store)
    store.wipe_test_graph()
    bring_in(store, NCVO, BASE)
    assert found == facts(store)


def test_same_field_changed_by_both_waits_and_ends_the_same_when_decided(store: Store) -> None:
    first = [line("Acorn", "GB-CHC-1", website="one.example"), line("Birch", "GB-CHC-2", postcode="M1 1AA")]
    second = [line("Acorn", "GB-CHC-1", website="two.example"), line("Birch", "GB-CHC-2", postcode="M1 1AA")]
    start = [line("Acorn", "GB-CHC-1"), line("Birch", "GB-CHC-2")]
    for body, lines in ((NCVO, start), (LOCAL, first), (THIRD, second)):
        bring_in(store, body, lines)
    wanted = facts(store)
    store.wipe_test_graph()
    bring_in(store, NCVO, start)
    plans = [planned(store, body, lines) for body, lines in ((LOCAL, first), (THIRD, second))]
    for plan in plans:
        store_plan(store, plan, "ann")
    outcomes = [commit_import(store, plan.import_id) for plan in plans]
    assert [each.review_items for each in outcomes] == [0, 1]
    (waiting,) = waiting_rows(store).items
    assert "(website)" in waiting.question
    decide(store, "ann", [(waiting.id, "accept", waiting.candidates[0].org_id)], new_id())
    assert facts(store) == wanted


@pytest.mark.parametrize("undone", [True, False])
def test_row_that_said_the_same_keeps_its_word_when_the_list_before_is_undone_meanwhile(
    store: Store, undone: bool
) -> None:
    first = bring_in(store, NCVO, BASE[:3])
    bring_in(store, LOCAL, BASE[:1])
    again = planned(store, NCVO, BASE[:2])
    store_plan(store, again, "ann")
    if undone:
        undo_import(store, first.import_id, "ann")
    outcome = commit_import(store, again.import_id)
    assert outcome.counts["same"] == (0 if undone else 2)
    assert outcome.counts["changed"] == (1 if undone else 0)
    assert outcome.counts["conflict"] == (1 if undone else 0), "nothing speaks of the second any more"
    assert len(search_organisations(store, "GB-CHC-200000").items) == 1
    assert verify(store)["ok"]


def test_other_fields_edited_meanwhile_dont_matter(store: Store) -> None:
    bring_in(store, NCVO, BASE[:2])
    plan = planned(store, LOCAL, [line("Group 200000", "GB-CHC-200000", email="a@group.example")])
    store_plan(store, plan, "ann")
    (group,) = search_organisations(store, "GB-CHC-200000").items
    edit_organisation(store, "ben", group.id, 1, {"website": "group.example"}, "edit")
    outcome = commit_import(store, plan.import_id)
    assert (outcome.state, outcome.counts["changed"]) == ("committed", 1)
