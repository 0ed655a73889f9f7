"""Coverage, the home page: which communities a consultation has heard, and the lists behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app.coverage import Answered, answer, asked_by, today
from app.coverage_export import coverage_sheet
from app.coverage_rows import group_cells, rows_of
from app.exports import download
from app.runtime import earshot
from app.words import OF_A_COMMUNITY, OF_EVERYBODY, SIZES

blueprint = Blueprint("coverage", __name__)

PAGE = 50
"""Organisations to a page of a list."""


@blueprint.get("/")
def index() -> str:
    """Say which communities were heard and which were not."""
    answered = answer(earshot(), asked_by(request.args))
    if not answered.table.totals.listed and not answered.asked.filters_set:
        return render_template("coverage/empty.html", consultation=answered.consultation)
    return render_template(
        "coverage/index.html",
        **_frame(answered),
        rows=rows_of(answered),
        chips=_chips(answered),
        choices=_choices(answered),
        waiting_rows=_waiting_rows(),
    )


@blueprint.get("/coverage/organisations")
def organisations() -> str:
    """Show the organisations behind one figure; those that may not be shared are only counted."""
    from graph.briefs import briefs  # noqa: PLC0415
    from graph.reach.behind import Question, behind  # noqa: PLC0415
    from graph.reach.scope import Scope  # noqa: PLC0415

    asked = asked_by(request.args)
    answered = answer(earshot(), asked)
    table, community = answered.table, request.args.get("community") or None
    figure = request.args.get("figure", "listed")
    scope = Scope(table.day, table.place, table.size, table.body, table.role)
    question = Question(figure, community, scope, table.consultation, table.rule, table.thresholds)
    found = behind(answered.snapshot, question)
    some = briefs(earshot().store, found.organisations, request.args.get("after"), PAGE + 1)
    return render_template(
        "coverage/organisations.html",
        **_frame(answered),
        found=found,
        words=(OF_A_COMMUNITY if community else OF_EVERYBODY)[figure],
        community=_named(answered, community),
        organisations=some[:PAGE],
        later=some[PAGE - 1].id if len(some) > PAGE else None,
        started=bool(request.args.get("after")),
        page_address=lambda after: address(
            "coverage.organisations", {**request.args.to_dict(), "after": after or None}
        ),
        size_words=SIZES,
        standing={each.id: _standing(answered, each.id) for each in some[:PAGE]},
    )


@blueprint.get("/coverage/export.<ending>")
def export(ending: str) -> Response:
    """Take the table away, without anything about who leads a single organisation."""
    answered = answer(earshot(), asked_by(request.args))
    frame = _frame(answered)
    sheet = coverage_sheet(answered, frame["narrowed_to"], example=earshot().shows_example())
    return download(sheet, ending)


@blueprint.get("/coverage/figures")
def figures() -> str:
    """Say how the figures are made: verdicts, thresholds, rules, measures."""
    from graph.reach.measures import MEASURES  # noqa: PLC0415

    answered = answer(earshot(), asked_by(request.args))
    return render_template(
        "coverage/figures.html", **_frame(answered), rules=answered.snapshot.frame.rules, measures=MEASURES
    )


def address(endpoint: str, parameters: Mapping[str, str | None]) -> str:
    """Return the address of a page with parameters; None leaves one out."""
    values: dict[str, Any] = dict(parameters)
    return url_for(endpoint, **values)


def _frame(answered: Answered) -> dict[str, Any]:
    """Return what every coverage page says about its table."""
    from graph.reach.verdicts import GAP_ORDER, WORDS  # noqa: PLC0415

    table, asked = answered.table, answered.asked
    return {
        "asked": asked,
        "table": table,
        "totals": table.totals,
        "consultation": answered.consultation,
        "rule": answered.snapshot.frame.rule(table.rule),
        "verdict_words": WORDS,
        "verdicts": GAP_ORDER,
        "days_left": _days_left(answered),
        "narrowed_to": narrowed_to(answered),
        "list_of": lambda figure, community=None: address(
            "coverage.organisations",
            {"figure": figure, "community": community, **asked.query(sort="gap", verdict=None, under=None)},
        ),
        "page_of": lambda **changed: address("coverage.index", asked.query(**changed)),
    }


def _days_left(answered: Answered) -> int | None:
    """Return the days until the consultation closes; None when it has closed, or nothing is asked of it."""
    from datetime import date  # noqa: PLC0415

    if answered.consultation is None:
        return None
    day = date.fromisoformat(answered.table.day)
    left = (date.fromisoformat(answered.consultation.closes) - day).days
    return left if left >= 0 and answered.consultation.opens <= answered.table.day else None


def narrowed_to(answered: Answered) -> list[tuple[str, str]]:
    """Return in words what narrows the table: (what, to what); [] for all organisations, as known today."""
    from graph.briefs import names_of  # noqa: PLC0415

    table, said = answered.table, []
    if table.place:
        said.append(("place", _place_name(answered, table.place)))
    if table.size:
        said.append(("size", SIZES[table.size]))
    if table.body:
        said.append(("on the list of", names_of(earshot().store, [table.body]).get(table.body, table.body)))
    if answered.asked.on:
        said.append(("as known on", answered.asked.on))
    return said


def _place_name(answered: Answered, code: str) -> str:
    geography = answered.snapshot.geography
    return "not known" if code == "unknown" else geography.places[geography.position[code]].name


def _named(answered: Answered, code: str | None) -> Any:
    """Return the community that a code names, or None."""
    position = answered.snapshot.lineage.position.get(code or "")
    return None if position is None else answered.snapshot.lineage.communities[position]


def _standing(answered: Answered, org_id: str) -> str:
    """Return in a word how far an organisation has come in the consultation."""
    from graph.reach.ladder import Reached  # noqa: PLC0415

    reached = answered.snapshot.standing(org_id, answered.table.consultation or "")
    words = (
        (Reached.IN_DEPTH, "heard in depth"),
        (Reached.HEARD, "heard"),
        (Reached.DECLINED, "declined"),
        (Reached.ATTENDED, "attended, not heard"),
        (Reached.ANSWERED, "answered"),
        (Reached.ASKED, "asked"),
        (Reached.ASKED_THROUGH, "asked through somebody else"),
        (Reached.BOUNCED, "what was sent bounced"),
    )
    return next((word for flag, word in words if reached & flag), "not asked")


def _chips(answered: Answered) -> list[tuple[str, int]]:
    """Return how many groups have each verdict, the largest gap first; those that none has are left out."""
    from graph.reach.verdicts import GAP_ORDER  # noqa: PLC0415

    cells = group_cells(answered)
    counted = [(verdict.value, sum(cell.verdict == verdict for cell in cells)) for verdict in GAP_ORDER]
    return [(verdict, number) for verdict, number in counted if number]


def _choices(answered: Answered) -> dict[str, Any]:
    """Return what the filters offer: (value, label) pairs; places by level."""
    from graph.briefs import names_of  # noqa: PLC0415
    from graph.reach.lists import bodies_with_lists  # noqa: PLC0415

    frame = answered.snapshot.frame
    names = names_of(earshot().store, bodies_with_lists(answered.snapshot))
    places: dict[str, list[tuple[str, str]]] = {"nation": [], "region": [], "council": []}
    for place in sorted(frame.places, key=lambda one: one.name):
        places[place.level.value].append((place.code, place.name))
    return {
        "consultations": [(one.id, one.name) for one in frame.consultations],
        "rules": [(rule.id, rule.name) for rule in frame.rules],
        "sizes": [("", "all sizes"), *SIZES.items()],
        "bodies": [("", "all lists"), *sorted(names.items(), key=lambda pair: pair[1].casefold())],
        "places": places,
        "today": today().isoformat(),
    }


def _waiting_rows() -> int:
    from graph.review import waiting_count  # noqa: PLC0415

    return waiting_count(earshot().store)
