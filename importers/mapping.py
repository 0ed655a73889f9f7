"""Which column holds what: suggested from headings and values, changed by people, remembered per source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from importers.column_values import (
    BY_VALUE,
    column_sample,
    holds_names,
    may_be_names,
    names_organisation,
    share,
    shows_by_values,
    values_speak_against,
)
from importers.errors import ImporterError
from importers.field_registry import BY_ID, FIELDS, LOOK_UP_FIELDS, Field, fields_of
from importers.govuk_pages import column_of_slugs
from importers.heading_words import heading_forms, known_headings, plain_heading
from importers.read.table import Table

_ORDER = {field.id: number for number, field in enumerate(FIELDS)}
_ORGANISATION_HEADING = re.compile(
    r"organi[sz]ation|charity|company|department|employer|body|group|appg|works for"
)
_NAME_PARTS = frozenset(("first", "last", "surname", "forename"))


_ANSWERS = frozenset(("respondent id", "response id", "collector id"))
"""Headings by which the answers to a survey show, as SurveyMonkey and Qualtrics hand them out."""

_WHEN_ANSWERED = frozenset(("start date", "end date"))
"""When somebody filled a survey in, and no membership or post of theirs."""


class HeadingError(ImporterError):
    """The headings don't allow an import; ``message`` says what is wrong, ``next_step`` what to do."""

    def __init__(self, code: str, message: str, next_step: str) -> None:
        super().__init__(f"{message} {next_step}")
        self.code = code
        self.message = message
        self.next_step = next_step


class _Claim(NamedTuple):
    """A field that a column may be, with how sure that is: sort key first."""

    rank: tuple[float, int, int]
    position: int
    field: Field


def suggest_mapping(
    table: Table, kind: str, known: Mapping[int, str | None] | None = None
) -> tuple[str | None, ...]:
    """Return the field suggested for each column, None where a column isn't used.

    ``known`` is the field of columns that are settled, by position (None: left out), and goes first. Then
    headings count, checked against the values; then values alone, for numbers of registers, postcodes,
    places, e-mail and web addresses. KeyError for an unknown kind of list.
    """
    settled = known or {}
    fields = fields_of(kind)
    mapping: list[str | None] = [settled.get(position) for position in range(len(table.headings))]
    open_columns = [position for position in range(len(table.headings)) if position not in settled]
    samples = {position: column_sample(table, position) for position in open_columns}
    aside = _WHEN_ANSWERED if _ANSWERS.intersection(map(plain_heading, table.headings)) else frozenset()
    claims = [
        claim
        for position in open_columns
        if plain_heading(table.headings[position]) not in aside
        for claim in _claims(table, position, kind, samples[position])
    ]
    for claim in sorted(claims):
        if mapping[claim.position] is None and _free(claim, mapping, table.headings):
            mapping[claim.position] = claim.field.id
    if not settled:
        _tell_people_from_organisations(mapping, table.headings, kind, samples)
    _claim_slugs(mapping, table, fields)
    _claim_by_value(mapping, samples, fields)
    if "name" in mapping:
        _leave_an_empty_name(mapping, samples)
    elif "group_code" not in mapping:
        _claim_a_name(mapping, samples)
    return tuple(mapping)


def apply_choices(
    mapping: Sequence[str | None], headings: Sequence[str], choices: Mapping[str, str]
) -> tuple[str | None, ...]:
    """Return the mapping with a person's choices ({field: heading}; an empty heading: the field isn't used).

    HeadingError when a field or heading isn't known, or when no column holds names or numbers.
    """
    chosen = list(mapping)
    positions = {
        plain_heading(heading): position for position, heading in reversed(list(enumerate(headings)))
    }
    for field, heading in choices.items():
        if field not in BY_ID:
            raise HeadingError("unknown_field", f'No field is called "{field}".', _choose_from(field, BY_ID))
        chosen = [None if held == field else held for held in chosen]
        if not heading.strip():
            continue
        position = positions.get(plain_heading(heading))
        if position is None:
            message = f'No column has the heading "{heading}".'
            raise HeadingError("unknown_heading", message, _choose_from(heading, headings))
        chosen[position] = field
    check_mapping(chosen, headings)
    return tuple(chosen)


