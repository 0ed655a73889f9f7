"""Events of an engagement log in the long form: one row each."""

from __future__ import annotations

import re
from typing import Any

from graph.model.consultations import Direction, EngagementKind
from importers.fields.reading import Reading, error, quote, warning
from importers.fields.words import is_blank, read_text
from importers.fields.yes_no import read_yes_no
from importers.heading_words import plain_heading
from importers.lists.organisation_values import TEXT_LIMIT
from importers.lists.rows import RowBuilder

NOTES_LIMIT = 20_000

_KINDS: tuple[tuple[EngagementKind, str], ...] = (
    (EngagementKind.INVITATION, r"invit|save the date"),
    (
        EngagementKind.FORM_REPLY,
        r"form (?:reply|response|submitted)|online form|survey|questionnaire|webform|^form$",
    ),
    (EngagementKind.MEETING, r"oral evidence|oral hearing|evidence session"),
    (EngagementKind.WRITTEN_REPLY, r"written|submission|letter|evidence|paper|position statement"),
    (EngagementKind.ROUNDTABLE, r"round\s?-?table"),
    (EngagementKind.WORKSHOP, r"workshop|focus group|co-?design|listening event|deliberative"),
    (EngagementKind.INTERVIEW, r"interview"),
    (EngagementKind.FEEDBACK, r"feedback|you said|told what|outcome letter|update on"),
    (EngagementKind.CALL, r"call|phone|telephone|rang|voicemail"),
    (
        EngagementKind.MEETING,
        r"meet|met\b|visit|webinar|event|conference|coffee|zoom|teams|presentation|briefing|reception"
        r"|\b(?:breakfast|lunch|dinner|tea|drinks|hospitality)\b",
    ),
    (EngagementKind.EMAIL, r"e-?\s?mail|mailing|newsletter|message|contact|wrote"),
)
"""Words that name a kind of contact, first that fits."""

_INCOMING = frozenset((EngagementKind.FORM_REPLY, EngagementKind.WRITTEN_REPLY))
_DIRECTIONS: dict[str, Direction] = {
    **dict.fromkeys(
        ("out", "outgoing", "outbound", "sent", "to them", "we contacted", "by us", "o"), Direction.OUT
    ),
    **dict.fromkeys(("in", "incoming", "inbound", "received", "from them", "to us", "i"), Direction.IN),
}
_TEXTS = {
    "channel": "channel",
    "place": "event_place",
    "language": "language",
    "asked_through": "asked_through",
    "method": "method",
}
"""Key of an engagement, and the field that gives it."""

WIDE: dict[str, dict[str, Any]] = {
    "invited": {"kind": "invitation", "direction": "out"},
    "contacted": {"kind": "email", "direction": "out"},
    "responded": {"kind": "email", "direction": "in"},
    "attended": {"kind": "meeting", "direction": "out", "spoke": False},
    "met": {"kind": "meeting", "direction": "out", "spoke": True},
}
"""What a tick in each column of the wide form stands for; who was met is taken to have spoken, who
attended to have been there only."""

_OF_EVENTS = frozenset(("event", "activity", "engagement"))
"""Headings of columns that may hold what an event was called as well as its kind."""

MOST_OF_A_KIND = 3
"""Words that merely name a kind of contact at most; more of them say what it was about."""

_SEVERAL = re.compile(r"[;\n]")


def event(builder: RowBuilder) -> dict[str, Any] | None:
    """Return the event of a row in the long form, None (and an error said) without a kind or a day."""
    usual = builder.reader.context if not any(name in builder.reader for name in WIDE) else None
    kind = builder.read("kind", _read_kind) or builder.read("channel", _kind_of_channel)
    if kind is None and usual and not builder.text("kind"):
        kind = usual.event_kind
    if kind is None:
        if builder.text("date") or builder.text("kind"):
            note = f"Write what kind of contact it was: {', '.join(EngagementKind)}."
            builder.say(error("no_kind", note, builder.text("kind") or None), "kind")
        return None
    held_on = builder.past_date("date")
    if held_on is None and usual and not builder.text("date"):
        held_on = usual.held_on
    if held_on is None:
        note = "The row gives no day that can be used: write when the contact was, as in 31/03/2024."
        builder.say(error("no_day", note, builder.text("date") or None), "date")
        return None
    incoming = kind in _INCOMING
    direction = builder.read("direction", _read_direction) or (Direction.IN if incoming else Direction.OUT)
    return {
        **shared(builder),
        **_details(builder),
        "kind": str(kind),
        "direction": str(direction),
        "held_on": held_on,
    }


