"""The form of an organisation: what was typed, as the fields of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from graph.model.organisations import IncomeBand, LegalForm, Record, Role, Status
from importers.fields.identifiers import read_identifiers
from importers.fields.postcodes import council_of, read_postcode

TEXTS = ("name", "address", "website", "email")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "legal_form": tuple(LegalForm),
    "status": tuple(Status),
    "income_band": tuple(IncomeBand),
}
LONGEST = 500


def typed_of(record: Record) -> dict[str, Any]:
    """Return the form's fields as the record has them."""
    return {
        **{name: getattr(record, name) or "" for name in (*TEXTS, "postcode", *CHOICES)},
        "identifiers": "\n".join(record.identifiers),
        "other_names": "\n".join(record.other_names),
        "roles": sorted(record.roles),
        "hide_location": record.hide_location,
    }


def typed_in(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return the form's fields as they were typed, to show again."""
    names = (*TEXTS, "postcode", *CHOICES, "identifiers", "other_names")
    return {
        **{name: form.get(name, "") for name in names},
        "roles": form.getlist("roles"),
        "hide_location": bool(form.get("hide_location")),
    }


def values_of(typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a statement's fields and a sentence for each field that can't be taken."""
    values: dict[str, Any] = {name: " ".join(str(typed[name]).split()) or None for name in TEXTS}
    errors = {
        name: f"Use at most {LONGEST} characters." for name in TEXTS if len(values[name] or "") > LONGEST
    }
    if not values["name"]:
        errors["name"] = "Give the organisation's name."
    for name, allowed in CHOICES.items():
        if typed[name] in allowed:
            values[name] = typed[name]
    values["roles"] = [role for role in typed["roles"] if role in set(Role)]
    values["hide_location"] = bool(typed["hide_location"])
    values["other_names"] = [
        " ".join(line.split()) for line in str(typed["other_names"]).splitlines() if line.strip()
    ]
    _take_postcode(str(typed["postcode"]), values, errors)
    _take_numbers(str(typed["identifiers"]), values, errors)
    return values, errors


def _take_postcode(text: str, values: dict[str, Any], errors: dict[str, str]) -> None:
    values["postcode"] = None
    if not text.strip():
        return
    read = read_postcode(text)
    if read.value is None:
        errors["postcode"] = " ".join(issue.message for issue in read.issues) or "This isn't a postcode."
        return
    code = getattr(read.value, "text", read.value)
    values["postcode"] = str(code)
    council = council_of(str(code))
    if council:
        values["place"] = council


def _take_numbers(text: str, values: dict[str, Any], errors: dict[str, str]) -> None:
    found: list[str] = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        read = read_identifiers(line)
        if not read.value:
            said = " ".join(issue.message for issue in read.issues)
            errors["identifiers"] = (
                said or f"“{line[:60]}” isn't a register number. Write it as GB-CHC-225922."
            )
            continue
        found += [getattr(each, "org_id", str(each)) for each in read.value]
    values["identifiers"] = sorted(set(found))
