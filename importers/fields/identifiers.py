"""Register numbers as lists write them, and the org-ids they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graph.model.identifiers import Identifier
from graph.model.plan import Issue
from importers.fields.reading import Reading, doubt, error, quote, warning
from importers.fields.words import is_blank

CHC, SC, NIC, COH, MPR = "GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-MPR"


class NumberColumn(StrEnum):
    """What the column that a number stands in is about, as far as its heading says."""

    ANY = "any"
    CHARITY = "charity"
    COMPANY = "company"


def number_column(field_id: str, heading: str | None) -> NumberColumn:
    """Return which register a column's bare numbers are of, from its field and its heading."""
    if field_id == "charity_number":
        return NumberColumn.CHARITY
    if field_id == "company_number":
        return NumberColumn.COMPANY
    words = (heading or "").casefold()
    if "charity" in words:
        return NumberColumn.CHARITY
    return NumberColumn.COMPANY if "company" in words else NumberColumn.ANY


@dataclass(frozen=True)
class _Found:
    """A number that was understood; ``note`` says what was repaired, if anything."""

    identifier: Identifier
    note: str | None = None


_NO_NUMBER = re.compile(
    r"^(?:no|none|nil|no number|not (?:a )?(?:charity|registered|applicable)|un-?registered|un-?incorporated|"
    r"exempt(?:ed)?|excepted|pending|applied for|awaiting.*|in progress|0|0\.0|x+n?)$"
)
_ORG_ID = re.compile(r"^([A-Z]{2}-[A-Z0-9_]{2,})-(.+)$", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"^[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}$")
_THOUSANDS = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_DIGIT = re.compile(r"[0-9]")
_SUBSIDIARY = re.compile(r"^[0-9]{6,7}-[0-9]{1,3}$")
_FRACTION = re.compile(r"^([0-9]+)\.0+$")
_ADDRESS = re.compile(r"https?:|www\.|\.gov\.uk|\.org|\.com", re.IGNORECASE)
_COMPANY_ADDRESS = re.compile(r"company-?information[^ ]*/company/([A-Z0-9]{8})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[;|/\\\n]|\band\b|&|,)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[][^()\[\]0-9]*[)\]]")
_BRACKET = re.compile(r"\s*[()\[\]]\s*")
_TWO_NATIONS = re.compile(r"england\s*(?:and|&)\s*wales", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<what>(?:reg(?:istered|istration|'?d)?|charity|company|companies|house|co|ch|cc|cn|rn|ips|oscr|ccni|crn|rcn|formerly|previously|was|old|now|new"
    r"|scottish|scotland|england|wales|uk|and|in|no|number|num|nr|commission|org|id|[:#.()&\s-])+)"
    r"(?=[A-Z]{0,3}[0-9])",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    r"(?<=[0-9])\s+(?=(?:charity|scottish|company|companies|co|reg|registered|oscr|ccni|rcn|crn)\b[^0-9;]*[0-9])",
    re.IGNORECASE,
)
"""Where a second number with a label of its own begins: "Charity No. 1038860 Company No. 01234567"."""

_SCOTTISH = re.compile(r"^S(?:C)?(O?)([0-9]{1,6})$")
_NORTHERN = re.compile(r"^NIC?([0-9]{1,6})$")
_COMPANY = re.compile(
    r"^(AC|C[ESU]|F[CE]|G[ENS]|I[CP]|LP|N[ACFILOPRV]|O[CE]|PC|R[CS]|R0(?=[0-9]{6}$)|S[ACEFGILOPRZ]|ZC)([0-9]{1,6}|[0-9]{1,5}[A-Z])$"
)
_MUTUAL = re.compile(r"^([0-9]{1,5})(R|RS|S|C|CU|CUS|CBS|CS|WM|BS|FS)$")


def read_identifiers(text: str, column: NumberColumn = NumberColumn.ANY) -> Reading[tuple[Identifier, ...]]:
    """Return the identifiers in a cell: none for an empty cell and for "not registered" and the like.

    One cell may hold several ("1038860 / SC040604"), org-ids or bare numbers; a bare number's register
    follows from its form and from the column. What was repaired, or the cell itself doubts, is said. A
    number that lost digits (1.03886E+06), one out of a web address and anything else that is no number is
    left out and said: the value is None when nothing of the cell could be used.
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if is_blank(bare) or _NO_NUMBER.match(bare.casefold()):
        return Reading(())
    if _ADDRESS.search(bare):
        return _from_address(bare)
    pieces = [piece for piece in _pieces(bare) if piece] if _DIGIT.search(bare) else [bare]
    found: dict[Identifier, None] = {}
    issues: list[Issue] = []
    for piece in pieces:
        one, issue = _one(piece, column)
        if one is not None:
            found[one] = None
        if issue is not None:
            issues.append(issue)
    issues.extend(doubt(bare) if found else ())
    return Reading(tuple(found) if found or not issues else None, tuple(issues))


def is_identifier(text: str) -> bool:
    """Return whether a text is nothing but identifiers, none of them repaired: so a column shows itself."""
    reading = read_identifiers(text)
    return bool(reading.value) and not reading.issues


def _pieces(text: str) -> list[str]:
    """Return the numbers that a cell holds side by side; commas between thousands don't part a number."""
    joined = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), _TWO_NATIONS.sub("", text))
    joined = _NEXT_LABEL.sub(";", joined)
    bare = _ASIDE.sub(" ", joined)
    parted = _BRACKET.sub(";", bare) if re.search(r"[0-9]\s*[(\[]", bare) else bare
    pieces: list[str] = []
    for piece in _BETWEEN.split(parted):
        label = _LABEL.match(piece)
        said = label[0] if label else ""
        words = piece[len(said) :].split()
        several = len(words) > 1 and all(_shaped(word.upper()) for word in words)
        pieces.extend([said + words[0], *words[1:]] if several else [piece.strip()])
    return pieces


