"""What is wrong with a list on three levels, each with its page: the file, its headings, its cells."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from app.import_jobs import uploads_of
from app.runtime import earshot

blueprint = Blueprint("problems", __name__, url_prefix="/imports/<import_id>/problems")

PAGE = 50

LEVELS = {"file": "The file", "headings": "The headings", "cells": "The cells"}


@blueprint.get("/<level>")
def index(import_id: str, level: str) -> str:
    """Show the problems of one level, before the import and after it alike."""
    from app.import_pages import columns_of  # noqa: PLC0415
    from app.problem_pages import cell_problems, skipped_rows, table_problems  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    if level not in LEVELS:
        abort(404)
    store, kind, after = earshot().store, request.args.get("kind", ""), request.args.get("after", 0, type=int)
    state = the_import(store, import_id)
    return render_template(
        "imports/problems.html",
        state=state,
        level=level,
        levels=LEVELS,
        kind=kind,
        problems=table_problems(state, headings=level == "headings"),
        skipped=skipped_rows(state),
        columns=columns_of(state),
        cells=cell_problems(store, state, kind, after, PAGE) if level == "cells" else None,
        can_change=state.state == "planned" and uploads_of(earshot()).find(import_id) is not None,
    )
