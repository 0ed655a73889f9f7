"""What a row says about an organisation itself: the fields of its statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from functools import partial
from typing import Any

from graph.model.names import canonical, name_parts
from graph.model.organisations import Role
from graph.model.place_table import ancestors, place, place_for
from graph.model.places import PlaceLevel
from importers.fields.amounts import read_income
from importers.fields.identifiers import read_identifiers
from importers.fields.legal_form import read_legal_form, read_status
from importers.fields.postcodes import council_of, find_postcode, read_postcode
from importers.fields.reading import Reading, error, quote, warning
from importers.fields.words import is_blank, read_text, without_entities
from importers.fields.yes_no import read_yes_no
from importers.lists.rows import RowBuilder

NAME_LIMIT = 500
TEXT_LIMIT = 2_000
NUMBER_FIELDS = ("identifier", "charity_number", "company_number")

_EMAIL = re.compile(r"^[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']{2,}$")
_WEBSITE = re.compile(
    r"^(?:https?://)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+(?::[0-9]+)?(?:[/?#]\S*)?$"
)
_SEVERAL = re.compile(r"[;|\n]")
_FIRST_OF_SEVERAL = re.compile(r"[\s;,|/<>()\[\]\"']+|mailto:")
"""What stands between an e-mail address and others, or names and remarks."""


def organisation_values(builder: RowBuilder, numbers: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields that a row gives for its organisation; a field the row doesn't give is absent.

    ``numbers`` are org-ids that the row gives elsewhere: codes, pages. A row without a name and without a
    number that can be used is rejected.
    """
    values: dict[str, Any] = {}
    add_names(builder, values)
    _add_identifiers(builder, values)
    if numbers:
        values["identifiers"] = sorted({*values.get("identifiers", ()), *numbers})
    if not values.get("name") and not values.get("identifiers"):
        builder.say(error("no_name", "The row gives neither a name nor a number: nothing to go by."), "name")
        return values
    add_location(builder, values)
    add_single_fields(builder, values)
    return values


