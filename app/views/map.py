"""The network map: the whole picture in little, and the surroundings of any mark on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app.coverage import Answered, answer, asked_by
from app.errors import NotFound
from app.runtime import earshot
from graph.network.picture import MarkKind, Picture

blueprint = Blueprint("map", __name__, url_prefix="/map")


@blueprint.get("/")
def index() -> str:
    """Show every infrastructure body, government contact and community."""
    from app.map_page import in_short, named, network  # noqa: PLC0415
    from graph.network.projection import overview  # noqa: PLC0415

    answered = answer(earshot(), asked_by(request.args))
    whole, words = network(earshot(), answered)
    picture = named(earshot(), overview(whole))
    return render_template(
        "map/map.html",
        **_page(answered, picture, words),
        heading="Network map",
        lead="Who has members led by whom, which communities were heard, and whom government deals with.",
        side_title="The whole picture",
        side=in_short(picture, words),
        action=url_for(".index"),
    )


@blueprint.get("/around/<mark_id>")
def around(mark_id: str) -> str:
    """Show one organisation, body, community or contact with everything directly tied to it."""
    from app.map_page import funding_around, named, network, page_of, renamed  # noqa: PLC0415
    from graph.network.projection import surroundings  # noqa: PLC0415

    answered = answer(earshot(), asked_by(request.args))
    whole, words = network(earshot(), answered)
    whole = funding_around(earshot(), answered, whole, mark_id)
    if mark_id not in whole.marks:
        raise NotFound("That isn't on the map (any more).", "Start from the whole map.")
    picture = named(earshot(), surroundings(whole, mark_id))
    centre = renamed(picture, mark_id)
    return render_template(
        "map/map.html",
        **_page(answered, picture, words),
        heading=f"{centre.label} and its surroundings",
        lead=centre.detail or "An organisation, the lists it is on, and who leads it.",
        side_title=centre.label,
        side=[],
        centre=centre,
        whole_list=page_of(centre, answered),
        action=url_for(".around", mark_id=mark_id),
    )


def _page(answered: Answered, picture: Picture, words: Any) -> dict[str, Any]:
    from app.map_page import facts, listings  # noqa: PLC0415

    shown = {mark.state for mark in picture.of_kind(MarkKind.COMMUNITY)}
    return {
        "picture": picture,
        "facts": facts(picture, answered) if picture.marks else {},
        "tables": listings(picture, answered, words),
        "verdict_words": [(code, text) for code, text in words.items() if code in shown],
        "has_organisations": bool(picture.of_kind(MarkKind.ORGANISATION)),
        "consultation": answered.consultation,
        "consultations": answered.snapshot.frame.consultations,
        "rules": answered.snapshot.frame.rules,
        "chosen_consultation": answered.table.consultation,
        "chosen_rule": answered.table.rule,
    }


@blueprint.get("/vis-network.min.js")
def vis_network_static() -> Response:
    """Serve vis-network out of the installed pyvis package; browsers may keep it for a day."""
    from app.network_map import vis_file  # noqa: PLC0415

    answer = Response(vis_file("vis-network.min.js").read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
