"""Many files at once, by page: looked at, planned, brought in; one bad file stops none of the others."""

from __future__ import annotations

import io
import re

import pytest

from app.batches import pasted_file
from app.import_jobs import uploads_of
from tests.app.test_imports import address

OAK = b"Name,Charity number,Postcode\nAsh Hall,1138860,LS1 4AP\nBeck Street,1138861,LS1 4AP\n"
ELM = b"Organisation,Charity no\nAsh Hall,1138860\nDale Friends,1138863\n"
LOG = b"Organisation,Charity number,Date,Kind\nAsh Hall,1138860,21/10/2024,Meeting\n"


def send(client, *files, **more):
    data = {"files": [(io.BytesIO(content), name) for name, content in files], **more}
    return client.post(
        "/imports/several/", data=data, content_type="multipart/form-data", follow_redirects=True
    )


def ids_of(page):
    """Return {file name: upload id} of the files whose choices are still to be made."""
    found = re.findall(r'<th scope="row" id="f-([0-9a-f-]{36})">([^\n<]+)', page.text)
    return {name.strip(): upload for upload, name in found}


def as_list_of(upload, name):
    return {
        f"kind-{upload}": "members",
        f"body_org_id-{upload}": "new",
        f"new_body-{upload}": f"XI-EARSHOT-{name}",
        f"body_name-{upload}": f"{name} Network",
    }


def plan(client, page, **lists):
    ids, form = ids_of(page), {}
    for name, body in lists.items():
        form |= as_list_of(ids[f"{name}.csv"], body)
    return client.post(f"{address(page)}/plan", data=form, follow_redirects=True)


def ticked(page, *, everything=False):
    found = re.findall(r'name="hash-([0-9a-f-]{36})" value="([0-9a-f]{64})"', page.text)
    boxes = dict(re.findall(r'name="go" value="([0-9a-f-]{36})" id="[^"]*"( checked)?', page.text))
    form = {f"hash-{upload}": plan_hash for upload, plan_hash in found}
    return {**form, "go": [upload for upload, _ in found if everything or boxes[upload]]}


@pytest.fixture
def batch(client):
    return send(client, ("oak 2024-06-30.csv", OAK), ("elm.csv", ELM), ("letter.pdf", b"%PDF-1.7"))


def test_every_file_says_what_it_seems_to_be_and_none_is_assumed(client, batch, running):
    assert batch.status_code == 200
    assert "3 files brought together" in batch.text
    assert "2 rows, 3 columns" in batch.text
    assert "Seems to be: Membership list" in batch.text
    assert "Perhaps 30 June 2024" in batch.text
    assert "This is a PDF" in batch.text
    assert 'value="members" selected' not in batch.text
    suggested = client.get(f"{address(batch)}?suggested=1").text
    assert 'value="members" selected' in suggested
    assert 'value="2024-06-30"' in suggested
    assert running.store.read("MATCH (i:Import) RETURN count(i) AS n") == [{"n": 0}]


def test_the_body_of_a_list_is_suggested_by_its_name_only(client, batch):
    page = plan(client, batch, elm="Elm")
    client.post(f"{address(page)}/commit", data=ticked(page), follow_redirects=True)
    again = send(client, ("Elm Network members.csv", ELM), ("elm 2.csv", ELM), ("other.csv", ELM))
    assert "its last list was called the same" in again.text
    assert again.text.count("Perhaps Elm Network") == 2
    assert "selected" not in re.sub(r'<option value="" selected>', "", again.text)
    suggested = client.get(f"{address(again)}?suggested=1").text
    assert len(re.findall(r'<option value="[0-9a-f-]{36}" selected>Elm Network', suggested)) == 2


@pytest.mark.parametrize(("look", "other"), [("suggested", "members"), ("again", "")])
def test_what_was_chosen_stays_when_suggestions_are_filled_in_or_it_is_looked_at_again(
    client, batch, look, other
):
    oak, elm = (ids_of(batch)[name] for name in ("oak 2024-06-30.csv", "elm.csv"))
    form = {f"kind-{elm}": "organisations", f"said_on-{oak}": "2024-01-02", "look": look}
    page = client.post(f"{address(batch)}/plan", data=form)
    kinds = re.findall(r'id="kind-([^"]+)"[^>]*>(?:(?!</select>).)*value="(\w*)" selected', page.text, re.S)
    assert dict(kinds) == {elm: "organisations", oak: other}
    assert 'value="2024-01-02"' in page.text


