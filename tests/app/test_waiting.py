"""The pages about waiting rows: groups, filters, ticked rows, all of a kind, what is remembered."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from graph.imports import commit_import, store_plan, waiting_count
from graph.model.plan import Candidate, PlannedRow, RowVerdict
from graph.organisations import search_organisations
from tests.contract.lists import bring_in, line, planned

BODY = "XI-EARSHOT-TEST"


def waiting(store, *rows, body=BODY, file_name="wild.csv"):
    """Bring in a list of which every row waits, and return the import's id."""
    plan = replace(planned(store, body, [], said_on="2024-07-01"), rows=rows, file_name=file_name)
    store_plan(store, plan, "ann")
    commit_import(store, plan.import_id)
    return plan.import_id


def row(number, name, *candidates, postcode=None, verdict=RowVerdict.REVIEW, question="Who?"):
    said = {"name": name} | ({"postcode": postcode} if postcode else {})
    return PlannedRow(number, verdict, said, cells=(name,), question=question, candidates=candidates)


@pytest.fixture
def store(running):
    return running.store


@pytest.fixture
def acorn(store):
    bring_in(store, BODY, [line("Acorn Trust", "GB-CHC-1")])
    return search_organisations(store, "GB-CHC-1").items[0]


@pytest.fixture
def wild(store, acorn):
    """A list with two close names and three that nobody is close to."""
    close = Candidate(acorn.id, "Acorn Trust", ("both say acorn",), 0.9)
    return waiting(
        store,
        row(2, "Acorns", close),
        row(3, "Acorn Grp", close),
        row(4, "Elm"),
        row(5, "Fir"),
        row(6, "Yew"),
    )


def test_rows_stand_by_what_they_ask_and_can_be_filtered(client, wild):
    page = client.get("/imports/waiting").text
    assert "2 rows: a close name" in page
    assert "3 rows: nobody here is close" in page
    assert "very alike" in page
    close = client.get("/imports/waiting?kind=close").text
    assert "Acorns" in close
    assert "Elm" not in close
    assert "Elm" not in client.get("/imports/waiting?strength=strong").text
    assert "No such rows wait" in client.get(f"/imports/waiting?kind=moved&import={wild}").text


def test_each_figure_of_what_waits_opens_the_rows_that_it_counts(client, store, wild):
    waiting(store, row(2, "Oak", verdict=RowVerdict.CONFLICT), file_name="oak.csv")
    page = client.get("/imports/").text
    for verdict, number, names in (("conflict", 1, {"Oak"}), ("review", 5, {"Elm", "Acorns"})):
        assert re.search(rf'waiting\?verdict={verdict}"><b>{number}</b>', page)
        listed = client.get(f"/imports/waiting?verdict={verdict}").text
        assert {name for name in ("Oak", "Elm", "Acorns") if name in listed} == names
    assert "Oak" in client.get("/imports/waiting?verdict=whatever").text


def test_ticked_rows_are_decided_together_and_a_choice_of_its_own_goes_before(client, store, wild, acorn):
    page = client.get("/imports/waiting").text
    ids = re.findall(r'name="row-([0-9a-f-]{36})" id="n-', page)
    form = {f"row-{item}": "later" for item in ids} | {"tick": ids[:3], "ticked": "first"}
    form |= {f"first-{item}": acorn.id for item in ids[:2]} | {f"first-{ids[2]}": "", f"row-{ids[1]}": "skip"}
    answer = client.post("/imports/waiting", data=form, follow_redirects=True)
    assert "2 rows were decided" in answer.text
    assert waiting_count(store) == 3


def test_a_row_that_somebody_else_decided_meanwhile_hinders_none_of_the_others(client, store, wild):
    ids = re.findall(r'name="row-([0-9a-f-]{36})" id="n-', client.get("/imports/waiting").text)
    client.post("/imports/waiting", data={f"row-{ids[0]}": "skip"})
    late = client.post("/imports/waiting", data={f"row-{item}": "new" for item in ids}, follow_redirects=True)
    assert "4 rows were decided. 1 didn&#39;t wait any more: decided meanwhile" in late.text
    assert waiting_count(store) == 0
    again = client.post("/imports/waiting", data={f"row-{ids[0]}": "new"}, follow_redirects=True)
    assert "0 rows were decided. 1 didn&#39;t wait any more" in again.text


def test_all_rows_of_a_kind_are_decided_after_one_more_question(client, store, wild):
    asked = client.get("/imports/waiting/all?kind=nobody").text
    assert "One decision for 3 rows" in asked
    assert "Nothing has been changed yet" in asked
    assert "Each is the first" not in asked
    done = client.post(
        "/imports/waiting/all?kind=nobody", data={"choice": "new", "rows": "3"}, follow_redirects=True
    )
    assert "3 rows were decided" in done.text
    assert waiting_count(store) == 2
    assert all(search_organisations(store, name).items for name in ("Elm", "Fir", "Yew"))
    first = {"choice": "first", "rows": "2"}
    refused = client.post("/imports/waiting/all?kind=close", data=first, follow_redirects=True)
    assert "Nothing was changed" in refused.text
    alike = "/imports/waiting/all?kind=close&strength=strong"
    assert "2 rows were decided" in client.post(alike, data=first, follow_redirects=True).text
    assert waiting_count(store) == 0


