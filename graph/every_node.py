"""Every node of a label, a page at a time in the order of their ids, however many there are.

A page that says only where it begins is slow on the embedded engine: it works out its answer for every node
that is left and then takes the first thousand. So the ids are fetched far ahead, and each page says where it
ends too; both engines answer that out of the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.store import Store
from graph.transaction import rows_from

IDS_AT_ONCE = 20_000
"""Ids fetched ahead: bounds memory."""

ORGANISATIONS_AFTER = """
MATCH (node:Organisation) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

IDENTIFIERS_AFTER = """
MATCH (node:Identifier) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

OTHER_NAMES_AFTER = """
MATCH (node:OtherName) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

PLACES_AFTER = """
MATCH (node:Place) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

COMMUNITIES_AFTER = """
MATCH (node:Community) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

STATEMENTS_AFTER = """
MATCH (node:Statement) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

DECLARATIONS_AFTER = """
MATCH (node:Declaration) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

RULES_AFTER = """
MATCH (node:Rule) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

PERSONS_AFTER = """
MATCH (node:Person) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

CONSULTATIONS_AFTER = """
MATCH (node:Consultation) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

PRINCIPLES_AFTER = """
MATCH (node:Principle) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

ENGAGEMENTS_AFTER = """
MATCH (node:Engagement) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

PARTICIPATIONS_AFTER = """
MATCH (node:Participation) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

ACTIONS_AFTER = """
MATCH (node:Action) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

IMPORTS_AFTER = """
MATCH (node:Import) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

CHUNKS_AFTER = """
MATCH (node:Chunk) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

REVIEW_ITEMS_AFTER = """
MATCH (node:ReviewItem) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

MATCH_RULES_AFTER = """
MATCH (node:MatchRule) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

USERS_AFTER = """
MATCH (node:User) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

CHANGES_AFTER = """
MATCH (node:Change) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

SETTINGS_AFTER = """
MATCH (node:Setting) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

BODY_LISTS_AFTER = """
MATCH (node:BodyList) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

CLAIMS_AFTER = """
MATCH (node:Claim) WHERE node.id > $after
WITH node.id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
"""

IDS: Mapping[str, str] = {
    "Organisation": ORGANISATIONS_AFTER,
    "Identifier": IDENTIFIERS_AFTER,
    "OtherName": OTHER_NAMES_AFTER,
    "Place": PLACES_AFTER,
    "Community": COMMUNITIES_AFTER,
    "Statement": STATEMENTS_AFTER,
    "Declaration": DECLARATIONS_AFTER,
    "Rule": RULES_AFTER,
    "Person": PERSONS_AFTER,
    "Consultation": CONSULTATIONS_AFTER,
    "Principle": PRINCIPLES_AFTER,
    "Engagement": ENGAGEMENTS_AFTER,
    "Participation": PARTICIPATIONS_AFTER,
    "Action": ACTIONS_AFTER,
    "Import": IMPORTS_AFTER,
    "Chunk": CHUNKS_AFTER,
    "ReviewItem": REVIEW_ITEMS_AFTER,
    "MatchRule": MATCH_RULES_AFTER,
    "User": USERS_AFTER,
    "Change": CHANGES_AFTER,
    "Setting": SETTINGS_AFTER,
    "BodyList": BODY_LISTS_AFTER,
    "Claim": CLAIMS_AFTER,
}
"""Labels of what lasts, each with the query for the ids after one, in order."""


def ids_of(store: Store, label: str, at_once: int) -> Iterator[list[str]]:
    """Yield the ids of every node of a label in order, ``at_once`` or fewer at a time."""
    after = ""
    while ahead := store.columns(IDS[label], after=after, limit=IDS_AT_ONCE)["ids"]:
        after = ahead[-1]
        yield from (ahead[first : first + at_once] for first in range(0, len(ahead), at_once))


def pages(store: Store, label: str, query: str, at_once: int) -> Iterator[list[dict[str, Any]]]:
    """Yield a query's rows about every node of a label, about ``at_once`` nodes at a time; no page is empty.

    The query asks for the nodes whose id is above ``$after`` and not above ``$upto``, and collects columns.
    """
    after = ""
    for ids in ids_of(store, label, at_once):
        if rows := rows_from(store.columns(query, after=after, upto=ids[-1])):
            yield rows
        after = ids[-1]
