"""Organisations: find one, its record with the source of every fact, add one, edit one."""

from __future__ import annotations

from typing import Any

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
    from app.organisation_pages import (  # noqa: PLC0415
        facts_of,
        happened,
        led_by_lines,
        steps_of,
        under_the_name,
    )
    from app.organisation_ties import ties_of  # noqa: PLC0415
    from graph.communities import communities  # noqa: PLC0415
    from graph.declarations import declarations_of  # noqa: PLC0415
    from graph.engagements import what_happened  # noqa: PLC0415
    from graph.grants import funded_by, funds, how_many_funded  # noqa: PLC0415
    from graph.known import known_organisations  # noqa: PLC0415
    from graph.organisations import organisation  # noqa: PLC0415
    from graph.people import people_at  # noqa: PLC0415

    running = earshot()
    store = running.store
    page = organisation(store, org_id)
    if page is None:
        raise NotFound("There is no organisation with that id.", "Search for it by name.")
    names = {one.code: one.name for one in communities(store)}
    answered = answer(running, asked_by(request.args))
    consultation = answered.consultation
    facts = facts_of(page, names, known_organisations(store, page.record.successors, (), ""))
    place = next((fact.lines[0] for fact in facts if fact.term == "Based in"), "")
    declarations = [(one, led_by_lines(one, names)) for one in declarations_of(store, org_id)]
    given, giving = funded_by(store, org_id, SHOWN_GRANTS), funds(store, org_id, SHOWN_GRANTS)
    relations, liaisons = ties_of(store, org_id)
    is_body = Role.INFRASTRUCTURE_BODY in page.record.roles
    has_ties = bool(page.memberships or declarations or given or giving or is_body)
    return render_template(
        "organisations/record.html",
        page=page,
        facts=facts,
        lead=under_the_name(page.record, place),
        declarations=declarations,
        steps=steps_of(
            answered.snapshot, org_id, consultation.id if consultation else None, len(page.memberships)
        ),
        consultation=consultation,
        parts=[(part, happened(part)) for part in what_happened(store, org_id).items],
        people=people_at(store, org_id),
        relations=relations,
        liaisons=liaisons,
        funded_by=given,
        funds=giving,
        funded=how_many_funded(store, org_id),
        is_body=is_body,
        on_map=has_ties and org_id in answered.snapshot.row_by_id,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an organisation by hand."""
    from graph.organisations import add_organisation  # noqa: PLC0415

    typed = typed_in(request.form)
    if request.method == "GET":
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
    if request.method == "GET":
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
