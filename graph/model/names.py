"""Names of organisations: one canonical form to compare them by, and a form to sort them by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ALSO = re.compile(
    r"""[\s,;(\[]+(?:t\s?/\s?as?\b|trading\s+(?:name\s+)?(?:as|of)\b|working\s+as\b|operating\s+as\b
    |(?:formerly|previously)(?:\s+known\s+as|\s+called)?\b|f\s?/\s?k\s?/\s?a\b|(?:now\s+)?(?:also\s+)?known\s+as\b
    |a\s?/\s?k\s?/\s?a\b|\baka\b|working\s+name\b|now\s+called\b)[\s:.]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that stand between an organisation's name and another of its names."""

_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{pattern}\b"), replacement)
    for pattern, replacement in (
        (r"charitable incorporated organi[sz]ation", "cio"),
        (r"scottish charitable incorporated organi[sz]ation", "scio"),
        (r"community interest company", "cic"),
        (r"public limited company", "plc"),
        (r"(?:a )?company limited by guarantee", "limited"),
        (r"councils? (?:for|of) voluntary (?:service|services|action|organisations)", "cvs"),
        (r"citizens advice bureaux?", "citizens advice"),
    )
)

_PHRASE_KEYS = ("organi", "company", "council", "bureau")
"""Without one of these in it a name holds no phrase: looking for them first is most of the speed."""

_LEGAL = frozenset(("ltd", "limited", "plc", "llp", "clg", "cio", "scio", "cic")) | frozenset(
    ("incorporated", "inc", "cyf", "cyfyngedig", "the", "and")
)
"""Words that say how an organisation is constituted, and the two little words that come and go."""

_SPELLINGS = {
    "saint": "st",
    "saints": "sts",
    "centre": "center",
    "centres": "centers",
    "organization": "organisation",
    "organizations": "organisations",
    "assoc": "association",
    "assn": "association",
    "soc": "society",
    "co": "company",
    "cttee": "committee",
    "univ": "university",
    "nat": "national",
    "natl": "national",
    "intl": "international",
    "comm": "community",
    "dept": "department",
    "govt": "government",
    "programme": "program",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
}

_WORD = re.compile(r"\w+", re.UNICODE)
_CO_OPERATIVE = re.compile(r"\bco[\s-]+op(erat\w*)?\b")
_ACRONYM = re.compile(r"\b(?:\w\.\s?){2,}(?:\w\b)?")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ′"), None)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True)
class NameParts:
    """What a name cell says: the name itself, and the other names it speaks of ("t/a", "formerly")."""

    name: str
    also: tuple[str, ...] = ()


def name_parts(text: str) -> NameParts:
    """Return the name and the other names in a cell such as "Acorn Ltd t/a Oak (formerly Ash)".

    The parts are trimmed, not otherwise changed. Without such words the whole text is the name.
    """
    pieces = [piece.strip(" ,;:-([)]") if piece else "" for piece in _ALSO.split(text)]
    if len(pieces) == 1 or not pieces[0]:
        return NameParts(text.strip())
    first = pieces[0] + (")" if pieces[0].count("(") > pieces[0].count(")") else "")
    also = tuple(piece for piece in pieces[1:] if piece and piece != first)
    return NameParts(first, also)


def canonical(name: str) -> str:
    """Return the form by which two names are the same name; empty for an empty name or one of signs only.

    Case, accents, punctuation, brackets, Ltd/Limited, CIO, CIC, The, &/and, Saint/St, apostrophes,
    "formerly …" and "t/a …" don't count. The result is lower-case words joined by single spaces, and is
    its own canonical form.
    """
    return _canonical_words(name_parts(name).name)


def variants(name: str) -> tuple[str, ...]:
    """Return every canonical form that a name may be met under, its own first; empty for an empty name.

    These are the name, the other names it speaks of, and the name without what stands in brackets.
    """
    parts = name_parts(name)
    forms = [_canonical_words(part) for part in (parts.name, *parts.also)]
    forms.append(_canonical_words(_BRACKETED.sub(" ", parts.name)))
    return tuple(dict.fromkeys(form for form in forms if form))


def name_sort(name: str) -> str:
    """Return the form that lists sort by: lower case, without accents and without a leading "the"."""
    text = " ".join(fold(name).split()).lstrip("\"'“”‘’([{ ")
    return text[4:].lstrip() if text.startswith("the ") and len(text) > 4 else text


def fold(text: str) -> str:
    """Return the text in lower case without accents, its letters in their plainest form (NFKC)."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare).casefold()


@lru_cache(maxsize=50_000)
def _canonical_words(text: str) -> str:
    """Return the words that count, spelt one way; all the words when none would be left."""
    folded = fold(text).translate(_APOSTROPHES).replace("&", " and ").replace("+", " and ")
    if "." in folded:
        folded = _ACRONYM.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", folded)
    folded = _CO_OPERATIVE.sub(lambda found: f"coop{found[1] or ''}", folded)
    words = _WORD.findall(folded.replace("_", " "))
    while (fewer := _words_that_count(words)) != words:
        words = fewer
    return " ".join(words)


def _words_that_count(words: list[str]) -> list[str]:
    """Return the words spelt one way, without the legal ones; a phrase may appear once one is gone."""
    spelt = " ".join([_SPELLINGS.get(word, word) for word in words])
    if any(key in spelt for key in _PHRASE_KEYS):
        for pattern, replacement in _PHRASES:
            spelt = pattern.sub(replacement, spelt)
    kept = spelt.split()
    return [word for word in kept if word not in _LEGAL] or kept
