"""Organisations and the record that a page shows of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What an organisation is in the consultation; it may have several roles."""

    INFRASTRUCTURE_BODY = "infrastructure_body"
    MEMBER = "member"
    GOVERNMENT = "government"
    PARLIAMENTARY_GROUP = "parliamentary_group"
    FUNDER = "funder"
    OTHER = "other"


class LegalForm(StrEnum):
    """How an organisation is constituted; ``none`` is an answer, ``unknown`` the lack of one."""

    CHARITY = "charity"
    CIO = "cio"
    CIC = "cic"
    COMPANY = "company"
    CO_OPERATIVE = "co_operative"
    UNINCORPORATED = "unincorporated"
    NONE = "none"
    UNKNOWN = "unknown"


class IncomeBand(StrEnum):
    """Size by yearly income in pounds, in rising order."""

    NO_FIGURE = "no_figure"
    UNDER_10K = "under_10k"
    TO_100K = "to_100k"
    TO_1M = "to_1m"
    TO_10M = "to_10m"
    OVER_10M = "over_10m"


def income_band(pounds: float | None) -> IncomeBand:
    """Return the band of a yearly income: under 10,000; to 100,000; to 1m; to 10m; over 10m."""
    if pounds is None:
        return IncomeBand.NO_FIGURE
    steps = (
        (10_000, IncomeBand.UNDER_10K),
        (100_000, IncomeBand.TO_100K),
        (1_000_000, IncomeBand.TO_1M),
        (10_000_000, IncomeBand.TO_10M),
    )
    if pounds < steps[0][0]:
        return steps[0][1]
    for limit, band in steps[1:]:
        if pounds <= limit:
            return band
    return IncomeBand.OVER_10M


class Status(StrEnum):
    """Whether an organisation is there at all."""

    ACTIVE = "active"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Membership:
    """An organisation's place on the list of an infrastructure body; dates are ISO days or None."""

    body_id: str
    since: str | None = None
    until: str | None = None

    def in_force(self, day: str) -> bool:
        """Return whether the membership holds on an ISO day (its last day still counts)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Record:
    """What an organisation's record shows: computed from the statements in force, never stored alone.

    ``won_by`` names the statement behind each single field; ``disputed`` lists, for a field, every
    (statement id, value) in force when they disagree.
    """

    roles: frozenset[Role] = frozenset()
    name: str = ""
    other_names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    postcode: str | None = None
    address: str | None = None
    website: str | None = None
    email: str | None = None
    legal_form: str = LegalForm.UNKNOWN
    status: str = Status.UNKNOWN
    income_band: str = IncomeBand.NO_FIGURE
    hide_location: bool = False
    works_in: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    place: str | None = None
    branch_of: str | None = None
    memberships: tuple[Membership, ...] = ()
    works_with: Mapping[str, str] = field(default_factory=dict)
    example: bool = False
    won_by: Mapping[str, str] = field(default_factory=dict)
    disputed: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)
