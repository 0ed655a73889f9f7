"""Infrastructure bodies: who has which members, and how far they reach."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.coverage import answer, asked_by, today
from app.coverage_rows import group_cells
from app.errors import NotFound
from app.runtime import earshot
from app.words import STANDING_WORDS
from graph.model.organisations import Role

blueprint = Blueprint("bodies", __name__, url_prefix="/bodies")

PAGE = 100


@blueprint.get("/")
def index() -> str:
    """Every infrastructure body with its members."""
    from app.bodies import body_lines  # noqa: PLC0415

    sort = "members" if request.args.get("sort") == "members" else "name"
    return render_template("bodies/index.html", bodies=body_lines(earshot(), sort), sort=sort)


@blueprint.get("/<body_id>")
def body(body_id: str) -> str:
    """One body: its members' reach by community, its members, and who in government deals with it."""
    from graph.briefs import briefs  # noqa: PLC0415
    from graph.claims import claims  # noqa: PLC0415
    from graph.list_tracker import tracked_list  # noqa: PLC0415
    from graph.network.gathering import members_of_bodies  # noqa: PLC0415
    from graph.organisations import organisation  # noqa: PLC0415
    from graph.people import liaisons_of  # noqa: PLC0415
    from graph.reach.verdicts import WORDS, in_gap_order  # noqa: PLC0415

    running = earshot()
    page = organisation(running.store, body_id)
    if page is None or Role.INFRASTRUCTURE_BODY not in page.record.roles:
        raise NotFound("There is no infrastructure body with that id.", "Choose one from the list of bodies.")
    answered = answer(running, asked_by({**request.args, "body": body_id}))
    members = members_of_bodies(answered.snapshot, answered.table.day).get(body_id, frozenset())
    shown = briefs(running.store, members, request.args.get("after"), PAGE + 1) if members else []
    return render_template(
        "bodies/body.html",
        page=page,
        table=answered.table,
        consultation=answered.consultation,
        cells=in_gap_order(group_cells(answered)),
        verdict_words={str(verdict): text for verdict, text in WORDS.items()},
        members=shown[:PAGE],
        total=len(members),
        more=shown[PAGE - 1].id if len(shown) > PAGE else None,
        liaisons=liaisons_of(running.store, body_id),
        tracked=tracked_list(running.store, body_id),
        claimed=claims(running.store, [body_id])[:1],
        today=today().isoformat(),
        standing_words=STANDING_WORDS,
    )
