"""Councils, regions and nations, and what people call them. Codes are those of the ONS."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.model.names import fold
from graph.model.places import Place, PlaceLevel

DATA = Path(__file__).parent / "data"

_WORD = re.compile(r"\w+")
_AREA_NUMBER = re.compile(r"\s+\d{3}[A-Z]?$")
_WEAK = frozenset(("council", "borough", "district", "city", "county", "metropolitan", "royal")) | frozenset(
    (
        "london",
        "boro",
        "unitary",
        "ua",
        "authority",
        "of",
        "the",
        "and",
        "dc",
        "bc",
        "mbc",
        "mdc",
        "cc",
        "cyngor",
    )
)
"""Words that a council's name may be written with or without."""


def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_PLACE_ROWS = _rows("places.csv")

PLACES: tuple[Place, ...] = tuple(
    Place(row["code"], row["name"], PlaceLevel(row["level"]), row["within"] or None) for row in _PLACE_ROWS
)
"""Every nation, region of England and current council (lower-tier or unitary), larger places first."""

_BY_CODE: Mapping[str, Place] = {place.code: place for place in PLACES}
_NOW: Mapping[str, str] = {old: row["code"] for row in _PLACE_ROWS for old in row["former_codes"].split()}


def place(code: str) -> Place | None:
    """Return the place with an ONS code; a former council's code gives the council that took it over.

    None when the code isn't in the table.
    """
    return _BY_CODE.get(_NOW.get(code, code))


def ancestors(code: str) -> tuple[Place, ...]:
    """Return the places a place lies in, nearest first: region (England only) and nation.

    Empty for a nation and for a code that isn't in the table.
    """
    here = place(code)
    if here is None or here.within is None:
        return ()
    above = _BY_CODE[here.within]
    return (above, *ancestors(above.code))


def nation_of(code: str) -> Place | None:
    """Return the nation a place lies in (itself for a nation), or None for an unknown code."""
    here = place(code)
    return None if here is None else (here, *ancestors(code))[-1]


def councils_in(code: str) -> tuple[str, ...]:
    """Return the codes of the councils in a place, itself if it is one; empty for an unknown code."""
    here = place(code)
    if here is None:
        return ()
    return tuple(
        other.code
        for other in PLACES
        if other.level is PlaceLevel.COUNCIL and (other == here or here in ancestors(other.code))
    )


@dataclass(frozen=True)
class PlaceMatch:
    """What a text for a place means: all of ``codes``, or when ``ambiguous`` any one of them."""

    codes: tuple[str, ...]
    ambiguous: bool = False


def place_for(text: str) -> PlaceMatch | None:
    """Return what a text for a place means; None when unknown or empty.

    An ONS code (former ones too), or a name of a council, region or nation as people write it: with or
    without "City Council", "London Borough of" and the like, in English or Welsh. A county with districts,
    or "UK", means several places together. A small area's name ("Leeds 011B") gives its council.
    """
    known = place(text.strip().upper())
    if known is not None:
        return PlaceMatch((known.code,))
    names, short = _index()
    words = _words(_AREA_NUMBER.sub("", text.strip()))
    return (names.get(words) or short.get(_strong(words))) if words else None


@cache
def _index() -> tuple[dict[str, PlaceMatch], dict[str, PlaceMatch]]:
    """Return places by their whole name, and by the words of it that count.

    A place's own name means that place, whatever else is called so; any other name that stands for two
    places is ambiguous.
    """
    names: dict[str, PlaceMatch] = {}
    for row in _rows("place_names.csv"):
        _add(names, _words(row["text"]), PlaceMatch(tuple(row["codes"].split())))
    own: dict[str, PlaceMatch] = {}
    for one in PLACES:
        _add(own, _words(one.name), PlaceMatch((one.code,)))
    names |= own
    short: dict[str, PlaceMatch] = {}
    for words, match in names.items():
        _add(short, _strong(words), match)
    return names, short


def _add(names: dict[str, PlaceMatch], words: str, match: PlaceMatch) -> None:
    """Add a name; a name that already means another place becomes ambiguous."""
    held = names.get(words, match)
    if held == match:
        names[words] = match
    else:
        names[words] = PlaceMatch(tuple(sorted({*held.codes, *match.codes})), ambiguous=True)


def _words(text: str) -> str:
    """Return a place's name as plain words: no case, accents or punctuation."""
    plain = fold(text).replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    return " ".join(_WORD.findall(plain))


def _strong(words: str) -> str:
    """Return the words without those that may come or go; all of them when none would be left."""
    return " ".join([word for word in words.split() if word not in _WEAK]) or words
