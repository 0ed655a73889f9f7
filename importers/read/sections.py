"""Which lone cells are section headings, by what the lone cells of a table have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.model.place_table import place_for
from importers.read.cells import NUMBER, YEAR, is_typed
from importers.read.footnotes import MARKED

LONE_SHARE = 0.5
RARE_SHARE = 0.25
SHOUTED_SHARE = 0.15
SECTION_SHARE = 0.65
MARKED_SHARE = 0.3
LEAST_ALIKE = 2
"""Lone cells there must be that are alike (in capitals, under a blank row, the same text) before that means
sections: one alone may be an organisation of which only the name is known."""

PLURAL_WORDS = """
    associations bodies centres charities churches clubs committees communities companies councils
    federations forums foundations funders groups members networks organisations partnerships
    projects schools services societies trusts
"""
PLURALS = frozenset(PLURAL_WORDS.split())
"""Words that a short section heading ends with ("Social clubs")."""

NAME_ENDS = frozenset(
    (
        "trust",
        "ltd",
        "limited",
        "cic",
        "cio",
        "charity",
        "association",
        "club",
        "society",
        "foundation",
        "group",
    )
) | frozenset(
    ("centre", "church", "fund", "project", "forum", "company", "partnership", "federation", "school")
)
"""Words that the name of one organisation ends with."""

VOWEL = re.compile("[AEIOUYÀ-Ý]", re.IGNORECASE)

PARTS = frozenset(
    ("area", "band", "category", "cluster", "county", "district", "locality", "region", "section", "sector")
) | frozenset(("theme", "tier", "type", "ward", "zone"))
"""Words that a section heading begins with ("Region: North", "Tier 2")."""

COMPASS = re.compile(
    r"(the )?(north|south|east|west|central)([ /&-]*(and )?(north|south|east|west))?( region| area)?",
    re.IGNORECASE,
)
LONG_WORD = re.compile(r"[^\W\d_]{3,} [^\W\d_]|[^\W\d_]{4}")
"""What a heading in capitals has, and no postcode or code."""

LABELLED = re.compile(r"([^\W\d_][\w ]{1,24}?)\s*:\s*\S")
COUNTED = re.compile(r"\(\d+( members| organisations| groups)?\)$")


@dataclass(frozen=True)
class LoneRows:
    """What the rows with one cell only have in common: section headings are alike, names aren't.

    ``common``: many rows are such, so each is data; ``rare``: so few that each is worth a word.
    ``again`` are the texts that come more than once. ``shouted``, ``plural``, ``after_blank`` and
    ``counted``: they are in capitals (and names aren't), end in a word such as "groups", stand under blank
    rows, end in a number in brackets. ``names_shouted``: names are in capitals, so capitals mean nothing.
    ``labels`` are the beginnings that several share ("region" of "Region: North"), ``elsewhere`` the texts
    that other rows have in the column of names, among other cells: values like theirs. ``names_marked``:
    names begin as footnotes do, with a star or "1)".
    """

    common: bool = False
    rare: bool = True
    again: frozenset[str] = frozenset()
    shouted: bool = False
    plural: bool = False
    after_blank: bool = False
    counted: bool = False
    names_shouted: bool = False
    labels: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    names_marked: bool = False

    def strict(self) -> LoneRows:
        """Return the same where words alone are no proof: only capitals, numbers and labels are."""
        return replace(self, plural=False, rare=False, again=frozenset())


def lone_rows(below: Sequence[Sequence[str]], first_column: int | None) -> LoneRows:
    """Return what the rows with one cell only have in common; ``below`` are the rows under the headings.

    ``first_column`` is where names are looked for, None when no column holds anything.
    """
    counts = [sum(1 for cell in cells if cell.strip()) for cells in below]
    lone = ["".join(cells).strip() for cells, count in zip(below, counts, strict=True) if count == 1]
    full = [cells for cells, count in zip(below, counts, strict=True) if count > 1]
    if counts and counts[0] == 1:
        counts.insert(0, 0)  # a section right under the headings stands apart as one under a blank row does
    after_blank = sum(pair == (0, 1) for pair in pairwise(counts))
    gaps = sum(before == 0 and count > 0 for before, count in pairwise(counts))
    common = len(lone) > len(below) * LONE_SHARE
    names_shouted = _names_shouted(full, first_column)
    names = _column(full, first_column)
    return LoneRows(
        common=common,
        rare=sum(not NUMBER.fullmatch(text) for text in lone) <= len(below) * RARE_SHARE,
        again=_several(lone) - {text for text, after in pairwise(lone) if text == after},
        shouted=sum(map(str.isupper, lone)) >= LEAST_ALIKE and not names_shouted and not common,
        plural=not common and sum(map(is_plural, lone)) >= LEAST_ALIKE,
        after_blank=after_blank >= max(LEAST_ALIKE, len(lone) * SECTION_SHARE, gaps * SECTION_SHARE),
        counted=not common and sum(bool(COUNTED.search(text)) for text in lone) >= LEAST_ALIKE,
        names_shouted=names_shouted,
        labels=frozenset() if common else _several(filter(None, map(_label, lone))),
        elsewhere=frozenset(lone).intersection(names),
        names_marked=sum(bool(MARKED.match(name)) for name in names) >= max(len(names) * MARKED_SHARE, 1),
    )


def _names_shouted(full: Sequence[Sequence[str]], first_column: int | None) -> bool:
    """Tell whether names are in capitals in the rows with several cells."""
    at = first_column
    names = [cells[at] for cells in full if at is not None and at < len(cells) and cells[at].strip()]
    words = [
        cell for cells in full for cell in cells if cell.isupper() and not is_typed(cell) and " " in cell
    ]
    return len(words) > len(full) * SHOUTED_SHARE or (bool(names) and all(map(str.isupper, names)))


def _column(full: Sequence[Sequence[str]], at: int | None) -> set[str]:
    return {cells[at].strip() for cells in full if at is not None and at < len(cells)}


def _several(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text, times in Counter(texts).items() if times >= LEAST_ALIKE)


def _label(text: str) -> str:
    """Return what a section heading such as "Region: North" or "Tier 2" begins with, "" for others."""
    labelled = LABELLED.match(text)
    if labelled:
        return labelled.group(1).casefold()
    first, _, rest = text.casefold().partition(" ")
    return first if first in PARTS and 0 < len(rest.split()) <= 3 else ""


def looks_like_section(text: str, lone_rows: LoneRows) -> bool:
    """Tell whether a lone cell's text is like the section headings of its table."""
    shouted = lone_rows.shouted and text.isupper() and bool(LONG_WORD.search(text)) and not is_name(text)
    worded = text[-2:].islower() or (lone_rows.rare and not lone_rows.names_shouted)
    alike = lone_rows.plural and is_plural(text) and worded
    alike = alike or (lone_rows.rare and is_place(text))
    counted = lone_rows.counted and bool(COUNTED.search(text))
    label = _label(text)
    year = bool(YEAR.fullmatch(text))
    labelled = label in lone_rows.labels or (label in PARTS and ":" in text)
    return shouted or alike or counted or labelled or year or text in lone_rows.again or text.endswith(":")


def is_name(text: str) -> bool:
    """Tell whether a text in capitals is an acronym ("RSPB") or ends as names do ("ALDER TRUST")."""
    words = text.casefold().split()
    return not VOWEL.search(text) or (len(words) > 1 and words[-1] in NAME_ENDS)


def is_place(text: str) -> bool:
    """Tell whether a short text is the name of a region, county or district, and not of its council."""
    if COMPASS.fullmatch(text.strip()):
        return True
    return len(text.split()) <= 4 and "council" not in text.casefold() and place_for(text) is not None


def is_plural(text: str) -> bool:
    """Tell whether a short text ends in a word that sections are called by ("Social clubs")."""
    words = text.casefold().split()
    return 0 < len(words) <= 4 and "of" not in words and words[-1] in PLURALS
