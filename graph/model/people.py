"""People, the posts they hold, and who in government is in touch with whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model.names import fold

_WORD = re.compile(r"\w+")
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "revd")
) | frozenset(("reverend", "cllr", "councillor", "hon", "rt", "mp", "ms", "msp", "mla", "obe", "mbe", "cbe"))
"""Words before or after a person's name that don't tell two people apart."""


@dataclass(frozen=True)
class Person:
    """Somebody who acts for an organisation; ``do_not_contact`` is obeyed by every list and export."""

    id: str
    name: str
    email: str | None = None
    do_not_contact: bool = False
    basis: str = ""
    obtained: str = ""


@dataclass(frozen=True)
class Post:
    """A role that a person holds at an organisation."""

    id: str
    person: str
    organisation: str
    role: str = ""
    since: str | None = None
    until: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Liaison:
    """A person or organisation in government and an infrastructure body that are in touch."""

    id: str
    from_person: str | None
    from_organisation: str | None
    body: str
    topic: str = ""
    since: str | None = None
    until: str | None = None
    source: str = ""


def person_key(name: str) -> str:
    """Return the form by which two people's names are the same name; empty for an empty name.

    Case, accents, punctuation, titles and honours don't count, nor does what stands in brackets;
    "Surname, First name" is turned round.
    """
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", fold(name)).replace("'", "").replace("’", "")
    surname, comma, first = bare.partition(",")
    words = _WORD.findall(f"{first} {surname}" if comma else bare)
    return " ".join([word for word in words if word not in _TITLES] or words)


def names_fit(one: str, other: str) -> bool:
    """Return whether two names may be one person's: a word in common, or one of them empty.

    Asked only of two people with the same e-mail address, which a shared mailbox gives to several.
    """
    words, others = set(person_key(one).split()), set(person_key(other).split())
    return not words or not others or bool({word for word in words & others if len(word) > 1})
