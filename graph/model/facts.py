"""What a row of a log or of a list of contacts says besides the organisation's own record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.grants import grant_fact
from graph.model.identifiers import made_id
from graph.model.people import person_key
from graph.model.relations import relation_facts

MANDATE = ("members_claimed", "members_asked", "members_answered", "method")
LONGEST_ADDRESS = 320
"""Characters of an e-mail address at most (RFC 3696, erratum 1690: 64 + 1 + 255)."""


@dataclass(frozen=True)
class FollowUp:
    """Something to be done after an engagement; ``due`` is an ISO day or None."""

    what: str
    owner: str = ""
    due: str | None = None


@dataclass(frozen=True)
class EngagementFact:
    """One organisation's part in one engagement, as a log's row gives it.

    ``people`` are names, ``spoke_on`` names of principles, ``asked_through`` an organisation's id,
    identifier or name. ``spoke`` is None where the row doesn't say. ``recorded_on`` is the day on which it
    became known, where the row gives one of its own; saying the same on another day says nothing new.
    """

    consultation: str
    kind: str
    direction: str
    held_on: str
    channel: str = ""
    place: str = ""
    topic: str = ""
    language: str = ""
    notes: str = ""
    formats_needed: tuple[str, ...] = ()
    formats_provided: tuple[str, ...] = ()
    spoke: bool | None = None
    bounced: bool = False
    declined: bool = False
    told: bool = False
    people: tuple[str, ...] = ()
    spoke_on: tuple[str, ...] = ()
    asked_through: str | None = None
    members_claimed: int | None = None
    members_asked: int | None = None
    members_answered: int | None = None
    method: str | None = None
    follow_up: FollowUp | None = None
    recorded_on: str | None = None

    @property
    def occasion(self) -> str:
        """The same short text for all that makes it the same engagement, whoever took part."""
        parts = (self.consultation, self.held_on, self.kind, self.direction)
        return made_id("occasion", *parts, *map(_plain, (self.channel, self.place, self.topic)))

    def key(self, source: str, org_id: str) -> str:
        """Return the same text for the same saying: a source that says it again adds nothing."""
        said = (self.language, self.notes, self.formats_needed, self.formats_provided, self.spoke)
        state = (self.bounced, self.declined, self.told, self.people, self.spoke_on, self.asked_through)
        mandate = tuple(getattr(self, name) for name in MANDATE)
        return made_id("participation", source, org_id, self.occasion, said, state, mandate, self.follow_up)


def engagement_fact(said: Mapping[str, Any], consultation: str | None) -> EngagementFact:
    """Return the typed form of one of a row's ``engagements``; its own consultation goes before the file's.

    A mandate may lie under ``mandate`` or beside the rest. Keys that are absent or None say nothing.
    """
    mandate = said.get("mandate") or said
    return EngagementFact(
        consultation=said.get("consultation") or consultation or "",
        kind=said["kind"],
        direction=said.get("direction") or "out",
        held_on=said.get("held_on") or "",
        channel=said.get("channel") or "",
        place=said.get("place") or "",
        topic=said.get("topic") or "",
        language=said.get("language") or "",
        notes=said.get("notes") or "",
        formats_needed=tuple(said.get("formats_needed") or ()),
        formats_provided=tuple(said.get("formats_provided") or ()),
        spoke=said.get("spoke"),
        bounced=bool(said.get("bounced")),
        declined=bool(said.get("declined")),
        told=bool(said.get("told")),
        people=tuple(said.get("people") or ()),
        spoke_on=tuple(said.get("spoke_on") or ()),
        asked_through=said.get("asked_through") or None,
        members_claimed=mandate.get("members_claimed"),
        members_asked=mandate.get("members_asked"),
        members_answered=mandate.get("members_answered"),
        method=mandate.get("method"),
        follow_up=_follow_up(said.get("follow_up")),
        recorded_on=said.get("recorded_on"),
    )


def _follow_up(said: Mapping[str, Any] | None) -> FollowUp | None:
    return FollowUp(said["what"], said.get("owner") or "", said.get("due")) if said else None


@dataclass(frozen=True)
class PersonFact:
    """Somebody's post at an organisation, as a list gives it; ``since`` and ``until`` are ISO days."""

    name: str
    email: str | None = None
    role: str = ""
    since: str | None = None
    until: str | None = None
    basis: str = ""
    obtained: str = ""
    do_not_contact: bool | None = None

    def key(self, source: str, org_id: str) -> str:
        """Return the same text for the same saying."""
        about = (self.since, self.until, self.basis, self.obtained, self.do_not_contact)
        return made_id("post", source, org_id, self.name, self.email, self.role, about)