def check_mapping(mapping: Sequence[str | None], headings: Sequence[str]) -> None:
    """Raise HeadingError when no column holds names or numbers: no row could be told apart."""
    if any(field in LOOK_UP_FIELDS for field in mapping):
        return
    shown = ", ".join(headings[:8]) or "none"
    raise HeadingError(
        "no_name_or_number",
        f"No column holds the organisations' names or numbers (headings found: {shown}).",
        'Choose the column, as in name="Organisation", or give the column that heading and try again.',
    )


def _choose_from(wrong: str, known: Sequence[str] | Mapping[str, Field]) -> str:
    """Return advice that names the closest of what there is, or all of it."""
    close = get_close_matches(wrong, list(known), n=3)
    return f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(known)}."


def positions_of_fields(headings: Sequence[str], mapping: Sequence[str | None]) -> dict[str, list[int]]:
    """Return the columns of each field, several in the order in which ``headings.csv`` has their headings.

    So a list whose columns come in another order says the same. Where a heading isn't among those they stay
    in the list's order.
    """
    found: dict[str, list[int]] = {}
    for position, field_id in enumerate(mapping):
        if field_id is not None:
            found.setdefault(field_id, []).append(position)
    for field_id, several in found.items():
        places = {at: _place(field_id, headings[at]) for at in several} if len(several) > 1 else {}
        if None not in places.values():
            several.sort(key=lambda at: places.get(at) or 0)
    return found


def _place(field_id: str, heading: str) -> int | None:
    """Return how far down a field's headings one stands, None when it isn't among them."""
    known = (found for words in heading_forms(heading) for found in known_headings().get(words, ()))
    return next((place for field, place in known if field.id == field_id), None)


def _claims(table: Table, position: int, kind: str, sample: Sequence[str]) -> list[_Claim]:
    """Return the fields that a column's heading may mean and its values don't speak against."""
    heading = table.headings[position]
    whole, *shorter = heading_forms(heading)
    own = plain_heading(table.short_headings[position]) if table.short_headings else whole
    claims: dict[str, _Claim] = {}
    for doubt, words in enumerate((whole, *shorter, own)):
        for field, place in known_headings().get(words, ()):
            if kind in field.kinds and field.id not in claims and _values_fit(field, sample, heading):
                rank = (doubt + (0.0 if sample else _EMPTY), _ORDER[field.id], place)
                claims[field.id] = _Claim(rank, position, field)
    if not claims and _NAMES_ORGANISATIONS.search(whole) and not values_speak_against(BY_ID["name"], sample):
        return [_Claim((_EMPTY - 1, _ORDER["name"], 0), position, BY_ID["name"])]
    return list(claims.values())


_EMPTY = 10.0
"""Doubt added for a column without a value: one that holds something goes first."""

_NAMES_ORGANISATIONS = re.compile(
    r"\b(?:federations?|groups?|orgs?|organisations?|body|bodies|society|trust|association|company|provider|"
    r"agency|partner|supplier|grantee|recipient|club|church|school|service|network|charity)s?\b.*\bnames?\b"
)
"""Headings of several words of which one is a kind of organisation and a later one "name"."""


def _free(claim: _Claim, mapping: Sequence[str | None], headings: Sequence[str]) -> bool:
    """Return whether a field can still take this column."""
    held = [position for position, field in enumerate(mapping) if field == claim.field.id]
    if not held:
        return True
    if claim.field.id == "contact_name":
        names = [plain_heading(headings[position]) for position in (*held, claim.position)]
        return all(_NAME_PARTS.intersection(name.split()) for name in names)
    return claim.field.repeatable and claim.rank[0] % _EMPTY < 2


_SAYS_ITSELF = re.compile(
    r"(?:charity|company|companies).*\b(?:number|no|num|id)\b|post.?code|e-?mail|website|url|date|org.?id|joined",
    re.IGNORECASE,
)


_ANY_NUMBER = frozenset(("id", "ids", "member id", "reference number"))
"""Headings that may as well mean a body's own keys."""


