"""Organisations: find one, its record with the source of every fact, add one, edit one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.coverage import answer, asked_by
from app.errors import NotFound
from app.forms.once import write_id
from app.forms.organisations import CHOICES, typed_in, typed_of, values_of
from app.runtime import earshot
from app.words import SIZES
from graph.errors import Refused as GraphRefused
from graph.model.organisations import Role

if TYPE_CHECKING:
    from graph.model.organisation_page import OrganisationPage

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")

PAGE = 50

SHOWN_GRANTS = 20
"""Funders, and organisations funded, that a record's page names at most."""


@blueprint.get("/")
def index() -> str:
    """Find organisations by name, other name, number or postcode; all by name without words."""
    from graph.organisations import organisation_count, search_organisations  # noqa: PLC0415

    store = earshot().store
    words = request.args.get("q", "").strip()[:200]
    role = request.args.get("role", "")
    role = role if role in set(Role) else ""
    return render_template(
        "organisations/index.html",
        words=words,
        role=role,
        roles=list(Role),
        page=search_organisations(store, words, role or None, request.args.get("after"), PAGE),
        total=organisation_count(store),
    )


@blueprint.get("/<org_id>")
def record(org_id: str) -> str:
    """Show one organisation: every fact with its source, who leads it, what happened."""
    from app.organisation_pages import happened  # noqa: PLC0415
    from app.organisation_ties import ties_of  # noqa: PLC0415
    from graph.engagements import what_happened  # noqa: PLC0415
    from graph.organisations import organisation  # noqa: PLC0415
    from graph.people import people_at  # noqa: PLC0415

    store = earshot().store
    page = organisation(store, org_id)
    if page is None:
        raise NotFound("There is no organisation with that id.", "Search for it by name.")
    said, grants = _said_of(page), _grants_of(org_id)
    relations, liaisons = ties_of(store, org_id)
    is_body = Role.INFRASTRUCTURE_BODY in page.record.roles
    has_ties = bool(
        page.memberships or said["declarations"] or grants["funded_by"] or grants["funds"] or is_body
    )
    return render_template(
        "organisations/record.html",
        page=page,
        parts=[(part, happened(part)) for part in what_happened(store, org_id).items],
        people=people_at(store, org_id),
        relations=relations,
        liaisons=liaisons,
        is_body=is_body,
        **said,
        **grants,
        **_standing_of(page, has_ties=has_ties),
    )


def _said_of(page: OrganisationPage) -> dict[str, Any]:
    """Return what is said of an organisation: its facts, and who leads it."""
    from app.organisation_pages import facts_of, led_by_lines, under_the_name  # noqa: PLC0415
    from graph.communities import communities  # noqa: PLC0415
    from graph.declarations import declarations_of  # noqa: PLC0415
    from graph.known import known_organisations  # noqa: PLC0415

    store = earshot().store
    names = {one.code: one.name for one in communities(store)}
    facts = facts_of(page, names, known_organisations(store, page.record.successors, (), ""))
    place = next((fact.lines[0] for fact in facts if fact.term == "Based in"), "")
    return {
        "facts": facts,
        "lead": under_the_name(page.record, place),
        "declarations": [(one, led_by_lines(one, names)) for one in declarations_of(store, page.id)],
    }


def _grants_of(org_id: str) -> dict[str, Any]:
    """Return the organisation's grants, received and made, as far as its page names them."""
    from graph.grants import funded_by, funds, how_many_funded  # noqa: PLC0415

    store = earshot().store
    return {
        "funded_by": funded_by(store, org_id, SHOWN_GRANTS),
        "funds": funds(store, org_id, SHOWN_GRANTS),
        "funded": how_many_funded(store, org_id),
    }


def _standing_of(page: OrganisationPage, *, has_ties: bool) -> dict[str, Any]:
    """Return how far the organisation came in the consultation asked for, and whether the map shows it."""
    from app.organisation_pages import steps_of  # noqa: PLC0415

    answered = answer(earshot(), asked_by(request.args))
    consultation, org_id = answered.consultation, page.id
    lists = len(page.memberships)
    return {
        "steps": steps_of(answered.snapshot, org_id, consultation.id if consultation else None, lists),
        "consultation": consultation,
        "on_map": has_ties and org_id in answered.snapshot.row_by_id,
    }


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an organisation by hand."""
    from graph.organisations import add_organisation  # noqa: PLC0415

    typed = typed_in(request.form)
    if request.method != "POST":
        return _form_page("organisations/new.html", typed, {})
    values, errors = values_of(typed)
    if errors:
        return _form_page("organisations/new.html", typed, errors)
    try:
        made = add_organisation(earshot().store, current_actor(), values, write_id())
    except GraphRefused as refused:
        return _form_page("organisations/new.html", typed, {refused.field or "": str(refused)})
    flash("The organisation was added.", "done")
    return redirect(url_for(".record", org_id=made["id"]))


@blueprint.route("/<org_id>/edit", methods=["GET", "POST"])
def edit(org_id: str) -> ResponseReturnValue:
    """Edit an organisation. A save over somebody else's change is refused; what was typed stays."""
    from graph.organisations import StaleVersion, edit_organisation, organisation  # noqa: PLC0415

    store = earshot().store
    page = organisation(store, org_id)
    if page is None:
        raise NotFound("There is no organisation with that id.", "Search for it by name.")
    if request.method != "POST":
        return _edit_page(page, typed_of(page.record), {}, page.version)
    typed = typed_in(request.form)
    seen = request.form.get("seen_version", 0, type=int)
    values, errors = values_of(typed)
    if errors:
        return _edit_page(page, typed, errors, seen)
    try:
        edit_organisation(store, current_actor(), org_id, seen, values, write_id())
    except StaleVersion as stale:
        return _edit_page(page, typed, {"": str(stale)}, stale.version, stale.changed_meanwhile)
    except GraphRefused as refused:
        return _edit_page(page, typed, {refused.field or "": str(refused)}, seen)
    flash("Saved. What you changed wins over lists from now on.", "done")
    return redirect(url_for(".record", org_id=org_id))


def _edit_page(
    page: Any, typed: dict[str, Any], errors: dict[str, str], version: int, changed: Any = ()
) -> tuple[str, int]:
    from app.organisation_pages import FIELD_WORDS, told  # noqa: PLC0415

    meanwhile = [
        (FIELD_WORDS.get(one.field, one.field), told(one.field, one.value), one.who, one.at)
        for one in changed
    ]
    return _form_page(
        "organisations/edit.html", typed, errors, page=page, version=version, meanwhile=meanwhile
    )


def _form_page(template: str, typed: dict[str, Any], errors: dict[str, str], **more: Any) -> tuple[str, int]:
    choices = {
        name: [(value, SIZES.get(value) or value.replace("_", " ")) for value in allowed]
        for name, allowed in CHOICES.items()
    }
    page = render_template(template, typed=typed, errors=errors, choices=choices, roles=list(Role), **more)
    return page, 422 if errors else 200
