"""Who leads an organisation: declarations as evidence, never a tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reply(StrEnum):
    """What came of asking an organisation who leads it."""

    NOT_ASKED = "not_asked"
    NO_REPLY = "no_reply"
    YES = "yes"
    NONE_OF_THESE = "none_of_these"
    GENERAL = "general"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    MAY_NOT_BE_SHARED = "may_not_be_shared"
    WITHDRAWN = "withdrawn"


class Band(StrEnum):
    """The share of a board or staff from a community, as a band: exact shares are never kept."""

    NOT_GIVEN = "not_given"
    NONE = "none"
    UNDER_HALF = "under_half"
    HALF = "half"
    OVER_HALF = "over_half"
    THREE_QUARTERS = "three_quarters"
    NOBODY_THERE = "nobody_there"
    """The organisation has no board, or no staff, of that kind."""


BAND_ORDER: tuple[Band, ...] = (
    Band.NONE,
    Band.UNDER_HALF,
    Band.HALF,
    Band.OVER_HALF,
    Band.THREE_QUARTERS,
)


def band_of(percent: float) -> Band:
    """Return the band of a share in per cent (0 to 100). ValueError outside that range."""
    if not 0 <= percent <= 100:
        raise ValueError(f"A share lies between 0 and 100%, not {percent}.")
    if percent == 0:
        return Band.NONE
    if percent < 50:
        return Band.UNDER_HALF
    if percent == 50:
        return Band.HALF
    return Band.OVER_HALF if percent < 75 else Band.THREE_QUARTERS


class DeclaredBy(StrEnum):
    """Whose word a declaration is."""

    ORGANISATION = "organisation"
    STAFF = "staff"
    """Recorded by staff with a source: counts like the organisation's own word."""
    REPORTED = "reported"
    """Said by an infrastructure body's list: stays unknown until the organisation confirms."""


@dataclass(frozen=True)
class Leadership:
    """The shares of one named community, as bands."""

    board: Band = Band.NOT_GIVEN
    senior_staff: Band = Band.NOT_GIVEN
    all_staff: Band = Band.NOT_GIVEN


@dataclass(frozen=True)
class Declaration:
    """One reply to "who leads you?".

    ``asked_about`` lists community codes, or is None when all were asked about. ``leadership`` names
    the communities of a ``yes`` or ``may_not_be_shared`` reply. ``with_reply_in`` is the consultation
    whose reply form asked the question, if it came that way. ``declared_on`` is an ISO day,
    ``recorded_at`` and ``retracted_at`` ISO instants in UTC. ``publish`` is "yes", "no" or "unknown".
    ``said_on`` is the day of the newest list that says it; empty for what people recorded.
    """

    id: str
    organisation: str
    reply: Reply
    declared_by: DeclaredBy
    declared_on: str
    recorded_at: str
    leadership: Mapping[str, Leadership] = field(default_factory=dict)
    asked_about: tuple[str, ...] | None = None
    asked_on: str | None = None
    asked_by: str | None = None
    reported_by: str | None = None
    with_reply_in: str | None = None
    publish: str = "unknown"
    source: str = ""
    row: int | None = None
    import_id: str | None = None
    retracted_at: str | None = None
    said_on: str = ""

    @property
    def newness(self) -> tuple[str, str, str, str]:
        """What orders declarations; of those about one community the greatest counts.

        Of two declared on one day that of the newer list, or recorded by hand since.
        """
        return self.declared_on, self.said_on or self.recorded_at[:10], self.recorded_at, self.id

    @property
    def counts(self) -> bool:
        """Whether it is the organisation's own word or staff's record with a source."""
        return self.declared_by is not DeclaredBy.REPORTED


@dataclass(frozen=True)
class Rule:
    """When a declared share counts as led by; None asks nothing of that group.

    Each of ``board``, ``senior_staff`` and ``all_staff`` is the least band that fits. ``deciding`` is
    the group that decides when there is no board. ``by_and_for`` also asks for accepted works-with.
    """

    id: str
    name: str
    board: Band | None = None
    senior_staff: Band | None = None
    all_staff: Band | None = None
    deciding: str = "board"
    by_and_for: bool = False
    advisory_board_for: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule("self", "the organisation says so"),
    Rule("majority", "over half the board", board=Band.OVER_HALF),
    Rule(
        "dei",
        "DEI Data Standard: board 75% or more, senior staff half or more",
        board=Band.THREE_QUARTERS,
        senior_staff=Band.HALF,
    ),
    Rule(
        "dpo",
        "disabled people's organisation: board 75% or more, all staff half or more",
        board=Band.THREE_QUARTERS,
        all_staff=Band.HALF,
    ),
    Rule("by_and_for", "says so, and works with them too", by_and_for=True),
)
"""The rules every graph starts with; staff add their own."""
