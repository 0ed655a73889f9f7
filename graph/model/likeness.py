"""Whether a name may be that of an organisation whose register number a row gives."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from graph.model.names import variants

_COMMON = frozenset(
    (
        *("of", "for", "in", "on", "at", "to", "a", "an", "charity", "charitable", "trust", "foundation"),
        *("fund", "society", "association", "group", "club", "company", "community", "council"),
        *("national", "international", "uk", "england", "wales", "scotland", "ireland", "british"),
    )
)
"""Words that so many names share that one of them says nothing."""

ALIKE = 0.8
"""Share of letters in common (difflib's ratio) from which two words may be one with a slip: acorn, acorns."""


def name_fits(name: str, names: Iterable[str]) -> bool:
    """Return whether a name isn't absurd for an organisation of these names whose number is the same.

    It fits when one form of it is the same, is made of the other's first letters, or when half the words
    that count of the shorter name are in the longer one. Without a name on one side it fits.
    """
    mine = variants(name)
    theirs = [form for other in names for form in variants(other)]
    if not mine or not theirs:
        return True
    return any(_alike(one, other) for one in mine for other in theirs)


def _alike(one: str, other: str) -> bool:
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if _letters(one) == other.replace(" ", "") or _letters(other) == one.replace(" ", ""):
        return True
    shorter, longer = sorted((_telling(one), _telling(other)), key=len)
    return 2 * sum(_is_among(word, longer) for word in shorter) >= len(shorter)


def _is_among(word: str, others: set[str]) -> bool:
    """Return whether a word is among others, be it with a letter wrong or in the plural."""
    if word in others:
        return True
    return len(word) > 3 and any(SequenceMatcher(None, word, other).ratio() >= ALIKE for other in others)


def _telling(form: str) -> set[str]:
    words = set(form.split())
    return (words - _COMMON) or words


def _letters(form: str) -> str:
    """Return the first letters of the words, or nothing for fewer than three of them."""
    words = form.split()
    return "".join(word[0] for word in words) if len(words) > 2 else "\0"
