"""Rows that wait and are answered by a later list of their source don't wait any more, on both engines."""

from __future__ import annotations

from dataclasses import replace

from graph.bodies import body_for
from graph.imports import (
    commit_import,
    decide,
    import_state,
    store_plan,
    undo_import,
    waiting_count,
    waiting_rows,
)
from graph.leaving import leavers_for
from graph.model.plan import PlannedRow, RowVerdict
from graph.organisations import organisation, search_organisations
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import bring_in, line, planned

NCVO = "GB-CHC-225922"
LINES = [line("Acorn Trust", "GB-CHC-1"), line("Beech Voices", "GB-CHC-2")]
ACORN_MOVED = line("Acorn Trust", "GB-CHC-1", postcode="LS1 4AB")

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


def test_an_older_list_that_comes_later_answers_nothing_of_a_newer_one(store: Store) -> None:
    """Its day would be lost with its row: what a list of a day between says would count."""
    unseen(store)
    older = planned(store, NCVO, LINES, said_on="2024-05-01")
    store_plan(store, older, "ann")
    commit_import(store, older.import_id)
    assert waiting_count(store) == 2


def whole_list_unseen(store: Store) -> str:
    """Bring a whole list in of which nothing is accepted unseen: a row waits, and two who would leave."""
    rows = planned(store, NCVO, [ACORN_MOVED], said_on="2024-02-01").rows
    leavers = leavers_for(store, body_for(store, NCVO).id, [rows[0].organisation or ""], "2024-02-01")
    plan = planned(store, NCVO, [ACORN_MOVED], said_on="2024-02-01", leavers=leavers, whole_list=True)
    store_plan(store, plan, "ann")
    assert commit_import(store, plan.import_id, accept="none").state == "waiting"
    return plan.import_id


def until(store: Store) -> dict[str, str | None]:
    pages = [organisation(store, each.id) for each in search_organisations(store, "", role="member").items]
    return {page.name: page.record.memberships[0].until for page in pages if page is not None}


def digest(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    return str(state["digest"])


def test_who_would_have_left_leaves_once_a_later_list_answered_the_last_row(store: Store) -> None:
    first = bring_in(store, NCVO, [*LINES, line("Cedar", "GB-CHC-3")], said_on="2024-01-01")
    everybody = {"Acorn Trust": None, "Beech Voices": None, "Cedar": None}
    before = digest(store)
    whole = whole_list_unseen(store)
    assert until(store) == everybody
    gone = {**everybody, "Beech Voices": "2024-02-01", "Cedar": "2024-02-01"}
    for _ in range(2):  # as often as another list answers, and that one is undone
        unanswered = digest(store)
        later = bring_in(store, NCVO, [ACORN_MOVED], said_on="2024-03-01")
        assert import_state(store, whole).state == "committed"  # type: ignore[union-attr]
        assert until(store) == gone
        undo_import(store, later.import_id, "ann")
        assert import_state(store, whole).state == "waiting"  # type: ignore[union-attr]
        assert until(store) == everybody
        assert digest(store) == unanswered
    (item,) = waiting_rows(store, whole).items
    decide(store, "ann", [(item.id, "accept", item.planned.organisation)], "decide")
    assert until(store) == gone
    undo_import(store, whole, "ann")
    assert digest(store) == before
    undo_import(store, first.import_id, "ann")
    assert until(store) == {}


def test_whom_the_later_list_means_by_the_row_stays_and_another_list_keeps_its_word(store: Store) -> None:
    bring_in(store, NCVO, [*LINES, line("Cedar", "GB-CHC-3")], said_on="2024-01-01")
    (beech,) = search_organisations(store, "beech").items
    said = {"name": "Beech of Leeds"}
    row = PlannedRow(2, RowVerdict.REVIEW, said, cells=("Beech of Leeds",), question="Who?")
    leavers = leavers_for(store, body_for(store, NCVO).id, [], "2024-02-01")
    whole = replace(
        planned(store, NCVO, [], said_on="2024-02-01", leavers=leavers, whole_list=True), rows=(row,)
    )
    store_plan(store, whole, "ann")
    assert commit_import(store, whole.import_id, accept="none").state == "waiting"
    means = replace(row, verdict=RowVerdict.CHANGED, organisation=beech.id, seen_version=None)
    later = replace(planned(store, NCVO, [], said_on="2024-03-01"), rows=(means,))
    store_plan(store, later, "ann")
    commit_import(store, later.import_id)
    left = {"Acorn Trust": "2024-02-01", "Cedar": "2024-02-01"}
    assert until(store) == {"Beech of Leeds": None, **left}
    last = replace(
        planned(store, NCVO, [LINES[1]], said_on="2024-04-01", whole_list=True), body_name=whole.body_name
    )
    store_plan(store, last, "ann")
    commit_import(store, last.import_id)
    undo_import(store, later.import_id, "ann")
    assert verify(store)["ok"]
    assert until(store) == {"Beech Voices": None, "Acorn Trust": "2024-04-01", "Cedar": "2024-04-01"}