def test_all_are_planned_looked_at_and_brought_in_together(client, batch, running):
    ids = ids_of(batch)
    form = as_list_of(ids["oak 2024-06-30.csv"], "Oak") | as_list_of(ids["elm.csv"], "Elm")
    page = client.post(f"{address(batch)}/plan", data=form, follow_redirects=True)
    assert "What would change" in page.text
    assert "All of them" in page.text
    assert page.text.count("safe</label>") == 2
    preview = client.get(re.search(r'href="(/imports/[0-9a-f-]{36})">elm.csv', page.text)[1]).text
    assert f'<a href="{address(page)}">the files it came with</a>' in preview
    everything = ticked(page, everything=True)
    assert len(everything["go"]) == 2
    done = client.post(f"{address(page)}/commit", data=everything, follow_redirects=True)
    assert re.findall(r'data-label="State">([^<]*)<', done.text) == ["in", "in"]
    assert "This is a PDF" in done.text, "the bad file is still named, and stopped nobody"
    assert "Oak Network" in client.get("/bodies/").text
    assert "Ash Hall" in client.get("/organisations/?q=ash+hall").text
    states = [upload.state for upload in uploads_of(running).of_batch(address(done).rsplit("/")[-1])]
    assert sorted(states) == ["planned", "planned", "refused", "replaced"], "the second was planned again"


def test_a_list_without_rows_is_not_taken_for_safe(client):
    page = plan(
        client, send(client, ("elm.csv", b"Name,Charity no\n"), ("oak.csv", OAK)), elm="Elm", oak="Oak"
    )
    assert len(ticked(page)["go"]) == 1
    assert page.text.count("look first</label>") == 1


def test_a_list_that_another_changed_meanwhile_is_planned_again_not_put_in_conflict(client):
    with_postcodes = ELM.replace(b"no\n", b"no,Postcode,Website\n").replace(
        b"0\n", b"0,LS1 4AP,ash.example\n"
    )
    first = plan(client, send(client, ("oak.csv", OAK)), oak="Oak")
    client.post(f"{address(first)}/commit", data=ticked(first), follow_redirects=True)
    sent = send(client, ("elm.csv", with_postcodes), ("fir.csv", OAK))
    page = plan(client, sent, elm="Elm", fir="Fir")
    done = client.post(f"{address(page)}/commit", data=ticked(page, everything=True), follow_redirects=True)
    assert "No rows wait for review" in client.get("/imports/").text
    assert done.text.count("Elm Network") + done.text.count("Fir Network") == 2


def test_what_isnt_said_is_asked_for_and_the_rest_goes_on(client, batch):
    ids = ids_of(batch)
    kind = f"kind-{ids['oak 2024-06-30.csv']}"
    nothing = client.post(f"{address(batch)}/plan", data={kind: ""})
    assert "oak 2024-06-30.csv: Choose what it is, or leave it out." in nothing.text
    form = as_list_of(ids["elm.csv"], "Elm") | {kind: "members"}
    page = client.post(f"{address(batch)}/plan", data=form)
    assert page.status_code == 422
    assert "oak 2024-06-30.csv: Choose the body whose list it is" in page.text
    assert 'value="members" selected' in page.text
    assert "Elm Network" in page.text


def test_a_file_that_cant_be_read_waits_until_somebody_leaves_it_out(client, batch):
    waits = f'{address(batch)}">%s of the files brought together'
    assert waits % "3" in client.get("/imports/").text
    leave = re.search(r'action="(/imports/[^"]+/leave)"', batch.text)[1]
    page = client.post(leave, follow_redirects=True)
    assert "letter.pdf is left out. Nothing was changed." in page.text
    assert "/leave" not in page.text
    assert waits % "2" in client.get("/imports/").text
    other = f"/imports/{ids_of(page)['elm.csv']}/leave"
    client.post(other)
    assert "elm.csv" in ids_of(client.get(address(batch))), "a file to be settled is settled in the table"


