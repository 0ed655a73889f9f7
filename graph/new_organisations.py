"""Organisations that aren't in the graph yet: made with their numbers, names and edges in few queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.identifiers import number_row
from graph.model.plan import ImportContext
from graph.record_edges import Edges, change_edges, change_other_names
from graph.records import Derived
from graph.store import Tx

NUMBERS = "organisation numbers"
"""The Setting that counts up ``n``."""

NEXT_NUMBERS = """
MERGE (counter:Setting {id: $counter})
ON CREATE SET counter.value = $wanted
ON MATCH SET counter.value = counter.value + $wanted
RETURN counter.value AS last
"""

CREATE_ORGANISATIONS = """
UNWIND $organisations AS row
CREATE (organisation:Organisation {
    id: row.id, n: row.n, version: 1, gone: row.gone, kept_only: row.kept_only, roles: row.roles,
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
UNWIND $organisations AS row
CREATE (organisation:Organisation {
    id: row.id, n: row.n, version: 1, gone: row.gone, kept_only: row.kept_only, roles: row.roles,
    name: row.name,
    name_sort: row.name_sort, canonical: row.canonical, other_names: row.other_names,
    other_names_text: row.other_names_text, identifiers: row.identifiers, legal_form: row.legal_form,
    status: row.status, income_band: row.income_band, website: row.website, email: row.email,
    address: row.address, postcode: row.postcode, place: row.place, works_in: row.works_in,
    branch_of: row.branch_of, hide_location: row.hide_location, example: row.example,
    disputed: row.disputed, as_member: row.as_member,
    reference: row.reference})
CREATE (statement:Statement {
    id: row.said.id, kind: row.said.kind, source: row.said.source, row: row.said.row, import_id: $import_id,
    body_id: row.said.body_id, said_on: row.said.said_on, recorded_at: row.said.recorded_at,
    policies: row.said.policies, values: row.said.values, example: row.said.example})
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
        tx.run(CREATE_ORGANISATIONS, organisations=_new_rows(tx, organisations))
        edges = {each: derived.edges for each, derived in organisations.items()}
        _add_edges(tx, edges, organisations)


def create_listed_organisations(
    tx: Tx,
    organisations: Mapping[str, Derived],
    said: Mapping[str, Mapping[str, Any]],
    context: ImportContext,
) -> None:
    """Make organisations each with the one statement of an import that speaks of it, all in one query.

    ``said`` are the statements as they are written. Much faster than one after the other, since nothing
    that was just made has to be looked up again.
    """
    if not organisations:
        return
    rows = _new_rows(tx, organisations)
    for row in rows:
        row["said"] = said[row["id"]]
        ties = organisations[row["id"]].record.memberships
        row["memberships"] = [{"since": tie.since, "until": tie.until} for tie in ties]
    tx.run(
        CREATE_LISTED_ORGANISATIONS,
        import_id=context.import_id,
        body_id=context.body_id or "",
        organisations=rows,
    )
    edges = {
        each: {kind: ends for kind, ends in derived.edges.items() if kind != "MEMBER_OF"}
        for each, derived in organisations.items()
    }
    _add_edges(tx, edges, organisations)


def _new_rows(tx: Tx, organisations: Mapping[str, Derived]) -> list[dict[str, Any]]:
    """Return new organisations as they are written, each with the next number."""
    last = tx.run(NEXT_NUMBERS, counter=NUMBERS, wanted=len(organisations))[0]["last"]
    first = last - len(organisations) + 1
    return [
        {
            **derived.properties,
            "id": each,
            "n": first + place,
            "gone": not derived.spoken_of,
            "numbers": [number_row(number) for number in derived.record.identifiers],
        }
        for place, (each, derived) in enumerate(organisations.items())
    ]


def _add_edges(tx: Tx, edges: Mapping[str, Edges], organisations: Mapping[str, Derived]) -> None:
    names = {each: ((), derived.record.other_names) for each, derived in organisations.items()}
    change_other_names(tx, names)
    change_edges(tx, {each: ({}, several) for each, several in edges.items() if several})
    tx.touch(*organisations)
