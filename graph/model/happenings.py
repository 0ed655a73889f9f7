"""What happened, as people read it: engagements and the parts that organisations took in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EngagementLine:
    """One engagement on a list. ``organisations`` is how many took part, ``names`` the first three."""

    id: str
    consultation: str
    kind: str
    direction: str
    held_on: str
    channel: str
    place: str
    topic: str
    organisations: int
    names: tuple[str, ...]
    example: bool = False


@dataclass(frozen=True)
class Part:
    """One organisation's part, with names in place of ids; ``people`` are (person id, name) pairs.

    ``through`` is (organisation id or None, name) of whom the question went through. ``source``, ``row`` and
    ``import_id`` say where it comes from: ``user:<name>`` when somebody recorded it by hand.
    """

    id: str
    organisation: str
    organisation_name: str
    engagement: str
    kind: str
    direction: str
    held_on: str
    consultation: str
    consultation_name: str
    channel: str = ""
    place: str = ""
    topic: str = ""
    spoke: bool | None = None
    bounced: bool = False
    declined: bool = False
    told: bool = False
    language: str = ""
    notes: str = ""
    formats_needed: tuple[str, ...] = ()
    formats_provided: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    spoke_on: tuple[str, ...] = ()
    spoke_on_other: tuple[str, ...] = ()
    through: tuple[str | None, str] | None = None
    members_claimed: int | None = None
    members_asked: int | None = None
    members_answered: int | None = None
    method: str | None = None
    source: str = ""
    import_id: str | None = None
    row: int | None = None
    recorded_at: str = ""
    example: bool = False


@dataclass(frozen=True)
class ContactOnRecord:
    """One contact in force as a log's file gave it: ``key`` is all that it said of an organisation's part."""

    organisation: str
    key: str
    kind: str
    held_on: str
    row: int
    import_id: str
    file_name: str


@dataclass(frozen=True)
class EngagementPage:
    """One engagement with every part in force, by name of organisation.

    ``formats_needed`` and ``formats_provided`` are the engagement's own and those of all parts together;
    ``follow_ups`` are (id, what, owner, due or None, day done or None).
    """

    id: str
    consultation: str
    consultation_name: str
    kind: str
    direction: str
    held_on: str
    channel: str
    place: str
    topic: str
    language: str
    notes: str
    formats_needed: tuple[str, ...]
    formats_provided: tuple[str, ...]
    parts: tuple[Part, ...]
    follow_ups: tuple[tuple[str, str, str, str | None, str | None], ...]
    source: str
    import_id: str | None
    recorded_at: str
    example: bool
