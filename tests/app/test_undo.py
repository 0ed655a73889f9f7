"""Taking an import back by page: what came of it stays noted, however often and wherever it is asked for."""

from __future__ import annotations

from app.import_jobs import undo_to_the_end, uploads_of
from graph.imports import import_state
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
