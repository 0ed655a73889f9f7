"""Finding organisations: by name as people spell it, by number, by postcode; or all of them by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from graph.identifiers import holders
from graph.model.names import canonical
from graph.model.organisation_page import OrganisationLine
from graph.model.pages import Page
from graph.schema import ORGANISATION_WORDS
from graph.store import Store

MOST_FOUND = 500
"""How far down a search by words goes at first."""

ENOUGH_FOUND = 50
"""It goes further down while fewer are found who are shown."""

DEEPEST = 5_000
"""How far down it goes at most."""

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})", re.IGNORECASE)

_ORG_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]+-\S+", re.IGNORECASE)

LINES = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
WHERE coalesce(organisation.gone, false) = false AND ($role = '' OR $role IN organisation.roles)
OPTIONAL MATCH (organisation)-[:BASED_IN]->(place:Place)
RETURN organisation.id AS id, organisation.n AS n, organisation.name AS name,
       coalesce(organisation.roles, []) AS roles, coalesce(organisation.identifiers, []) AS identifiers,
       coalesce(organisation.other_names, []) AS other_names, coalesce(place.name, '') AS place,
       coalesce(organisation.postcode, '') AS postcode,
       coalesce(organisation.hide_location, false) AS hidden,
       coalesce(organisation.kept_only, false) AS kept_only, coalesce(organisation.example, false) AS example
"""

BY_NAME = """
MATCH (organisation:Organisation)
WHERE organisation.name_sort >= $name
  AND (organisation.name_sort > $name OR organisation.id > $id)
  AND coalesce(organisation.gone, false) = false AND ($role = '' OR $role IN organisation.roles)
RETURN organisation.id AS id, organisation.name_sort AS name_sort
ORDER BY organisation.name_sort, organisation.id
LIMIT $limit
"""

BY_POSTCODE = """
MATCH (organisation:Organisation {postcode: $postcode})
WHERE coalesce(organisation.gone, false) = false AND coalesce(organisation.hide_location, false) = false
RETURN organisation.id AS id
ORDER BY organisation.name_sort, organisation.id
LIMIT $limit
"""


def search_organisations(
    store: Store, text: str, role: str | None = None, after: str | None = None, limit: int = 50
) -> Page[OrganisationLine]:
    """Return the organisations that fit a person's words best, best first; without words all by name.

    Words may be a name with a letter wrong, a former name, a register number with or without its scheme,
    or a postcode. ``role`` keeps those with that role. Nobody whose location is hidden is found by postcode.
    """
    if not text.strip():
        return _by_name(store, role or "", after, limit)
    start = int(after) if after and after.isdigit() else 0
    ids = _found(store, text.strip())
    lines = organisation_lines(store, ids, role)
    wanted = canonical(text)
    lines.sort(key=lambda line: wanted not in {canonical(name) for name in (line.name, *line.other_names)})
    end = start + limit
    return Page(tuple(lines[start:end]), str(end) if len(lines) > end else None)


COUNT = """
MATCH (organisation:Organisation)
WHERE coalesce(organisation.gone, false) = false
RETURN count(organisation) AS number
"""


def organisation_count(store: Store) -> int:
    """Return how many organisations anything in force speaks of."""
    return int(store.read(COUNT)[0]["number"])


def organisation_lines(store: Store, ids: Sequence[str], role: str | None = None) -> list[OrganisationLine]:
    """Return the organisations of some ids in their order, without those gone or not of the role."""
    found = {row["id"]: _line(row) for row in store.read(LINES, ids=list(ids), role=role or "")}
    return [found[each] for each in ids if each in found]


def _by_name(store: Store, role: str, after: str | None, limit: int) -> Page[OrganisationLine]:
    name, _, last = (after or "").rpartition("\x1f")
    rows = store.read(BY_NAME, name=name, id=last, role=role, limit=limit + 1)
    lines = organisation_lines(store, [row["id"] for row in rows[:limit]], role)
    more = f"{rows[limit - 1]['name_sort']}\x1f{rows[limit - 1]['id']}" if len(rows) > limit else None
    return Page(tuple(lines), more)


def _found(store: Store, text: str) -> list[str]:
    """Return ids that fit, best first: by number, by postcode, by words."""
    ids = list(holders(store, numbers_meant(text)).values())
    if ids and _ORG_ID.fullmatch(text):
        return ids
    postcode = _POSTCODE.fullmatch(text)
    if postcode is not None:
        code = f"{postcode[1]} {postcode[2]}".upper()
        ids += [row["id"] for row in store.read(BY_POSTCODE, postcode=code, limit=MOST_FOUND)]
    ids += _by_words(store, text)
    return list(dict.fromkeys(ids))


SHOWN_TO_PEOPLE = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
WHERE coalesce(organisation.gone, false) = false
RETURN collect(id) AS ids
"""


def _by_words(store: Store, text: str) -> list[str]:
    """Return ids of those who are shown and have such words in their names, best first.

    Many who have them may stand in a register only: then the search goes further down.
    """
    limit = MOST_FOUND
    while True:
        found = [row["id"] for row in store.fulltext(ORGANISATION_WORDS, text, limit)]
        shown = set(store.read(SHOWN_TO_PEOPLE, ids=found)[0]["ids"]) if found else set()
        if len(found) < limit or len(shown) >= ENOUGH_FOUND or limit >= DEEPEST:
            return [each for each in found if each in shown]
        limit *= 10


def numbers_meant(text: str) -> list[str]:
    """Return the org-ids that a text may stand for: itself, or a number of one of the registers."""
    bare = re.sub(r"[\s,.]", "", text).upper()
    if not re.search(r"\d", bare):
        return []
    if bare.isdigit():
        return [f"GB-CHC-{bare}", f"GB-COH-{bare.zfill(8)}", f"GB-NIC-{bare}", f"GB-SC-SC{bare.zfill(6)}"]
    prefix = re.fullmatch(r"(SC|NIC?|[A-Z]{2})(\d+)", bare)
    meant = [bare]
    if prefix is not None:
        letters, digits = prefix.groups()
        meant.append(f"GB-COH-{letters[:2]}{digits.zfill(6)}")
        meant += [f"GB-SC-SC{digits.zfill(6)}"] if letters == "SC" else []
        meant += [f"GB-NIC-{digits}"] if letters.startswith("NI") else []
    return meant


def _line(row: dict[str, Any]) -> OrganisationLine:
    hidden = row.pop("hidden")
    lists: Iterable[str] = ("roles", "identifiers", "other_names")
    plain = {**row, **{name: tuple(row[name]) for name in lists}}
    return OrganisationLine(**{**plain, "place": "", "postcode": ""} if hidden else plain)
