"""The reach ladder: asked, answered, heard, heard in depth, and what lies beside each step. Pure.

Steps are cumulative: whoever was heard has answered, and whoever answered counts as asked, invited or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

from graph.model.consultations import (
    IN_DEPTH_KINDS,
    WRITTEN_KINDS,
    Direction,
    Engagement,
    EngagementKind,
    Participation,
)


class Reached(IntFlag):
    """What is on record between a consultation and one organisation."""

    NOTHING = 0
    ASKED = 1
    """Sent to it directly and not bounced, or it answered unasked."""
    ASKED_THROUGH = 2
    """Asked through somebody else, whether or not also directly."""
    BOUNCED = 4
    ANSWERED = 8
    """Any reply, a "no" too, or being there."""
    DECLINED = 16
    ATTENDED = 32
    """There, and not known to have spoken."""
    HEARD = 64
    """Spoke, wrote or filled in the form."""
    IN_DEPTH = 128
    """Spoke in a meeting, roundtable, workshop or interview."""
    TOLD = 256
    """Told what changed: a flag beside the ladder, not a step."""


CONVERSATIONS = frozenset({EngagementKind.MEETING, EngagementKind.INTERVIEW})
"""Kinds in which an organisation spoke unless the record says that it didn't. In larger rounds
(roundtable, workshop) being there doesn't show that anybody heard it."""

STEPS = ("asked", "answered", "heard", "in_depth")
"""The ladder above "listed", as the counts of a cell are called."""


@dataclass(frozen=True)
class Standing:
    """Where one organisation stands; ``first_asked`` is the ISO day it was first asked directly, or None."""

    reached: Reached = Reached.NOTHING
    first_asked: str | None = None


def standing_of(contacts: Iterable[tuple[Participation, Engagement]]) -> Standing:
    """Return where an organisation stands after its part in engagements; order doesn't matter."""
    reached, asked_on = Reached.NOTHING, []
    for participation, engagement in contacts:
        step = reached_by(
            engagement.kind,
            engagement.direction,
            spoke=True if participation.spoke_on else participation.spoke,
            bounced=participation.bounced,
            declined=participation.declined,
            told=participation.told,
            asked_through=participation.asked_through is not None,
        )
        reached |= step
        if step & Reached.ASKED and not step & Reached.ANSWERED:
            asked_on.append(engagement.held_on)
    return Standing(cumulative(reached), min(asked_on, default=None))


def reached_by(
    kind: str,
    direction: str,
    *,
    spoke: bool | None,
    bounced: bool,
    declined: bool,
    told: bool,
    asked_through: bool,
) -> Reached:
    """Return what one participation in one engagement comes to, cumulatively."""
    if bounced:
        return Reached.BOUNCED
    tells = told or (kind == EngagementKind.FEEDBACK and direction == Direction.OUT)
    beside = Reached.TOLD if tells else Reached.NOTHING
    if asked_through:
        beside |= Reached.ASKED_THROUGH
    if declined:
        return cumulative(beside | Reached.DECLINED)
    asks = kind == EngagementKind.INVITATION or not tells
    return cumulative(beside | _contact(kind, direction, spoke, asks=asks and not asked_through))


def _contact(kind: str, direction: str, spoke: bool | None, *, asks: bool) -> Reached:
    """Return the step of a contact that neither bounced nor was declined."""
    if kind in IN_DEPTH_KINDS:
        if spoke or (spoke is None and kind in CONVERSATIONS):
            return Reached.IN_DEPTH
        return Reached.ATTENDED
    if kind in WRITTEN_KINDS or spoke:
        return Reached.HEARD
    if direction == Direction.IN:
        return Reached.ANSWERED
    return Reached.ASKED if asks else Reached.NOTHING


def cumulative(reached: Reached) -> Reached:
    """Return the flags with every lower step of the ladder filled in."""
    if reached & Reached.IN_DEPTH:
        reached |= Reached.HEARD
    if reached & (Reached.HEARD | Reached.DECLINED | Reached.ATTENDED):
        reached |= Reached.ANSWERED
    if reached & Reached.ANSWERED:
        reached |= Reached.ASKED
    return reached
