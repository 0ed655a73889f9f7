"""Organisations that aren't in the graph yet: made with their numbers, names and edges in few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.identifiers import number_row
from graph.model.plan import ImportContext
from graph.model.statements import Statement
from graph.record_edges import Edges, change_edges, change_other_names
from graph.records import Derived
from graph.statements import statement_row
from graph.store import Tx

NUMBERS = "organisation numbers"
"""The Setting that counts up ``n``."""

CREATE_ORGANISATIONS = """
MERGE (counter:Setting {id: $counter})
ON CREATE SET counter.value = $wanted
ON MATCH SET counter.value = counter.value + $wanted
WITH counter.value - $wanted AS last
UNWIND $organisations AS row
CREATE (organisation:Organisation {id: row.id, n: last + row.n, version: 1})
SET organisation += row.properties
FOREACH (number IN row.numbers |
    CREATE (:Identifier {id: number.id, scheme: number.scheme, value: number.value})
        -[:IDENTIFIES]->(organisation))
"""

CREATE_LISTED_ORGANISATIONS = """
MATCH (import:Import {id: $import_id})
OPTIONAL MATCH (body:Organisation {id: $body_id})
MERGE (counter:Setting {id: $counter})
ON CREATE SET counter.value = $wanted
ON MATCH SET counter.value = counter.value + $wanted
WITH import, body, counter.value - $wanted AS last
UNWIND $given.organisations AS row
CREATE (organisation:Organisation {id: row.id, n: last + row.n, version: 1})
SET organisation += row.properties
CREATE (statement:Statement {id: row.said.id})
SET statement += row.said, statement += $said
CREATE (statement)-[:ABOUT]->(organisation)
CREATE (statement)-[:MADE_IN]->(import)
FOREACH (number IN row.numbers |
    CREATE (:Identifier {id: number.id, scheme: number.scheme, value: number.value})
        -[:IDENTIFIES]->(organisation))
FOREACH (tie IN row.memberships |
    CREATE (organisation)-[:MEMBER_OF {since: tie.since, until: tie.until}]->(body))
"""


OWN = ("id", "row", "policies", "values")
"""What each statement of an import has for itself; its kind, source and days it shares with the others."""


def create_organisations(tx: Tx, organisations: Mapping[str, Derived]) -> None:
    """Make organisations that aren't there yet, with version 1; their numbers are nobody's so far."""
    if organisations:
        rows = [new_row(each, derived) for each, derived in organisations.items()]
        tx.run(CREATE_ORGANISATIONS, organisations=_numbered(rows), counter=NUMBERS, wanted=len(rows))
        edges = {each: derived.edges for each, derived in organisations.items()}
        _add_edges(tx, edges, organisations)


def create_listed_organisations(
    tx: Tx,
    organisations: Mapping[str, Derived],
    rows: Sequence[Mapping[str, Any]],
    said: Statement,
    context: ImportContext,
) -> None:
    """Make organisations each with the one statement of an import that speaks of it, all in one query.

    ``rows`` are theirs (``listed_row``); ``said`` is any of the statements, for what they share. Much faster
    than one after the other, since nothing that was just made has to be looked up again.
    """
    tx.run(
        CREATE_LISTED_ORGANISATIONS,
        import_id=context.import_id,
        body_id=context.body_id or "",
        said={**_shared(statement_row(said)), "import_id": context.import_id},
        given={"organisations": _numbered(rows)},
        counter=NUMBERS,
        wanted=len(rows),
    )
    edges = {
        each: {kind: ends for kind, ends in derived.edges.items() if kind != "MEMBER_OF"}
        for each, derived in organisations.items()
    }
    _add_edges(tx, edges, organisations)


def new_row(org_id: str, derived: Derived) -> dict[str, Any]:
    """Return a new organisation as it is written, but for its ``n``.

    What it doesn't have is left out: a server takes many names of nothing as slowly as values. Properties
    come as one map: a server works out a text that names each of them anew for seconds.
    """
    there = {name: value for name, value in derived.properties.items() if value is not None}
    there["gone"] = not derived.spoken_of
    numbers = [number_row(number) for number in derived.record.identifiers]
    return {"id": org_id, "properties": there, "numbers": numbers}


def listed_row(derived: Derived, statement: Statement) -> dict[str, Any]:
    """Return a new organisation as it is written with its memberships and the one statement about it.

    What all statements of an import share (kind, source, days) isn't in it.
    """
    said = statement_row(statement)
    ties = derived.record.memberships
    return {
        **new_row(statement.organisation, derived),
        "said": {name: said[name] for name in OWN if said[name] is not None},
        "memberships": [{"since": tie.since, "until": tie.until} for tie in ties],
    }


def _shared(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what all statements of an import share, out of one of them as its node keeps it."""
    own = {*OWN, "organisation"}
    return {name: value for name, value in said.items() if name not in own and value is not None}


def _numbered(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return new organisations as they are written, each with its place after the last number given."""
    return [{**row, "n": number} for number, row in enumerate(rows, start=1)]


def _add_edges(tx: Tx, edges: Mapping[str, Edges], organisations: Mapping[str, Derived]) -> None:
    names = {each: ((), derived.record.other_names) for each, derived in organisations.items()}
    change_other_names(tx, names)
    change_edges(tx, {each: ({}, several) for each, several in edges.items() if several})
    tx.touch(*organisations)
