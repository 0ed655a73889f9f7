"""Facts put into a graph a line at a time, for the tests of the reach snapshot."""

from __future__ import annotations

from typing import Any

from graph.engagement_facts import write_engagements
from graph.model.identifiers import made_id
from graph.model.organisations import Record
from graph.model.plan import ImportContext
from graph.model.statements import Statement, StatementKind
from graph.new_organisations import create_organisations
from graph.records import Derived
from graph.statements import add_statements, recompute
from graph.store import Store, Tx
from graph.versions import move_versions_on
from tests.contract.making import planned

MAKE_IMPORT = "MERGE (i:Import {id: $id}) RETURN i.id AS id"

RETRACT = """
MATCH (s:Statement {import_id: $import_id})-[:ABOUT]->(o:Organisation)
SET s.retracted_at = $at
RETURN collect(DISTINCT o.id) AS organisations
"""

LEEDS, CARDIFF = "E08000035", "W06000015"


def say(
    store: Store,
    day: str,
    kind: StatementKind,
    /,
    source: str = "list:ours",
    body: str | None = None,
    **values: dict[str, Any],
) -> str:
    """Let one source speak of organisations (id=values), recorded at noon of an ISO day; the import's id."""
    import_id = f"{source} {kind} {day} {' '.join(values)}"

    def work(tx: Tx) -> dict[str, Any]:
        tx.run(MAKE_IMPORT, id=import_id)
        there = {row["id"] for row in tx.run("MATCH (o:Organisation) RETURN o.id AS id")}
        create_organisations(tx, {org: Derived(Record()) for org in values if org not in there})
        add_statements(tx, [statement(org, said) for org, said in values.items()])
        recompute(tx, values)
        return {}

    def statement(org: str, said: dict[str, Any]) -> Statement:
        edit = kind is StatementKind.EDIT
        return Statement(
            id=made_id(import_id, org),
            organisation=org,
            kind=kind,
            source="user:kim" if edit else source,
            values=said,
            said_on=day,
            recorded_at=f"{day}T12:00:00.000000Z",
            import_id=None if edit else import_id,
            user="kim" if edit else None,
            body_id=body,
        )

    store.write(import_id, "tester", "say", work)
    return import_id


def retract(store: Store, import_id: str, day: str) -> None:
    """Take back what an import said, at noon of an ISO day."""

    def work(tx: Tx) -> dict[str, Any]:
        rows = tx.run(RETRACT, import_id=import_id, at=f"{day}T12:00:00.000000Z")
        recompute(tx, rows[0]["organisations"])
        return {}

    store.write(f"retract {import_id}", "tester", "retract", work)


def engage(store: Store, day: str, **contacts: dict[str, Any]) -> None:
    """Log one engagement of each organisation (id=fields) in the consultation "covenant"."""
    context = ImportContext(
        f"log {day}", f"{day}T12:00:00.000000Z", f"list:log {day}", day, "tester", consultation="covenant"
    )
    given = {"consultation": "covenant", "held_on": day, "direction": "out"}
    rows = [
        planned(number, org, engagements=[{**given, **contact}])
        for number, (org, contact) in enumerate(contacts.items(), 2)
    ]

    def work(tx: Tx) -> dict[str, Any]:
        write_engagements(tx, context, rows)
        move_versions_on(tx, contacts)
        return {}

    store.write(f"log {day}", "tester", "log", work)
