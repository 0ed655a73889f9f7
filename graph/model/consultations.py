"""Consultations, and every engagement held for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Consultation:
    """A consultation with its opening and closing day (ISO) and its principles or topics in order."""

    id: str
    name: str
    opens: str
    closes: str
    principles: tuple[str, ...] = ()
    example: bool = False


class EngagementKind(StrEnum):
    """What sort of contact an engagement was."""

    INVITATION = "invitation"
    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    ROUNDTABLE = "roundtable"
    WORKSHOP = "workshop"
    INTERVIEW = "interview"
    FORM_REPLY = "form_reply"
    WRITTEN_REPLY = "written_reply"
    FEEDBACK = "feedback"


class Direction(StrEnum):
    """Who turned to whom."""

    OUT = "out"
    IN = "in"


IN_DEPTH_KINDS = frozenset(
    {
        EngagementKind.MEETING,
        EngagementKind.ROUNDTABLE,
        EngagementKind.WORKSHOP,
        EngagementKind.INTERVIEW,
    }
)
"""Speaking in one of these is being heard in depth."""

WRITTEN_KINDS = frozenset({EngagementKind.FORM_REPLY, EngagementKind.WRITTEN_REPLY})
"""Sending one of these is being heard."""


@dataclass(frozen=True)
class Engagement:
    """A dated contact in a consultation; days and instants in ISO form."""

    id: str
    consultation: str
    kind: EngagementKind
    direction: Direction
    held_on: str
    recorded_at: str
    channel: str = ""
    place: str = ""
    topic: str = ""
    formats_needed: tuple[str, ...] = ()
    formats_provided: tuple[str, ...] = ()
    language: str = ""
    notes: str = ""
    retracted_at: str | None = None


@dataclass(frozen=True)
class Participation:
    """One organisation's part in an engagement.

    ``asked_through`` is the id of the organisation the question went through, ``told`` whether it was
    told what changed. ``members_claimed`` and the following two are a mandate, or None.
    """

    id: str
    engagement: str
    organisation: str
    recorded_at: str
    spoke: bool | None = None
    bounced: bool = False
    declined: bool = False
    told: bool = False
    asked_through: str | None = None
    people: tuple[str, ...] = ()
    spoke_on: tuple[str, ...] = ()
    members_claimed: int | None = None
    members_asked: int | None = None
    members_answered: int | None = None
    method: str | None = None
    notes: str = ""
    retracted_at: str | None = None
