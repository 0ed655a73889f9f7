"""Taking an import back: behind the pages, with its progress, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.import_jobs import uploads_of
from app.runtime import earshot

if TYPE_CHECKING:
    from graph.import_records import ImportState

blueprint = Blueprint("undo", __name__, url_prefix="/imports/<import_id>")


@blueprint.post("/undo")
def undo(import_id: str) -> ResponseReturnValue:
    """Take an import back behind the page; a plan that nobody carried out is dropped at once."""
    from graph.import_records import the_import  # noqa: PLC0415

    running = earshot()
    state = the_import(running.store, import_id)
    uploads_of(running).ask_to_stop(import_id)
    if state.state == "planned":
        return _drop(state)
    if state.state not in ("undoing", "undone"):
        uploads_of(running).undo_begins(import_id)
        running.jobs.enqueue("undo", import_id=import_id, actor=current_actor())
    return redirect(url_for(".undone", import_id=import_id))


def _drop(state: ImportState) -> ResponseReturnValue:
    """Drop a plan, and say where its file waits now if it came with others."""
    from app.batches import choose_anew  # noqa: PLC0415
    from graph.imports import undo_import  # noqa: PLC0415

    undo_import(earshot().store, state.id, current_actor())
    said = f"The plan for {state.file_name} is dropped. Nothing was changed."
    again = choose_anew(earshot(), state.id)
    if again is None:
        flash(f"{said} To bring the file in after all, choose it again.", "done")
        return redirect(url_for("imports.index"))
    flash(f"{said} Say anew what the file is, or leave it out.", "done")
    return redirect(url_for("batch.files", batch=again.batch))


@blueprint.get("/undone")
def undone(import_id: str) -> str:
    """Show how far an undo has come, or what came of it."""
    from graph.import_records import the_import  # noqa: PLC0415

    state, uploads = the_import(earshot().store, import_id), uploads_of(earshot())
    # What it kept is looked up after the last row is done with; read in this order, that can't be missed.
    still_noting = state.state == "undone" and uploads.is_at_work("undo", import_id)
    note = uploads.undo_note(import_id)
    under_way = still_noting or state.state == "undoing" or (state.state != "undone" and bool(note))
    return render_template("imports/undone.html", state=state, note=note, under_way=under_way)
