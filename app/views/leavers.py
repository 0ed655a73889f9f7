"""Whose membership ends with a whole list that no longer names them."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.runtime import earshot

blueprint = Blueprint("leavers", __name__, url_prefix="/imports/<import_id>/leavers")

PAGE = 200


@blueprint.get("")
def index(import_id: str) -> str:
    """Show them by name, before the import and after it alike."""
    from graph.import_records import the_import  # noqa: PLC0415
    from graph.leaving import planned_leavers  # noqa: PLC0415

    store = earshot().store
    state, after = the_import(store, import_id), max(0, request.args.get("after", 0, type=int))
    found = planned_leavers(store, import_id)
    return render_template(
        "imports/leavers.html",
        state=state,
        total=len(found),
        leavers=found[after : after + PAGE],
        after=after,
    )
