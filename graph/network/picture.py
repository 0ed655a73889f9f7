"""A picture of the network: marks joined by ties, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class MarkKind(StrEnum):
    """What a mark stands for."""

    BODY = "body"
    CONTACT = "contact"
    COMMUNITY = "community"
    ORGANISATION = "organisation"


class TieKind(StrEnum):
    """What joins two marks."""

    MEMBERS_LED_BY = "members_led_by"
    LED_BY = "led_by"
    MEMBER_OF = "member_of"
    DEALS_WITH = "deals_with"
    SHARED_MEMBERS = "shared_members"
    FUNDED = "funded"


@dataclass(frozen=True)
class Mark:
    """One thing on the map. ``size`` counts what the mark stands for (members; 0 for a person).

    ``state`` is a community's verdict or an organisation's step on the ladder, else empty; ``detail``
    is the sentence read out with it, ``key`` the id its page goes by.
    """

    id: str
    kind: MarkKind
    label: str
    size: int = 0
    state: str = ""
    detail: str = ""
    key: str = ""


@dataclass(frozen=True)
class Tie:
    """Something that joins two marks; ``weight`` counts what it stands for, ``words`` say it."""

    source: str
    target: str
    kind: TieKind
    weight: int = 1
    words: str = ""


@dataclass(frozen=True)
class Picture:
    """Marks and ties, each tie between two of the marks; ``left_out`` counts marks beyond the limit."""

    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    centre: str | None = None
    left_out: int = 0

    def of_kind(self, kind: MarkKind) -> tuple[Mark, ...]:
        """Return the marks of one kind, in the picture's order."""
        return tuple(mark for mark in self.marks if mark.kind is kind)

    def without_loose_ties(self) -> Picture:
        """Return the picture without ties whose ends are not both on it."""
        known = {mark.id for mark in self.marks}
        ties = tuple(tie for tie in self.ties if tie.source in known and tie.target in known)
        return replace(self, ties=ties)