def _shaped(word: str) -> bool:
    """Return whether a word alone is a whole number or org-id, so that two of them are two."""
    return bool(
        _ORG_ID.match(word) or re.fullmatch(r"[0-9]{6,8}|[A-Z]{2,3}[0-9]{4,6}", word) or _MUTUAL.match(word)
    )


def _one(piece: str, column: NumberColumn) -> tuple[Identifier | None, Issue | None]:
    """Return the identifier that one piece of a cell holds, and what there is to say about it."""
    upper = piece.upper().replace("–", "-").replace("—", "-")
    org_id = _ORG_ID.match(piece.replace(" ", "").replace("–", "-").replace("—", "-"))
    if org_id:
        return _reported(piece, _of_scheme(org_id[1].upper(), org_id[2], piece))
    label = _LABEL.match(upper)
    words = label["what"].lower() if label else ""
    if re.search(r"compan|\bco\b|crn|\bch\b", words):
        column = NumberColumn.COMPANY
    elif re.search(r"charit|oscr|ccni|\brcn\b|\bcc\b", words):
        column = NumberColumn.CHARITY
    number = re.sub(r"[\s.]+$|[^A-Z0-9.+-]", "", upper[label.end() :] if label else upper)
    number = _FRACTION.sub(r"\1", number)
    number = number if _SUBSIDIARY.match(number) else number.replace("-", "")
    if _LOST_DIGITS.match(number):
        note = (
            f'"{quote(piece)}" is a number that Excel shortened: its last digits are gone, and the name '
            "alone would be a guess. Format the column as text, type the number again, and bring the file in "
            "again."
        )
        return None, error("identifier_digits_lost", note, piece)
    return _reported(piece, _bare(number, column))


def _reported(piece: str, found: _Found | None) -> tuple[Identifier | None, Issue | None]:
    """Return an identifier with a warning about what was repaired, or a warning that there is none."""
    if found is None:
        note = f'"{quote(piece)}" is no register number that is known here: it was left out.'
        return None, warning("identifier_unreadable", note, piece)
    if found.note is None:
        return found.identifier, None
    return found.identifier, warning("identifier_repaired", found.note, piece)


def _bare(number: str, column: NumberColumn) -> _Found | None:
    """Return what a number without a scheme stands for, or None when nothing fits."""
    for read in _READERS[column]:
        found = read(number)
        if found:
            return found
    return None


def _england_and_wales(number: str) -> _Found | None:
    """Return a charity number of England and Wales: six or seven digits, padded or not."""
    digits = re.fullmatch(r"0*([1-9][0-9]{5,6})(-[0-9]{1,3})?", number)
    if not digits:
        return None
    note = f"Read {number} as charity number {digits[1]}." if number.startswith("0") else None
    return _Found(Identifier(CHC, digits[1] + (digits[2] or "")), note)


