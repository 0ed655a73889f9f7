"""Communities: the taxonomy, what each means, and staff's own additions to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.coverage import Asked, answer
from app.errors import NotFound
from app.forms.once import write_id
from app.runtime import earshot
from graph import communities as taxonomy
from graph.errors import Refused as GraphRefused
from graph.model.communities import Community, CommunityLevel

if TYPE_CHECKING:
    from graph.reach.cells import Cell

blueprint = Blueprint("communities", __name__, url_prefix="/communities")

BELOW = {
    None: CommunityLevel.GROUP,
    CommunityLevel.GROUP: CommunityLevel.CATEGORY,
    CommunityLevel.CATEGORY: CommunityLevel.SUB_CATEGORY,
}


@dataclass(frozen=True)
class Branch:
    """A community with those below it, in the order of their codes."""

    community: Community
    below: tuple[Branch, ...]


def branches(every: list[Community], under: str | None = None) -> tuple[Branch, ...]:
    """Return the taxonomy as a tree, from what lies directly under a code (None: the groups)."""
    return tuple(Branch(one, branches(every, one.code)) for one in every if one.under == under)


@dataclass(frozen=True)
class State:
    """How a community stands in the latest consultation: a verdict, its words, and the cell behind it."""

    verdict: str
    words: str
    cell: Cell


def states() -> dict[str, State]:
    """Return the state of every community in use; {} while no organisation is listed."""
    from graph.reach.verdicts import WORDS  # noqa: PLC0415

    table = answer(earshot(), Asked()).table
    if not table.totals.listed:
        return {}
    return {cell.community: State(cell.verdict, WORDS[cell.verdict], cell) for cell in table.cells}


@blueprint.get("/")
def index() -> str:
    """Every community, group by group."""
    every = taxonomy.communities(earshot().store)
    groups = branches(every)
    return render_template(
        "communities/index.html",
        groups=[branch for branch in groups if not branch.community.own_list],
        own=[branch for branch in groups if branch.community.own_list],
        states=states(),
        total=sum(not one.retired for one in every),
    )


@blueprint.get("/<code>")
def community(code: str) -> str:
    """One community: what it means, what lies above and below."""
    every = {one.code: one for one in taxonomy.communities(earshot().store)}
    if code not in every:
        raise NotFound("There is no community with that code.", "Choose one from Communities.")
    return _community_page(every, code, {})


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a community of one's own."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = taxonomy.add_community(earshot().store, current_actor(), _typed(), write_id())
        except GraphRefused as refused:
            errors = {refused.field or "": str(refused)}
        else:
            flash("The community was added. Lists may name it from now on.", "done")
            return redirect(url_for(".community", code=made["code"]))
    choices = [("", "nothing: it is a group of its own")] + [
        (one.code, f"{one.name} ({one.code})")
        for one in taxonomy.communities(earshot().store)
        if one.level in BELOW and not one.retired
    ]
    page = render_template("communities/new.html", errors=errors, typed=request.form, choices=choices)
    return page, 422 if errors else 200


@blueprint.post("/<code>/name")
def rename(code: str) -> ResponseReturnValue:
    """Call a community something else; its earlier name is remembered."""
    try:
        taxonomy.rename_community(
            earshot().store, current_actor(), code, request.form.get("name", ""), write_id()
        )
    except GraphRefused as refused:
        every = {one.code: one for one in taxonomy.communities(earshot().store)}
        if code not in every:
            raise NotFound(str(refused)) from refused
        return _community_page(every, code, {"name": str(refused)}), 422
    flash("The community was renamed.", "done")
    return redirect(url_for(".community", code=code))


@blueprint.post("/<code>/use")
def use(code: str) -> ResponseReturnValue:
    """Take a community out of use, or back into it."""
    retired = request.form.get("retired") == "yes"
    taxonomy.retire_community(earshot().store, current_actor(), code, write_id(), retired=retired)
    flash("The community is out of use now." if retired else "The community is in use again.", "done")
    return redirect(url_for(".community", code=code))


def _typed() -> Community:
    """Return the community that the form describes; its level follows from what it stands under."""
    under = request.form.get("under") or None
    above = taxonomy.community(earshot().store, under) if under else None
    return Community(
        code="",
        name=request.form.get("name", ""),
        level=BELOW.get(above.level if above else None, CommunityLevel.SUB_CATEGORY),
        under=under,
        description=request.form.get("description", "").strip(),
    )


def _community_page(every: dict[str, Community], code: str, errors: dict[str, str]) -> str:
    one = every[code]
    above: list[Community] = []
    while one.under and one.under in every:
        one = every[one.under]
        above.insert(0, one)
    return render_template(
        "communities/community.html",
        community=every[code],
        above=above,
        below=branches(list(every.values()), code),
        states=states(),
        errors=errors,
    )
