"""Rows that wait for a person: which organisation each means, that it is new, or that it is left out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.forms.once import write_id
from app.runtime import earshot

blueprint = Blueprint("waiting", __name__, url_prefix="/imports/waiting")

PAGE = 25
"""Rows on a page."""


@blueprint.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Show rows that wait, or carry out what was decided about them."""
    from graph.imports import waiting_count, waiting_rows  # noqa: PLC0415

    store = earshot().store
    if request.method == "POST":
        return _decide()
    import_id = request.args.get("import") or None
    page = waiting_rows(store, import_id, request.args.get("after"), PAGE)
    return render_template(
        "imports/waiting.html", page=page, waiting=waiting_count(store), import_id=import_id
    )


def _decide() -> ResponseReturnValue:
    """Carry out what was chosen on the page; rows left at "later" go on waiting."""
    from graph.imports import decide  # noqa: PLC0415

    decisions = []
    for name, choice in request.form.items():
        if name.startswith("row-") and choice not in ("", "later"):
            what, _, org_id = choice.partition(":")
            decisions.append((name.removeprefix("row-"), what, org_id or None))
    if decisions:
        done = decide(earshot().store, current_actor(), decisions, write_id())
        word = "row was" if done["decided"] == 1 else "rows were"
        flash(f"{done['decided']:,} {word} decided.", "done")
    else:
        flash("Nothing was chosen, so nothing changed.", "problem")
    return redirect(request.full_path)
