"""Verdicts: the first that fits, in words, with the condition that is missing and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from graph.reach.cells import Cell, Thresholds, Verdict

WORDS: dict[Verdict, str] = {
    Verdict.DOES_NOT_APPLY: "does not apply",
    Verdict.NOBODY_KNOWN: "nobody known",
    Verdict.TOO_LITTLE_KNOWN: "too little known",
    Verdict.HEARD: "heard",
    Verdict.PARTLY_HEARD: "partly heard",
    Verdict.ASKED_NOT_YET_HEARD: "asked, not yet heard",
    Verdict.NOT_ASKED: "not asked",
}
"""What each verdict is called on pages."""

GAP_ORDER: tuple[Verdict, ...] = (
    Verdict.NOT_ASKED,
    Verdict.ASKED_NOT_YET_HEARD,
    Verdict.NOBODY_KNOWN,
    Verdict.TOO_LITTLE_KNOWN,
    Verdict.PARTLY_HEARD,
    Verdict.HEARD,
    Verdict.DOES_NOT_APPLY,
)
"""The largest gap first."""

LADDER = ("led", "asked", "answered", "heard", "in_depth")


class Counts(NamedTuple):
    """The counts of a cell (see ``Cell``); ``longest_wait`` in days since the first one was asked."""

    listed: int = 0
    led: int = 0
    not_led: int = 0
    unknown: int = 0
    asked: int = 0
    asked_through: int = 0
    answered: int = 0
    heard: int = 0
    in_depth: int = 0
    told: int = 0
    heard_unknown: int = 0
    heard_not_led: int = 0
    attended: int = 0
    declined: int = 0
    answered_only: int = 0
    waiting: int = 0
    no_answer: int = 0
    bounced: int = 0
    selves: int = 0
    selves_heard: int = 0
    longest_wait: int = 0

    @property
    def said(self) -> int:
        """Organisations that have said who leads them: L + X."""
        return self.led + self.not_led


@dataclass(frozen=True)
class Judgement:
    """A verdict, why, and what would change it: sentences without a full stop, for people."""

    verdict: Verdict
    reason: str
    what_would_change_it: str


def judge(counts: Counts, thresholds: Thresholds, elsewhere: str | None = None) -> Judgement:
    """Return the first verdict that fits a cell.

    ``elsewhere`` says in words why the community doesn't apply in the cell, or is None.
    """
    if elsewhere is not None:
        return Judgement(Verdict.DOES_NOT_APPLY, elsewhere, "nothing: it isn't looked for here")
    enough_said = counts.listed > 0 and counts.said >= thresholds.min_answered * counts.listed
    if counts.listed == 0 or (counts.led == 0 and enough_said):
        return _nobody_known(counts)
    if counts.led == 0:
        return _too_little_known(counts, thresholds)
    missing = _missing(counts, thresholds)
    if counts.heard and not missing:
        return _heard(counts)
    if counts.heard:
        reasons, wishes = zip(*missing, strict=True)
        return Judgement(Verdict.PARTLY_HEARD, "; ".join(reasons), "; ".join(wishes))
    return _asked(counts) if counts.asked else _not_asked(counts)


def _nobody_known(counts: Counts) -> Judgement:
    if counts.listed == 0:
        reason, wish = "no organisation is listed here", "a list that names organisations here"
    else:
        share = percent(counts.said, counts.listed)
        reason = f"{share} have said who leads them; none is led by this community"
        wish = "an organisation led by this community: no list names one"
    return Judgement(Verdict.NOBODY_KNOWN, reason, wish)


def _too_little_known(counts: Counts, thresholds: Thresholds) -> Judgement:
    more = ceil(thresholds.min_answered * counts.listed) - counts.said
    return Judgement(
        Verdict.TOO_LITTLE_KNOWN,
        f"{counts.said} of {counts.listed} have said who leads them; none of those is led by this community",
        f"one organisation that says it is led by this community, or {more} more that say who leads them",
    )


def _heard(counts: Counts) -> Judgement:
    reason = (
        f"{counts.heard} of {counts.led} heard ({percent(counts.heard, counts.led)}), "
        f"{counts.in_depth} of them in depth"
    )
    untold = counts.heard - min(counts.told, counts.heard)
    return Judgement(
        Verdict.HEARD, reason, f"nothing is missing; tell {untold} what changed" if untold else "nothing"
    )


def _missing(counts: Counts, thresholds: Thresholds) -> list[tuple[str, str]]:
    """Return what keeps a cell from "heard": the condition missing, and what would meet it."""
    missing = []
    more = max(thresholds.min_heard, ceil(thresholds.min_rate * counts.led)) - counts.heard
    if counts.heard < thresholds.min_heard:
        missing.append((f"{counts.heard} heard, {thresholds.min_heard} needed", f"hear {more} more"))
    elif counts.heard < thresholds.min_rate * counts.led:
        least = percent(thresholds.min_rate, 1)
        rate = percent(counts.heard, counts.led)
        rate = rate if rate != least else f"{100 * counts.heard / counts.led:.1f}%"
        missing.append((f"{rate} of those known heard, {least} needed", f"hear {more} more"))
    if counts.in_depth < thresholds.min_in_depth:
        deep = "nobody heard in depth" if not counts.in_depth else f"{counts.in_depth} heard in depth"
        short = thresholds.min_in_depth - counts.in_depth
        talks = "one conversation" if short == 1 else f"{short} conversations"
        missing.append((deep, f"{talks} (a meeting, workshop or interview)"))
    if counts.said < thresholds.min_answered * counts.listed:
        needed = ceil(thresholds.min_answered * counts.listed)
        missing.append(
            (
                f"{counts.said} of {counts.listed} have said who leads them, {needed} needed",
                f"{needed - counts.said} more that say who leads them",
            )
        )
    return missing


def _asked(counts: Counts) -> Judgement:
    parts = [f"{counts.asked} of {counts.led} asked"]
    if counts.waiting:
        parts.append(f"{counts.waiting} waiting for an answer")
    if counts.no_answer:
        parts.append(f"no answer from {counts.no_answer} in {counts.longest_wait} days")
    if counts.declined:
        parts.append(f"{counts.declined} declined")
    if counts.answered_only:
        parts.append(f"{counts.answered_only} answered only")
    return Judgement(Verdict.ASKED_NOT_YET_HEARD, "; ".join(parts), _next_for_asked(counts))


def _next_for_asked(counts: Counts) -> str:
    if counts.answered_only:
        return f"a conversation with the {counts.answered_only} that answered"
    if counts.no_answer:
        return f"ask the {counts.no_answer} again, or through somebody they know"
    if counts.waiting:
        return f"wait for the {counts.waiting} asked a short while ago"
    others = counts.led - counts.asked
    return f"ask the other {others}" if others else "find others led by this community"


def _not_asked(counts: Counts) -> Judgement:
    parts = [f"{counts.led} known, none asked"]
    if counts.asked_through:
        parts.append(f"{counts.asked_through} asked through somebody else")
    if counts.bounced:
        parts.append(f"what was sent to {counts.bounced} bounced")
    return Judgement(Verdict.NOT_ASKED, "; ".join(parts), f"ask one of the {counts.led}")


def worst_step(counts: Counts) -> str | None:
    """Return the step of the ladder at which the largest share of L is lost; the earliest of equals.

    None when nobody is led by the community, or nobody is lost.
    """
    heights = [getattr(counts, step) for step in LADDER]
    losses = [above - below for above, below in pairwise(heights)]
    most = max(losses)
    return LADDER[losses.index(most) + 1] if most > 0 else None


def in_gap_order(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells by their verdict, the largest gap first; within a verdict most unheard first."""
    order = {verdict: place for place, verdict in enumerate(GAP_ORDER)}
    return sorted(
        cells,
        key=lambda cell: (
            order[cell.verdict],
            cell.heard - cell.led,
            -cell.unknown,
            cell.community,
            cell.place or "",
            cell.size or "",
        ),
    )


def percent(part: float, whole: float) -> str:
    """Return a share as people read it, in whole per cents: "15%"."""
    return f"{100 * part / whole:.0f}%"