def _unpadded_charity(number: str) -> _Found | None:
    """Return a charity number where a register doesn't follow from the column: no leading zeros."""
    return None if number.startswith("0") or len(number.partition("-")[0]) > 7 else _england_and_wales(number)


def _scotland(number: str) -> _Found | None:
    """Return a Scottish charity number: SC and six digits, of which leading noughts may be missing."""
    digits = _SCOTTISH.match(number)
    if not digits or not 0 < int(digits[2]) <= 60_000:
        return None
    value = f"SC{int(digits[2]):06d}"
    return _Found(Identifier(SC, value), None if value == number else f"Read {number} as {value}.")


def _northern_ireland(number: str) -> _Found | None:
    """Return a charity number of Northern Ireland: NIC and six digits from 100000 on."""
    digits = _NORTHERN.match(number)
    if not digits or not 100_000 <= int(digits[1]) < 200_000:
        return None
    note = (
        None if number.startswith("NIC") else f"Read {number} as Northern Ireland charity number {digits[1]}."
    )
    return _Found(Identifier(NIC, digits[1]), note)


def _company(number: str) -> _Found | None:
    """Return a company number: eight characters, padded with noughts behind its letters."""
    if re.fullmatch(r"[0-9]{1,8}", number) and int(number):
        value = f"{int(number):08d}"
        return _Found(
            Identifier(COH, value), None if value == number else f"Read {number} as company {value}."
        )
    letters = _COMPANY.match(number)
    if not letters:
        return None
    value = f"{letters[1]}{letters[2].zfill(6)}"
    return _Found(Identifier(COH, value), None if value == number else f"Read {number} as company {value}.")


def _eight_digits(number: str) -> _Found | None:
    """Return a company number where the column doesn't say what it holds: eight digits in full."""
    return _company(number) if re.fullmatch(r"[0-9]{8}", number) else None


def _lettered_company(number: str) -> _Found | None:
    """Return a company number that shows itself by its letters."""
    return _company(number) if not number.isdigit() else None


def _mutual(number: str) -> _Found | None:
    """Return a number of the Mutuals Public Register: digits and the letters of its kind."""
    return _Found(Identifier(MPR, number)) if _MUTUAL.match(number) else None


_READERS: dict[NumberColumn, tuple[Callable[[str], _Found | None], ...]] = {
    NumberColumn.CHARITY: (_scotland, _northern_ireland, _england_and_wales, _lettered_company, _mutual),
    NumberColumn.COMPANY: (_company, _mutual),
    NumberColumn.ANY: (
        _scotland,
        _northern_ireland,
        _unpadded_charity,
        _eight_digits,
        _lettered_company,
        _mutual,
    ),
}
"""What a bare number may be in each kind of column, first that fits."""


def _of_scheme(scheme: str, value: str, piece: str) -> _Found | None:
    """Return an org-id with its value in the register's writing; the scheme is put right where it is plain.

    None when the value can't be one of that register. Registers that aren't known here are taken as given.
    """
    given, value = value, _FRACTION.sub(r"\1", value.upper())
    readers = {CHC: _england_and_wales, SC: _scotland, NIC: _digits_of_northern_ireland, COH: _company}
    if scheme not in readers:
        return _Found(Identifier(scheme, given))
    found = readers[scheme](value)
    if found:
        return found
    other = _scotland(value) or _northern_ireland(value) or _mutual(value) or _lettered_company(value)
    if other is None or other.identifier.scheme == scheme:
        return None
    return _Found(
        other.identifier, f"Read {quote(piece)} as {other.identifier.org_id}: the register was wrong."
    )


def _digits_of_northern_ireland(value: str) -> _Found | None:
    """Return a charity number of Northern Ireland, with or without its letters."""
    return _northern_ireland(value if value.startswith("NI") else f"NIC{value}")


def _from_address(text: str) -> Reading[tuple[Identifier, ...]]:
    """Return the company number in a Companies House address; nothing, and why, for any other address."""
    company = _COMPANY_ADDRESS.search(text)
    if company:
        one, issue = _one(company[1], NumberColumn.COMPANY)
        return Reading((one,) if one else None, (issue,) if issue else ())
    note = "A number in a web address is not a register number: write the number itself."
    return Reading(None, (warning("identifier_from_address", note, text),))
