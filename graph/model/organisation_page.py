"""What the page of an organisation shows: its record, and of every fact who said it, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.organisations import Record


@dataclass(frozen=True)
class Source:
    """Who said something: a row of a list, or a person. Days and instants in ISO form.

    ``kind`` is that of the statement. Of an import ``import_id``, ``file_name`` and ``row`` are given, and
    ``body_id`` and ``body_name`` when it was a body's list; of a person's edit ``user``.
    """

    statement: str
    kind: str
    said_on: str
    recorded_at: str
    import_id: str | None = None
    file_name: str | None = None
    row: int | None = None
    body_id: str | None = None
    body_name: str | None = None
    user: str | None = None
    example: bool = False


@dataclass(frozen=True)
class SourcedValue:
    """One value of one field with everyone who says it, the one that won first."""

    field: str
    value: Any
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class MembershipLine:
    """A membership with the body's name and who says so; dates are ISO days or None."""

    body_id: str
    body_name: str
    since: str | None
    until: str | None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation with the source of every fact.

    ``facts`` are the single fields that hold a value, in the order of SINGLE_FIELDS. ``disputes`` gives
    for a field every differing value in force. ``withheld`` are numbers that its sources give and another
    organisation holds. ``notes`` is what lists of parliamentary groups say of their purpose and category.
    ``gone``: nothing in force speaks of it. ``kept_only``: it is on no list.
    """

    id: str
    n: int
    version: int
    record: Record
    facts: tuple[SourcedValue, ...] = ()
    memberships: tuple[MembershipLine, ...] = ()
    identifiers: tuple[SourcedValue, ...] = ()
    other_names: tuple[SourcedValue, ...] = ()
    roles: tuple[SourcedValue, ...] = ()
    works_in: tuple[SourcedValue, ...] = ()
    successors: tuple[SourcedValue, ...] = ()
    works_with: tuple[SourcedValue, ...] = ()
    notes: tuple[SourcedValue, ...] = ()
    disputes: Mapping[str, tuple[SourcedValue, ...]] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    gone: bool = False
    kept_only: bool = False

    @property
    def name(self) -> str:
        """The name shown."""
        return self.record.name


@dataclass(frozen=True)
class ChangedMeanwhile:
    """A field that somebody else changed since a person began to edit, with its value now."""

    field: str
    value: Any
    who: str
    at: str


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in a list. ``place`` is "" where it isn't known or is hidden."""

    id: str
    n: int
    name: str
    roles: tuple[str, ...]
    identifiers: tuple[str, ...]
    other_names: tuple[str, ...] = ()
    place: str = ""
    postcode: str = ""
    kept_only: bool = False
    example: bool = False