def test_a_file_can_be_left_out_and_a_log_named(client, batch):
    ids = ids_of(batch)
    client.post(f"{address(batch)}/plan", data={f"kind-{ids['elm.csv']}": "leave"})
    page = client.get(address(batch))
    assert "left out." in page.text
    assert "elm.csv" not in ids_of(page)
    log = send(client, ("contacts.csv", LOG))
    assert (
        "Seems to be: Engagement log of a consultation (it has columns for date and kind of contact)"
        in log.text
    )


def test_another_plan_than_the_one_shown_is_not_carried_out(client, batch):
    page = plan(client, batch, elm="Elm")
    form = {name: "0" * 64 if name.startswith("hash") else value for name, value in ticked(page).items()}
    answer = client.post(
        f"{address(page)}/commit", data={**form, "go": ids_of(batch)["elm.csv"]}, follow_redirects=True
    )
    assert "has another plan by now" in answer.text


def test_a_pasted_table_is_a_file_like_any_other(client, running):
    text = 'Name\tCharity number\tNotes\r\nAsh Hall\t1138860\t"two\nlines, a ""quote"""\r\nBeck\t\t\r\n'
    page = send(client, pasted=text)
    (name,) = ids_of(page)
    assert re.fullmatch(r"Pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.tsv", name)
    assert "2 rows, 3 columns" in page.text
    planned = client.post(
        f"{address(page)}/plan", data=as_list_of(ids_of(page)[name], "Paste"), follow_redirects=True
    )
    assert "look first</label>" in planned.text
    done = client.post(
        f"{address(page)}/commit", data=ticked(planned, everything=True), follow_redirects=True
    )
    assert "in" in done.text
    assert "Ash Hall" in client.get("/organisations/").text


def test_nothing_or_too_much_is_refused(client):
    assert send(client).status_code == 422
    assert send(client, *((f"{n}.csv", b"Name\nA\n") for n in range(101))).status_code == 422
    assert client.get("/imports/several/00000000-0000-0000-0000-000000000000").status_code == 404
    assert pasted_file(" \n", "", "") is None


def test_fifty_files_at_once(client):
    files = [
        (f"list {n}.csv", f"Name,Charity number\nOrganisation {n},{1138000 + n}\n".encode())
        for n in range(50)
    ]
    page = send(client, *files)
    assert len(ids_of(page)) == 50
    assert "50 files brought together" in page.text


def test_the_very_same_file_twice_is_told(client):
    page = send(client, ("oak.csv", OAK), ("elm.csv", ELM), ("oak again.csv", OAK))
    assert page.text.count("The very same file as") == 1
    assert "The very same file as oak again.csv above." in page.text


def test_the_register_that_a_table_seems_to_be_of_is_filled_in(client):
    companies = b"CompanyName,CompanyNumber,CompanyCategory,CompanyStatus\nOak Ltd,01234567,PLC,Active\n"
    page = send(client, ("companies.csv", companies))
    assert "it has the headings of a public register" in page.text
    filled = client.get(f"{address(page)}?suggested=1").text
    assert '<option value="register" selected>' in filled
    assert '<option value="GB-COH" selected>' in filled


def test_a_file_whose_plan_is_dropped_stands_there_again(client, batch):
    page = plan(client, batch, elm="Elm", **{"oak 2024-06-30": "Oak"})
    elm = re.search(r'/imports/([0-9a-f-]{36})">elm.csv', page.text)[1]
    dropped = client.post(f"/imports/{elm}/undo", follow_redirects=True)
    assert address(dropped) == address(batch)
    assert "3 files brought together" in dropped.text
    assert "The plan for elm.csv is dropped. Nothing was changed." in dropped.text
    assert list(ids_of(dropped)) == ["elm.csv"]
    report = client.get(f"/imports/{elm}").text
    assert "This plan was dropped before anything was changed." in report
    assert "taken back" not in report
    planned = plan(client, dropped, elm="Elm")
    assert not ids_of(planned)
    assert "elm.csv" in planned.text
