"""Which organisations are behind a figure: the list that it opens. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import Refused
from graph.model.places import PlaceLevel
from graph.reach.cells import Thresholds
from graph.reach.contact import FIGURES
from graph.reach.coverage import STANDARD, hides_here
from graph.reach.led import known_only_by_reply, led_by
from graph.reach.lineage import Flags
from graph.reach.scope import Scope, breakdown, listed
from graph.reach.snapshot import Snapshot
from graph.reach.tally import Tally
from graph.reach.totals import on_no_list

OF_A_COMMUNITY = ("listed", "led", "not_led", "unknown", *FIGURES, "heard_unknown", "heard_not_led", "selves")
"""Figures of a cell that open a list. Those of contact count organisations led by the community."""

OF_EVERYBODY = (
    *("listed", "led", "led_heard", "said", "never_asked", "heard_on_no_list"),
    *("asked", "asked_through", "answered", "attended", "declined", "heard", "in_depth", "told"),
)
"""Figures above the table that open a list: the same organisations without regard to communities."""


@dataclass(frozen=True)
class Question:
    """A figure: which one, of which community (None: of everybody), within which set of organisations."""

    figure: str
    community: str | None
    scope: Scope
    consultation: str | None = None
    rule: str = "self"
    thresholds: Thresholds = STANDARD


@dataclass(frozen=True)
class Behind:
    """Ids of the organisations that may be shown, in the order of their ``n``, and how many may not.

    The figure on the page is both together. Whoever said that its answer may not be shared is shown on no
    list that would give the answer away.
    """

    organisations: tuple[str, ...]
    not_shown: int

    @property
    def figure(self) -> int:
        """The number on the page."""
        return len(self.organisations) + self.not_shown


def behind(snapshot: Snapshot, question: Question) -> Behind:
    """Return the organisations that a figure of ``coverage()`` counts.

    Raises Refused for a figure that isn't there, or a scope that isn't in the graph.
    """
    figures = OF_EVERYBODY if question.community is None else OF_A_COMMUNITY
    if question.figure not in figures:
        raise Refused(
            f"There is no figure {question.figure!r}. Choose one of: {', '.join(figures)}.", "figure"
        )
    rows = listed(snapshot, question.scope)
    tally = Tally(
        snapshot,
        led_by(snapshot, snapshot.frame.rule(question.rule)),
        rows,
        breakdown(snapshot, rows, ("community",), PlaceLevel.NATION),
        question.consultation,
        question.scope.day,
        question.thresholds,
    )
    counted, private = (
        _of_community(tally, question) if question.community else _of_everybody(tally, question)
    )
    columns = snapshot.columns
    shown = np.flatnonzero(counted & ~private)
    order = np.argsort(columns.n[shown], kind="stable")
    return Behind(tuple(columns.id[shown[order]].tolist()), int((counted & private).sum()))


def _of_everybody(tally: Tally, question: Question) -> tuple[Flags, Flags]:
    """Return which rows the figure counts, and which of those may not be shown."""
    snapshot, figure = tally.snapshot, question.figure
    profile, nobody = snapshot.columns.profile, np.zeros(len(tally.snapshot), dtype=np.bool_)
    if figure == "listed":
        return tally.listed, nobody
    if figure == "said":
        return tally.listed & snapshot.profiles.said[profile], nobody
    if figure == "never_asked":
        return tally.listed & ~snapshot.profiles.asked[profile], nobody
    if figure == "heard_on_no_list":
        return tally.figures["heard"] & on_no_list(snapshot, question.scope.day), nobody
    if figure in ("led", "led_heard"):
        places, _ = tally.led_pairs
        led, open_led = nobody.copy(), nobody.copy()
        led[tally.led.rows[places]] = True
        open_led[tally.led.rows[places][~tally.led.private[places]]] = True
        counted = led & tally.listed & (tally.figures["heard"] if figure == "led_heard" else True)
        return counted, ~open_led
    return tally.listed & tally.figures[figure], nobody


def _of_community(tally: Tally, question: Question) -> tuple[Flags, Flags]:
    """Return the same for a figure of one community."""
    snapshot, figure = tally.snapshot, question.figure
    position = snapshot.lineage.position.get(str(question.community))
    if position is None:
        raise Refused(f"There is no community with the code {question.community!r}.", "community")
    nobody = np.zeros(len(snapshot), dtype=np.bool_)
    if hides_here(snapshot, snapshot.lineage.communities[position], question.scope.place, below=False):
        return nobody, nobody
    led, private = _led(tally, position)
    not_led = tally.led.not_led.of(position) & tally.listed
    not_led_private = tally.led.not_led_private.of(position)
    if tally.not_led_hidden[position, 0]:
        not_led = not_led & ~not_led_private
    if figure == "listed":
        return tally.listed, nobody
    if figure in ("not_led", "heard_not_led"):
        return not_led & (tally.figures["heard"] if figure == "heard_not_led" else True), not_led_private
    if figure in ("unknown", "heard_unknown"):
        unknown = tally.listed & ~led & ~not_led
        return unknown & (tally.figures["heard"] if figure == "heard_unknown" else True), nobody
    if figure == "selves":
        return led & _selves(tally, position), private
    return led & (tally.figures[figure] if figure != "led" else True), private


def _led(tally: Tally, community: int) -> tuple[Flags, Flags]:
    """Return which listed rows count as led by a community, and which of those may not be shared."""
    places, _ = tally.led_pairs
    places = places[tally.led.communities[places] == community]
    led, private = (np.zeros(len(tally.snapshot), dtype=np.bool_) for _ in range(2))
    led[tally.led.rows[places]] = True
    private[tally.led.rows[places]] = tally.led.private[places]
    return led, private


def _selves(tally: Tally, community: int) -> Flags:
    """Return which rows are known to be led by it only since the consultation's own form asked."""
    flags = np.zeros(len(tally.snapshot), dtype=np.bool_)
    pairs = known_only_by_reply(tally.snapshot, tally.led, tally.consultation)
    pairs = pairs & (tally.led.communities == community)
    flags[tally.led.rows[pairs]] = True
    return flags
