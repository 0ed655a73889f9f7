"""How alike two names and two postcodes are, in words that a person can check."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from graph.model.names import canonical, fold, variants
from graph.model.plan import Candidate, KnownOrganisation

_SMALL = frozenset({"a", "and", "at", "for", "in", "of", "on", "the", "to", "with"})
"""Words that initials leave out."""

ALIKE = 62.0
"""Token-set likeness (0 to 100, rapidfuzz) from which a name isn't absurd for a register number."""


def names_fit(name: str, others: Iterable[str]) -> bool:
    """Return whether a name could be that of an organisation known by other names.

    An empty name fits anything; so do one canonical form, most words shared, or the initials of the other.
    """
    forms = variants(name)
    known = [other for other in others if other]
    if not forms or not known:
        return True
    return any(_forms_fit(forms, variants(other)) or _is_short_for(name, other) for other in known)


def _forms_fit(forms: Iterable[str], others: Iterable[str]) -> bool:
    pairs = [(one, other) for one in forms for other in others]
    return any(one == other or fuzz.token_set_ratio(one, other) >= ALIKE for one, other in pairs)


def _is_short_for(name: str, other: str) -> bool:
    one, two = _letters(name), _letters(other)
    return one == _initials(other) or two == _initials(name)


def _letters(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _initials(name: str) -> str:
    words = [word.strip("().,") for word in fold(name).replace("-", " ").split()]
    firsts = [word[0] for word in words if word and word not in _SMALL]
    return "".join(firsts) if len(firsts) > 1 else "\0"


def district(postcode: str | None) -> str | None:
    """Return the postcode district ("LS1" of "LS1 4AP"); a partial postcode is its own district."""
    if not postcode:
        return None
    parts = postcode.split()
    return parts[0] if parts else None


def near(one: str | None, other: str | None) -> bool:
    """Return whether two postcodes are the same or lie in the same district; unknown is not near."""
    return one is not None and other is not None and district(one) == district(other)


def candidate(
    known: KnownOrganisation, name: str, postcode: str | None, numbers: Iterable[str] = ()
) -> Candidate:
    """Return an organisation as a candidate for a row, with the reasons for and against in words."""
    score = max((_score(name, other) for other in known.names), default=0.0)
    shared = sorted(set(numbers) & set(known.identifiers))
    reasons = [f"same number {number}" for number in shared]
    reasons += _name_reasons(name, known)
    reasons += _place_reasons(postcode, known.postcode)
    if known.identifiers and not shared:
        reasons.append(f"has the number {', '.join(known.identifiers[:3])}")
    if known.status == "closed":
        reasons.append("is closed")
    return Candidate(known.id, known.name, tuple(reasons), round(1.0 if shared else score, 3))


def _score(name: str, other: str) -> float:
    return fuzz.token_sort_ratio(canonical(name), canonical(other)) / 100


def _name_reasons(name: str, known: KnownOrganisation) -> list[str]:
    forms = set(variants(name))
    if forms & set(variants(known.name)):
        return ["same name"]
    if any(forms & set(variants(other)) for other in known.names):
        return ["same as one of its other names"]
    here, there = set(canonical(name).split()), set(canonical(known.name).split())
    reasons = []
    if here & there:
        reasons.append(f"both say {_quoted(here & there)}")
    if here ^ there:
        reasons.append(f"only one says {_quoted(here ^ there)}")
    return reasons


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(words)[:4])


def _place_reasons(one: str | None, other: str | None) -> list[str]:
    if not one or not other:
        return ["no postcode to compare"]
    if one == other:
        return [f"same postcode {one}"]
    if near(one, other):
        return [f"same postcode district {district(one)}"]
    return [f"postcode {other} there, {one} here"]
