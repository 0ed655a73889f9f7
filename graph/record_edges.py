"""The edges of a record: memberships, communities, places, the whole of a branch, other names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from graph.model.identifiers import made_id
from graph.model.names import canonical
from graph.model.organisations import Record
from graph.store import Tx

Edge = tuple[str, str | None, str | None]
"""One derived edge of an organisation: the other end's id, and up to two properties as text."""

Edges = Mapping[str, frozenset[Edge]]
"""The edges of one organisation by their type."""


def edges_of(record: Record) -> dict[str, frozenset[Edge]]:
    """Return the edges that a record stands for, by their type; no key where there are none."""
    edges = {
        "MEMBER_OF": frozenset((each.body_id, each.since, each.until) for each in record.memberships),
        "WORKS_WITH": frozenset((code, status, None) for code, status in record.works_with.items()),
        "BASED_IN": frozenset((code, None, None) for code in (record.place,) if code),
        "WORKS_IN": frozenset((code, None, None) for code in record.works_in),
        "BRANCH_OF": frozenset((whole, None, None) for whole in (record.branch_of,) if whole),
    }
    return {kind: several for kind, several in edges.items() if several}


CREATE_MEMBER_OF = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})
MATCH (body:Organisation {id: edge.to})
CREATE (organisation)-[:MEMBER_OF {since: edge.one, until: edge.other}]->(body)
"""

CREATE_WORKS_WITH = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})
MATCH (community:Community {id: edge.to})
CREATE (organisation)-[:WORKS_WITH {status: edge.one}]->(community)
"""

CREATE_BASED_IN = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})
MATCH (place:Place {id: edge.to})
CREATE (organisation)-[:BASED_IN]->(place)
"""

CREATE_WORKS_IN = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})
MATCH (place:Place {id: edge.to})
CREATE (organisation)-[:WORKS_IN]->(place)
"""

CREATE_BRANCH_OF = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})
MATCH (whole:Organisation {id: edge.to})
CREATE (organisation)-[:BRANCH_OF]->(whole)
"""

# The other end is compared as a text, which no index answers: whoever plans these begins at the organisation,
# which has a few such edges, and never at a body or community with 30,000 of them.
REMOVE_MEMBER_OF = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})-[old:MEMBER_OF]->(body)
WHERE toString(body.id) = edge.to
DELETE old
"""

REMOVE_WORKS_WITH = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})-[old:WORKS_WITH]->(community)
WHERE toString(community.id) = edge.to
DELETE old
"""

REMOVE_BASED_IN = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})-[old:BASED_IN]->(place)
WHERE toString(place.id) = edge.to
DELETE old
"""

REMOVE_WORKS_IN = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})-[old:WORKS_IN]->(place)
WHERE toString(place.id) = edge.to
DELETE old
"""

REMOVE_BRANCH_OF = """
UNWIND $edges AS edge
MATCH (organisation:Organisation {id: edge.from})-[old:BRANCH_OF]->(whole)
WHERE toString(whole.id) = edge.to
DELETE old
"""

EDGE_TYPES: dict[str, tuple[str, str]] = {
    "MEMBER_OF": (REMOVE_MEMBER_OF, CREATE_MEMBER_OF),
    "WORKS_WITH": (REMOVE_WORKS_WITH, CREATE_WORKS_WITH),
    "BASED_IN": (REMOVE_BASED_IN, CREATE_BASED_IN),
    "WORKS_IN": (REMOVE_WORKS_IN, CREATE_WORKS_IN),
    "BRANCH_OF": (REMOVE_BRANCH_OF, CREATE_BRANCH_OF),
}
"""How the edges of each type are taken away and made."""


def change_edges(tx: Tx, changes: Mapping[str, tuple[Edges, Edges]]) -> None:
    """Turn each organisation's edges from the first into the second, where the other end is in the graph."""
    for kind, (remove, create) in EDGE_TYPES.items():
        old, new = [], []
        for org_id, (before, after) in changes.items():
            was, is_due = before.get(kind, frozenset()), after.get(kind, frozenset())
            old += [_edge(org_id, each) for each in was - is_due]
            new += [_edge(org_id, each) for each in sorted(is_due - was, key=str)]
        if old:
            tx.run(remove, edges=old)
        if new:
            tx.run(create, edges=new)


def _edge(org_id: str, edge: Edge) -> dict[str, Any]:
    other, one, two = edge
    return {"from": org_id, "to": other, "one": one, "other": two}


PLACES_THERE = """
UNWIND $ids AS id
MATCH (place:Place {id: id})
RETURN collect(id) AS ids
"""

COMMUNITIES_THERE = """
UNWIND $ids AS id
MATCH (community:Community {id: id})
RETURN collect(id) AS ids
"""

ORGANISATIONS_THERE = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS ids
"""

_THERE = {
    "MEMBER_OF": ORGANISATIONS_THERE,
    "BRANCH_OF": ORGANISATIONS_THERE,
    "WORKS_WITH": COMMUNITIES_THERE,
    "BASED_IN": PLACES_THERE,
    "WORKS_IN": PLACES_THERE,
}


def reachable_edges(tx: Tx, due: Mapping[str, Edges], stored: Mapping[str, Edges]) -> dict[str, Edges]:
    """Return the edges that are due without those whose other end isn't in the graph."""
    missing: dict[str, set[str]] = {}
    for kind, query in _THERE.items():
        ends = {edge[0] for edges in due.values() for edge in edges.get(kind, ())}
        ends -= {edge[0] for edges in stored.values() for edge in edges.get(kind, ())}
        if ends:
            missing[kind] = ends - set(tx.run(query, ids=sorted(ends))[0]["ids"])
    if not any(missing.values()):
        return dict(due)
    return {org_id: _without(edges, missing) for org_id, edges in due.items()}


def _without(edges: Edges, missing: Mapping[str, set[str]]) -> Edges:
    kept = {
        kind: frozenset(edge for edge in several if edge[0] not in missing.get(kind, ()))
        for kind, several in edges.items()
    }
    return {kind: several for kind, several in kept.items() if several}


CREATE_OTHER_NAMES = """
UNWIND $names AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (other:OtherName {id: row.id, name: row.name, canonical: row.canonical})
CREATE (other)-[:NAMES]->(organisation)
"""

REMOVE_OTHER_NAMES = """
UNWIND $names AS row
MATCH (other:OtherName {id: row.id})
DETACH DELETE other
"""


def change_other_names(tx: Tx, changes: Mapping[str, tuple[Collection[str], Collection[str]]]) -> None:
    """Turn each organisation's other names from the first into the second."""
    old = [_name(org, name) for org, (was, due) in changes.items() for name in was if name not in due]
    new = [_name(org, name) for org, (was, due) in changes.items() for name in due if name not in was]
    if old:
        tx.run(REMOVE_OTHER_NAMES, names=old)
    if new:
        tx.run(CREATE_OTHER_NAMES, names=new)


def _name(org_id: str, name: str) -> dict[str, str]:
    return {
        "id": made_id("other name", org_id, name),
        "organisation": org_id,
        "name": name,
        "canonical": canonical(name),
    }
