"""Parliamentary groups: registers of them, who their secretariat is, and who their officers are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.model.names import canonical
from graph.model.organisations import Role
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank, read_text
from importers.fields.yes_no import read_yes_no
from importers.lists.log_events import NOTES_LIMIT, read_notes
from importers.lists.members import CONTACT_LIMIT
from importers.lists.organisation_values import NAME_LIMIT, TEXT_LIMIT, organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table

GROUPS_OF = {
    "": "XI-APPG",
    "uk": "XI-APPG",
    "westminster": "XI-APPG",
    "united kingdom": "XI-APPG",
    "scottish parliament": "XI-CPG-SCOTLAND",
    "scotland": "XI-CPG-SCOTLAND",
    "senedd": "XI-CPG-WALES",
    "senedd en": "XI-CPG-WALES",
    "senedd cy": "XI-CPG-WALES",
    "wales": "XI-CPG-WALES",
    "ni assembly": "XI-APG-NORTHERNIRELAND",
    "northern ireland assembly": "XI-APG-NORTHERNIRELAND",
    "northern ireland": "XI-APG-NORTHERNIRELAND",
}
"""What a group's short name is a number of, by its parliament: our own schemes, since no register has one."""

WELSH = "senedd cy"

_SHORT_NAME = re.compile(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ACTS_AS = re.compile(
    r"\s*[,.]?\s*\b(?:(?:act|provide|serve|work|support|ha)s?|is|are|have|will)\b[^.]*\bsecretariat\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = re.compile(r"^(?:no|not|none|there is no|the (?:group|appg) has no)\b.*$|^n/?a\b.*$", re.IGNORECASE)


def parse_groups(table: Table, mapping: Sequence[str | None], context: ListContext) -> tuple[ParsedRow, ...]:
    """Return each row's parliamentary group, with its secretariat and the officer that the row names.

    Facts: ``secretariat``, a list of {name, website (or None)}; ``person``, as in a list of contacts. A
    group's short name ("brain-tumours") with its parliament is its number, so that lists find it again.
    Ordinary members are left out and said: only who runs a group can introduce us.
    """
    return _with_all_notes(_named(ListReader(table, mapping, context).parse(_group)))


def _named(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, those that give a group's number alone under the name that another row gives it."""
    names: dict[str, str] = {}
    for row in rows:
        if row.name and not row.rejected:
            for number in row.identifiers:
                names.setdefault(number, row.name)
    return tuple(
        replace(row, values={**row.values, "name": names[row.identifiers[0]]})
        if row.identifiers and not row.name and row.identifiers[0] in names
        else row
        for row in rows
    )


def _with_all_notes(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, each with what all rows of its group say of purpose and category."""
    texts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row.identifiers and "notes" in row.values:
            texts[row.identifiers].add(row.values["notes"])
    return tuple(
        replace(row, values={**row.values, "notes": "; ".join(sorted(texts[row.identifiers]))[:NOTES_LIMIT]})
        if row.identifiers in texts
        else row
        for row in rows
    )


def _group(reader: ListReader, row: Row) -> ParsedRow:
    builder = RowBuilder(reader, row)
    number = _number(builder)
    values = _values(builder, number)
    if not values:
        return builder.done(values)
    values["roles"] = [str(Role.PARLIAMENTARY_GROUP)]
    notes = builder.read("notes", read_notes)
    if notes:
        values["notes"] = notes
    secretariat = builder.read("secretariat", read_secretariat)
    if secretariat and canonical(secretariat):
        builder.facts["secretariat"] = [{"name": secretariat, "website": _secretariats_website(builder)}]
    _add_officer(builder)
    return builder.done(values)


def _values(builder: RowBuilder, number: str | None) -> dict[str, Any]:
    """Return the group's own fields; a row with its short name alone is about a group known elsewhere."""
    named = bool(canonical(builder.text("name"))) and not _named_shortly(builder)
    if number and not named:
        return {"identifiers": [number]}
    values = organisation_values(builder)
    if number and values:
        values["identifiers"] = sorted({*values.get("identifiers", ()), number})
        if _parliament(builder) == WELSH and "name" in values:
            values["other_names"] = sorted({*values.get("other_names", ()), values.pop("name")})
            values.pop("website", None)
    return values


def _parliament(builder: RowBuilder) -> str:
    return " ".join(re.findall(r"[a-z]+", builder.text("parliament").casefold()))


def _number(builder: RowBuilder) -> str | None:
    """Return the group's short name as an org-id of our own; None where the row gives none.

    A list may have the short name for a name: "brain-tumours", all in small letters.
    """
    field_id = "name" if _named_shortly(builder) else "group_code"
    return builder.read(field_id, lambda text: _read_code(text, _parliament(builder)))


def _named_shortly(builder: RowBuilder) -> bool:
    return bool(_SHORT_NAME.match(builder.text("name")))


def _read_code(text: str, parliament: str) -> Reading[str]:
    plain = text.strip().casefold()
    if is_blank(plain):
        return Reading()
    scheme = GROUPS_OF.get(parliament)
    if scheme is None:
        note = f'"{quote(parliament)}" is no parliament that is known here: the short name was left out.'
        return Reading(None, (warning("parliament_unknown", note, text),))
    if not _SHORT_NAME.match(plain):
        note = f'"{quote(text)}" is no short name such as brain-tumours: it was left out.'
        return Reading(None, (warning("group_code_unreadable", note, text),))
    return Reading(f"{scheme}-{plain.upper()}")


def read_secretariat(text: str) -> Reading[str]:
    """Return the organisation that a cell names as a group's secretariat; nothing where there is none.

    Registers write sentences: "Acorn Ltd acts as the group's secretariat. https://acorn.example".
    """
    if _NOBODY.match(text.strip()):
        return Reading()
    reading = read_text(_ACTS_AS.sub("", _ADDRESS.sub(" ", text)).strip(" ,;.-"), NAME_LIMIT)
    if reading.value is None or reading.value.casefold() in ("yes", "true"):
        return Reading(None, reading.issues)
    return reading


def _secretariats_website(builder: RowBuilder) -> str | None:
    """Return the secretariat's web address, from its own column or from the sentence that names it."""
    given = builder.text("secretariat_website") or builder.text("secretariat")
    found = _ADDRESS.search(given)
    return found[0].rstrip(".,;)")[:TEXT_LIMIT] if found else None


def _add_officer(builder: RowBuilder) -> None:
    """Add the fact ``person`` when the row names an officer."""
    name = builder.read("contact_name", lambda text: read_text(text, CONTACT_LIMIT))
    if name is None or not any(letter.isalpha() for letter in name):
        return
    if builder.read("officer", read_yes_no) is False:
        note = "An ordinary member of the group: only its officers are taken in."
        builder.say(warning("ordinary_member", note, name), "contact_name")
        return
    role = builder.read("contact_role", lambda text: read_text(text, CONTACT_LIMIT))
    builder.facts["person"] = {
        "name": name,
        "email": None,
        "role": role or "officer",
        "since": builder.kept_date("since"),
        "until": builder.kept_date("until"),
        "basis": "",
        "obtained": "list of parliamentary groups",
    }
