"""What a column holds by its values: tested against a field, or said in words for a person to choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from graph.model.place_table import place_for
from importers.field_registry import Field
from importers.fields.amounts import read_income, read_money
from importers.fields.dates import date_column
from importers.fields.identifiers import NumberColumn, read_identifiers
from importers.fields.legal_form import read_status
from importers.fields.postcodes import find_postcode, read_postcode
from importers.fields.words import is_blank
from importers.fields.yes_no import read_yes_no
from importers.read.table import Table

SAMPLE = 200
"""Cells of a column that are looked at to see what it holds."""

NEARLY_ALL = 0.9
"""Share of a column's cells that must be of a kind for the column to show by itself what it holds."""

LONGEST_NAME = 70
"""Characters of a usual cell of a column of names at most: longer ones are descriptions."""

LONGEST_POSTCODE = 12
"""Characters of a cell that is a postcode and nothing else, its spaces and dots included."""

_CODE = re.compile(r"^[a-z]{0,5}[-/ ]?[0-9]{2,}[a-z]?$", re.IGNORECASE)
_COURTESY = re.compile(
    r"(mrs?|ms|miss|mx|dr|prof(essor)?|rev(d|erend)?|fr|sir|dame|lady|lord|cllr|councillor)\.?", re.IGNORECASE
)
"""What stands before a person's name, under a heading such as "Title"."""

_EMAIL = re.compile(r"^(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s;,/]+")
"""What parts several addresses in one cell."""

