"""What headings mean: as plain words, and the fields that ``importers/data/headings.csv`` knows them for."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from importers.field_registry import BY_ID, FIELDS, Field

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_WORD = re.compile(r"[a-z0-9]+")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NEUTRAL = frozenset(
    ("member", "members", "organisation", "organisations", "org", "charity", "registered", "current", "main")
) | frozenset(("the", "your", "full", "uk", "company", "recipient", "applicant", "official", "contact", "of"))


def plain_heading(heading: str) -> str:
    """Return a heading as plain words: ``memberOrgId``, ``Member_Org_ID__c``, ``member org-id`` are one."""
    apart = (
        _CAMEL.sub(" ", _POSSESSIVE.sub("", heading.removesuffix("__c")))
        .lower()
        .replace("organiz", "organis")
    )
    return " ".join(_WORD.findall(apart))


@cache
def known_headings() -> Mapping[str, tuple[tuple[Field, int], ...]]:
    """Return, for each plain heading, the fields it may mean with how far down the field's list it stands.

    A heading that means a field only in some kinds of list gives the field with those kinds. What our own
    pages call a field is a heading too.
    """
    found: dict[str, list[tuple[Field, int]]] = {}
    place: dict[str, int] = {}
    own = [{"field": field.id, "heading": plain_heading(field.label), "kinds": ""} for field in FIELDS]
    with (Path(__file__).parent / "data" / "headings.csv").open(encoding="utf-8", newline="") as file:
        for row in (*csv.DictReader(file), *own):
            place[row["field"]] = place.get(row["field"], -1) + 1
            field = BY_ID[row["field"]]
            kinds = tuple(row["kinds"].split()) or field.kinds
            meant = replace(field, kinds=kinds)
            found.setdefault(row["heading"], []).append((meant, place[row["field"]]))
    return {heading: tuple(fields) for heading, fields in found.items()}


def heading_forms(heading: str) -> tuple[str, str, str]:
    """Return a heading in plain words: all, without those in brackets, without those that say nothing."""
    bare = plain_heading(_BRACKETS.sub(" ", heading))
    fewer = " ".join(word for word in bare.split() if word not in _NEUTRAL)
    return plain_heading(heading), bare, fewer


def fields_meant(heading: str) -> frozenset[str]:
    """Return the fields that a heading may mean in any kind of list; none where nobody knows it."""
    return frozenset(
        field.id for words in heading_forms(heading) for field, _ in known_headings().get(words, ())
    )
