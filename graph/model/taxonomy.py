"""The communities every graph starts with, and what people call them.

Codes, titles and descriptions of the groups DEI01 to DEI80 are those of the DEI Data Standard's taxonomy
(CC BY 4.0); the groups EAR01 to EAR04 are our own list. Both are data: see ``graph/model/data``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.model.communities import Community, CommunityLevel
from graph.model.names import fold

DATA = Path(__file__).parent / "data"
CODE_LENGTH = 9
OWN_PREFIX = "EAR"

_CODE = re.compile(r"^([A-Za-z]{3})((?:[0-9]{2}){1,3})(?:\s*[:\-–]\s.*)?$")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?\b|['’]")
_WEAK = frozenset(("people", "person", "persons", "individuals", "community", "communities")) | frozenset(
    ("group", "groups", "organisations", "led", "by", "the")
)
"""Words that a community's name may be written with or without."""


def group_of(code: str) -> str:
    """Return the code of the group that a code lies in: itself for a group."""
    return code[:5].ljust(CODE_LENGTH, "0")


def code_above(code: str) -> str | None:
    """Return the code of what a nine-character code lies under, or None for a group."""
    group, category = group_of(code), code[:7].ljust(CODE_LENGTH, "0")
    if code == group:
        return None
    return category if category not in (code, group) else group


def level_of(code: str) -> CommunityLevel:
    """Return the level that a nine-character code stands on."""
    above = code_above(code)
    if above is None:
        return CommunityLevel.GROUP
    return CommunityLevel.CATEGORY if above == group_of(code) else CommunityLevel.SUB_CATEGORY


def long_code(text: str) -> str | None:
    """Return the nine-character code of a short or long one (``DEI02`` is ``DEI020000``), or None.

    What follows the code after a colon or dash is left out. The code needn't be in the taxonomy.
    """
    found = _CODE.match(text.strip())
    return (found[1].upper() + found[2].ljust(6, "0")) if found else None


def _community(row: Mapping[str, str]) -> Community:
    """Return the community in a row of the data file."""
    return Community(
        code=row["code"],
        name=row["name"],
        level=level_of(row["code"]),
        under=code_above(row["code"]),
        only_in=row["only_in"] or None,
        never_below_nation=row["never_below_nation"] == "yes",
        description=row["description"],
        own_list=row["code"].startswith(OWN_PREFIX),
    )


def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TAXONOMY: tuple[Community, ...] = tuple(_community(row) for row in _rows("communities.csv"))
"""All communities in the standard's order: every community comes after the one it lies under."""

BY_CODE: Mapping[str, Community] = {community.code: community for community in TAXONOMY}


def ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above a code, nearest first; empty for a group."""
    above = code_above(code)
    return () if above is None else (above, *ancestors(above))


def descendants(code: str, taxonomy: Iterable[Community] = TAXONOMY) -> tuple[str, ...]:
    """Return the codes below a code, in the taxonomy's order; empty at the bottom."""
    return tuple(other.code for other in taxonomy if code in ancestors(other.code))


@dataclass(frozen=True)
class CommunityMatch:
    """What a text for communities means: all of ``codes``, or when ``ambiguous`` any one of them."""

    codes: tuple[str, ...]
    ambiguous: bool = False


class CommunityIndex:
    """Finds communities by code, name, title or synonym, whatever the case and punctuation."""

    def __init__(self, communities: Iterable[Community], synonyms: Iterable[tuple[str, CommunityMatch]]):
        self.known = {community.code: community for community in communities}
        self._names: dict[str, CommunityMatch] = {}
        self._short: dict[str, CommunityMatch] = {}
        for text, match in synonyms:
            self._add(self._names, _words(text), match)
        for community in self.known.values():
            if not community.retired:
                self._add(self._names, _words(community.name), CommunityMatch((community.code,)))
        for words, match in self._names.items():
            self._add(self._short, _strong(words), match)

    @staticmethod
    def _add(names: dict[str, CommunityMatch], words: str, match: CommunityMatch) -> None:
        """Add a name; a name that already means something else becomes ambiguous."""
        held = names.get(words, match)
        if held == match:
            names[words] = match
        else:
            names[words] = CommunityMatch(tuple(sorted({*held.codes, *match.codes})), ambiguous=True)

    def match(self, text: str) -> CommunityMatch | None:
        """Return what a text means, or None when it is no community that is known (or empty)."""
        code = long_code(text)
        if code is not None:
            return CommunityMatch((code,)) if code in self.known else None
        words = _words(text)
        if not words:
            return None
        return self._names.get(words) or self._short.get(_strong(words))


def _words(text: str) -> str:
    """Return a community's name as plain words: no case, no punctuation, no leading "the"."""
    plain = fold(text).replace("&", " and ").replace("+", " plus ").replace("/", " ")
    words = _WORD.findall(_POSSESSIVE.sub("", plain).replace(".", ""))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def word_key(text: str) -> str:
    """Return the form by which two words for communities are the same word: as names are compared here."""
    return _words(text)


def _strong(words: str) -> str:
    """Return the words without those that may come or go; all of them when none would be left."""
    return " ".join([word for word in words.split() if word not in _WEAK]) or words


@cache
def standard_index() -> CommunityIndex:
    """Return the index over the taxonomy, its official titles and the synonyms in the data files."""
    titles = [(row["title"], CommunityMatch((row["code"],))) for row in _rows("communities.csv")]
    synonyms = [
        (row["text"], CommunityMatch(tuple(row["codes"].split()), row["means"] == "any"))
        for row in _rows("community_synonyms.csv")
    ]
    return CommunityIndex(TAXONOMY, [*titles, *synonyms])


def communities_for(text: str) -> CommunityMatch | None:
    """Return what a text means in the standard taxonomy; None when unknown or empty.

    A short code, a name, an official title or a synonym, of one community or of several together.
    """
    return standard_index().match(text)
