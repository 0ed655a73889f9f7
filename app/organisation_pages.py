"""What the page of an organisation shows: every fact in words, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.words import SIZES
from graph.model.declarations import Band, Declaration, Reply
from graph.model.place_table import place
from graph.model.plan import Candidate

if TYPE_CHECKING:
    from graph.model.happenings import Part
    from graph.model.organisation_page import OrganisationPage, Source, SourcedValue
    from graph.model.organisations import Record
    from graph.model.plan import KnownOrganisation
    from graph.reach.snapshot import Snapshot

__all__ = ["Candidate", "Fact", "Step", "facts_of", "led_by_lines", "steps_of", "told", "under_the_name"]

FIELD_WORDS: Mapping[str, str] = {
    "name": "Name",
    "postcode": "Postcode",
    "place": "Based in",
    "address": "Address",
    "website": "Website",
    "email": "E-mail",
    "legal_form": "Legal form",
    "status": "Status",
    "income_band": "Size",
    "hide_location": "Location hidden",
    "branch_of": "Branch of",
    "roles": "Roles",
    "identifiers": "Register numbers",
    "other_names": "Other names",
    "works_in": "Works in",
    "successors": "Its place was taken by",
    "works_with": "Works with",
}

BAND_WORDS: Mapping[str, str] = {
    Band.NONE: "none",
    Band.UNDER_HALF: "under half",
    Band.HALF: "half",
    Band.OVER_HALF: "over half",
    Band.THREE_QUARTERS: "75% or more",
    Band.NOBODY_THERE: "there is none",
}

REPLY_WORDS: Mapping[str, str] = {
    Reply.NOT_ASKED: "not asked",
    Reply.NO_REPLY: "asked; no reply",
    Reply.YES: "led by",
    Reply.NONE_OF_THESE: "led by none of the communities asked about",
    Reply.GENERAL: "led by all communities, none in particular",
    Reply.PREFER_NOT_TO_SAY: "prefers not to say, and isn't asked again",
    Reply.MAY_NOT_BE_SHARED: "answered; the answer may not be shared",
    Reply.WITHDRAWN: "withdrew its answer",
}


@dataclass(frozen=True)
class Fact:
    """One line of the record: what, the values in words, who says so, and other values that are said."""

    term: str
    lines: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    others: tuple[tuple[str, tuple[Source, ...]], ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the ladder for one organisation."""

    word: str
    done: bool
    now: bool = False
    detail: str = ""


def told(field: str, value: Any) -> str:
    """Return a field's value in words."""
    if field == "income_band":
        return SIZES.get(value, str(value))
    if field in ("place", "works_in"):
        found = place(str(value))
        return found.name if found else str(value)
    if field == "hide_location":
        return "yes: maps, lists and exports show the nation at most" if value else "no"
    return str(value).replace("_", " ") if field in ("legal_form", "status", "roles") else str(value)


def facts_of(
    page: OrganisationPage, names: Mapping[str, str], successors: Iterable[KnownOrganisation] = ()
) -> list[Fact]:
    """Return the record's facts in the order in which people look for them; ``names`` are communities'.

    ``successors`` are the organisations here that took its place.
    """
    single = {each.field: each for each in page.facts}
    found = [
        _several("identifiers", page.identifiers),
        _several("other_names", page.other_names),
        _several("roles", page.roles),
        *(
            _single(single[field], page)
            for field in ("place", "postcode", "address", "website", "email", "legal_form", "status")
            if field in single
        ),
        _taken_by(page.successors, successors),
        _several("works_in", page.works_in),
        *(_single(single[field], page) for field in ("income_band", "hide_location") if field in single),
        _works_with(page.works_with, names),
        *(Fact("Purpose and category", (str(said.value),), said.sources) for said in page.notes),
    ]
    if page.withheld:
        found.append(
            Fact("Numbers in dispute", tuple(f"{each} (held by another here)" for each in page.withheld))
        )
    found += [_open(field, page) for field in page.disputes if field not in single]
    return [fact for fact in found if fact is not None]


def _single(said: SourcedValue, page: OrganisationPage) -> Fact:
    others = tuple(
        (told(said.field, each.value), each.sources)
        for each in page.disputes.get(said.field, ())
        if each.value != said.value
    )
    href = _address(said.value) if said.field == "website" else ""
    return Fact(FIELD_WORDS[said.field], (told(said.field, said.value),), said.sources, others, href)


def _address(website: str) -> str:
    """Return a website as an address to open; "" for anything but http and https."""
    text = str(website).strip()
    if text.lower().startswith(("http://", "https://")):
        return text
    return f"https://{text}" if ":" not in text and "." in text else ""


def _open(field: str, page: OrganisationPage) -> Fact:
    said = page.disputes[field]
    others = tuple((told(field, each.value), each.sources) for each in said)
    return Fact(FIELD_WORDS.get(field, field), ("left open: the sources differ",), (), others)


