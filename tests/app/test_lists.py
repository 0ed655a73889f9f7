"""The list tracker and claims by page: noted, filtered, taken away, never mixed with what is verified."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from graph.bodies import ensure_body
from graph.consultations import add_consultation
from graph.model.identifiers import new_id
from tests.app.walk import BODY, CONSULTATION, a_small_list, id_of

CLAIM = {
    "counted_on": "2024-06-30",
    "total": "340",
    "community-1": "DEI020000",
    "number-1": "40",
    "said_by": "Ann",
}


@pytest.fixture
def bodies(running):
    """One body with a list of six members, one without."""
    add_consultation(running.store, "tests", CONSULTATION, new_id())
    a_small_list(running.store)
    elm = ensure_body(running.store, "XI-EARSHOT-ELM", "Elm Network", actor="tests", write_id=new_id())
    return {"with": id_of(running.store, f"Body {BODY}"), "without": elm}


def seen(page):
    return re.search(r'name="seen" value="([^"]*)"', page.text)[1]


def note(client, body, **fields):
    form = {"seen": seen(client.get(f"/lists/{body}")), "notes": "", **fields}
    return client.post(f"/lists/{body}", data=form, follow_redirects=True)


def test_the_tracker_says_where_every_list_stands(client, bodies):
    page = client.get("/lists/")
    assert "1 of 2 bodies have a list in" in page.text
    assert ">6<span" in page.text
    asked = note(client, bodies["without"], asked_on="2024-01-01", asked_of="the office", agreement="signed")
    assert "What you noted is kept." in asked.text
    assert "Overdue; ask again by 29 January 2024" in asked.text
    overdue = client.get("/lists/?standing=overdue")
    assert "Elm Network" in overdue.text
    assert f"Body {BODY}" not in overdue.text
    client.post(f"/lists/{bodies['without']}/chased", data={"seen": seen(asked)}, follow_redirects=True)
    waiting = client.get("/lists/?standing=waiting").text
    assert "Elm Network" in waiting
    assert "chased 1 time" in waiting


def test_what_cant_be_noted_says_so_beside_the_field(client, bodies):
    wrong = note(client, bodies["with"], asked_on="soon", chased_on="2024-01-01 later", asked_of="Ann <b>")
    assert wrong.status_code == 422
    assert re.findall('<li><a href="#([^"]+)">', wrong.text) == ["asked_on", "chased_on"]
    assert "Write it like 2024-10-17" in wrong.text
    assert "Ann &lt;b&gt;" in wrong.text
    late = client.post(f"/lists/{bodies['with']}", data={"seen": "another", "notes": "x"})
    assert late.status_code == 422
    assert "meanwhile" in late.text
    assert client.get("/lists/none").status_code == 404


def test_only_the_day_to_ask_again_may_be_to_come(client, bodies):
    to_come = dict.fromkeys(("asked_on", "agreed_on", "received_on", "chased_on"), "2999-01-31")
    wrong = note(client, bodies["with"], **to_come)
    assert wrong.status_code == 422
    assert re.findall('<li><a href="#([^"]+)">31 January 2999 is still to come', wrong.text) == list(to_come)
    assert note(client, bodies["with"], asked_on="2024-01-31", chase_next="2999-01-31").status_code == 200


def test_the_tracker_can_be_taken_away(client, bodies):
    note(client, bodies["without"], asked_on="2024-01-01", asked_of="=cmd()")
    rows = list(csv.DictReader(io.StringIO(client.get("/lists/tracker.csv").data.decode("utf-8-sig"))))
    assert [row["Standing"] for row in rows] == ["in", "overdue"]
    assert rows[0]["Members verified"] == "6"
    assert rows[1]["Asked of"].startswith("'=")
    assert client.get("/lists/tracker.xlsx").data[:2] == b"PK"


def test_a_claim_stands_beside_the_members_and_is_no_organisation(client, bodies, running):
    before = client.get("/organisations/").text.count("/organisations/")
    kept = client.post("/claims/", data={"body": bodies["with"], **CLAIM}, follow_redirects=True)
    assert "The claim is kept." in kept.text
    assert "“340”" in kept.text
    assert "Disabled people: “40”" in kept.text
    again = client.post("/claims/", data={"body": bodies["with"], **CLAIM}, follow_redirects=True)
    assert "The same was claimed already" in again.text
    tracker = client.get("/lists/").text
    assert "“340”" in tracker
    assert ">6<span" in tracker
    assert "“340”" in client.get(f"/bodies/{bodies['with']}").text
    assert client.get("/organisations/").text.count("/organisations/") == before
    claim = re.search(r"/claims/([0-9a-f-]{36})/take-back", kept.text)[1]
    assert (
        "The claim was taken back." in client.post(f"/claims/{claim}/take-back", follow_redirects=True).text
    )
    assert "“340”" not in client.get("/lists/").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Give the day"),
        ({"counted_on": "2024-06-30"}, "Give the number of members"),
        ({**CLAIM, "total": "many"}, "isn’t a whole number|isn&#39;t a whole number"),
        ({**CLAIM, "number-1": "341"}, "More are led by a community"),
        ({**CLAIM, "number-1": ""}, "Give the number, or take the community away"),
        ({**CLAIM, "community-1": ""}, "Choose the community"),
        ({**CLAIM, "body": ""}, "Choose the body"),
        ({**CLAIM, "counted_on": "soon"}, "Write it like"),
        ({**CLAIM, "counted_on": "2999-06-30"}, "30 June 2999 is still to come"),
        ({**CLAIM, "community-2": "DEI020000", "number-2": "50"}, "This community stands above already"),
        ({**CLAIM, "notes": "n" * 2001}, "Use at most 2,000 characters"),
    ],
)
def test_a_claim_that_cant_be_is_sent_back(client, bodies, fields, words):
    answer = client.post("/claims/", data={"body": bodies["with"], **fields})
    assert answer.status_code == 422
    assert re.search(words, answer.text)


TABLE = f"""Body,Date,Total,Disabled people
{BODY},2024-06-30,340,40
Elm network,2024-06-30,12,
Nobody,2024-06-30,1,
"""


def test_a_table_of_claims_by_page_and_its_undo(client, bodies):
    def send(content):
        data = {"file": (io.BytesIO(content), "claims.csv")}
        return client.post(
            "/claims/file", data=data, content_type="multipart/form-data", follow_redirects=True
        )

    done = send(TABLE.encode())
    assert "2 new claims, 0 known already, 1 row rejected" in done.text
    assert "Row 4: No infrastructure body here" in done.text
    assert "claims.csv" in client.get("/imports/").text
    import_id = done.request.path.rsplit("/", 1)[-1]
    assert client.get(f"/imports/{import_id}").status_code == 302
    client.post(f"/imports/{import_id}/undo")
    assert "This file was taken back" in client.get(f"/claims/file/{import_id}").text
    assert "“340”" not in client.get("/lists/").text
    to_come = send(f"Body,Date,Total\n{BODY},2999-06-30,340\n".encode())
    assert "Row 2: 30 June 2999 is still to come." in to_come.text
    assert send(b"Width,Height\n1,2\n").status_code == 422
    assert send(b"%PDF-1.7").status_code == 422
    assert client.post("/claims/file").status_code == 422
    assert client.get("/claims/file/none").status_code == 404


def test_a_table_of_claims_by_command(app, bodies, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(TABLE)
    done = app.test_cli_runner().invoke(args=["import-claims", str(path), "--json"])
    found = json.loads(done.stdout)
    assert (done.exit_code, found["counts"]) == (0, {"new": 2, "same": 0, "rejected": 1})
    assert (found["rows_seen"], found["rejected"][0]["row"]) == (3, 4)
    said = app.test_cli_runner().invoke(args=["import-claims", str(path)])
    assert "0 new claims, 2 known already" in said.output
    path.write_text("Width\n1\n")
    refused = app.test_cli_runner().invoke(args=["import-claims", str(path), "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["refused"]["code"]) == (1, "claims_headings")


def test_the_first_time_a_list_is_asked_for_is_no_reminder(client, bodies):
    path = f"/lists/{bodies['without']}"
    first = client.post(f"{path}/chased", data={"seen": seen(client.get(path))}, follow_redirects=True)
    assert "Noted as asked for today." in first.text
    assert "chased" not in client.get("/lists/?standing=waiting").text
    for _ in range(2):
        again = client.post(f"{path}/chased", data={"seen": seen(client.get(path))}, follow_redirects=True)
        assert "Noted as asked again today." in again.text
    assert "chased 1 time" in client.get("/lists/?standing=waiting").text


ALL_NOTES = {
    "asked_on": "2024-01-01",
    "asked_of": "the office",
    "agreement": "signed",
    "agreed_on": "2024-01-02",
    "agreed_by": "Ann & Ben",
    "chased_on": "2024-01-20\r\n2024-01-10",
    "chase_next": "2024-02-01",
    "received_on": "2024-01-25",
    "version": "autumn",
    "notes": "first line\r\nsecond line",
}


@pytest.mark.parametrize("whose", ["with", "without"])
def test_every_note_is_read_back_on_the_page_and_in_what_is_taken_away(client, bodies, whose):
    assert "What you noted is kept." in note(client, bodies[whose], **ALL_NOTES).text
    page = client.get(f"/lists/{bodies[whose]}").text
    for text in ("Ann &amp; Ben", "2024-01-10\n2024-01-20</textarea>", "first line\nsecond line</textarea>"):
        assert text in page
    assert page.count('value="2024-0') == 4
    said = ["2024-01-01", "the office", "signed", "2024-01-02", "Ann & Ben", "2024-01-10; 2024-01-20"]
    said += ["2024-02-01", "2024-01-25", "autumn", "first line\nsecond line"]
    columns = ("Asked on", "Asked of", "Agreement", "Agreed on", "Agreed by", "Chased on", "Ask again by")
    columns += ("Received on", "Version", "Notes")
    text = client.get("/lists/tracker.csv").data.decode("utf-8-sig")
    (row,) = (one for one in csv.DictReader(io.StringIO(text, newline="")) if one["Asked on"])
    assert [row[name] for name in columns] == said
    sheet = load_workbook(io.BytesIO(client.get("/lists/tracker.xlsx").data))["Table"]
    headings, *lines = sheet.iter_rows(values_only=True)
    (line,) = (dict(zip(headings, one, strict=True)) for one in lines if "autumn" in one)
    assert [line[name] for name in columns] == said


TYPED = {"asked_of": "the office", "agreement": "under_way", "version": "autumn", "notes": "call Tuesdays"}


def test_what_is_typed_stays_when_the_list_is_noted_as_asked_for(client, bodies):
    path = f"/lists/{bodies['without']}"
    for words, fields in (
        ("Noted as asked for today.", TYPED),
        ("Noted as asked again today.", {"asked_on": "2024-01-01", "chase_next": "2031-05-06", **TYPED}),
    ):
        form = {"seen": seen(client.get(path)), **fields}
        page = client.post(f"{path}/chased", data=form, follow_redirects=True).text
        assert words in page
        for text in ("the office", "autumn", "call Tuesdays", 'value="under_way" selected'):
            assert text in page
    assert 'value="2024-01-01"' in page
    assert 'value="2031-05-06"' in page, "a day typed for the next reminder is not replaced"
    wrong = client.post(f"{path}/chased", data={"seen": seen(client.get(path)), "asked_on": "soon", **TYPED})
    assert (wrong.status_code, "call Tuesdays" in wrong.text) == (422, True)


def test_what_somebody_else_noted_meanwhile_is_shown_beside_what_was_typed(client, bodies):
    path = f"/lists/{bodies['without']}"
    before = seen(client.get(path))
    note(client, bodies["without"], asked_on="2024-01-01", notes="theirs")
    late = client.post(path, data={"seen": before, "notes": "ours"})
    assert late.status_code == 422
    assert "Asked for on: 1 January 2024" in late.text
    assert "Notes: “theirs”" in late.text
    assert ">ours</textarea>" in late.text
