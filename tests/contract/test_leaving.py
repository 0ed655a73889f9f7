"""Whole lists on both engines: who leaves when, in any order of the lists and of undoing them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from graph.bodies import body_for
from graph.imports import commit_import, decide, store_plan, undo_import, waiting_rows
from graph.leaving import leavers_for
from graph.model.plan import PlannedRow, RowVerdict
from graph.organisations import organisation, search_organisations
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import Line, bring_in, line, planned

NCVO = "GB-CHC-225922"
A, B, C = (line(name, f"GB-CHC-{number}") for number, name in enumerate(("Acorn", "Birch", "Cedar"), start=1))

WHOLE = {"2024-01-01": [A, B], "2024-02-01": [A, C], "2024-03-01": [A]}


def whole_list(store: Store, lines: list[Line], said_on: str) -> str:
    """Bring a whole list in: those it no longer names leave."""
    rows = planned(store, NCVO, lines, said_on=said_on).rows
    present = [row.organisation for row in rows if row.organisation]
    leavers = leavers_for(store, body_for(store, NCVO).id, present, said_on)
    return bring_in(store, NCVO, lines, said_on=said_on, leavers=leavers, whole_list=True).import_id


def until(store: Store) -> dict[str, str | None]:
    """{name: the end of the membership} of everybody who is there."""
    pages = [organisation(store, each.id) for each in search_organisations(store, "", role="member").items]
    return {page.name: page.record.memberships[0].until for page in pages if page is not None}


def facts(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    return str(state["digest"])


def test_whole_lists_in_any_order_end_in_the_same_memberships(store: Store) -> None:
    for order in permutations(WHOLE):
        made = [whole_list(store, WHOLE[day], day) for day in order]
        assert until(store) == {"Acorn": None, "Birch": "2024-02-01", "Cedar": "2024-03-01"}, order
        for import_id in made:
            undo_import(store, import_id, "ann")
        assert facts(store) is not None
        assert until(store) == {}


@pytest.mark.parametrize("undone", list(WHOLE))
def test_undoing_one_whole_list_leaves_what_the_others_make(store: Store, undone: str) -> None:
    others = {day: lines for day, lines in WHOLE.items() if day != undone}
    for day, lines in others.items():
        whole_list(store, lines, day)
    wanted, members = facts(store), until(store)
    store.wipe_test_graph()
    made = {day: whole_list(store, lines, day) for day, lines in WHOLE.items()}
    undo_import(store, made[undone], "ann")
    assert until(store) == members
    assert facts(store) == wanted


def test_a_whole_list_that_comes_again_lets_nobody_leave_whom_it_names(store: Store) -> None:
    """They left by a later list, which came in first."""
    whole_list(store, [A], "2024-03-01")
    whole_list(store, [A, B], "2024-01-01")
    before = facts(store)
    whole_list(store, [A, B], "2024-01-01")
    assert until(store) == {"Acorn": None, "Birch": "2024-03-01"}
    assert facts(store) == before


def test_who_comes_back_the_same_day_is_back(store: Store) -> None:
    whole_list(store, [A, B], "2024-01-01")
    left = whole_list(store, [A], "2024-01-01")
    assert until(store) == {"Acorn": None, "Birch": "2024-01-01"}
    whole_list(store, [A, B], "2024-01-01")
    assert until(store) == {"Acorn": None, "Birch": None}
    undo_import(store, left, "ann")
    assert until(store) == {"Acorn": None, "Birch": None}
    assert facts(store)


def test_row_decided_after_a_later_whole_list_came_in_has_left_by_then(store: Store) -> None:
    waits = PlannedRow(2, RowVerdict.REVIEW, {"name": "Elm"}, cells=("Elm",), question="Who?")
    plan = replace(planned(store, NCVO, [], said_on="2024-01-01"), rows=(waits,))
    store_plan(store, plan, "ann")
    commit_import(store, plan.import_id)
    whole_list(store, [A], "2024-02-01")
    (item,) = waiting_rows(store, plan.import_id).items
    decide(store, "ann", [(item.id, "new", None)], "decide")
    assert until(store) == {"Acorn": None, "Elm": "2024-02-01"}
    facts(store)
