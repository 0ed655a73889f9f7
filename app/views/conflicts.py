"""Where sources disagree: both values, who said each and when, and the one to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.forms.once import write_id
from app.runtime import earshot

if TYPE_CHECKING:
    from graph.model.organisation_page import OrganisationPage

blueprint = Blueprint("conflicts", __name__, url_prefix="/imports/conflicts")

PAGE = 20


@blueprint.get("")
def index() -> str:
    """Show organisations of whom sources say different things."""
    from app.organisation_pages import FIELD_WORDS, told  # noqa: PLC0415
    from graph.conflicts import disputed_count, disputed_organisations  # noqa: PLC0415

    store = earshot().store
    page = disputed_organisations(store, request.args.get("after"), PAGE)
    return render_template(
        "imports/conflicts.html",
        page=page,
        number=disputed_count(store),
        field_words=FIELD_WORDS,
        told=told,
        shown=_shown,
    )


def _shown(page: OrganisationPage, field: str) -> Any:
    """Return the value that is shown of a field now, None while it is left open."""
    return next((fact.value for fact in page.facts if fact.field == field), None)


@blueprint.post("/<org_id>")
def choose(org_id: str) -> ResponseReturnValue:
    """Let one value hold: it is the person's word from now on, until a person accepts another."""
    from graph.organisations import StaleVersion, edit_organisation, organisation  # noqa: PLC0415

    store, field = earshot().store, request.form.get("field", "")
    page = organisation(store, org_id)
    said = page.disputes.get(field, ()) if page is not None else ()
    chosen = next((each for each in said if each.sources[0].statement == request.form.get("statement")), None)
    if chosen is None:
        flash("That isn't open any more. Nothing was changed.", "problem")
        return redirect(url_for(".index"))
    seen = request.form.get("seen_version", 0, type=int)
    try:
        edit_organisation(store, current_actor(), org_id, seen, {field: chosen.value}, write_id())
    except StaleVersion as stale:
        flash(f"{stale} Look again and choose.", "problem")
    else:
        flash("It holds from now on, until somebody accepts another value.", "done")
    return redirect(url_for(".index", after=request.form.get("after") or None))