def person_fact(said: Mapping[str, Any]) -> PersonFact:
    """Return the typed form of a row's ``person``; the e-mail address in small letters, for comparing."""
    return PersonFact(
        name=said.get("name") or "",
        email=_address(said.get("email")),
        role=said.get("role") or "",
        since=said.get("since"),
        until=said.get("until"),
        basis=said.get("basis") or "",
        obtained=said.get("obtained") or "",
        do_not_contact=said.get("do_not_contact"),
    )


@dataclass(frozen=True)
class LiaisonFact:
    """Somebody in government who is in touch with the infrastructure body that a row is about."""

    from_person: str | None = None
    from_organisation: str | None = None
    topic: str = ""
    since: str | None = None
    until: str | None = None

    @property
    def tie(self) -> str:
        """The same short text for who is in touch about what, whatever the dates."""
        who = (person_key(self.from_person or ""), _plain(self.from_organisation or ""))
        return made_id("tie", *who, _plain(self.topic))

    def key(self, source: str, body_id: str) -> str:
        """Return the same text for the same saying."""
        return made_id("liaison", source, body_id, self.tie, self.since, self.until)


def liaison_fact(said: Mapping[str, Any]) -> LiaisonFact:
    """Return the typed form of a row's ``liaison``."""
    return LiaisonFact(
        from_person=said.get("from_person") or None,
        from_organisation=said.get("from_organisation") or None,
        topic=said.get("topic") or "",
        since=said.get("since"),
        until=said.get("until"),
    )


def fact_keys(
    facts: Mapping[str, Any], source: str, org_id: str, consultation: str | None
) -> tuple[str, ...]:
    """Return the keys of all that a row's ``facts`` say of engagements, a person, ties and a grant.

    Compared with ``known_facts`` they tell what a source says again; empty for a row without such facts.
    """
    keys = [
        engagement_fact(said, consultation).key(source, org_id) for said in facts.get("engagements") or ()
    ]
    if facts.get("person"):
        keys.append(person_fact(facts["person"]).key(source, org_id))
    if facts.get("liaison"):
        keys.append(liaison_fact(facts["liaison"]).key(source, org_id))
    keys += [fact.key(source, org_id) for fact in relation_facts(facts)]
    if facts.get("grant"):
        keys.append(grant_fact(facts["grant"]).key(source, org_id))
    return tuple(keys)


def _address(text: str | None) -> str | None:
    """Return an e-mail address in small letters; None for none, or for what is too long to be one."""
    address = (text or "").strip().lower()
    return address if 0 < len(address) <= LONGEST_ADDRESS else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def understood(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's facts with what was understood of a declaration that waited for somebody's word.

    The question then was about the communities that were understood: of all others nothing is known, for
    a word that nobody settled may mean any of them. Without such a community nothing is left of it.
    """
    left = {key: value for key, value in facts.items() if key != "declaration_waiting"}
    waiting = facts.get("declaration_waiting")
    if not waiting:
        return left
    about = sorted(waiting.get("leadership") or {}) or waiting.get("asked_about")
    if not about:
        return left
    said = {key: value for key, value in waiting.items() if key != "open_words"}
    return {**left, "declaration": {**said, "asked_about": about}}
