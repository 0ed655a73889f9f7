"""Claims in numbers: what bodies say of their members without naming them, recorded, listed, taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.errors import NotFound
from app.forms.once import write_id
from app.runtime import earshot

blueprint = Blueprint("claims", __name__, url_prefix="/claims")


@blueprint.route("/", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Show every claim, and record one by hand."""
    from app.forms.lists import claim_in  # noqa: PLC0415
    from graph.claims import record_claim  # noqa: PLC0415
    from graph.errors import Refused  # noqa: PLC0415

    if request.method != "POST":
        return _page({}, 200)
    claim, errors = claim_in(request.form, request.form.get("body", ""))
    if not claim.body:
        errors["body"] = "Choose the body that claims it."
    if errors:
        return _page(errors, 422)
    try:
        done = record_claim(earshot().store, current_actor(), claim, write_id())
    except Refused as refused:
        return _page({refused.field or "": str(refused)}, 422)
    flash("The claim is kept." if done["new"] else "The same was claimed already; nothing changed.", "done")
    return redirect(url_for("lists.one", body_id=claim.body))


def _page(errors: dict[str, str], status: int) -> tuple[str, int]:
    from app.bodies import body_lines  # noqa: PLC0415
    from app.forms.lists import LINES  # noqa: PLC0415
    from graph.claims import claims  # noqa: PLC0415
    from graph.communities import communities  # noqa: PLC0415

    running = earshot()
    page = render_template(
        "claims/index.html",
        errors=errors,
        typed=request.form,
        body=request.form.get("body") or request.args.get("body", ""),
        claims=claims(running.store),
        bodies=body_lines(running),
        communities=[(one.code, one.name) for one in communities(running.store) if not one.retired],
        lines=LINES,
        most=running.settings.max_upload_mb,
    )
    return page, status


@blueprint.post("/file")
def bring_in() -> ResponseReturnValue:
    """Bring in a small table of claims."""
    from app.claims import bring_claims_in  # noqa: PLC0415
    from app.uploads import safe_file_name  # noqa: PLC0415
    from importers.errors import ImporterError  # noqa: PLC0415

    file = request.files.get("file")
    if file is None or not file.filename:
        return _page({"file": "Choose the file to bring in."}, 422)
    with tempfile.TemporaryDirectory(prefix="earshot-claims-") as folder:
        path = Path(folder) / "upload"
        file.save(path)
        try:
            done = bring_claims_in(earshot(), path, safe_file_name(file.filename), current_actor())
        except ImporterError as refused:
            return _page({"file": str(refused)}, 422)
    return redirect(url_for(".file", import_id=done.import_id))


@blueprint.get("/file/<import_id>")
def file(import_id: str) -> str:
    """Show what became of a file of claims."""
    from graph.claims import claims  # noqa: PLC0415
    from graph.import_records import import_state  # noqa: PLC0415

    store = earshot().store
    state = import_state(store, import_id)
    if state is None or state.kind != "claims":
        raise NotFound("There is no file of claims with that id.", "Choose one from Imports.")
    return render_template(
        "claims/file.html",
        state=state,
        claims=[one for one in claims(store) if one.import_id == import_id],
    )


@blueprint.post("/<claim_id>/take-back")
def take_back(claim_id: str) -> ResponseReturnValue:
    """Take one claim back."""
    from graph.claims import take_claim_back  # noqa: PLC0415

    done = take_claim_back(earshot().store, current_actor(), claim_id, write_id())
    flash("The claim was taken back.", "done")
    return redirect(url_for("lists.one", body_id=done["body"]))