def add_single_fields(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add what one cell says each: website, e-mail, size, legal form, status, roles."""
    for key, field_id, reading_of in _SINGLE:
        value = builder.read(field_id, reading_of)
        if value is not None:
            values[key] = str(value) if isinstance(value, StrEnum) else value


def add_names(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add the name and the other names; what stands behind "t/a" or "formerly" is another name."""
    reading = read_text(without_entities(builder.text("name")), NAME_LIMIT)
    for issue in reading.issues:
        too_long = issue.code == "too_long"
        builder.say(error("name_too_long", issue.message, issue.value) if too_long else issue, "name")
    parts = name_parts(reading.value or "")
    if canonical(parts.name):
        values["name"] = parts.name
    others = [
        text
        for part in _SEVERAL.split(builder.text("other_names"))
        if (text := read_text(part, NAME_LIMIT).value)
    ]
    names = [name for name in dict.fromkeys([*parts.also, *others]) if name != parts.name and canonical(name)]
    if names:
        values["other_names"] = names


def _add_identifiers(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add the org-ids of every column of numbers."""
    found: set[str] = set()
    for field_id in NUMBER_FIELDS:
        if field_id in builder.reader:
            numbers = builder.read(
                field_id, partial(read_identifiers, column=builder.reader.numbers[field_id])
            )
            found.update(number.org_id for number in numbers or ())
    if found:
        values["identifiers"] = sorted(found)


def add_location(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add address, postcode, the council it lies in and where the organisation works.

    The council follows the postcode; the column of places counts where no postcode gives one.
    """
    address = builder.read("address", lambda text: read_text(text, TEXT_LIMIT))
    if address:
        values["address"] = address
    postcode = builder.read("postcode", read_postcode)
    if postcode is None and address and (inside := find_postcode(address)):
        postcode = read_postcode(inside).value
        builder.say(
            warning("postcode_from_address", f"Took the postcode {inside} out of the address.", address),
            "address",
        )
    council = None
    if postcode is not None:
        values["postcode"] = postcode.text
        council = None if postcode.partial else council_of(postcode.text)
    named = builder.read("place", _read_place)
    if council and named and named not in (council, *(above.code for above in ancestors(council))):
        both = [found.name for code in (named, council) if (found := place(code))]
        note = f"The row says {both[0]}, its postcode lies in {both[-1]}: the postcode counts."
        builder.say(warning("place_disagrees", note, builder.text("place")), "place")
    if council or named:
        values["place"] = council or named
    areas = builder.read("works_in", _read_places)
    if areas:
        values["works_in"] = areas


def _read_place(text: str) -> Reading[str]:
    """Return the code of the one place that a cell names; "UK" and the like say nothing."""
    if is_blank(text):
        return Reading()
    match = place_for(text)
    if match and not match.ambiguous and len(match.codes) == 1:
        return Reading(match.codes[0])
    here = [found for code in match.codes if (found := place(code))] if match else []
    if match and not match.ambiguous and all(one.level is PlaceLevel.NATION for one in here):
        return Reading()
    note = f'"{quote(text)}" is no single council, region or nation that is known here: it was left out.'
    return Reading(None, (warning("place_unknown", note, text),))


def _read_places(text: str) -> Reading[list[str]]:
    """Return the codes of all the places that a cell names, sorted."""
    if is_blank(text):
        return Reading()
    whole = place_for(text)
    parts = (
        [text]
        if whole and not whole.ambiguous
        else [part for part in _SEVERAL.split(text) if not is_blank(part)]
    )
    codes: set[str] = set()
    unknown: list[str] = []
    for part in parts:
        match = place_for(part)
        if match and not match.ambiguous:
            codes.update(match.codes)
        else:
            unknown.append(quote(part))
    if not unknown:
        return Reading(sorted(codes) or None)
    note = f"No council, region or nation is known here as {', '.join(unknown[:5])}: left out."
    return Reading(sorted(codes) or None, (warning("place_unknown", note, text),))


def read_email(text: str) -> Reading[str]:
    """Return an e-mail address in lower case; of several, or one within words, the first, and it is said.

    Refused when there is none in the cell.
    """
    plain = read_text(text, 320).value
    if plain is None:
        return Reading()
    address = plain.removeprefix("mailto:").rstrip(".,;").lower()
    if _EMAIL.match(address):
        return Reading(address)
    inside = _FIRST_OF_SEVERAL.split(address)
    found = [word for word in (each.strip(".") for each in inside) if _EMAIL.match(word)]
    if found:
        note = f'Took the e-mail address {found[0]} out of "{quote(text)}".'
        return Reading(found[0], (warning("email_among_words", note, text),))
    note = f'"{quote(text)}" is no e-mail address: it was left out.'
    return Reading(None, (warning("email_unreadable", note, text),))


def _read_website(text: str) -> Reading[str]:
    """Return a web address; anything but http and https is refused, for it would become a link.

    Of several, the first is taken, and it is said.
    """
    plain = read_text(text, TEXT_LIMIT).value
    if plain is None:
        return Reading()
    if _WEBSITE.match(plain.rstrip(".,;").lower()):
        return Reading(plain.rstrip(".,;"))
    parts = [part.strip(".,;") for part in re.split(r"\s+(?:(?:/|and|or|&)\s+)?|[;,|]\s*", plain)]
    if len(parts) > 1 and all(_WEBSITE.match(part.lower()) for part in parts if part):
        note = f'Took the web address {parts[0]} out of "{quote(text)}".'
        return Reading(parts[0], (warning("website_among_words", note, text),))
    note = f'"{quote(text)}" is no web address: it was left out.'
    return Reading(None, (warning("website_unreadable", note, text),))


def _read_roles(text: str) -> Reading[list[str]]:
    """Return the roles that a cell names, sorted; words that are none are said."""
    words = [part.strip().casefold().replace(" ", "_").replace("-", "_") for part in _SEVERAL.split(text)]
    known = sorted({word for word in words if word in set(Role)})
    unknown = [word for word in words if word and word not in set(Role)]
    if not unknown:
        return Reading(known or None)
    note = f"No role is called {', '.join(map(quote, unknown[:5]))}: there are {', '.join(Role)}."
    return Reading(known or None, (warning("role_unknown", note, text),))


_SINGLE: tuple[tuple[str, str, Callable[[str], Reading[Any]]], ...] = (
    ("website", "website", _read_website),
    ("email", "email", read_email),
    ("income_band", "income", read_income),
    ("legal_form", "legal_form", read_legal_form),
    ("status", "status", read_status),
    ("hide_location", "hide_location", read_yes_no),
    ("roles", "roles", _read_roles),
)
"""Statement field, list field, and how its cell is read."""
