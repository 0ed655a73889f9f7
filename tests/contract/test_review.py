"""Rows that wait, on both engines: decided in batches, remembered, carried out as one more chunk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.bodies import body_for, body_source
from graph.errors import Refused
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
from graph.match_rules import match_rules, revoke_rule
from graph.model.plan import Candidate, PlannedRow, RowVerdict
from graph.organisations import organisation, search_organisations
from graph.store import Store
from graph.verify import verify
from graph.waiting import still_waiting
from tests.contract.lists import bring_in, line, planned

NCVO = "GB-CHC-225922"


def waiting_list(store: Store, *rows: PlannedRow, **more: object) -> str:
    """Commit a list whose rows all wait."""
    plan = replace(planned(store, NCVO, [], said_on="2024-07-01"), rows=rows, **more)  # type: ignore[arg-type]
    store_plan(store, plan, "ann")
    assert commit_import(store, plan.import_id).state == "waiting"
    return plan.import_id


def row(number: int, name: str, *candidates: Candidate, **values: object) -> PlannedRow:
    said = {"name": name, **values}
    return PlannedRow(
        number, RowVerdict.REVIEW, said, cells=(name.upper(),), question="Who?", candidates=candidates
    )


def test_decisions_are_carried_out_and_remembered(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1")])
    before = verify(store)["digest"]
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    made = waiting_list(
        store,
        row(2, "Acorns", Candidate(acorn.id, "Acorn Trust", ("same words",), 0.8)),
        row(3, "Elm"),
        row(4, "Total"),
    )
    items = waiting_rows(store, made).items
    assert [(each.row, each.question) for each in items] == [(2, "Who?"), (3, "Who?"), (4, "Who?")]
    assert items[0].candidates[0].reasons == ("same words",)
    assert still_waiting(store, [items[1].id, "nobody"]) == {items[1].id}
    done = decide(
        store,
        "ann",
        [(items[0].id, "accept", acorn.id), (items[1].id, "new", None), (items[2].id, "skip", None)],
        "decide",
    )
    assert still_waiting(store, [each.id for each in items]) == set()
    assert done == {"decided": 3, "also": 0, "waiting": 0}
    state = import_state(store, made)
    assert state is not None
    assert (state.state, state.changes) == ("committed", 2)
    assert {verdict: n for verdict, n in state.counts.items() if n} == {"changed": 1, "new": 1, "rejected": 1}
    assert organisation(store, acorn.id).name == "Acorns"  # type: ignore[union-attr]
    (elm,) = search_organisations(store, "elm").items
    rules = match_rules(store, body_source(body_for(store, NCVO).id))
    assert {key: rule.organisation for key, rule in rules.items()} == {
        ("ACORNS", ""): acorn.id,
        ("ELM", ""): elm.id,
        ("TOTAL", ""): None,
    }
    revoke_rule(store, "ann", rules["TOTAL", ""].id, "revoke")
    assert verify(store)["ok"]
    undo_import(store, made, "ann")
    assert verify(store)["digest"] == before
    assert list(match_rules(store, body_source(body_for(store, NCVO).id))) == [("ACORNS", "")]


def test_a_new_one_is_remembered_as_itself_and_not_as_whom_the_plan_had_meant(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1")])
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    made = waiting_list(store, replace(row(2, "Elm"), organisation=acorn.id, seen_version=1))
    (item,) = waiting_rows(store, made).items
    decide(store, "ann", [(item.id, "new", None)], "new")
    (elm,) = search_organisations(store, "elm").items
    (rule,) = match_rules(store, body_source(body_for(store, NCVO).id)).values()
    assert rule.organisation == elm.id


def test_new_on_a_number_that_somebody_holds_links_if_the_name_fits_and_else_waits_on(store: Store) -> None:
    made = waiting_list(
        store,
        row(2, "Acorn Trust", identifiers=["GB-CHC-1"]),
        row(3, "Quite Unlike", identifiers=["GB-CHC-2"]),
    )
    bring_in(store, "GB-CHC-9", [line("Acorn Trust", "GB-CHC-1"), line("Elm", "GB-CHC-2")])
    items = waiting_rows(store).items
    done = decide(store, "ann", [(each.id, "new", None) for each in items], "decide")
    assert done == {"decided": 1, "also": 0, "waiting": 1}
    (left,) = waiting_rows(store).items
    assert (left.row, left.verdict) == (3, "conflict")
    assert "held by Elm" in left.question
    assert import_state(store, made).state == "waiting"  # type: ignore[union-attr]
    assert len(search_organisations(store, "acorn").items) == 1
    decide(store, "ann", [(left.id, "skip", None)], "skip it")
    assert waiting_count(store) == 0
    assert verify(store)["ok"]


def test_candidates_of_waiting_rows_leave_only_after_the_last_decision(store: Store) -> None:
    bring_in(
        store, NCVO, [line("Acorn Trust", "GB-CHC-1"), line("Birch", "GB-CHC-2"), line("Cedar", "GB-CHC-3")]
    )
    ids = {each.name: each.id for each in search_organisations(store, "", role="member").items}
    leavers = leavers_for(store, body_for(store, NCVO).id, [], "2024-07-01")
    candidates = [Candidate(ids[name], name) for name in ("Acorn Trust", "Birch")]
    waiting_list(store, row(2, "Acorn or Birch", *candidates), leavers=leavers)

    def left() -> dict[str, str | None]:
        pages = {name: organisation(store, org_id) for name, org_id in ids.items()}
        return {name: page.record.memberships[0].until for name, page in pages.items() if page is not None}

    assert left() == {"Acorn Trust": None, "Birch": None, "Cedar": "2024-07-01"}
    (item,) = waiting_rows(store).items
    decide(store, "ann", [(item.id, "accept", ids["Birch"])], "decide")
    assert left() == {"Acorn Trust": "2024-07-01", "Birch": None, "Cedar": "2024-07-01"}
    assert verify(store)["ok"]


def test_counts_add_up_where_rows_were_decided_before_the_import_went_on(store: Store) -> None:
    """Those of a part that was decided in an import that had been stopped were counted twice."""
    some = planned(store, NCVO, [line(f"Group {n}", f"GB-CHC-{n}") for n in range(200_000, 201_001)])
    plan = replace(some, rows=(row(2, "Elm"), *some.rows[1:]))
    store_plan(store, plan, "ann")
    stops = iter([False, True])
    assert commit_import(store, plan.import_id, should_stop=lambda: next(stops)).state == "cancelled"
    (item,) = waiting_rows(store).items
    decide(store, "ann", [(item.id, "new", None)], "new")
    assert commit_import(store, plan.import_id).counts["new"] == 1001
    state = import_state(store, plan.import_id)
    assert state is not None
    assert (state.state, sum(state.counts.values())) == ("committed", 1001)


def test_decisions_that_cant_be_are_refused(store: Store) -> None:
    made = waiting_list(store, row(2, "Acorn"))
    (item,) = waiting_rows(store).items
    for decision, org_id in (("accept", None), ("accept", "nobody"), ("perhaps", None)):
        with pytest.raises(Refused):
            decide(store, "ann", [(item.id, decision, org_id)], f"decide {decision} {org_id}")
    with pytest.raises(Refused, match="doesn't wait"):
        decide(store, "ann", [("nothing", "skip", None)], "decide nothing")
    assert waiting_count(store) == 1
    undo_import(store, made, "ann")
    assert waiting_count(store) == 0


def test_waiting_rows_come_in_pages(store: Store) -> None:
    waiting_list(store, *(row(number, f"Row {number}") for number in range(2, 9)))
    seen, after = [], None
    while True:
        page = waiting_rows(store, after=after, limit=3)
        seen += [each.row for each in page.items]
        after = page.after
        if after is None:
            break
    assert seen == list(range(2, 9))


def test_a_list_that_comes_again_asks_once_and_a_decision_holds_for_all_of_them(store: Store) -> None:
    before = verify(store)["digest"]
    first = waiting_list(store, row(2, "Elm"), row(3, "Oak"), row(4, "Total"))
    second = waiting_list(store, row(2, "Total"), row(3, "Elm"), row(4, "Oak"))
    third = waiting_list(store, row(2, "Oak"), row(3, "Elm"), row(4, "Total"), row(5, "Ash"))
    assert waiting_count(store) == 4
    assert [(each.import_id, each.row) for each in waiting_rows(store).items] == [
        (third, number) for number in (2, 3, 4, 5)
    ]
    assert len(waiting_rows(store, first).items) == 3
    oak, elm, total, _ = waiting_rows(store).items
    decisions = [(oak.id, "new", None), (elm.id, "new", None), (total.id, "skip", None)]
    assert decide(store, "ann", decisions, "decide") == {"decided": 3, "also": 6, "waiting": 1}
    assert waiting_count(store) == 1
    states = [import_state(store, each) for each in (first, second, third)]
    assert [each.state for each in states if each] == ["committed", "committed", "waiting"]
    assert [each.name for each in search_organisations(store, "", role="member").items] == ["Elm", "Oak"]
    assert verify(store)["ok"]
    decided = verify(store)["digest"]
    undo_import(store, third, "ann")
    assert verify(store)["digest"] == decided
    undo_import(store, first, "ann")
    assert verify(store)["digest"] == decided
    undo_import(store, second, "ann")
    assert (verify(store)["digest"], waiting_count(store)) == (before, 0)


def test_rows_asked_again_speak_for_themselves_once_the_later_list_is_undone(store: Store) -> None:
    first, second, third = (waiting_list(store, row(2, "Elm"), row(3, "Oak")) for _ in range(3))
    undo_import(store, second, "ann")
    assert {each.import_id for each in waiting_rows(store).items} == {third}
    undo_import(store, third, "ann")
    assert {each.import_id for each in waiting_rows(store).items} == {first}
    assert waiting_count(store) == 2
