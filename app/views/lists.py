"""The list tracker: which bodies were asked for their lists, which came, which are overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.coverage import today
from app.errors import NotFound
from app.forms.once import write_id
from app.runtime import earshot
from app.words import AGREEMENT_WORDS, STANDING_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model.list_tracking import ListNotes, TrackedList

blueprint = Blueprint("lists", __name__, url_prefix="/lists")

ASK_AGAIN_AFTER = 14
"""Days until the next reminder after one was noted."""


@blueprint.get("/")
def index() -> str:
    """Show every body's list, or those that stand somewhere."""
    from app.tracking import tracker_lines  # noqa: PLC0415

    lines = tracker_lines(earshot())
    standing = request.args.get("standing", "")
    counts = {key: sum(line.standing == key for line in lines) for key in STANDING_WORDS}
    shown = [line for line in lines if line.standing == standing] if standing in STANDING_WORDS else lines
    return render_template(
        "lists/index.html",
        lines=shown,
        total=len(lines),
        counts=counts,
        standing=standing if standing in STANDING_WORDS else "",
        standing_words=STANDING_WORDS,
        agreement_words=AGREEMENT_WORDS,
    )


@blueprint.get("/tracker.<ending>")
def export(ending: str) -> Response:
    """Hand the tracker out as a table."""
    from app.exports import download  # noqa: PLC0415
    from app.tracking import tracker_lines, tracker_sheet  # noqa: PLC0415

    return download(tracker_sheet(tracker_lines(earshot())), ending)


@blueprint.route("/<body_id>", methods=["GET", "POST"])
def one(body_id: str) -> ResponseReturnValue:
    """Show what is noted about one body's list, and note more."""
    from app.forms.lists import notes_in  # noqa: PLC0415

    tracked = _tracked(body_id)
    if request.method != "POST":
        return _one_page(tracked)
    return _note(tracked, notes_in(request.form), "What you noted is kept.")


@blueprint.post("/<body_id>/chased")
def chased(body_id: str) -> ResponseReturnValue:
    """Note that the list was asked for today, first or again, with whatever else was typed on its page."""
    from app.forms.lists import notes_in  # noqa: PLC0415

    tracked, day = _tracked(body_id), today()
    typed = notes_in(request.form) if "notes" in request.form else tracked.notes
    is_first = not typed.asked_on or (typed.asked_on == day.isoformat() and not tracked.notes.asked_on)
    if is_first:
        return _note(tracked, replace(typed, asked_on=day.isoformat()), "Noted as asked for today.")
    return _note(tracked, _asked_again(typed, tracked.notes, day), "Noted as asked again today.")


def _asked_again(typed: ListNotes, before: ListNotes, day: date) -> ListNotes:
    """Return notes with a reminder of today; a day for the next one that was typed just now stays."""
    is_typed = typed.chase_next and typed.chase_next != before.chase_next
    return replace(
        typed,
        chased_on=tuple(dict.fromkeys((*typed.chased_on, day.isoformat()))),
        chase_next=typed.chase_next if is_typed else (day + timedelta(days=ASK_AGAIN_AFTER)).isoformat(),
    )


def _tracked(body_id: str) -> TrackedList:
    from graph.list_tracker import tracked_list  # noqa: PLC0415

    found = tracked_list(earshot().store, body_id)
    if found is None:
        raise NotFound("There is no infrastructure body with that id.", "Choose one from the list tracker.")
    return found


def _note(tracked: TrackedList, notes: ListNotes, words: str) -> ResponseReturnValue:
    from app.forms.lists import wrong_days  # noqa: PLC0415
    from graph.errors import Refused  # noqa: PLC0415
    from graph.list_tracker import ListChanged, note_list  # noqa: PLC0415

    if errors := wrong_days(notes):
        return _one_page(tracked, errors), 422
    seen = request.form.get("seen") or None
    try:
        note_list(earshot().store, current_actor(), tracked.body, notes, seen=seen, write_id=write_id())
    except ListChanged as changed:
        return _one_page(tracked, {"": str(changed)}, meanwhile=_meanwhile(tracked.notes, notes)), 422
    except Refused as refused:
        return _one_page(tracked, {refused.field or "": str(refused)}), 422
    flash(words, "done")
    return redirect(url_for(".one", body_id=tracked.body))


def _meanwhile(theirs: ListNotes, ours: ListNotes) -> list[tuple[str, str]]:
    """Return (field, what stands there by now) where what was typed would take its place."""
    from app.forms.lists import typed_of  # noqa: PLC0415

    now, typed = typed_of(theirs), typed_of(ours)
    return [(name, now[name].replace("\n", " · ")) for name in now if now[name] != typed[name]]


def _one_page(
    tracked: TrackedList,
    errors: dict[str, str] | None = None,
    meanwhile: Sequence[tuple[str, str]] = (),
) -> str:
    from app.forms.lists import typed_of  # noqa: PLC0415
    from graph.claims import claims  # noqa: PLC0415

    typed = request.form if errors and "notes" in request.form else typed_of(tracked.notes)
    return render_template(
        "lists/one.html",
        tracked=tracked,
        standing=STANDING_WORDS[tracked.standing(today().isoformat())],
        errors=errors or {},
        meanwhile=meanwhile,
        typed=typed,
        agreements=list(AGREEMENT_WORDS.items()),
        claims=claims(earshot().store, [tracked.body]),
    )
