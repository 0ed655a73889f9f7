"""A digest of everything that lasts: every node and relationship, retracted ones and the log included.

Equal for equal graphs on either engine, as after a backup was restored. Sign-ins and jobs don't count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.every_node import pages
from graph.fact_digest import LineSum
from graph.store import Store

ORGANISATIONS = """
MATCH (node:Organisation) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

IDENTIFIERS = """
MATCH (node:Identifier) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

OTHER_NAMES = """
MATCH (node:OtherName) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

PLACES = """
MATCH (node:Place) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

COMMUNITIES = """
MATCH (node:Community) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

STATEMENTS = """
MATCH (node:Statement) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

DECLARATIONS = """
MATCH (node:Declaration) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

RULES = """
MATCH (node:Rule) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

PERSONS = """
MATCH (node:Person) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

CONSULTATIONS = """
MATCH (node:Consultation) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

PRINCIPLES = """
MATCH (node:Principle) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

ENGAGEMENTS = """
MATCH (node:Engagement) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

PARTICIPATIONS = """
MATCH (node:Participation) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

ACTIONS = """
MATCH (node:Action) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

IMPORTS = """
MATCH (node:Import) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

CHUNKS = """
MATCH (node:Chunk) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

REVIEW_ITEMS = """
MATCH (node:ReviewItem) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

MATCH_RULES = """
MATCH (node:MatchRule) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

USERS = """
MATCH (node:User) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

CHANGES = """
MATCH (node:Change) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

SETTINGS = """
MATCH (node:Setting) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

BODY_LISTS = """
MATCH (node:BodyList) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

CLAIMS = """
MATCH (node:Claim) WHERE node.id > $after AND node.id <= $upto
RETURN collect(node.id) AS id, collect(properties(node)) AS properties,
       collect([(node)-[edge]->(other) | [type(edge), other.id, properties(edge)]]) AS edges
"""

ARCHIVED: Mapping[str, str] = {
    "Organisation": ORGANISATIONS,
    "Identifier": IDENTIFIERS,
    "OtherName": OTHER_NAMES,
    "Place": PLACES,
    "Community": COMMUNITIES,
    "Statement": STATEMENTS,
    "Declaration": DECLARATIONS,
    "Rule": RULES,
    "Person": PERSONS,
    "Consultation": CONSULTATIONS,
    "Principle": PRINCIPLES,
    "Engagement": ENGAGEMENTS,
    "Participation": PARTICIPATIONS,
    "Action": ACTIONS,
    "Import": IMPORTS,
    "Chunk": CHUNKS,
    "ReviewItem": REVIEW_ITEMS,
    "MatchRule": MATCH_RULES,
    "User": USERS,
    "Change": CHANGES,
    "Setting": SETTINGS,
    "BodyList": BODY_LISTS,
    "Claim": CLAIMS,
}
"""Labels of what lasts, each with the query for its nodes between two ids."""

AT_ONCE = {"Chunk": 20, "Change": 200, "Import": 50}
"""Nodes read in one go where one may be large; 1,000 of the others."""


def archive_digest(store: Store) -> str:
    """Return 64 hex digits over every node that lasts and its outgoing relationships."""
    lines = LineSum()
    for label, query in ARCHIVED.items():
        for rows in pages(store, label, query, AT_ONCE.get(label, 1000)):
            for row in rows:
                edges = [[kind, other, _present(more)] for kind, other, more in row["edges"]]
                lines.add([label, _present(row["properties"]), sorted(edges, key=str)])
    return lines.hexdigest()


def _present(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return properties without those that hold nothing: one engine keeps them, the other doesn't."""
    return {name: value for name, value in sorted(properties.items()) if value is not None}