_WEBSITE = re.compile(r"^(?:https?://|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"^(?:https?://|www\.)\S+\.\S+$|^[a-z0-9-]+\.(?:org|com|co|ac|gov|net)(?:\.uk)?/?$", re.I
)
_ORG_ID = re.compile(r"^[A-Z]{2}-[A-Z0-9]{2,}-\S+$")
_COMPANY = re.compile(r"^(?:0[0-9]{7}|1[0-9]{7}|(?:CE|CS|NI|OC|RC|RS|SC|IP)[0-9]{6})$", re.IGNORECASE)
_CHARITY = re.compile(r"^(?:SC0?[0-9]{5}|NIC?1[0-9]{5})$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:trust|foundation|association|assoc|society|soc|club|group|charity|community|centre|church|chapel|"
    r"mosque|temple|forum|network|project|league|federation|union|council|committee|friends of|services?|"
    r"support|action|alliance|partnership|institute|school|college|choir|scouts?|guides|hospice|housing|"
    r"wi|u3a|cvs|mind|age uk|cic|cio|ltd|limited|plc|llp)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"^\(?(?:\+44|0)[0-9 ()\-]{8,16}$")
_NUMBER = re.compile(r"^[0-9]+(?:\.0+)?$")
_CHARITY_RANGES = ((200_000, 330_000), (500_000, 530_000), (700_000, 704_000), (1_000_000, 1_230_000))
"""Numbers that the register of England and Wales has given out, roughly."""


def column_sample(table: Table, position: int) -> tuple[str, ...]:
    """Return the column's first cells that say something."""
    cells = (row.cells[position].strip() for row in table.rows[: SAMPLE * 5])
    return tuple(cell for cell in cells if not is_blank(cell))[:SAMPLE]


def share(sample: Sequence[str], fits: Callable[[str], bool]) -> float:
    """Return the share of the cells that fit, 0 when there are none."""
    return sum(map(fits, sample)) / len(sample) if sample else 0.0


LOOKS_LIKE: Mapping[str, Callable[[str], bool]] = {
    "identifier": lambda cell: bool(read_identifiers(cell).value),
    "charity": lambda cell: bool(read_identifiers(cell, NumberColumn.CHARITY).value),
    "company": lambda cell: bool(read_identifiers(cell, NumberColumn.COMPANY).value),
    "postcode": lambda cell: read_postcode(cell).value is not None,
    "name": lambda cell: (
        any(letter.isalpha() for letter in cell) and not _CODE.match(cell) and not _COURTESY.fullmatch(cell)
    ),
    "date": lambda cell: date_column([cell]).read(cell).value is not None,
    "email": lambda cell: all(map(_EMAIL.match, _BETWEEN.split(cell.strip(" ;,")))),
    "website": lambda cell: bool(_WEBSITE.match(cell)),
    "place": lambda cell: place_for(cell) is not None,
    "income": lambda cell: read_income(cell).value is not None,
    "status": lambda cell: read_status(cell).value is not None,
}
"""Kind of value of a field (``Field.value``), and whether a cell may be one."""


def values_speak_against(field: Field, sample: Sequence[str], at_least: float = 0.3) -> bool:
    """Return whether too few of a column's cells may be what the field holds; an empty column never."""
    if field.value is None or not sample:
        return False
    return share(sample, LOOKS_LIKE[field.value]) < at_least


def shows_by_values(field_id: str, sample: Sequence[str]) -> bool:
    """Return whether nearly all the cells can be nothing else than what a field holds."""
    fits = _SHOWS.get(field_id)
    if fits is None or len(sample) < 2 or share(sample, fits) < NEARLY_ALL:
        return False
    if field_id in ("charity_number", "company_number"):
        return len(sample) > 4 and _are_no_serials(sample)
    return True


def holds_names(sample: Sequence[str]) -> bool:
    """Return whether a column holds short words that hardly repeat: names of something."""
    if len(sample) < 2 or median(map(len, sample)) > LONGEST_NAME:
        return False
    words = share(sample, lambda cell: sum(letter.isalpha() for letter in cell) > len(cell) / 2)
    return words > NEARLY_ALL and len(set(sample)) > len(sample) * 0.8


def may_be_names(sample: Sequence[str]) -> bool:
    """Return whether a column's cells may be names: not where most are numbers, or say yes or no."""
    names = share(sample, lambda cell: LOOKS_LIKE["name"](cell) and read_yes_no(cell).value is None)
    return not sample or names >= 0.5


def names_organisation(cell: str) -> bool:
    """Return whether a cell has a word that organisations are called by: "trust", "club", "CIC"."""
    return bool(_ORGANISATION.search(cell))


def _is_whole_postcode(cell: str) -> bool:
    value = read_postcode(cell).value if len(cell) <= LONGEST_POSTCODE else None
    return value is not None and not value.partial


def _is_address(cell: str) -> bool:
    return len(cell) > LONGEST_POSTCODE and find_postcode(cell) is not None


def _is_charity_number(cell: str) -> bool:
    if _CHARITY.match(cell):
        return True
    if not _NUMBER.match(cell) or cell.startswith("0"):
        return False
    number = int(cell.partition(".")[0])
    return any(low <= number <= high for low, high in _CHARITY_RANGES)


def _is_place(cell: str) -> bool:
    match = place_for(cell) if any(letter.isalpha() for letter in cell) else None
    return match is not None and not match.ambiguous


def _are_no_serials(sample: Sequence[str]) -> bool:
    """Return whether numbers aren't just counted up, as a database's own keys are, nor much the same."""
    digits = [int(found) for cell in sample if (found := re.sub(r"\.0+$|[^0-9]", "", cell))]
    if len(set(digits)) < len(digits) * 0.8:
        return False
    steps = [later - earlier for earlier, later in pairwise(digits)]
    return sum(step == 1 for step in steps) < len(steps) * 0.5


_SHOWS: Mapping[str, Callable[[str], bool]] = {
    "identifier": lambda cell: bool(_ORG_ID.match(cell)),
    "postcode": _is_whole_postcode,
    "email": LOOKS_LIKE["email"],
    "website": lambda cell: bool(_ADDRESS.match(cell)),
    "charity_number": _is_charity_number,
    "company_number": lambda cell: bool(_COMPANY.match(cell)),
    "place": _is_place,
    "address": _is_address,
}
"""Fields that values alone can show, in the order in which they are tried."""

BY_VALUE = tuple(_SHOWS)

_WORDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("yes and no", lambda cell: read_yes_no(cell).value is not None),
    ("days", LOOKS_LIKE["date"]),
    ("telephone numbers", lambda cell: bool(_PHONE.match(cell))),
    ("e-mail addresses", LOOKS_LIKE["email"]),
    ("postcodes", _is_whole_postcode),
    ("addresses", _is_address),
    ("web addresses", lambda cell: bool(_ADDRESS.match(cell))),
    ("places", _is_place),
    ("amounts or numbers", lambda cell: read_money(cell).value is not None),
)


def in_words(sample: Sequence[str]) -> str:
    """Return what nearly all the cells look like ("days", "yes and no"), "" when nothing can be said."""
    if not sample:
        return ""
    return next((words for words, fits in _WORDS if share(sample, fits) >= NEARLY_ALL), "")
