"""Imports behind the pages: planning an upload, committing its plan, picking up what lost its worker."""

from __future__ import annotations

import logging
from typing import Any

from app.errors import Refused
from app.imports import HeadingError, ImporterError, ImportRequest, make_plan
from app.runtime import Earshot
from app.uploads import Upload, Uploads
from graph.errors import Refused as GraphRefused

log = logging.getLogger("earshot.imports")


def uploads_of(running: Earshot) -> Uploads:
    """Return the folder of uploads."""
    return Uploads(running.settings.uploads)


def request_of(uploads: Uploads, upload: Upload) -> ImportRequest:
    """Return what the person asked for with an upload; its import has the upload's id."""
    mapping = None if upload.mapping is None else tuple(field or None for field in upload.mapping)
    return ImportRequest(
        path=uploads.path(upload),
        kind=upload.kind,
        actor=upload.actor,
        file_name=upload.file_name,
        import_id=upload.id,
        mapping=mapping,
        **upload.asked,
    )


def plan_upload(running: Earshot, upload_id: str) -> None:
    """Plan an upload. What is wrong with the file or its headings is kept with it, for its page to say."""
    uploads = uploads_of(running)
    upload = uploads.get(upload_id)
    if upload.became:
        return
    try:
        make_plan(running.store, request_of(uploads, upload))
    except HeadingError as wrong:
        uploads.moved_on(upload, state="headings", problem=_problem(wrong))
    except (ImporterError, Refused, GraphRefused) as refused:
        uploads.moved_on(upload, state="refused", problem=_problem(refused))
    except Exception:
        words = {"message": "Something went wrong in Earshot while the file was being read."}
        uploads.moved_on(upload, state="refused", problem={**words, "next_step": "Nothing was changed."})
        raise
    else:
        _keep_plan(running, uploads.get(upload_id))


def _keep_plan(running: Earshot, upload: Upload) -> None:
    """Note that an upload's plan is in the graph; one whose file was read anew meanwhile is dropped."""
    from graph.imports import undo_import  # noqa: PLC0415 - the driver only when needed

    if upload.became:
        undo_import(running.store, upload.id, upload.actor)
    else:
        uploads_of(running).moved_on(upload, state="planned", problem={})


def _problem(refused: Any) -> dict[str, str]:
    return {
        "message": str(getattr(refused, "message", None) or refused),
        "next_step": str(getattr(refused, "next_step", "")),
        "code": str(getattr(refused, "code", "")),
    }


def commit_upload(running: Earshot, import_id: str) -> None:
    """Commit a stored plan, stopping between chunks when somebody asks for it or Earshot stops."""
    from graph.commit import ImportBusy, commit_import  # noqa: PLC0415

    uploads = uploads_of(running)

    def should_stop() -> bool:
        return running.stopping.is_set() or uploads.is_asked_to_stop(import_id)

    try:
        commit_import(running.store, import_id, should_stop=should_stop, held_for=running.settings.held_for)
    except ImportBusy as busy:
        log.info("The import %s is in other hands: %s", import_id, busy)


def undo_to_the_end(running: Earshot, import_id: str, actor: str = "earshot") -> None:
    """Take an import back, or carry on an undo that was broken off; what came of it is kept for its page.

    Nothing is done while another worker is at it, or when it is undone already.
    """
    from graph.import_records import the_import  # noqa: PLC0415
    from graph.imports import undo_import  # noqa: PLC0415

    uploads = uploads_of(running)

    def tell(done: int, of: int) -> None:
        uploads.note_undo(import_id, {"done": done, "of": of})

    with uploads.alone_at("undo", import_id) as is_ours:
        if is_ours and the_import(running.store, import_id).state != "undone":
            uploads.note_undo(import_id, undo_import(running.store, import_id, actor, tell))


def resume_imports(running: Earshot) -> None:
    """Put imports that lost their worker, and undos that were broken off, into the queue again."""
    from graph.imports import imports_half_undone, imports_to_resume  # noqa: PLC0415

    for import_id in imports_to_resume(running.store):
        log.info("The import %s lost its worker and goes on", import_id)
        running.jobs.enqueue("commit", import_id=import_id)
    for import_id in imports_half_undone(running.store):
        log.info("The undo of the import %s was broken off and goes on", import_id)
        running.jobs.enqueue("undo", import_id=import_id)


def resume_uploads(running: Earshot) -> None:
    """Put uploads that nobody read to the end into the queue again."""
    for upload in uploads_of(running).unfinished():
        if upload.state == "reading":
            running.jobs.enqueue("plan", upload_id=upload.id)
