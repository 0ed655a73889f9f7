"""What registers of departments and councils say: their codes, whether they ended, where a council is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.model.organisations import Status
from graph.model.place_table import place, place_for
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank
from importers.lists.rows import RowBuilder
from importers.mapping import plain_heading

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
_PAGE = re.compile(
    r"^(?:https?://)?(?:www\.)?gov\.uk/government/organisations/([a-z0-9-]+)/?$", re.IGNORECASE
)


def add_government(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add what a row of a government register says: org-ids, the end, a council's place.

    ``identifiers`` gets the codes and the page on GOV.UK, ``status`` follows from an end that has passed,
    and a council is based in, or (a county) works in, the places that its name means.
    """
    codes = _codes(builder)
    page = builder.read("govuk_page", _read_page) or _page_in(builder.text("website"))
    found = {*codes, *([page] if page else [])}
    if found:
        values["identifiers"] = sorted({*values.get("identifiers", ()), *found})
    _add_end(builder, values)
    if any(code.rsplit("-", 1)[0] in COUNCIL_SCHEMES for code in codes):
        _add_councils_place(codes, values)


def _codes(builder: RowBuilder) -> tuple[str, ...]:
    """Return the org-ids of a row's column of codes; its heading says whose codes they are."""
    scheme = CODE_OF.get(plain_heading(builder.reader.heading("code") or ""))
    if scheme is None:
        return ()
    code = builder.read("code", lambda text: _read_code(text, scheme))
    return (code,) if code else ()


def _read_code(text: str, scheme: str) -> Reading[str]:
    plain = text.strip().upper()
    if is_blank(plain):
        return Reading()
    wanted = _GSS if scheme == "XI-GSS" else _CODE
    if wanted.match(plain):
        return Reading(f"{scheme}-{plain}")
    note = f'"{quote(text)}" is no code of this register: it was left out.'
    return Reading(None, (warning("code_unreadable", note, text),))


def _read_page(text: str) -> Reading[str]:
    """Return the org-id of a page on GOV.UK, from its address."""
    found = _page_in(text)
    if found or is_blank(text):
        return Reading(found)
    note = f'"{quote(text)}" is no page of an organisation on GOV.UK: it was left out.'
    return Reading(None, (warning("govuk_page_unreadable", note, text),))


def _page_in(text: str) -> str | None:
    found = _PAGE.match(text.strip())
    return f"XI-GOVUK-{found[1].upper()}" if found else None


def _add_end(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Take an organisation whose end has passed on the list's own day for closed; one to come is said."""
    day = builder.date("ended_on")
    if day is None:
        return
    if day <= builder.reader.context.said_on:
        values["status"] = str(Status.CLOSED)
        return
    builder.say(warning("end_to_come", f"It is to end on {day}: still active.", day), "ended_on")


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
