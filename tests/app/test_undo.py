"""Taking an import back by page: what came of it stays noted, however often and wherever it is asked for."""

from __future__ import annotations

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
