"""Pages: one module per topic, each with a ``blueprint``."""

from __future__ import annotations

BLUEPRINTS: tuple[str, ...] = (
    "errors",
    "health",
    "coverage",
    "communities",
    "consultations",
    "imports",
    "columns",
    "batch",
    "undo",
    "leavers",
    "lists",
    "claims",
    "waiting",
    "decided",
    "problems",
    "conflicts",
    "map",
    "organisations",
    "bodies",
)
"""Modules of ``app.views``; one line adds one. Each has a Blueprint called ``blueprint``."""

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("Coverage", "coverage.index"),
    ("Map", "map.index"),
    ("Organisations", "organisations.index"),
    ("Infrastructure bodies", "bodies.index"),
    ("Imports", "imports.index"),
    ("Consultations", "consultations.index"),
    ("Communities", "communities.index"),
)
"""The bar at the top: label and endpoint. What isn't built yet is left out by itself."""

UNDER: dict[str, str] = dict.fromkeys(
    (
        *("columns", "batch", "undo", "leavers", "lists", "claims"),
        *("waiting", "decided", "problems", "conflicts"),
    ),
    "imports",
)
"""Modules without a place of their own in the bar: the module whose place is marked on their pages."""

SAMPLES: dict[str, str] = {
    "health.health": "/health",
    "coverage.index": "/",
    "coverage.organisations": "/coverage/organisations?figure=listed&community={community}",
    "coverage.export": "/coverage/export.csv",
    "coverage.figures": "/coverage/figures",
    "communities.index": "/communities/",
    "communities.new": "/communities/new",
    "communities.community": "/communities/{community}",
    "consultations.index": "/consultations/",
    "consultations.new": "/consultations/new",
    "consultations.consultation": "/consultations/{consultation}",
    "organisations.index": "/organisations/",
    "organisations.new": "/organisations/new",
    "organisations.record": "/organisations/{organisation}",
    "organisations.edit": "/organisations/{organisation}/edit",
    "bodies.index": "/bodies/",
    "bodies.body": "/bodies/{body}",
    "map.index": "/map/",
    "map.around": "/map/around/{body}",
    "map.vis_network_static": "/map/vis-network.min.js",
    "imports.index": "/imports/",
    "imports.new": "/imports/new",
    "imports.one": "/imports/{import}",
    "lists.index": "/lists/",
    "lists.one": "/lists/{body}",
    "lists.export": "/lists/tracker.csv",
    "claims.index": "/claims/",
    "claims.file": "/claims/file/{claims}",
    "batch.new": "/imports/several/",
    "batch.files": "/imports/several/{batch}",
    "columns.page": "/imports/{upload}/columns",
    "imports.rows": "/imports/{import}/rows?verdict=new",
    "leavers.index": "/imports/{import}/leavers",
    "waiting.index": "/imports/waiting",
    "waiting.all_of_a_kind": "/imports/waiting/all?kind=close&strength=strong",
    "waiting.remembered": "/imports/waiting/remembered",
    "waiting.words": "/imports/waiting/words",
    "decided.by_rule": "/imports/waiting/remembered/{rule}",
    "decided.of_row": "/imports/{decided}/rows/4/decision",
    "conflicts.index": "/imports/conflicts",
    "problems.index": "/imports/{import}/problems/cells",
    "undo.undone": "/imports/{import}/undone",
    "imports.handed_back": "/imports/{import}/list.csv",
}
"""One address for every page, from which tests walk all of them: endpoint -> path.

``{organisation}``, ``{body}``, ``{import}``, ``{upload}``, ``{consultation}``, ``{community}``, ``{place}``,
``{rule}`` and ``{decided}`` (the import of a decided row) are filled in with ids of the graph that the tests
made.
"""
