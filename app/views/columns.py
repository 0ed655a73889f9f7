"""What a file's columns hold, and the file read anew with it: the plan before goes, nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.import_jobs import request_of, uploads_of
from app.runtime import earshot

if TYPE_CHECKING:
    from app.uploads import Upload

blueprint = Blueprint("columns", __name__, url_prefix="/imports/<import_id>")


@blueprint.route("/columns", methods=["GET", "POST"])
def page(import_id: str) -> ResponseReturnValue:
    """Say which column holds what; the file is planned anew with it."""
    from app.import_column_pages import choices_in  # noqa: PLC0415

    upload = uploads_of(earshot()).newest(import_id)
    if _is_in(upload):
        return _already_in(upload)
    if request.method != "POST":
        return _page_of(upload, {})
    choices, errors = choices_in(request.form, upload)
    if errors:
        return _page_of(replace(upload, **choices), errors)
    return _read_anew(upload, **choices)


def _page_of(upload: Upload, errors: Mapping[str, str]) -> tuple[str, int]:
    from app.import_column_pages import column_page  # noqa: PLC0415
    from graph.model.consultations import EngagementKind  # noqa: PLC0415

    running = earshot()
    shown = column_page(running.store, request_of(uploads_of(running), upload))
    errors = {**_of_the_headings(upload, shown.first_open), **errors}
    html = render_template(
        "imports/columns.html",
        upload=upload,
        page=shown,
        errors=errors,
        kinds_of_contact=[(str(kind), kind.replace("_", " ")) for kind in EngagementKind],
    )
    return html, 422 if errors else 200


def _of_the_headings(upload: Upload, column: int) -> dict[str, str]:
    """Return what kept a file from being planned, said of the column to look at first; {} for nothing."""
    if upload.state != "headings":
        return {}
    return {f"column-{column}": f"{upload.problem['message']} Say below which column holds them."}


@blueprint.post("/again")
def again(import_id: str) -> ResponseReturnValue:
    """Plan the file anew with a row left out, its text repaired, or another of its sheets."""
    from app.import_column_pages import another_sheet, choices_again  # noqa: PLC0415

    upload = uploads_of(earshot()).newest(import_id)
    if _is_in(upload):
        return _already_in(upload)
    if sheet := request.form.get("sheet"):
        return _read_anew(upload, **another_sheet(upload, sheet))
    return _read_anew(upload, asked=choices_again(request.form, upload))


def _read_anew(upload: Upload, **choices: Any) -> ResponseReturnValue:
    """Have a file planned with other choices, under another id, and drop the plan there was."""
    running = earshot()
    uploads = uploads_of(running)
    other = uploads.in_place_of(upload, **choices)
    _discard(upload.id)
    running.jobs.enqueue("plan", upload_id=other.id)
    return redirect(url_for("imports.one", import_id=other.id))


def _discard(import_id: str) -> None:
    """Take back a plan that is planned anew under another id; nothing was changed by it."""
    from graph.imports import import_state, undo_import  # noqa: PLC0415

    state = import_state(earshot().store, import_id)
    if state is not None and state.state == "planned":
        undo_import(earshot().store, import_id, current_actor())


def _is_in(upload: Upload) -> bool:
    """Return whether a file's plan was begun to be carried out: then nothing of it is read anew."""
    from graph.imports import import_state  # noqa: PLC0415

    state = import_state(earshot().store, upload.id)
    return state is not None and state.state not in ("storing", "planned") and not state.was_dropped


def _already_in(upload: Upload) -> ResponseReturnValue:
    flash(
        "This list is no plan any more. To read it otherwise, take it back and choose the file again.",
        "problem",
    )
    return redirect(url_for("imports.one", import_id=upload.id))
