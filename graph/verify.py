"""Is the graph whole? Invariants, digests of the facts and of everything, and the change log's chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph.archive_digest import archive_digest
from graph.changes import chain_state
from graph.every_node import ids_of
from graph.fact_digest import digest_of_facts
from graph.model.as_member import is_spoken_of
from graph.model.statements import Statement
from graph.record_edges import Edges
from graph.records import Stored, properties_of, references, stored_records
from graph.statements import derived_from, statements_ever_made
from graph.store import Store
from graph.transaction import rows_from

AT_ONCE = 500
"""Organisations looked at in one go: bounds memory."""

SHOWN_AT_MOST = 20
"""How many cases of one broken invariant are named."""


def verify(store: Store) -> dict[str, Any]:
    """Return the state of the graph as ``flask verify`` prints it.

    {"ok", "organisations", "relationships", "revision", "digest", "archive_digest", "audit": {"entries",
    "chain"}, "broken": sentences about invariants that don't hold}. The digests are 64 hex digits:
    ``digest`` is equal for equal facts in force, whatever engine, order of imports, days and numbers;
    ``archive_digest`` is equal for equal graphs, retracted facts and log included. Invariants are listed
    in docs/data-model.md. Memory stays bounded.
    """
    revision = store.revision()
    entries, chain = chain_state(store)
    broken = [*_broken_by_count(store), *_few(_broken_records(store))]
    facts = digest_of_facts(store)
    return {
        "ok": not broken and chain == "whole",
        "organisations": facts.organisations,
        "relationships": facts.relationships,
        "revision": revision,
        "digest": facts.digest,
        "archive_digest": archive_digest(store),
        "audit": {"entries": entries, "chain": chain},
        "broken": broken,
    }


NUMBER_WITHOUT_ONE_HOLDER = """
MATCH (identifier:Identifier)
WHERE size([(identifier)-[:IDENTIFIES]->(:Organisation) | 1]) <> 1
RETURN identifier.id AS id
LIMIT $limit
"""

STATEMENT_WITHOUT_ONE_ORGANISATION = """
MATCH (statement:Statement)
WHERE size([(statement)-[:ABOUT]->(:Organisation) | 1]) <> 1
RETURN statement.id AS id
LIMIT $limit
"""

STATEMENT_WITHOUT_ONE_MAKER = """
MATCH (statement:Statement)
WHERE size([(statement)-[:MADE_IN]->(import:Import) WHERE import.id = statement.import_id | 1])
    + size([(statement)-[:MADE_BY]->(:User) | 1]) <> 1
RETURN statement.id AS id
LIMIT $limit
"""

DECLARATION_WITHOUT_ONE_ORGANISATION = """
MATCH (declaration:Declaration)
WHERE size([(declaration)-[:ABOUT]->(:Organisation) | 1]) <> 1
RETURN declaration.id AS id
LIMIT $limit
"""

PARTICIPATION_WITHOUT_ITS_ENDS = """
MATCH (part:Participation)
WHERE size([(part)-[:BY]->(:Organisation) | 1]) <> 1 OR size([(part)-[:IN]->(:Engagement) | 1]) <> 1
RETURN part.id AS id
LIMIT $limit
"""

NUMBER_BEYOND_THE_COUNTER = """
MATCH (organisation:Organisation)
OPTIONAL MATCH (counter:Setting {id: 'organisation numbers'})
WITH organisation, counter
WHERE organisation.n IS NULL OR organisation.n > coalesce(counter.value, 0)
RETURN organisation.id AS id
LIMIT $limit
"""

NUMBER_TWICE = """
MATCH (organisation:Organisation)
WITH organisation.n AS n, count(organisation) AS number
WHERE number > 1
RETURN toString(n) AS id
LIMIT $limit
"""

COMMITTED_WITH_AN_OPEN_CHUNK = """
MATCH (import:Import)-[:HAS_CHUNK]->(chunk:Chunk)
WHERE import.state IN ['committed', 'waiting'] AND chunk.committed_at IS NULL
RETURN DISTINCT import.id AS id
LIMIT $limit
"""

COMMITTED_WITH_A_WAITING_ROW = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE import.state IN ['committed', 'undone']
RETURN DISTINCT import.id AS id
LIMIT $limit
"""

STATEMENT_OF_AN_UNDONE_IMPORT = """
MATCH (statement:Statement)-[:MADE_IN]->(import:Import {state: 'undone'})
WHERE statement.retracted_at IS NULL AND statement.undone_at IS NULL
RETURN statement.id AS id
LIMIT $limit
"""

LIST_WITHOUT_ONE_BODY = """
MATCH (entry:BodyList)
WHERE size([(entry)-[:LIST_OF]->(:Organisation) | 1]) <> 1
RETURN entry.id AS id
LIMIT $limit
"""

LIST_NOTED_TWICE = """
MATCH (entry:BodyList)-[:LIST_OF]->(body:Organisation)
WHERE entry.retracted_at IS NULL
WITH body, count(entry) AS number
WHERE number > 1
RETURN body.id AS id
LIMIT $limit
"""

CLAIM_WITHOUT_ONE_BODY = """
MATCH (claim:Claim)
WHERE size([(claim)-[:SAID_OF]->(:Organisation) | 1]) <> 1
RETURN claim.id AS id
LIMIT $limit
"""

CLAIM_OF_AN_UNDONE_IMPORT = """
MATCH (import:Import {kind: 'claims', state: 'undone'})
MATCH (claim:Claim {import_id: import.id})
WHERE claim.retracted_at IS NULL
RETURN claim.id AS id
LIMIT $limit
"""

GRANT_OF_AN_UNDONE_IMPORT = """
MATCH (:Organisation)-[grant:FUNDED]->(:Organisation)
WHERE grant.retracted_at IS NULL
MATCH (import:Import {id: grant.import_id, state: 'undone'})
RETURN grant.id AS id
LIMIT $limit
"""

COUNTED: tuple[tuple[str, str], ...] = (
    ("every register number has exactly one organisation", NUMBER_WITHOUT_ONE_HOLDER),
    ("every statement is about exactly one organisation", STATEMENT_WITHOUT_ONE_ORGANISATION),
    ("every statement has exactly one maker", STATEMENT_WITHOUT_ONE_MAKER),
    ("every declaration is about exactly one organisation", DECLARATION_WITHOUT_ONE_ORGANISATION),
    ("every participation has one engagement and one organisation", PARTICIPATION_WITHOUT_ITS_ENDS),
    ("no organisation's n is beyond the counter", NUMBER_BEYOND_THE_COUNTER),
    ("no two organisations share an n", NUMBER_TWICE),
    ("a committed import has no open chunk", COMMITTED_WITH_AN_OPEN_CHUNK),
    ("rows wait only in imports that are in force", COMMITTED_WITH_A_WAITING_ROW),
    ("an undone import says nothing", STATEMENT_OF_AN_UNDONE_IMPORT),
    ("no grant in force is of an undone import", GRANT_OF_AN_UNDONE_IMPORT),
    ("every note about a list is about exactly one body", LIST_WITHOUT_ONE_BODY),
    ("a body's list has one set of notes in force", LIST_NOTED_TWICE),
    ("every claim is about exactly one body", CLAIM_WITHOUT_ONE_BODY),
    ("an undone import claims nothing", CLAIM_OF_AN_UNDONE_IMPORT),
)
"""Invariants that one query each can hold against the graph: its rows are the cases that break it."""


def _broken_by_count(store: Store) -> Iterator[str]:
    for sentence, query in COUNTED:
        cases = [row["id"] for row in store.read(query, limit=SHOWN_AT_MOST)]
        if cases:
            yield f"{sentence}: {', '.join(cases)}"


RECORD_NODES = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS id,
       collect([(organisation)<-[:IDENTIFIES]-(identifier:Identifier) | identifier.id]) AS identifiers,
       collect([(organisation)<-[:NAMES]-(other:OtherName) | other.name]) AS other_names
"""


def _broken_records(store: Store) -> Iterator[str]:
    """Yield a sentence for every organisation whose record isn't what its statements make."""
    for ids in ids_of(store, "Organisation", AT_ONCE):
        stored = stored_records(store, ids)
        nodes = {row["id"]: row for row in rows_from(store.columns(RECORD_NODES, organisations=ids))}
        statements = statements_ever_made(store, ids)
        silent = [each for each in ids if not is_spoken_of(_in_force(statements.get(each, ())))]
        referred = set(references(store, silent))
        for each in ids:
            ever = statements.get(each, [])
            wrong = _wrong_fields(stored[each], ever, is_referred_to=each in referred)
            wrong += _wrong_nodes(stored[each], nodes[each])
            if wrong:
                found = ", ".join(sorted(wrong))
                yield f"every record is what its statements make: {each} differs in {found}"


def _in_force(statements: Iterable[Statement]) -> list[Statement]:
    return [each for each in statements if each.retracted_at is None]


def _wrong_fields(stored: Stored, ever: Sequence[Statement], *, is_referred_to: bool) -> list[str]:
    """Return the properties and types of edges that aren't what all the statements make."""
    derived = derived_from(_in_force(ever), ever)
    due = properties_of(derived, stored.properties.get("withheld") or [])
    due["gone"] = not derived.spoken_of and not is_referred_to
    wrong = [name for name, value in due.items() if not _same(stored.properties.get(name), value)]
    return wrong + _wrong_edges(stored, derived.edges)


def _wrong_edges(stored: Stored, due: Edges) -> list[str]:
    """Return the types of edges that aren't as due; one whose other end isn't in the graph may be missing."""
    wrong = []
    for kind in {*due, *stored.edges}:
        has, wanted = stored.edges.get(kind, frozenset()), due.get(kind, frozenset())
        if has - wanted or (kind == "MEMBER_OF" and wanted - has):
            wrong.append(kind)
    return wrong


def _wrong_nodes(stored: Stored, nodes: dict[str, Any]) -> list[str]:
    pairs = (("identifiers", "identifiers"), ("other_names", "other_names"))
    return [
        f"nodes of {name}"
        for name, found in pairs
        if sorted(stored.properties.get(name) or []) != sorted(nodes[found])
    ]


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other or None)


def _few(sentences: Iterable[str]) -> list[str]:
    """Return the first sentences and how many more there are."""
    every = list(sentences)
    more = [f"and {len(every) - SHOWN_AT_MOST} more"] if len(every) > SHOWN_AT_MOST else []
    return every[:SHOWN_AT_MOST] + more