def _several(field: str, said: Iterable[SourcedValue]) -> Fact | None:
    some = list(said)
    if not some:
        return None
    sources = {each.statement: each for value in some for each in value.sources}
    return Fact(FIELD_WORDS[field], tuple(told(field, each.value) for each in some), tuple(sources.values()))


def _taken_by(said: Iterable[SourcedValue], here: Iterable[KnownOrganisation]) -> Fact | None:
    """Return who took its place, by name where they are here; a link where there is one to go to."""
    fact = _several("successors", said)
    if fact is None:
        return None
    here = list(here)
    names = {number: each.name for each in here for number in each.identifiers}
    lines = tuple(f"{names[line]} ({line})" if line in names else line for line in fact.lines)
    shown = [each for each in here if not each.reference]
    one = shown[0].id if len(lines) == 1 and len(shown) == 1 else ""
    return replace(fact, lines=lines, href=f"/organisations/{one}" if one else "")


def _works_with(said: Iterable[SourcedValue], names: Mapping[str, str]) -> Fact | None:
    lines, sources = [], {}
    for each in said:
        code, status = each.value if isinstance(each.value, (tuple, list)) else (each.value, "")
        lines.append(f"{names.get(str(code), str(code))}{' (suggested)' if status == 'suggested' else ''}")
        sources.update({one.statement: one for one in each.sources})
    return Fact(FIELD_WORDS["works_with"], tuple(lines), tuple(sources.values())) if lines else None


def led_by_lines(declaration: Declaration, names: Mapping[str, str]) -> list[str]:
    """Return what a declaration says, a line for each community; nothing that may not be shared."""
    if declaration.reply != Reply.YES or not declaration.leadership:
        return [REPLY_WORDS[declaration.reply]]
    lines = []
    for code, shares in sorted(declaration.leadership.items()):
        given = [
            f"{what} {BAND_WORDS[band]}"
            for what, band in (
                ("board", shares.board),
                ("senior staff", shares.senior_staff),
                ("all staff", shares.all_staff),
            )
            if band != Band.NOT_GIVEN
        ]
        lines.append(f"led by {names.get(code, code)}" + (f": {', '.join(given)}" if given else ""))
    return lines


def steps_of(snapshot: Snapshot, org_id: str, consultation: str | None, lists: int) -> list[Step]:
    """Return the ladder of one organisation in a consultation; [] without a consultation."""
    from graph.reach.ladder import Reached  # noqa: PLC0415 - numpy only when it is shown

    if consultation is None:
        return []
    reached = snapshot.standing(org_id, consultation)
    asked_through = bool(reached & Reached.ASKED_THROUGH) and not reached & Reached.ASKED
    declined = " (declined)" if reached & Reached.DECLINED else ""
    steps = [
        ("Listed", lists > 0, f"{lists} list{'' if lists == 1 else 's'}" if lists else "on no list"),
        ("Asked", bool(reached & Reached.ASKED), "through somebody else" if asked_through else ""),
        (f"Answered{declined}", bool(reached & Reached.ANSWERED), ""),
        ("Heard", bool(reached & Reached.HEARD), "attended" if reached & Reached.ATTENDED else ""),
        ("Heard in depth", bool(reached & Reached.IN_DEPTH), ""),
    ]
    highest = max((place for place, (_, done, _) in enumerate(steps) if done), default=-1)
    return [Step(word, done, place == highest, detail) for place, (word, done, detail) in enumerate(steps)]


def under_the_name(record: Record, place_name: str) -> str:
    """Return the sentence under the organisation's name: form, place, lists."""
    form = "" if record.legal_form == "unknown" else str(record.legal_form).replace("_", "-")
    lists = len(record.memberships)
    on = f"on {lists} list{'' if lists == 1 else 's'}" if lists else "on no list"
    first = form.upper() if form in ("cio", "cic") else form.capitalize()
    return " · ".join(part for part in (first, place_name, on) if part)


def happened(part: Part) -> str:
    """Return in words what an organisation's part in an engagement was."""
    words = [part.kind.replace("_", " ").capitalize()]
    if part.direction == "in" and part.kind not in ("form_reply", "written_reply"):
        words.append("from them")
    if part.topic:
        words.append(f"about {part.topic}")
    flags = (
        ("it bounced", part.bounced),
        ("declined", part.declined),
        ("spoke", part.spoke is True),
        ("didn't speak", part.spoke is False),
        ("told what changed", part.told),
    )
    words += [word for word, holds in flags if holds]
    if part.through:
        words.append(f"through {part.through[1]}")
    if part.people:
        words.append("with " + ", ".join(name for _, name in part.people[:4]))
    return ", ".join(words)
