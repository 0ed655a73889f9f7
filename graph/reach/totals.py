"""The figures above a coverage table: the same organisations without regard to communities."""

from __future__ import annotations

import numpy as np

from graph.model.organisations import Role
from graph.reach.cells import Totals
from graph.reach.lineage import Flags
from graph.reach.scope import Scope, memberships_in_force, on_a_list
from graph.reach.snapshot import ROLE_BITS, Snapshot
from graph.reach.tally import Tally

OTHER_PARTS = sum(
    ROLE_BITS[role]
    for role in (Role.INFRASTRUCTURE_BODY, Role.GOVERNMENT, Role.PARLIAMENTARY_GROUP, Role.FUNDER)
)
"""Roles that nobody looks for on a membership list."""


def totals_of(tally: Tally, scope: Scope) -> Totals:
    """Return the totals of a table; every organisation counts once, however many communities lead it."""
    snapshot, rows, figures = tally.snapshot, tally.listed, tally.figures
    profile = snapshot.columns.profile
    led = _led_by_any(tally)
    kinds = tally.standings
    by_kind = np.bincount(kinds.kind[rows], minlength=len(kinds.counted))

    def number(figure: str) -> int:
        return int(by_kind @ kinds.figure(figure))

    return Totals(
        listed=int(rows.sum()),
        lists=_lists(snapshot, rows, scope),
        said=int((snapshot.profiles.said[profile] & rows).sum()),
        never_asked=int((~snapshot.profiles.asked[profile] & rows).sum()),
        led=int(led.sum()),
        led_heard=int((led & figures["heard"]).sum()),
        asked=number("asked"),
        asked_through=number("asked_through"),
        answered=number("answered"),
        attended=number("attended"),
        declined=number("declined"),
        heard=number("heard"),
        in_depth=number("in_depth"),
        told=number("told"),
        heard_on_no_list=int((figures["heard"] & on_no_list(snapshot, scope.day)).sum()),
    )


def on_no_list(snapshot: Snapshot, day: str) -> Flags:
    """Return which rows are on no list and aren't something else (a body, part of government, a funder)."""
    key = ("on no list", day)
    if key not in snapshot.kept:
        snapshot.kept[key] = _on_no_list(snapshot, day)
    rows: Flags = snapshot.kept[key]
    return rows


def _on_no_list(snapshot: Snapshot, day: str) -> Flags:
    columns = snapshot.columns
    as_member = columns.as_member & ((columns.roles & ROLE_BITS[Role.MEMBER]) != 0)
    elsewhere = (columns.roles & OTHER_PARTS) != 0
    found: Flags = ~(on_a_list(snapshot, day) | as_member | elsewhere)
    return found


def _led_by_any(tally: Tally) -> Flags:
    """Return which listed rows are led by at least one community that may be counted."""
    places, _ = tally.led_pairs
    flags = np.zeros(len(tally.snapshot), dtype=np.bool_)
    flags[tally.led.rows[places]] = True
    return flags & tally.listed


def _lists(snapshot: Snapshot, rows: Flags, scope: Scope) -> int:
    """Return how many bodies list any of the rows on the day; worked out once for each snapshot and scope."""
    key = ("lists", scope)
    if key not in snapshot.kept:
        snapshot.kept[key] = _bodies_listing(snapshot, rows, scope.day)
    return int(snapshot.kept[key])


def _bodies_listing(snapshot: Snapshot, rows: Flags, day: str) -> int:
    members = snapshot.member_rows
    counts = memberships_in_force(snapshot, day) & (members >= 0)
    counts[counts] = rows[members[counts]]
    return int((np.bincount(snapshot.members.body[counts]) > 0).sum())
