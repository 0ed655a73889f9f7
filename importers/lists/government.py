"""What registers of departments and councils say: their codes, whether they ended, where a council is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.model.days import long_date
from graph.model.organisations import Status
from graph.model.place_table import place, place_for
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank
from importers.govuk_pages import page_number, slug_number
from importers.heading_words import plain_heading
from importers.lists.rows import RowBuilder

CODE_OF: Mapping[str, str] = {
    "gb gor": "GB-GOR",
    "government organisation": "GB-GOR",
    "analytics id": "GB-GOR",
    "local authority eng": "GB-LAE",
    "local authority sct": "GB-LAS",
    "local authority nir": "GB-LANI",
    "principal local authority": "GB-PLA",
    "lae": "GB-LAE",
    "las": "GB-LAS",
    "lani": "GB-LANI",
    "pla": "GB-PLA",
    "gss code": "XI-GSS",
    "ons code": "XI-GSS",
    "gss": "XI-GSS",
}
"""Heading of a column of codes (plain words) -> the register that they are codes of, as org-id.guide has it.

``XI-GSS`` (codes of the Office for National Statistics) and ``XI-GOVUK`` (names of pages on GOV.UK) are our
own: org-id.guide lists none for them.
"""

COUNCIL_SCHEMES = frozenset(("GB-LAE", "GB-LAS", "GB-LANI", "GB-PLA", "XI-GSS"))

_CODE = re.compile(r"^[A-Z]{0,6}[0-9]{0,9}$")
_GSS = re.compile(r"^[EWSNK][0-9]{8}$")


def government_numbers(builder: RowBuilder) -> tuple[str, ...]:
    """Return the org-ids that a row of a government register gives: its code's, its page's on GOV.UK."""
    page = builder.read("govuk_page", _read_page) or page_number(builder.text("website"))
    return tuple(dict.fromkeys((*_codes(builder), *([page] if page else []))))


def add_government(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add what a row of a government register says beside its numbers.

    ``status`` follows from an end that has passed, and a council is based in, or (a county) works in, the
    places that its name means.
    """
    _add_end(builder, values)
    codes = tuple(code for code in values.get("identifiers", ()) if _scheme_of(code) in COUNCIL_SCHEMES)
    if codes:
        _add_councils_place(codes, values)


def _scheme_of(number: str) -> str:
    return number.rpartition("-")[0]


def _codes(builder: RowBuilder) -> tuple[str, ...]:
    """Return the org-ids of a row's column of codes; its heading says whose codes they are."""
    scheme = scheme_of_codes(builder)
    code = builder.read("code", lambda text: _read_code(text, scheme))
    return (code,) if code else ()


def scheme_of_codes(builder: RowBuilder) -> str | None:
    """Return the register that the column of codes is of, by its heading; None for none that is known."""
    return CODE_OF.get(plain_heading(builder.reader.heading("code") or ""))


def code_number(text: str, scheme: str | None) -> str | None:
    """Return the org-id of a register's code, of a page on GOV.UK where no register is given; else None."""
    if scheme is None:
        return slug_number(text)
    plain = text.strip().upper()
    wanted = _GSS if scheme == "XI-GSS" else _CODE
    return f"{scheme}-{plain}" if wanted.match(plain) else None


def _read_code(text: str, scheme: str | None) -> Reading[str]:
    if is_blank(text):
        return Reading()
    number = code_number(text, scheme)
    if number:
        return Reading(number)
    note = f'"{quote(text)}" is no code of this register: it was left out.'
    return Reading(None, (warning("code_unreadable", note, text),))


def _read_page(text: str) -> Reading[str]:
    """Return the org-id of a page on GOV.UK, from its address."""
    found = page_number(text)
    if found or is_blank(text):
        return Reading(found)
    note = f'"{quote(text)}" is no page of an organisation on GOV.UK: it was left out.'
    return Reading(None, (warning("govuk_page_unreadable", note, text),))


def _add_end(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Take an organisation whose end has passed on the list's own day for closed; one to come is said."""
    day = builder.date("ended_on")
    if day is None:
        return
    if day <= builder.reader.context.said_on:
        values["status"] = str(Status.CLOSED)
        return
    builder.say(warning("end_to_come", f"It is to end on {long_date(day)}: still active.", day), "ended_on")


def _add_councils_place(codes: tuple[str, ...], values: dict[str, Any]) -> None:
    """Add where a council is, unless the row says so: the place of its ONS code, else of its name."""
    if "place" in values or "postcode" in values:
        return
    by_code = [code.removeprefix("XI-GSS-") for code in codes if code.startswith("XI-GSS-")]
    if by_code and place(by_code[0]):
        values["place"] = by_code[0]
        return
    names = [values.get("name", ""), *values.get("other_names", ())]
    matches = [match for name in names if (match := place_for(name)) and not match.ambiguous]
    if not matches:
        return
    if len(matches[0].codes) == 1:
        values["place"] = matches[0].codes[0]
    else:
        values.setdefault("works_in", sorted(matches[0].codes))
