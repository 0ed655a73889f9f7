"""What organisations are to each other by a list: part of a bigger one, replaced by a later one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model.names import canonical
from graph.model.relations import PART_OF, REPLACED_BY
from importers.fields.identifiers import is_identifier, read_identifiers
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank, read_text, without_entities
from importers.govuk_pages import page_number
from importers.heading_words import plain_heading
from importers.lists.government import code_number, scheme_of_codes
from importers.lists.organisation_values import NAME_LIMIT
from importers.lists.rows import ParsedRow, RowBuilder

RELATIONS: Mapping[str, tuple[str, bool]] = {
    "parent": (PART_OF, False),
    "part of": (PART_OF, False),
    "sponsor": (PART_OF, False),
    "child": (PART_OF, True),
    "has part": (PART_OF, True),
    "superseding": (REPLACED_BY, False),
    "superseded by": (REPLACED_BY, False),
    "replaced by": (REPLACED_BY, False),
    "successor": (REPLACED_BY, False),
    "superseded": (REPLACED_BY, True),
    "supersedes": (REPLACED_BY, True),
    "replaces": (REPLACED_BY, True),
    "predecessor": (REPLACED_BY, True),
}
"""What lists call a relation -> what it is, and whether it is the other's."""

_OF_WHOM = re.compile(r" (?:organisations?|departments?|bod(?:y|ies)|office)$")
_ORG_ID = re.compile(r"^[A-Z]{2}-[A-Z]+-\S+$")


def add_relations(builder: RowBuilder) -> None:
    """Add the fact ``related``: a list of {topic, name (or ""), number (org-id or None), inward}.

    ``inward``: the other organisation is part of this one, or was replaced by it.
    """
    related = [_related(PART_OF, False, text, builder) for text in builder.text("part_of").split(";")]
    kind = builder.read("relation", _read_relation)
    if kind is not None:
        related.append(_related(*kind, builder.text("related_to"), builder))
    found = [one for one in related if one["number"] or canonical(one["name"])]
    if found:
        builder.facts["related"] = found


def _read_relation(text: str) -> Reading[tuple[str, bool]]:
    if is_blank(text):
        return Reading()
    kind = RELATIONS.get(_OF_WHOM.sub("", plain_heading(text)))
    if kind is not None:
        return Reading(kind)
    note = f'"{quote(text)}" is no relation that is known here: it was left out.'
    return Reading(None, (warning("relation_unknown", note, text),))


def _related(topic: str, inward: bool, text: str, builder: RowBuilder) -> dict[str, Any]:
    """Return a relation to the organisation that a text means by its number, page, code or name."""
    number = None if is_blank(text) else _number(text.strip(), builder)
    name = "" if number else read_text(without_entities(text), NAME_LIMIT).value or ""
    return {"topic": topic, "name": name, "number": number, "inward": inward}


def _number(text: str, builder: RowBuilder) -> str | None:
    """Return the org-id that a text is; a code or a page's name only where the rows' own are such."""
    page = page_number(text)
    if page:
        return page
    if _ORG_ID.match(text) and is_identifier(text):
        return next((each.org_id for each in read_identifiers(text).value or ()), None)
    scheme = scheme_of_codes(builder)
    if not builder.text("code") or (scheme and not any(letter.isdigit() for letter in text)):
        return None
    return code_number(text, scheme)


def with_all_relations(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, the first of an organisation with all that the list's rows say it is related to.

    A list may have a row for each relation: what it no longer says is told apart by all of them together.
    """
    related: dict[object, dict[str, Any]] = defaultdict(dict)
    first: dict[object, int] = {}
    for row in rows:
        if not row.rejected:
            first.setdefault(_of(row), row.row)
            related[_of(row)] |= {str(sorted(one.items())): one for one in row.facts.get("related", ())}
    return tuple(
        replace(row, facts={**row.facts, "related": [one for _, one in sorted(related[_of(row)].items())]})
        if related.get(_of(row)) and first[_of(row)] == row.row
        else row
        for row in rows
    )


def _of(row: ParsedRow) -> object:
    return row.identifiers or row.row