def shared(builder: RowBuilder) -> dict[str, Any]:
    """Return what every event of the row has: its consultation, and when it became known if the row says."""
    recorded_on = builder.past_date("recorded_on")
    shared: dict[str, Any] = {"consultation": builder.reader.context.consultation}
    return {**shared, "recorded_on": recorded_on} if recorded_on else shared


def _details(builder: RowBuilder) -> dict[str, Any]:
    """Return what a row of the long form says of its event besides kind, direction and day."""
    found: dict[str, Any] = {"notes": builder.read("notes", read_notes)}
    for key, field_id in _TEXTS.items():
        found[key] = builder.read(field_id, _read_words)
    for key in ("formats_needed", "formats_provided", "people"):
        found[key] = _several(builder, key)
    _add_topics(builder, found)
    for key in ("spoke", "bounced", "declined", "told"):
        found[key] = builder.read(key, read_yes_no)
    for key in ("members_claimed", "members_asked", "members_answered"):
        found[key] = builder.read(key, _read_count)
    what = builder.read("follow_up", _read_words)
    if what:
        owner = builder.read("owner", _read_words) or ""
        found["follow_up"] = {"what": what, "owner": owner, "due": builder.date("due")}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _read_words(text: str) -> Reading[str]:
    """Return a cell's text."""
    return read_text(text, TEXT_LIMIT)


def read_notes(text: str) -> Reading[str]:
    """Return a cell's text, which may be long."""
    return read_text(text, NOTES_LIMIT)


def _add_topics(builder: RowBuilder, found: dict[str, Any]) -> None:
    """Add the principles that the row's organisation spoke on, and the topic of the event.

    A topic that is called like one of the consultation's principles is that principle.
    """
    principles = {name.casefold(): name for name in builder.reader.context.principles}
    topics = _several(builder, "topic") or _title(builder)
    spoke_on = [
        *_several(builder, "principles"),
        *(topic for topic in topics if topic.casefold() in principles),
    ]
    found["spoke_on"] = list(dict.fromkeys(principles.get(name.casefold(), name) for name in spoke_on))
    found["topic"] = "; ".join(topic for topic in topics if topic.casefold() not in principles)


def _title(builder: RowBuilder) -> list[str]:
    """Return what a cell says beside the kind, where a column of events holds what they were called.

    "Charities Act - oral evidence" under "Event" is a meeting about that; "Phone call" is only what it is.
    """
    text = builder.text("kind")
    names = plain_heading(builder.reader.heading("kind") or "") in _OF_EVENTS
    return [text] if names and len(text.split()) > MOST_OF_A_KIND else []


def _several(builder: RowBuilder, field_id: str) -> list[str]:
    """Return the texts of a cell that holds several, separated by ";"."""
    parts = (read_text(part, TEXT_LIMIT).value for part in _SEVERAL.split(builder.text(field_id)))
    return list(dict.fromkeys(part for part in parts if part))


def _read_kind(text: str) -> Reading[EngagementKind]:
    """Return the kind of contact that a cell names; refused for words that name none."""
    word = " ".join(text.casefold().replace("_", " ").split())
    if word.replace(" ", "_") in set(EngagementKind):
        return Reading(EngagementKind(word.replace(" ", "_")))
    for kind, pattern in _KINDS:
        if re.search(pattern, word):
            return Reading(kind)
    if is_blank(text):
        return Reading()
    return Reading(None, (warning("kind_unknown", f'"{quote(text)}" names no kind of contact.', text),))


def _kind_of_channel(text: str) -> Reading[EngagementKind]:
    """Return the kind of contact that a channel implies, where the row names no kind."""
    return Reading(_read_kind(text).value)


def _read_direction(text: str) -> Reading[Direction]:
    """Return the direction that a cell names; refused for other words."""
    word = text.strip().casefold()
    if word in _DIRECTIONS:
        return Reading(_DIRECTIONS[word])
    if is_blank(text):
        return Reading()
    return Reading(None, (warning("direction_unknown", f'"{quote(text)}" is neither in nor out.', text),))


def _read_count(text: str) -> Reading[int]:
    """Return a whole number that isn't negative; refused for anything else."""
    plain = text.replace(",", "").strip().removesuffix(".0")
    if plain.isascii() and plain.isdigit():
        return Reading(int(plain))
    if is_blank(text):
        return Reading()
    return Reading(
        None, (warning("count_unreadable", f'"{quote(text)}" is no number: it was left out.', text),)
    )
