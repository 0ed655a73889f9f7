"""The network behind the map, out of the reach snapshot: the same facts as every other figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from graph.model.organisations import Role
from graph.network.picture import Mark, MarkKind, Picture
from graph.network.projection import Network
from graph.reach.cells import Cell, Verdict
from graph.reach.led import led_by
from graph.reach.scope import memberships_in_force
from graph.reach.snapshot import ROLE_BITS, Snapshot

BARE = frozenset({Verdict.DOES_NOT_APPLY, Verdict.NOBODY_KNOWN, Verdict.TOO_LITTLE_KNOWN})
"""Verdicts of communities that nobody is known to be led by: drawn for groups only."""


def body_ids(snapshot: Snapshot) -> list[str]:
    """Return the organisation ids of all infrastructure bodies, sorted."""
    is_body = (snapshot.columns.roles & ROLE_BITS[Role.INFRASTRUCTURE_BODY]) != 0
    return sorted(snapshot.columns.id[is_body].tolist())


def members_of_bodies(snapshot: Snapshot, day: str) -> dict[str, frozenset[str]]:
    """Return the members of each infrastructure body on an ISO day; one without any has an empty set."""
    pairs = memberships_in_force(snapshot, day)
    members, bodies = snapshot.rows(snapshot.members.n[pairs]), snapshot.rows(snapshot.members.body[pairs])
    here = (members >= 0) & (bodies >= 0)
    found: dict[str, set[str]] = {body: set() for body in body_ids(snapshot)}
    ids = snapshot.columns.id
    for body, member in zip(ids[bodies[here]].tolist(), ids[members[here]].tolist(), strict=True):
        found.setdefault(body, set()).add(member)
    return {body: frozenset(some) for body, some in found.items()}


def organisations_led_by(snapshot: Snapshot, rule_id: str) -> dict[str, frozenset[str]]:
    """Return, for each community, the organisations led by it that may be shown; none that lead nobody."""
    led = led_by(snapshot, snapshot.frame.rule(rule_id))
    open_pairs = np.flatnonzero(~led.private)
    found: dict[str, set[str]] = defaultdict(set)
    codes, ids = snapshot.lineage.codes, snapshot.columns.id
    rows, communities = led.rows[open_pairs], led.communities[open_pairs]
    for community, org_id in zip(communities.tolist(), ids[rows].tolist(), strict=True):
        found[codes[community]].add(org_id)
    return {code: frozenset(some) for code, some in found.items()}


def community_marks(
    cells: Iterable[Cell], groups: frozenset[str], verdict_words: Mapping[str, str]
) -> list[Mark]:
    """Return a mark for every group, and for every community below that somebody is known to be led by."""
    return [
        Mark(
            cell.community,
            MarkKind.COMMUNITY,
            cell.name,
            size=cell.led,
            state=str(cell.verdict),
            detail=_about_cell(cell, verdict_words[str(cell.verdict)]),
            key=cell.community,
        )
        for cell in sorted(cells, key=lambda cell: cell.community)
        if cell.community in groups or (cell.verdict not in BARE and cell.led)
    ]


def _about_cell(cell: Cell, words: str) -> str:
    reason = f" ({cell.reason})" if cell.reason else ""
    if not cell.led:
        return f"{words}{reason}"
    return f"{words}{reason}; heard {cell.heard:,} of {cell.led:,} known to be led by them"


def network_of(
    members: Mapping[str, frozenset[str]],
    led: Mapping[str, frozenset[str]],
    communities: Iterable[Mark],
    contacts: Iterable[Mark],
    liaisons: Iterable[tuple[str, str, str]],
) -> Network:
    """Return the network with a mark for everything on it; organisations get their labels when drawn."""
    shown = list(communities)
    marks = {
        body: Mark(body, MarkKind.BODY, "", size=len(some), detail=_members(len(some)), key=body)
        for body, some in members.items()
    }
    marks.update({mark.id: mark for mark in (*contacts, *shown)})
    on_lists = frozenset[str]().union(*members.values(), *led.values())
    for org_id in on_lists:
        marks.setdefault(org_id, Mark(org_id, MarkKind.ORGANISATION, "", key=org_id))
    drawn = {mark.id for mark in shown}
    return Network(
        marks=marks,
        members=members,
        led_by={code: some for code, some in led.items() if code in drawn},
        liaisons=tuple(liaisons),
    )


def _members(number: int) -> str:
    return "Infrastructure body with " + ("1 member" if number == 1 else f"{number:,} members")


def labelled(picture: Picture, names: Mapping[str, str]) -> Picture:
    """Return the picture with the names of bodies and organisations as labels; one without keeps its own."""
    marks = tuple(
        replace(mark, label=names.get(mark.key) or mark.label or "name not known")
        if mark.kind in (MarkKind.BODY, MarkKind.ORGANISATION)
        else mark
        for mark in picture.marks
    )
    return replace(picture, marks=marks)
