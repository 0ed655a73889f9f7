"""A picture as pyvis builds it: nodes, edges and options as plain JSON. The only module that imports pyvis.

pyvis's own page cannot be served (it runs text as script and calls other hosts), so only its building of
nodes, edges and options is used, and vis-network's files are served out of its package.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyvis.network import Network as VisNetwork
from pyvis.node import Node

from graph.network.picture import Mark, MarkKind, Picture, Tie, TieKind

INK, PAPER, LINE, ACCENT = "#1d2433", "#ffffff", "#c9d1d9", "#14506b"

VERDICT_SHAPES: dict[str, str] = {
    "heard": '<circle cx="12" cy="12" r="9" fill="#0072B2"/>',
    "partly_heard": '<circle cx="12" cy="12" r="8.5" fill="#fff" stroke="#0072B2" stroke-width="2.5"/>'
    '<path d="M12 3.5a8.5 8.5 0 0 0 0 17z" fill="#0072B2"/>',
    "asked_not_yet_heard": '<path d="M12 2l10 10-10 10L2 12z" fill="#E69F00" stroke="#7a5200" '
    'stroke-width="1.8"/>',
    "not_asked": '<rect x="3.5" y="3.5" width="17" height="17" fill="#fff" stroke="#A63A00" '
    'stroke-width="2.4"/><path d="M7 7l10 10M17 7L7 17" stroke="#A63A00" stroke-width="2.4"/>',
    "nobody_known": '<circle cx="12" cy="12" r="8.5" fill="#fff" stroke="#5b6470" stroke-width="2.4" '
    'stroke-dasharray="3.5 3"/>',
    "too_little_known": '<rect x="3" y="3" width="18" height="18" rx="5" fill="#fff" stroke="#5b6470" '
    'stroke-width="2.2"/><path d="M9 9.5a3 3 0 1 1 4.2 2.8c-.8.4-1.2.9-1.2 1.7M12 17v.6" fill="none" '
    'stroke="#5b6470" stroke-width="2.2" stroke-linecap="round"/>',
    "does_not_apply": '<path d="M5 12h14" stroke="#5b6470" stroke-width="3"/>',
}
"""The verdicts' marks, drawn in a box of 24 by 24: the same as beside the words on every page."""

ALL_LABELLED = 60
LABELLED_BODIES = 14
"""With more marks than the first, only so many bodies are labelled from afar; the rest from near."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "keyboard": {"enabled": False},
        "navigationButtons": False,
        "tooltipDelay": 200,
        "zoomView": True,
    },
    "nodes": {
        "font": {"face": "system-ui, sans-serif", "color": INK, "strokeWidth": 3, "strokeColor": PAPER}
    },
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0.5},
}

TIE_LOOK: dict[TieKind, dict[str, Any]] = {
    TieKind.MEMBERS_LED_BY: {"color": {"color": "#b9d2e3", "highlight": "#0072B2", "hover": "#0072B2"}},
    TieKind.LED_BY: {"color": {"color": "#b9d2e3", "highlight": "#0072B2", "hover": "#0072B2"}},
    TieKind.MEMBER_OF: {"color": {"color": LINE, "highlight": ACCENT, "hover": ACCENT}},
    TieKind.FUNDED: {
        "color": {"color": "#8a6d3b", "highlight": ACCENT, "hover": ACCENT},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
    },
    TieKind.DEALS_WITH: {
        "color": {"color": "#d8bf8f", "highlight": "#7a5200", "hover": "#7a5200"},
        "dashes": [6, 5],
    },
    TieKind.SHARED_MEMBERS: {"color": {"color": "#c3cbd3", "highlight": INK, "hover": INK}},
}


def vis_file(name: str) -> Path:
    """Return the path of one of vis-network's files inside the installed pyvis package."""
    folder = Path(str(resources.files("pyvis"))) / "lib"
    return max(folder.glob(f"vis-*/{name}"))