def test_nothing_is_decided_for_all_without_saying_what_they_are(client, store, wild):
    answer = client.post("/imports/waiting/all?kind=nobody", data={"rows": "3"}, follow_redirects=True)
    assert "Nothing was changed" in answer.text
    assert waiting_count(store) == 5


def test_many_rows_are_decided_in_the_background(client, store, wild, monkeypatch):
    monkeypatch.setattr("app.views.waiting.AT_ONCE", 1)
    form = {"choice": "skip", "rows": "3"}
    answer = client.post("/imports/waiting/all?kind=nobody", data=form, follow_redirects=True)
    assert "3 rows are being decided" in answer.text
    assert waiting_count(store) == 2


def test_what_was_decided_is_listed_and_can_be_forgotten(client, wild):
    client.post("/imports/waiting/all?kind=nobody", data={"choice": "skip", "rows": "3"})
    page = client.get("/imports/waiting/remembered").text
    assert page.count("left out") == 3
    assert "Body XI-EARSHOT-TEST" in page
    rule = re.search(r"/remembered/([0-9a-f-]{36})/revoke", page)[1]
    after = client.post(f"/imports/waiting/remembered/{rule}/revoke", follow_redirects=True).text
    assert "It is forgotten" in after
    assert after.count("left out") == 2
    assert "It was gone" in client.post("/imports/waiting/remembered/x/revoke", follow_redirects=True).text


def test_lists_that_share_a_question_are_asked_once(client, store, acorn):
    for body, name in (("XI-EARSHOT-A", "a.csv"), ("XI-EARSHOT-B", "b.csv")):
        waiting(store, row(2, "Elm Road", postcode="LS1 4AP"), row(3, "Elm Road"), body=body, file_name=name)
    page = client.get("/imports/waiting").text
    ids = re.findall(r'name="row-([0-9a-f-]{36})" id="n-', page)
    assert len(ids) == 3
    assert "also row 2 of b.csv: decided together" in page or "also row 2 of a.csv: decided together" in page
    shared = re.search(r'id="row-([0-9a-f-]{36})"(?:(?!<fieldset).)*decided together', page, re.DOTALL)[1]
    client.post("/imports/waiting", data={f"row-{shared}": "new"})
    assert waiting_count(store) == 2
    (elm,) = search_organisations(store, "Elm Road").items
    record = client.get(f"/organisations/{elm.id}").text
    assert "Body XI-EARSHOT-A" in record
    assert "Body XI-EARSHOT-B" in record


def test_a_decision_is_taken_back_from_its_page_and_its_rows_wait_again(client, store, wild):
    client.post("/imports/waiting/all?kind=nobody", data={"choice": "new", "rows": "3"})
    assert waiting_count(store) == 2
    rule = re.search(r"/remembered/([0-9a-f-]{36})", client.get("/imports/waiting/remembered").text)[1]
    page = client.get(f"/imports/waiting/remembered/{rule}").text
    assert "1 row will wait again" in page
    assert "3 rows were decided at once with it" in page
    after = client.post(f"/imports/waiting/remembered/{rule}", follow_redirects=True).text
    assert "1 row waits again. 0 organisations are shown by what else is known, 1 removed." in after
    assert waiting_count(store) == 3
    left = next(number for number in (4, 5, 6) if f"rows/{number}/decision" in new_rows(client, wild))
    assert f"row {left} of" in client.get(f"/imports/{wild}/rows/{left}/decision").text
    client.post(f"/imports/{wild}/rows/{left}/decision")
    assert waiting_count(store) == 4
    assert "no decision to take back" in client.get(f"/imports/{wild}/rows/17/decision").text


def new_rows(client, import_id):
    """The page of an import's rows that were new."""
    return client.get(f"/imports/{import_id}/rows?verdict=new").text


def test_all_that_was_decided_at_once_is_taken_back_at_once(client, store, wild):
    client.post("/imports/waiting/all?kind=nobody", data={"choice": "skip", "rows": "3"})
    rule = re.search(r"/remembered/([0-9a-f-]{36})", client.get("/imports/waiting/remembered").text)[1]
    page = client.get(f"/imports/waiting/remembered/{rule}").text
    at_once = re.search(r"/imports/waiting/at-once/[0-9a-f-]{36}", page)[0]
    assert "3 rows wait again" in client.post(at_once, data={"rows": "3"}, follow_redirects=True).text
    assert waiting_count(store) == 5
    assert "Nothing is remembered" in client.get("/imports/waiting/remembered").text
