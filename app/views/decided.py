"""Decisions that are taken back: what one concerns and what stays is told first, on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.errors import NotFound
from app.forms.once import write_id
from app.runtime import earshot

blueprint = Blueprint("decided", __name__, url_prefix="/imports")

AT_ONCE = 2_000
"""Rows that are taken back while the person waits for the page; more in the background."""

SHOWN_KEPT = 5


@blueprint.route("/waiting/remembered/<rule_id>", methods=["GET", "POST"])
def by_rule(rule_id: str) -> ResponseReturnValue:
    """Tell what taking a remembered decision back concerns, or take it back."""
    from graph.take_back import take_rule_back  # noqa: PLC0415 - the driver only when needed
    from graph.went_in_since import decided_by_rule  # noqa: PLC0415

    store, back = earshot().store, url_for("waiting.remembered")
    if request.method == "POST":
        _say(take_rule_back(store, rule_id, current_actor(), write_id()))
        return redirect(back)
    found = decided_by_rule(store, rule_id)
    if found is None:
        raise NotFound("This decision isn't remembered any more.", "Load the list of decisions again.")
    return render_template("imports/take_back.html", found=found, back=back, communities_of=_communities())


@blueprint.route("/<import_id>/rows/<int:row>/decision", methods=["GET", "POST"])
def of_row(import_id: str, row: int) -> ResponseReturnValue:
    """Tell what taking back the decision about one row concerns, or take it back."""
    from graph.decided_rows import why_not  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415
    from graph.review_items import item_id  # noqa: PLC0415
    from graph.take_back import take_row_back  # noqa: PLC0415
    from graph.went_in_since import decided_row  # noqa: PLC0415

    store, back = earshot().store, url_for("imports.one", import_id=import_id)
    state = the_import(store, import_id)
    if request.method == "POST":
        _say(take_row_back(store, import_id, row, current_actor(), write_id()))
        return redirect(back)
    return render_template(
        "imports/take_back.html",
        refused=why_not(store, state, row),
        found=decided_row(store, item_id(import_id, row)),
        back=back,
        state=state,
        row=row,
        communities_of=_communities(),
    )


@blueprint.post("/waiting/at-once/<act>")
def at_once(act: str) -> ResponseReturnValue:
    """Take back all that a person decided in one go, at once or in the background."""
    from graph.take_back import take_act_back  # noqa: PLC0415

    running, back = earshot(), redirect(url_for("waiting.remembered"))
    rows = request.form.get("rows", 0, type=int)
    if rows > AT_ONCE:
        running.jobs.enqueue("take back", act=act, actor=current_actor(), write_id=write_id())
        flash(f"{rows:,} rows are being taken back. Look again in a minute.", "done")
        return back
    _say(take_act_back(running.store, act, current_actor(), write_id()))
    return back


def _say(done: Mapping[str, Any]) -> None:
    """Tell what taking back came to, and what people edited since, which stays."""
    rows = done.get("rows", 1)
    again = f"{rows:,} {'row waits' if rows == 1 else 'rows wait'} again."
    said = f"The decision is taken back. {again} {done['restored']:,} {_organisations(done['restored'])} "
    said += f"shown by what else is known, {done['removed']:,} removed."
    flash(said, "done")
    if done["kept"]:
        lines = [_kept(each) for each in done["kept"][:SHOWN_KEPT]]
        more = len(done["kept"]) - len(lines)
        flash("Kept: " + "; ".join(lines) + (f"; and {more:,} more." if more else "."), "done")


def _organisations(number: int) -> str:
    return "organisation is" if number == 1 else "organisations are"


def _kept(line: Mapping[str, Any]) -> str:
    what = str(line["field"] or "the organisation itself").replace("_", " ")
    return f"{line['name'] or line['organisation']}: {what} ({line['why']})"


def _communities() -> Any:
    """Return what names communities by their codes, with semicolons between."""
    from graph.communities import communities  # noqa: PLC0415

    names = {one.code: one.name for one in communities(earshot().store)}
    return lambda codes: "; ".join(names.get(code, code) for code in codes)
