"""Consultations: which there are, what they ask about, and how far each has come."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.coverage import Asked, answer
from app.errors import NotFound
from app.forms.once import write_id
from app.runtime import earshot
from app.words import OF_EVERYBODY
from graph import consultations as topic
from graph.errors import Refused as GraphRefused
from graph.model.consultations import Consultation

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")

STEPS = ("listed", "asked", "asked_through", "answered", "attended", "declined", "heard", "in_depth", "told")
"""Steps of the ladder and what lies beside them, as a consultation's page counts them."""


@blueprint.get("/")
def index() -> str:
    """Every consultation, the one that opened last first."""
    store = earshot().store
    rows = [(one, topic.consultation_counts(store, one.id)) for one in topic.consultations(store)]
    return render_template("consultations/index.html", rows=rows)


@blueprint.get("/<consultation_id>")
def consultation(consultation_id: str) -> str:
    """One consultation: dates, principles, what was logged."""
    store = earshot().store
    one = topic.consultation(store, consultation_id)
    if one is None:
        raise NotFound("There is no consultation with that id.", "Choose one from Consultations.")
    return render_template(
        "consultations/consultation.html",
        consultation=one,
        counts=topic.consultation_counts(store, consultation_id),
        totals=answer(earshot(), Asked(consultation=consultation_id)).table.totals,
        steps=STEPS,
        words=OF_EVERYBODY,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a consultation."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = typed_consultation()
        try:
            topic.add_consultation(earshot().store, current_actor(), typed, write_id())
        except GraphRefused as refused:
            errors = {refused.field or "": str(refused)}
        else:
            flash("The consultation was added. Bring its engagement log in next.", "done")
            return redirect(url_for(".consultation", consultation_id=typed.id))
    page = render_template("consultations/new.html", errors=errors, typed=request.form)
    return page, 422 if errors else 200


def typed_consultation() -> Consultation:
    """Return what the form says, untested: the graph refuses what can't be. One principle a line."""
    form = request.form
    lines = form.get("principles", "").splitlines()
    return Consultation(
        id=form.get("id", "").strip(),
        name=form.get("name", ""),
        opens=form.get("opens", "").strip(),
        closes=form.get("closes", "").strip(),
        principles=tuple(line.strip() for line in lines if line.strip()),
    )
