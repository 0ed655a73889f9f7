"""The coverage table: every community in every cell, counted in a few passes over the snapshot's columns.

``coverage()`` is the one way to these figures: pages, grid, map, exports and the command all use it, so
they all show the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from graph.errors import Refused
from graph.model.communities import Community
from graph.model.organisations import Role
from graph.model.places import PlaceLevel
from graph.reach.cells import UNPLACED, Cell, CoverageTable, Thresholds
from graph.reach.led import Counts as CountTable
from graph.reach.led import led_by
from graph.reach.lineage import Flags
from graph.reach.measures import coverage_bounds, coverage_rate, rate_without_selves, wilson_interval
from graph.reach.scope import Breakdown, Scope, breakdown, listed
from graph.reach.snapshot import Snapshot
from graph.reach.tally import Tally
from graph.reach.totals import totals_of
from graph.reach.verdicts import Counts, judge, worst_step

STANDARD = Thresholds()


def coverage(
    snapshot: Snapshot,
    *,
    day: str,
    consultation: str | None = None,
    rule: str = "self",
    by: Sequence[str] = ("community",),
    place_level: str = PlaceLevel.NATION,
    body: str | None = None,
    place: str | None = None,
    size: str | None = None,
    role: str = Role.MEMBER,
    thresholds: Thresholds = STANDARD,
) -> CoverageTable:
    """Return who was heard in a consultation, per community and cell, under a led-by rule.

    ``day`` (ISO) is when memberships must be in force and waiting is counted to. ``consultation`` and
    ``rule`` are ids; without a consultation nobody was asked. ``by`` begins with "community" and may add
    "place" (of ``place_level``: nation, region or council) and "size". ``body`` (an organisation's id),
    ``place`` (ONS code), ``size`` (income band) and ``role`` narrow the set. Cells are ordered by
    community, place and size; every place and size stands in the table, empty or not; retired communities
    don't. Raises Refused for anything that isn't in the graph.
    """
    if consultation is not None:
        snapshot.frame.consultation(consultation)
    scope = Scope(day, place, size, body, role)
    led = led_by(snapshot, snapshot.frame.rule(rule))
    rows = listed(snapshot, scope)
    level = place_level_of(place_level)
    cells = _breakdown(snapshot, rows, scope, tuple(by), level)
    tally = Tally(snapshot, led, rows, cells, consultation, day, thresholds)
    return CoverageTable(
        consultation=consultation,
        rule=rule,
        role=role,
        day=day,
        revision=snapshot.revision,
        by=tuple(by),
        place_level=level,
        place=place,
        size=size,
        body=body,
        thresholds=thresholds,
        cells=tuple(_cells(snapshot, cells, tally.counts(), place, thresholds)),
        totals=totals_of(tally, scope),
    )


def _breakdown(
    snapshot: Snapshot, rows: Flags, scope: Scope, by: tuple[str, ...], level: PlaceLevel
) -> Breakdown:
    """Return the cells of the listed rows; worked out once for each snapshot, scope and shape of table."""
    key = ("breakdown", scope, by, level)
    if key not in snapshot.kept:
        snapshot.kept[key] = breakdown(snapshot, rows, by, level, scope.place)
    found: Breakdown = snapshot.kept[key]
    return found


def place_level_of(level: str) -> PlaceLevel:
    """Return the level that a word names. Raises Refused when it names none."""
    try:
        return PlaceLevel(level)
    except ValueError:
        levels = ", ".join(each.value for each in PlaceLevel)
        raise Refused(f"There is no place level {level!r}. Choose one of: {levels}.", "place_level") from None


def why_not_here(snapshot: Snapshot, community: Community, place: str | None) -> str | None:
    """Return in words why a community doesn't apply in a place (None: everywhere), or None if it does.

    A nation-bound community doesn't apply in another nation.
    """
    if community.only_in is None or place in (None, UNPLACED):
        return None
    geography = snapshot.geography
    if geography.nation_code(str(place)) == community.only_in:
        return None
    position = geography.position.get(community.only_in)
    nation = geography.places[position].name if position is not None else community.only_in
    return f"looked for in {nation} only"


def hides_here(snapshot: Snapshot, community: Community, place: str | None, *, below: bool) -> bool:
    """Return whether a community's figures are never shown for a place smaller than its nation.

    ``below``: organisations without a place stand beside places smaller than nations.
    """
    if not community.never_below_nation or place is None:
        return False
    if place == UNPLACED:
        return below
    position = snapshot.geography.position[place]
    return snapshot.geography.places[position].level is not PlaceLevel.NATION


def _cells(
    snapshot: Snapshot,
    cells: Breakdown,
    counts: Mapping[str, CountTable],
    within: str | None,
    thresholds: Thresholds,
) -> Iterator[Cell]:
    """Yield the cells of every community in use, by community, place and size."""
    names = [_place_name(snapshot, place) for place in cells.places]
    table = np.stack([counts[name] for name in Counts._fields], axis=-1).tolist()
    for position, community in enumerate(snapshot.lineage.communities):
        if community.retired:
            continue
        figures = [Counts(*values) for values in table[position]]
        for index, (place, name) in enumerate(zip(cells.places, names, strict=True)):
            here = figures[index * len(cells.sizes) : (index + 1) * len(cells.sizes)]
            elsewhere = why_not_here(snapshot, community, place or within)
            if hides_here(snapshot, community, place or within, below=cells.below_nation):
                elsewhere = elsewhere or "shown for the whole of its nation only"
                here = [Counts() for _ in here]
            for size, values in zip(cells.sizes, here, strict=True):
                yield _cell(community.code, community.name, place, name, size, values, thresholds, elsewhere)


@lru_cache(maxsize=20_000)
def _cell(  # noqa: PLR0917 - all of what a cell follows from, which is what it is kept by
    code: str,
    name: str,
    place: str | None,
    place_name: str,
    size: str | None,
    counts: Counts,
    thresholds: Thresholds,
    elsewhere: str | None,
) -> Cell:
    """Return one cell; those whose counts are as in the table before aren't made again."""
    judged = _judged(counts, thresholds, elsewhere)
    return Cell(community=code, name=name, place=place, place_name=place_name, size=size, **judged)


@lru_cache(maxsize=20_000)
def _judged(counts: Counts, thresholds: Thresholds, elsewhere: str | None) -> Mapping[str, Any]:
    """Return all of a cell that follows from its counts; many cells of a table have the same."""
    judgement = judge(counts, thresholds, elsewhere)
    unheard = counts.unknown - counts.heard_unknown
    bounds = coverage_bounds(counts.heard, counts.led, counts.heard_unknown, unheard)
    interval = wilson_interval(counts.heard, counts.led)
    without = rate_without_selves(counts.heard, counts.led, counts.selves_heard, counts.selves)
    figures = counts._asdict()
    del figures["longest_wait"]
    return {
        **figures,
        "answered_share": counts.said / counts.listed if counts.listed else None,
        "rate": coverage_rate(counts.heard, counts.led).value,
        "low": bounds.low.value,
        "high": bounds.high.value,
        "rate_without_selves": without.value,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "worst_step": worst_step(counts),
        "what_would_change_it": judgement.what_would_change_it,
    }


def _place_name(snapshot: Snapshot, place: str | None) -> str:
    if place is None:
        return ""
    if place == UNPLACED:
        return "place not known or not shown"
    return snapshot.geography.places[snapshot.geography.position[place]].name
