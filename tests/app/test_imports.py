"""Imports by page: a file goes in, is looked at, committed, decided about and taken back."""

from __future__ import annotations

import csv
import io
import re

import pytest

from app.import_jobs import uploads_of
from graph.commit import commit_import
from graph.imports import import_state, undo_import
from graph.review import waiting_count

BODY = {"body_org_id": "new", "new_body": "XI-EARSHOT-TEST", "body_name": "Voices of Testing"}
LIST = """Name,Charity number,Postcode,Led by,Joined
Ash Hall,1138860,LS1 4AP,Disabled people,01/02/2020
Beck Street Group,,LS1 4AP,,
=Cragside & <b>Sons</b>,1138861,,,
,,LS8 1AA,,
Dale,1.03886E+06,,,
"""


def upload(client, text, kind="members", name="list.csv", **more):
    data = {
        "kind": kind,
        "file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name),
        **more,
    }
    return client.post("/imports/new", data=data, content_type="multipart/form-data", follow_redirects=True)


def address(response):
    return response.request.path


def commit(client, page):
    plan_hash = re.search(r'name="plan_hash" value="([0-9a-f]{64})"', page.text)[1]
    return client.post(f"{address(page)}/commit", data={"plan_hash": plan_hash}, follow_redirects=True)


def undo(client, page):
    return client.post(f"{address(page)}/undo", follow_redirects=True)


@pytest.fixture
def preview(client):
    return upload(client, LIST, **BODY)


def test_a_list_is_looked_at_before_anything_changes(client, preview, running):
    assert preview.status_code == 200
    assert "Check before anything changes" in preview.text
    assert "5 rows seen" in preview.text
    assert "Bring in 2 rows" in preview.text
    assert "&lt;b&gt;Sons&lt;/b&gt;" in preview.text
    assert "<b>Sons" not in preview.text
    assert client.get("/organisations/").text.count("Ash Hall") == 0


def test_a_committed_list_shows_everywhere(client, preview):
    report = commit(client, preview)
    assert "In, but for rows that wait for you." in report.text
    assert "Ash Hall" in client.get("/organisations/?q=ash+hal").text
    bodies = client.get("/bodies/").text
    assert "Voices of Testing" in bodies
    body = re.search(r"/bodies/([0-9a-f-]{36})", bodies)[1]
    assert "Ash Hall" in client.get(f"/bodies/{body}").text
    assert "2 organisations are on" in re.sub(r"<[^>]*>", "", client.get("/").text)
    assert "Ash Hall" in client.get(f"/map/around/{body}").text


def test_another_plan_than_the_one_shown_is_not_carried_out(client, preview):
    answer = client.post(f"{address(preview)}/commit", data={"plan_hash": "0" * 64}, follow_redirects=True)
    assert "The plan is another one by now" in answer.text
    assert "Check before anything changes" in answer.text


def test_the_same_list_again_changes_nothing(client, preview):
    commit(client, preview)
    again = upload(client, LIST, body_org_id="new", new_body="XI-EARSHOT-TEST")
    assert "<b>0</b> new" in again.text
    assert "Put 1 row up for review" in again.text


def test_taking_it_back_leaves_no_organisation(client, preview):
    report = commit(client, preview)
    done = undo(client, report)
    assert "The import was taken back" in done.text
    assert "Ash Hall" not in client.get("/organisations/").text
    assert "taken back" in client.get("/imports/").text


def test_what_came_of_taking_it_back_can_be_looked_at_again(client, preview, running):
    report = address(commit(client, preview))
    assert "Nobody is taking it back." in client.get(f"{report}/undone").text
    search = client.get("/organisations/?q=ash+hall").text
    hall = re.search(r"/organisations/[0-9a-f-]{36}", search)[0]
    seen = re.search(r'name="seen_version" value="(\d+)"', client.get(f"{hall}/edit").text)[1]
    form = {"name": "Ash Hall", "website": "https://ash.example.org", "seen_version": seen}
    assert client.post(f"{hall}/edit", data=form).status_code == 302
    done = client.post(f"{report}/undo")
    assert done.status_code == 302, "reloading the page takes nothing back again"
    for page in (client.get(done.location).text, client.get(f"{report}/undone").text):
        assert "1 organisation restored to what else is known, 2 organisations removed." in page
        assert f'<a href="{hall}">Ash Hall</a>' in page
    assert client.post(f"{report}/undo").location == done.location
    assert "2 organisations removed" in client.get(done.location).text
    assert f"{report}/undone" in client.get(report).text