def _values_fit(field: Field, sample: Sequence[str], heading: str) -> bool:
    """Return whether a column's values don't speak against a field; a heading that says it all needs few."""
    if field.value == "identifier" and plain_heading(heading) in _ANY_NUMBER:
        return not values_speak_against(field, sample, 0.6)
    if not _SAYS_ITSELF.search(heading):
        return not values_speak_against(field, sample)
    is_number = field.value in ("identifier", "charity", "company")
    return is_number or len(sample) < 5 or not values_speak_against(field, sample, 0.05)


def _tell_people_from_organisations(
    mapping: list[str | None], headings: Sequence[str], kind: str, samples: Mapping[int, Sequence[str]]
) -> None:
    """Take a bare "Name" for a person's where another column is headed "Organisation" or the like.

    Not where that one says yes or no, holds numbers ("Charity"), or names fewer organisations ("Group").
    """
    plain = [plain_heading(heading) for heading in headings]
    bare = next((at for at, name in enumerate(plain) if name == "name" and mapping[at] == "name"), None)
    person = next((field for field in ("contact_name", "people") if kind in BY_ID[field].kinds), None)
    if bare is None or person is None or person in mapping:
        return
    organisations = share(samples[bare], names_organisation)
    organisations = organisations if organisations >= _SOME else 0.0
    for position, heading in enumerate(plain):
        meant = [field.id for field, _ in known_headings().get(heading, ()) if kind in field.kinds]
        is_organisation = "name" in meant and _ORGANISATION_HEADING.search(heading)
        fewer = share(samples[position], names_organisation) < organisations
        if position != bare and is_organisation and not fewer and may_be_names(samples[position]):
            mapping[bare], mapping[position] = person, "name"
            return


def _claim_slugs(mapping: list[str | None], table: Table, fields: Sequence[Field]) -> None:
    """Take the column that holds the names of pages on GOV.UK for the code, when nothing else is one."""
    if BY_ID["code"] not in fields or "code" in mapping:
        return
    position = column_of_slugs(table, mapping, [plain_heading(heading) for heading in table.headings])
    if position is not None:
        mapping[position] = "code"


def _claim_by_value(
    mapping: list[str | None], samples: Mapping[int, Sequence[str]], fields: Sequence[Field]
) -> None:
    """Map open columns that show by nearly all their values what they hold."""
    for field in BY_VALUE:
        if field in mapping or BY_ID[field] not in fields:
            continue
        for position, sample in samples.items():
            if mapping[position] is None and shows_by_values(field, sample):
                mapping[position] = field
                break


def _claim_a_name(mapping: list[str | None], samples: Mapping[int, Sequence[str]]) -> None:
    """Take an open column of words that hardly repeat for the names, when no column was found for them.

    It is the one with most names of organisations; without any, the first column of the table, or the first
    open one where nothing else could tell the rows apart either.
    """
    found = [at for at, sample in samples.items() if mapping[at] is None and holds_names(sample)]
    people = [at for at, held in enumerate(mapping) if held == "contact_name" and samples.get(at)]
    if not found and not people:
        return
    best = max([*found, *people], key=lambda at: (share(samples[at], names_organisation), -at))
    if share(samples[best], names_organisation) >= _SOME:
        mapping[best] = "name"
    elif not found:
        return
    elif found[0] == 0 or not any(field in LOOK_UP_FIELDS for field in mapping):
        mapping[found[0]] = "name"


def _leave_an_empty_name(mapping: list[str | None], samples: Mapping[int, Sequence[str]]) -> None:
    """Take an open column of organisations' names in place of one that was taken for it and is empty."""
    taken = mapping.index("name")
    found = [at for at, sample in samples.items() if mapping[at] is None and holds_names(sample)]
    if not found or samples.get(taken, "said by a person"):
        return
    best = max(found, key=lambda at: (share(samples[at], names_organisation), -at))
    if share(samples[best], names_organisation) >= _SOME:
        mapping[taken], mapping[best] = None, "name"


_SOME = 0.2
"""Share of a column's cells with a word that organisations are called by, for it to be one of names."""
