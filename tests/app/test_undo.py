"""Taking an import back by page: what came of it stays noted, however often and wherever it is asked for."""

from __future__ import annotations

import re

from app.import_jobs import undo_to_the_end, uploads_of
from graph.imports import import_state, undo_import
from tests.app.test_imports import BODY, LIST, address, commit, undo, upload


def test_two_workers_at_one_undo_are_one_and_what_it_kept_is_told(client, running):
    report = commit(client, upload(client, LIST, **BODY))
    import_id = address(report).rsplit("/")[-1]
    uploads = uploads_of(running)
    with uploads.alone_at("undo", import_id) as is_ours:
        assert is_ours
        undo_to_the_end(running, import_id)  # as the other window's worker
        assert import_state(running.store, import_id).state == "waiting"
    done = undo(client, report)
    assert "restored to what else is known" in done.text
    told = uploads.undo_note(import_id)
    assert told["kept"] == []
    undo_to_the_end(running, import_id)
    uploads.undo_begins(import_id)
    assert uploads.undo_note(import_id) == told


def test_the_page_waits_for_what_was_kept(client, running):
    """It is looked up once all is taken back: meanwhile the page said that a command had done it."""
    report = commit(client, upload(client, LIST, **BODY))
    import_id = address(report).rsplit("/")[-1]
    uploads, page = uploads_of(running), f"{address(report)}/undone"
    uploads.undo_begins(import_id)
    with uploads.alone_at("undo", import_id):
        done = undo_import(running.store, import_id, "tests")
        meanwhile = client.get(page).text
        assert "<h1>The import is being taken back</h1>" in meanwhile
        assert "data-look-again" in meanwhile
        assert "by command" not in meanwhile
        uploads.note_undo(import_id, done)
    after = client.get(page).text
    assert "Nothing had to be kept" in after
    assert "data-look-again" not in after


def test_an_organisation_that_went_away_hinders_no_other_row_and_is_not_offered_again(client):
    first = commit(client, upload(client, "Name,Charity number\nAsh Hall,1138860\n", **BODY))
    other = {"body_org_id": "new", "new_body": "XI-EARSHOT-OTHER", "body_name": "Other Network"}
    commit(client, upload(client, "Name\nAsh Hal\nBeck Trust\n", name="other.csv", **other))
    page = client.get("/imports/waiting").text
    ((ash, candidate),) = re.findall(r'name="row-([^"]+)"[^>]*value="accept:([^"]+)"', page)
    (beck,) = set(re.findall(r'name="row-([^"]+)"', page)) - {ash}
    undo(client, first)
    form = {f"row-{ash}": f"accept:{candidate}", f"row-{beck}": "new"}
    done = client.post("/imports/waiting", data=form, follow_redirects=True)
    assert "1 row was decided. 1 could not be carried out and waits on." in done.text
    assert "accept:" not in done.text
    assert "1 organisation that was offered here isn’t there any more" in done.text
    again = client.post("/imports/waiting", data={f"row-{ash}": "new"}, follow_redirects=True)
    assert "1 row was decided." in again.text