def test_an_undo_tells_how_far_it_has_come(client, preview, running):
    report = address(commit(client, preview))
    told = []
    undo_import(running.store, report.rsplit("/", 1)[1], "ann", lambda done, of: told.append((done, of)))
    assert told == [(0, 3)], "two members, and the body by the name that the list gave it"
    assert "it was taken back by command" in client.get(f"{report}/undone").text


def test_waiting_rows_are_decided_and_remembered(client, preview):
    commit(client, preview)
    page = client.get("/imports/waiting").text
    item = re.search(r'name="row-([0-9a-f-]{36})"', page)[1]
    assert "Beck Street Group" in page
    client.post("/imports/waiting", data={f"row-{item}": "new"}, follow_redirects=True)
    assert "Beck Street Group" in client.get("/organisations/").text
    again = upload(client, LIST, body_org_id="new", new_body="XI-EARSHOT-TEST")
    assert "<b>0</b> to review" in again.text


def test_deciding_nothing_changes_nothing(client, preview):
    commit(client, preview)
    answer = client.post("/imports/waiting", data={"row-x": "later"}, follow_redirects=True)
    assert "Nothing was chosen" in answer.text


def test_the_list_is_handed_back_as_it_came(client, preview):
    planned = client.get(f"{address(preview)}/list.csv")
    assert planned.headers["Content-Disposition"] == 'attachment; filename="list with verdicts.csv"'
    commit(client, preview)
    text = client.get(f"{address(preview)}/list.csv").data.decode()
    assert text.startswith(LIST.partition("\n")[0] + ",Earshot row,")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Earshot verdict"] for row in rows] == ["new", "to review", "new", "rejected", "rejected"]
    assert rows[2]["Earshot organisation"].startswith("'=")
    assert rows[0]["Earshot row"] == "2"
    assert rows[4]["Earshot why"]
    assert client.get(f"{address(preview)}/list.xlsx").data[:2] == b"PK"
    assert client.get(f"{address(preview)}/list.doc").status_code == 404


def test_brought_in_again_as_it_was_handed_back_nothing_changes(client, preview):
    commit(client, preview)
    for ending in ("csv", "xlsx"):
        back = client.get(f"{address(preview)}/list.{ending}").data
        again = upload(client, back, name=f"list.{ending}", body_org_id="new", new_body="XI-EARSHOT-TEST")
        assert "Put 1 row up for review" in again.text
        assert "they were ignored" in again.text


def test_a_list_whose_file_is_gone_is_handed_back_without_a_formula(client, preview, running):
    commit(client, preview)
    import_id = address(preview).rpartition("/")[2]
    (running.settings.uploads / import_id / "upload").unlink()
    assert "isn&#39;t kept here" in client.get(address(preview)).text
    text = client.get(f"{address(preview)}/list.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Earshot verdict"] for row in rows] == ["new", "to review", "new", "rejected", "rejected"]
    assert rows[2]["Name"].startswith("'=")


def test_columns_can_be_said_by_hand(client, preview):
    page = client.get(f"{address(preview)}/columns")
    assert page.status_code == 200
    assert "Ash Hall" in page.text
    fields = ["name", "charity_number", "", "", ""]
    other = client.post(f"{address(preview)}/columns", data={"field": fields}, follow_redirects=True)
    assert "3 left out" in other.text
    assert address(other) != address(preview)
    assert "taken back" in client.get("/imports/").text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.csv", "can&#39;t be read"),
        (b"%PDF-1.7 nonsense", "list.pdf", "can&#39;t be read"),
        (bytes(range(256)) * 40, "picture.csv", "can&#39;t be read"),
        (b"PK\x03\x04 half a workbook", "list.xlsx", "can&#39;t be read"),
    ],
)
def test_a_file_that_cant_be_read_says_what_to_do(client, content, name, words):
    answer = upload(client, content, name=name, **BODY)
    assert answer.status_code == 422
    assert "This file can&#39;t be read" in answer.text or "This file can't be read" in answer.text
    assert "Nothing was changed" in answer.text
    assert "Traceback" not in answer.text


