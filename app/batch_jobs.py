"""Many files behind one page: looked at, planned, brought in one after the other. One bad file stops none."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.import_jobs import commit_upload, plan_upload, uploads_of
from app.runtime import Earshot
from app.uploads import Upload, Uploads

if TYPE_CHECKING:
    from graph.import_records import ImportState
    from importers.read import Table

log = logging.getLogger("earshot.batches")

SHOWN_PROBLEMS = 5

OURS = {
    "message": "Something went wrong in Earshot while the file was being looked at.",
    "next_step": "Nothing was changed. Try it by itself, or tell whoever runs Earshot.",
}

ASKS_MORE = {
    "message": "Not brought in: another file changed its organisations, and planned again it asks more.",
    "next_step": "Look at its new plan, and tick it again.",
}
"""What is said of a file whose turn had come."""


def look_at(running: Earshot, upload_id: str) -> None:
    """Read a file of a batch and keep what it seems to be; what is wrong with it is kept, too."""
    from importers.errors import ImporterError  # noqa: PLC0415 - the readers only in a worker
    from importers.read import read_table  # noqa: PLC0415

    uploads = uploads_of(running)
    upload = uploads.get(upload_id)
    if upload.state != "looking":
        return
    try:
        table = read_table(uploads.path(upload), file_name=upload.file_name)
        uploads.moved_on(upload, state="looked", found=_found(running, upload, table))
    except ImporterError as refused:
        words = {name: str(getattr(refused, name, "")) for name in ("message", "next_step")}
        uploads.moved_on(upload, state="refused", problem=words)
    except Exception:
        log.exception("The file %s could not be looked at", upload.id)
        uploads.moved_on(upload, state="refused", problem=OURS)


def _found(running: Earshot, upload: Upload, table: Table) -> dict[str, Any]:
    """Return what a table seems to be: size, headings, problems, and guesses with their reasons."""
    from importers.guessing import guess_body, guess_day, guess_kind, guess_scheme  # noqa: PLC0415

    return {
        "rows": table.rows_read,
        "skipped": len(table.skipped),
        "sheet": table.sheet or "",
        "sheets": sum(not sheet.hidden for sheet in table.sheets),
        "headings": list(table.headings[:6]),
        "columns": len(table.headings),
        "problems": [issue.message for issue in table.issues[:SHOWN_PROBLEMS]],
        "problem_count": len(table.issues),
        "content": _content(uploads_of(running).path(upload)),
        "kind": asdict(guess_kind(table)),
        "scheme": asdict(guess_scheme(table)),
        "day": asdict(guess_day(upload.file_name, date.today().isoformat())),
        "body": asdict(guess_body(upload.file_name, _known_lists(running))),
    }


def _content(path: Path) -> str:
    """Return what tells a file's bytes from any others: two files with the same are one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known_lists(running: Earshot) -> list[Any]:
    from app.bodies import body_lines  # noqa: PLC0415
    from graph.list_tracker import list_names  # noqa: PLC0415
    from importers.guessing import KnownList  # noqa: PLC0415

    ids = [one.id for one in body_lines(running)]
    return [KnownList(**vars(one)) for one in list_names(running.store, ids)]


def plan_one(running: Earshot, upload_id: str) -> None:
    """Plan a file of a batch; what goes wrong stays with that file."""
    try:
        plan_upload(running, upload_id)
    except Exception:
        log.exception("The file %s could not be planned", upload_id)


def bring_in_batch(running: Earshot, batch: str) -> None:
    """Bring in the files of a batch that somebody said yes to, the oldest list first.

    One worker does it: what is ticked meanwhile it finds before it goes, and no file is planned anew twice.
    """
    uploads = uploads_of(running)
    while _accepted(uploads, batch) and not running.stopping.is_set():
        with uploads.alone_at("bring in", batch) as is_ours:
            if not is_ours:
                return
            for upload in _accepted(uploads, batch):
                _bring_in_next(running, uploads, upload)


def _accepted(uploads: Uploads, batch: str) -> list[Upload]:
    accepted = [each for each in uploads.of_batch(batch) if each.state == "accepted"]
    return sorted(accepted, key=lambda each: str(each.asked.get("said_on") or "9999"))


def _bring_in_next(running: Earshot, uploads: Uploads, upload: Upload) -> None:
    """Bring one file in, unless somebody took the yes back meanwhile; what goes wrong stays with it."""
    if running.stopping.is_set() or uploads.get(upload.id).state != "accepted":
        return
    try:
        _bring_in(running, uploads, upload)
    except Exception:
        log.exception("The file %s could not be brought in", upload.id)
        uploads.moved_on(uploads.get(upload.id), state="planned")


def _bring_in(running: Earshot, uploads: Uploads, upload: Upload) -> None:
    from graph.imports import import_state  # noqa: PLC0415

    seen = import_state(running.store, upload.id)
    if seen is not None and seen.state == "planned" and _moved_since(running, seen):
        upload = _planned_anew(running, uploads, upload)
        fresh = import_state(running.store, upload.id)
        if fresh is None or asks_more(fresh, seen):
            uploads.moved_on(uploads.get(upload.id), problem=uploads.get(upload.id).problem or ASKS_MORE)
            return
        upload = uploads.moved_on(uploads.get(upload.id), ticked=True)
    if not uploads.is_asked_to_stop(upload.id):
        commit_upload(running, upload.id)
    if not running.stopping.is_set():
        uploads.moved_on(uploads.get(upload.id), state="planned")


def _moved_since(running: Earshot, planned: ImportState) -> bool:
    """Return whether anything about any organisation was written since a file was planned."""
    from graph.changes import touched_since  # noqa: PLC0415

    return touched_since(running.store, planned.head.get("revision") or 0)


def _planned_anew(running: Earshot, uploads: Uploads, upload: Upload) -> Upload:
    """Plan a file once more, as the graph is by now; the plan before it is dropped."""
    from graph.imports import undo_import  # noqa: PLC0415

    other = uploads.in_place_of(upload)
    undo_import(running.store, upload.id, upload.actor)
    plan_one(running, other.id)
    return uploads.get(other.id)


def asks_more(fresh: ImportState, seen: ImportState) -> bool:
    """Return whether a new plan leaves more to people, or takes more away, than the one they saw."""
    return fresh.leavers > seen.leavers or _open(fresh) > _open(seen)


def _open(state: ImportState) -> int:
    return sum(state.counts.get(verdict, 0) for verdict in ("review", "conflict", "rejected"))


def resume_batches(running: Earshot) -> None:
    """Put files that nobody looked at, and batches that somebody said yes to, into the queue again."""
    batches = set()
    for upload in uploads_of(running).unfinished():
        if upload.state == "looking":
            running.jobs.enqueue("look", upload_id=upload.id)
        elif upload.state == "accepted":
            batches.add(upload.batch)
    for batch in sorted(batches):
        running.jobs.enqueue("bring in", batch=batch)
