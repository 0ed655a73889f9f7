"""People, the posts they hold, and who in government is in touch with whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who acts for an organisation; ``do_not_contact`` is obeyed by every list and export."""

    id: str
    name: str
    email: str | None = None
    do_not_contact: bool = False
    basis: str = ""
    obtained: str = ""


@dataclass(frozen=True)
class Post:
    """A role that a person holds at an organisation."""

    id: str
    person: str
    organisation: str
    role: str = ""
    since: str | None = None
    until: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Liaison:
    """A person or organisation in government and an infrastructure body that are in touch."""

    id: str
    from_person: str | None
    from_organisation: str | None
    body: str
    topic: str = ""
    since: str | None = None
    until: str | None = None
    source: str = ""