def as_vis(picture: Picture, places: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """Return {"nodes", "edges", "options"} for vis-network, with every mark at its place.

    Lists are filled directly: pyvis's own ``add_edge`` is quadratic and ``set_options`` loses spaces.
    """
    net = VisNetwork(directed=False)
    always = _labelled_always(picture)
    for mark in picture.marks:
        node = _node(mark, places[mark.id], mark.id == picture.centre)
        net.nodes.append(node if mark.id in always else {**node, "label": " ", "near": node["label"]})
        net.node_ids.append(mark.id)
    net.edges.extend(_edge(tie) for tie in picture.ties)
    return {"nodes": net.nodes, "edges": net.edges, "options": OPTIONS}


def _labelled_always(picture: Picture) -> set[str]:
    """Return the marks labelled from afar: all of a few, else the largest bodies and the groups."""
    if len(picture.marks) <= ALL_LABELLED:
        return {mark.id for mark in picture.marks}
    bodies = sorted(picture.of_kind(MarkKind.BODY), key=lambda mark: (-mark.size, mark.id))[:LABELLED_BODIES]
    groups = [mark for mark in picture.of_kind(MarkKind.COMMUNITY) if mark.id.endswith("0000")]
    return {mark.id for mark in (*bodies, *groups)} | {picture.centre or ""}


def _node(mark: Mark, place: tuple[float, float], is_centre: bool) -> dict[str, Any]:
    look = {
        MarkKind.BODY: _body_look,
        MarkKind.CONTACT: _contact_look,
        MarkKind.COMMUNITY: _community_look,
        MarkKind.ORGANISATION: _organisation_look,
    }[mark.kind](mark)
    if is_centre:
        look["borderWidth"] = 5
        look["font"] = {"size": 28, "multi": False}
    node = Node(mark.id, label=_wrapped(mark.label) or " ", **look).options
    place_and_words = {
        "x": round(place[0]),
        "y": round(place[1]),
        "kind": mark.kind.value,
        "about": mark.detail,
    }
    return {**node, **place_and_words}


def _colour(background: str, border: str, chosen: str) -> dict[str, Any]:
    return {"background": background, "border": border, "highlight": {"background": chosen, "border": INK}}


def _body_look(mark: Mark) -> dict[str, Any]:
    size = 10 + 1.1 * math.sqrt(mark.size)
    colour = {
        "background": "#d7e8f0",
        "border": ACCENT,
        "highlight": {"background": "#9cc7dc", "border": INK},
    }
    return {"shape": "dot", "size": size, "color": colour, "borderWidth": 3, "font": {"size": 26}}


def _contact_look(_mark: Mark) -> dict[str, Any]:
    colour = {
        "background": "#fdf3d7",
        "border": "#7a5200",
        "highlight": {"background": "#E69F00", "border": INK},
    }
    return {"shape": "triangle", "size": 12, "color": colour, "borderWidth": 2, "font": {"size": 20}}


def _community_look(mark: Mark) -> dict[str, Any]:
    return {"shape": "image", "image": verdict_image(mark.state), "size": 20, "font": {"size": 26}}


def _organisation_look(_mark: Mark) -> dict[str, Any]:
    colour = _colour(PAPER, "#5b6470", "#d7e8f0")
    return {"shape": "dot", "size": 9, "color": colour, "borderWidth": 2, "font": {"size": 18}}


def verdict_image(state: str) -> str:
    """Return a verdict's mark as a data: address of an SVG; an unknown state looks like too little known."""
    shape = VERDICT_SHAPES.get(state, VERDICT_SHAPES["too_little_known"])
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24">{shape}</svg>'
    return "data:image/svg+xml," + quote(svg)


def _edge(tie: Tie) -> dict[str, Any]:
    width = 1 + min(6.0, math.log2(max(1, tie.weight)))
    thin = tie.kind in (TieKind.MEMBER_OF, TieKind.DEALS_WITH, TieKind.LED_BY, TieKind.FUNDED)
    return {
        "from": tie.source,
        "to": tie.target,
        "width": 1.2 if thin else width,
        "about": tie.words,
        **TIE_LOOK[tie.kind],
    }


def _wrapped(label: str, width: int = 22, lines: int = 3) -> str:
    """Return the label broken at words into at most ``lines`` lines, the last one cut with an ellipsis."""
    found: list[str] = [""]
    for word in (one if len(one) <= width else one[: width - 1] + "…" for one in label.split()):
        if found[-1] and len(found[-1]) + len(word) + 1 > width:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return "\n".join(found[:lines]) + (" …" if len(found) > lines else "")