def test_wrong_headings_lead_to_the_columns(client):
    answer = upload(client, "Width,Height\n12,1\n13,2\n", **BODY)
    assert answer.status_code == 422
    assert "Which column holds what?" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose the body whose list it is"),
        ({**BODY, "said_on": "yesterday"}, "isn’t a date|isn&#39;t a date"),
        ({"kind": "log"}, "Choose the consultation"),
        ({**BODY, "kind": "poem"}, "Choose what the file is"),
    ],
)
def test_the_form_says_what_is_missing(client, fields, words):
    data = {"kind": "members", "file": (io.BytesIO(b"Name\nAsh\n"), "a.csv"), **fields}
    answer = client.post("/imports/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert re.search(words, answer.text)


def test_an_unknown_body_is_refused_with_a_sentence(client):
    answer = upload(client, LIST, body_org_id="new", new_body="XI-EARSHOT-NOBODY")
    assert answer.status_code == 422
    assert "Nobody here has the org-id XI-EARSHOT-NOBODY" in answer.text


@pytest.mark.parametrize("path", ["/imports/nothing", "/imports/../../etc", f"/imports/{'0' * 36}"])
def test_an_import_that_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_file_names_are_text(client):
    page = upload(client, LIST, name="../../<script>alert(1)</script>.csv", **BODY)
    assert "<script>alert" not in page.text
    assert "script&gt;.csv" in page.text


def test_a_log_goes_in_for_a_consultation(client, preview):
    commit(client, preview)
    client.post(
        "/consultations/new",
        data={"id": "test-24", "name": "Test", "opens": "2024-10-17", "closes": "2024-12-12"},
    )
    log = "Organisation,Charity number,Date,Kind,Spoke\nAsh Hall,1138860,21/10/2024,Meeting,yes\n"
    page = upload(client, log, kind="log", name="log.csv", consultation="test-24")
    assert "Bring in 1 row" in page.text
    commit(client, page)
    record = re.search(r"/organisations/([0-9a-f-]{36})", client.get("/organisations/?q=ash+hall").text)[0]
    assert "21 October 2024" in client.get(record).text
    again = upload(client, log, kind="log", name="log.csv", consultation="test-24")
    assert "Bring it in: nothing changes" in again.text


def test_rows_left_out_once_are_left_out_again(client, running):
    wild = "Name\nAsh Hall\nBeck Street Group\n"
    commit(client, upload(client, wild, **BODY))
    client.post("/imports/waiting/all?kind=nobody", data={"choice": "skip", "rows": "2"})
    assert waiting_count(running.store) == 0
    longer = f"{wild}Cragside,1138861\n".replace("Name", "Name,Charity number").replace("Group", "Group,")
    for text, name in ((wild, "list.csv"), (longer, "longer.csv")):
        again = upload(client, text, name=name, body_org_id="new", new_body="XI-EARSHOT-TEST")
        assert "2</b> the same" in again.text
        commit(client, again)
        assert waiting_count(running.store) == 0
    found = re.sub(r"<[^>]*>", "", client.get("/organisations/").text)
    assert "Cragside" in found
    assert "Ash Hall" not in found


@pytest.mark.parametrize("page", ["", "/rows", "/list.csv", "/problems/cells", "/columns"])
def test_an_import_that_isnt_there_is_no_page(client, page):
    gone = client.get(f"/imports/00000000-0000-7000-8000-000000000000{page}")
    assert gone.status_code == 404
    assert "There is no import with that id." in gone.text


@pytest.mark.parametrize("action", ["stop", "undo", "commit", "again", "leave"])
def test_nothing_is_kept_of_what_is_asked_of_an_import_that_isnt_there(client, running, action):
    nobody = "00000000-0000-7000-8000-000000000000"
    assert client.post(f"/imports/{nobody}/{action}").status_code == 404
    assert not (running.settings.data / "uploads" / nobody).exists()


def test_a_list_that_many_would_leave_is_asked_about_and_goes_on_as_either(client):
    body = {"body_org_id": "new", "new_body": "XI-EARSHOT-GUARD", "body_name": "Guard", "whole_list": "yes"}
    lines = [f"Guarded {number},{1138900 + number}" for number in range(8)]
    page = upload(client, "\n".join(["Name,Charity number", *lines]), **body)
    commit = re.search(r'name="plan_hash" value="(\w+)"', page.text)[1]
    client.post(f"{address(page)}/commit", data={"plan_hash": commit})
    few = "\n".join(["Name,Charity number", *lines[:3]])
    for said, leavers in (("part", "<b>0</b> leavers"), ("whole", "<b>5</b> leavers")):
        asked = upload(client, few, **body)
        assert asked.status_code == 422
        assert "<h1>Is this the whole list?</h1>" in asked.text
        assert "--many-leave" not in asked.text
        again = client.post(f"{address(asked)}/again", data={"list": said}, follow_redirects=True)
        assert leavers in again.text
    assert "End 5 memberships" in again.text
    assert re.findall(r">(Guarded \d)</a>", again.text) == [f"Guarded {number}" for number in range(3, 8)]
    every = client.get(f"{address(again)}/leavers").text
    assert "5 organisations on record as members of Guard" in every
    assert re.findall(r">(Guarded \d)</a>", every) == [f"Guarded {number}" for number in range(3, 8)]


def test_the_table_of_imports_says_how_many_rows_were_rejected(client, preview):
    commit(client, preview)
    table = client.get("/imports/").text
    assert re.search(r'verdict=rejected">2<span class="visually-hidden"> rejected in list.csv', table)


def test_a_plan_that_is_dropped_is_no_import_taken_back(client, preview):
    dropped = undo(client, preview)
    assert "is dropped. Nothing was changed." in dropped.text
    assert "The import was taken back" not in dropped.text
    assert "so nothing was brought in." in commit(client, preview).text, "as another window may still try"


def test_a_form_that_goes_back_says_to_choose_the_file_again(client):
    page = upload(client, LIST, said_on="2999-01-01")
    assert re.findall('<li><a href="#([^"]+)">', page.text) == ["file", "body_org_id", "said_on"]
    assert "Choose list.csv again: it was not kept." in page.text


def test_a_body_that_cant_be_is_said_beside_its_field_before_the_file_is_kept(client, running):
    before = uploads_of(running).unfinished()
    bad = upload(client, LIST, body_org_id="new", new_body="nonsense", body_name="Nonsense")
    assert re.findall('<li><a href="#([^"]+)">', bad.text) == ["file", "new_body"]
    assert "“nonsense” is no org-id." in bad.text
    nameless = upload(client, LIST, body_org_id="new", new_body="XI-EARSHOT-NAMELESS")
    assert re.findall('<li><a href="#([^"]+)">', nameless.text) == ["file", "body_name"]
    assert (bad.status_code, nameless.status_code) == (422, 422)
    assert uploads_of(running).unfinished() == before


def test_the_report_says_in_plain_words_what_was_written(client, preview):
    report = commit(client, preview).text
    assert re.search(r"\d+ entr(y|ies) written to organisations’ records", report)
    assert "statement" not in report


def test_what_is_at_its_end_is_not_said_to_stop(client, preview):
    commit(client, preview)
    late = client.post(f"{address(preview)}/stop", follow_redirects=True)
    assert "there was nothing to stop" in late.text
    assert "You can go on with it" not in late.text


def test_an_import_that_was_stopped_says_how_far_it_came_and_goes_on(client, preview, running):
    path, import_id = address(preview), address(preview).rsplit("/", 1)[1]
    commit_import(running.store, import_id, should_stop=lambda: True)
    assert "Stopped before the end. 0 of 5 rows went in" in client.get(path).text
    ended = import_state(running.store, import_id).finished_at
    waits = client.get(path, query_string={"begun": ended}).text
    assert "Rows are being brought in" in waits, "not the report of the stop, until a worker takes it up"
    report = commit(client, client.get(path))
    assert report.request.args["begun"] == ended
    assert "In, but for rows that wait for you." in report.text


def test_a_row_that_a_person_left_out_asks_nothing_more(client):
    report = address(commit(client, upload(client, LIST, **BODY)))
    item = re.search(r'name="row-([0-9a-f-]{36})"', client.get("/imports/waiting").text)[1]
    client.post("/imports/waiting", data={f"row-{item}": "skip"})
    lines = list(csv.DictReader(io.StringIO(client.get(f"{report}/list.csv").text)))
    left_out = [line for line in lines if line["Earshot why"] == "left out by a person"]
    assert [(line["Name"], line["Earshot verdict"]) for line in left_out] == [
        ("Beck Street Group", "rejected")
    ]
    assert left_out[0]["Earshot what to do"] == ""
    assert "left out by a person" in client.get(report).text
