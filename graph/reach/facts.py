"""The facts in force as columns, as they come out of the graph: what a snapshot is made from.

Organisations are named by their ``n``, a whole number that is never used twice. Days are ISO days, "" for
none. Several columns of a class are parallel lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from graph.model.declarations import Band, Declaration, DeclaredBy, Leadership, Reply


@dataclass(frozen=True)
class OrganisationColumns:
    """One entry per organisation. ``place`` is an ONS code, mostly a council's, or "".

    ``as_member``: recorded as a member by other means than a membership list.
    """

    n: Sequence[int] = ()
    id: Sequence[str] = ()
    place: Sequence[str] = ()
    size: Sequence[str] = ()
    roles: Sequence[Sequence[str]] = ()
    hide_location: Sequence[bool] = ()
    as_member: Sequence[bool] = ()
    example: Sequence[bool] = ()


class BodyList(NamedTuple):
    """One infrastructure body's members."""

    body: int
    members: Sequence[int]
    since: Sequence[str]
    until: Sequence[str]


class Serving(NamedTuple):
    """Organisations that work with one community; ``status`` is suggested or accepted."""

    community: str
    status: str
    organisations: Sequence[int]


class Declared(NamedTuple):
    """One declaration in force. ``leadership`` holds (community code, board, senior and all staff)."""

    organisation: int
    reply: str
    declared_by: str
    declared_on: str
    recorded_at: str
    id: str
    asked_about: tuple[str, ...] | None
    with_reply_in: str
    leadership: tuple[tuple[str, str, str, str], ...]
    said_on: str = ""

    @property
    def newness(self) -> tuple[str, str, str, str]:
        """What orders declarations, the same as that of the noun."""
        return self.declared_on, self.said_on or self.recorded_at[:10], self.recorded_at, self.id

    def saying(self) -> tuple[object, ...]:
        """Return what it says, without whose it is and when it was said."""
        return self.reply, self.declared_by, self.asked_about, self.with_reply_in, self.leadership

    def declaration(self) -> Declaration:
        """Return it as the noun."""
        return Declaration(
            id=self.id,
            organisation=str(self.organisation),
            reply=Reply(self.reply),
            declared_by=DeclaredBy(self.declared_by),
            declared_on=self.declared_on,
            recorded_at=self.recorded_at,
            leadership={code: _leadership(*shares) for code, *shares in self.leadership},
            asked_about=self.asked_about,
            with_reply_in=self.with_reply_in or None,
            said_on=self.said_on,
        )


@cache
def _leadership(board: str, senior_staff: str, all_staff: str) -> Leadership:
    return Leadership(Band(board), Band(senior_staff), Band(all_staff))


class Contacts(NamedTuple):
    """Organisations that took part alike: same consultation, kind, direction, day and outcome.

    ``spoke`` is True, False or None (not recorded); ``through``: it was asked through somebody else. An
    organisation stands in it once for each time.
    """

    consultation: str
    kind: str
    direction: str
    held_on: str
    spoke: bool | None
    bounced: bool
    declined: bool
    told: bool
    through: bool
    organisations: Sequence[int]


@dataclass(frozen=True)
class Facts:
    """Everything in force about some or all organisations."""

    organisations: OrganisationColumns = field(default_factory=OrganisationColumns)
    lists: Sequence[BodyList] = ()
    serving: Sequence[Serving] = ()
    declared: Sequence[Declared] = ()
    contacts: Sequence[Contacts] = ()
