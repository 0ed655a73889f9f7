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
CREATE (organisation:Organisation {
    id: row.id, n: last + row.n, version: 1, gone: row.gone, kept_only: row.kept_only, roles: row.roles,
    name: row.name,
    name_sort: row.name_sort, canonical: row.canonical, other_names: row.other_names,
    other_names_text: row.other_names_text, identifiers: row.identifiers, legal_form: row.legal_form,
    status: row.status, income_band: row.income_band, website: row.website, email: row.email,
    address: row.address, postcode: row.postcode, place: row.place, works_in: row.works_in,
    branch_of: row.branch_of, hide_location: row.hide_location, example: row.example,
    disputed: row.disputed, as_member: row.as_member,
    reference: row.reference})
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
UNWIND $organisations AS row
CREATE (organisation:Organisation {
    id: row.id, n: last + row.n, version: 1, gone: row.gone, kept_only: row.kept_only, roles: row.roles,
    name: row.name,
    name_sort: row.name_sort, canonical: row.canonical, other_names: row.other_names,
    other_names_text: row.other_names_text, identifiers: row.identifiers, legal_form: row.legal_form,
    status: row.status, income_band: row.income_band, website: row.website, email: row.email,
    address: row.address, postcode: row.postcode, place: row.place, works_in: row.works_in,
    branch_of: row.branch_of, hide_location: row.hide_location, example: row.example,
    disputed: row.disputed, as_member: row.as_member,
    reference: row.reference})
CREATE (statement:Statement {
    id: row.said.id, kind: $kind, source: $source, row: row.said.row, import_id: $import_id,
    body_id: $said_by, said_on: $said_on, recorded_at: $recorded_at,
    policies: row.said.policies, values: row.said.values, example: $example})
CREATE (statement)-[:ABOUT]->(organisation)
CREATE (statement)-[:MADE_IN]->(import)
FOREACH (number IN row.numbers |
    CREATE (:Identifier {id: number.id, scheme: number.scheme, value: number.value})
        -[:IDENTIFIES]->(organisation))
FOREACH (tie IN row.memberships |
    CREATE (organisation)-[:MEMBER_OF {since: tie.since, until: tie.until}]->(body))
"""


def create_organisations(tx: Tx, organisations: Mapping[str, Derived]) -> None:
    """Make organisations that aren't there yet, with version 1; their numbers are nobody's so far."""
    if organisations:
        rows = [new_row(each, derived) for each, derived in organisations.items()]
        tx.run(CREATE_ORGANISATIONS, **_numbered(rows))
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
        **_numbered(rows),
        kind=str(said.kind),
        source=said.source,
        said_by=said.body_id,
        said_on=said.said_on,
        recorded_at=said.recorded_at,
        example=said.example,
    )
    edges = {
        each: {kind: ends for kind, ends in derived.edges.items() if kind != "MEMBER_OF"}
        for each, derived in organisations.items()
    }
    _add_edges(tx, edges, organisations)


def new_row(org_id: str, derived: Derived) -> dict[str, Any]:
    """Return a new organisation as it is written, but for its ``n``.

    What it doesn't have is left out: a server takes many names of nothing as slowly as values.
    """
    there = {name: value for name, value in derived.properties.items() if value is not None}
    numbers = [number_row(number) for number in derived.record.identifiers]
    return {**there, "id": org_id, "gone": not derived.spoken_of, "numbers": numbers}


def listed_row(derived: Derived, statement: Statement) -> dict[str, Any]:
    """Return a new organisation as it is written with its memberships and the one statement about it.

    What all statements of an import share (kind, source, days) isn't in it.
    """
    said = statement_row(statement)
    ties = derived.record.memberships
    return {
        **new_row(statement.organisation, derived),
        "said": {name: said[name] for name in ("id", "row", "policies", "values")},
        "memberships": [{"since": tie.since, "until": tie.until} for tie in ties],
    }


def _numbered(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parameters of new organisations as they are written, each with the next number."""
    organisations = [{**row, "n": number} for number, row in enumerate(rows, start=1)]
    return {"organisations": organisations, "counter": NUMBERS, "wanted": len(rows)}


def _add_edges(tx: Tx, edges: Mapping[str, Edges], organisations: Mapping[str, Derived]) -> None:
    names = {each: ((), derived.record.other_names) for each, derived in organisations.items()}
    change_other_names(tx, names)
    change_edges(tx, {each: ({}, several) for each, several in edges.items() if several})
    tx.touch(*organisations)
