"""One organisation, consultation or import context in a line, for tests that are about something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.consultations import add_consultation
from graph.model.consultations import Consultation
from graph.model.organisations import Record, Role
from graph.model.plan import ImportContext, PlannedRow, RowVerdict
from graph.new_organisations import create_organisations
from graph.records import Derived
from graph.store import Store, Tx

COVENANT = Consultation(
    "covenant", "The Covenant", "2024-10-17", "2024-12-12", ("Recognition", "Partnership", "Transparency")
)

VERSIONS = "MATCH (o:Organisation) RETURN o.id AS id, o.version AS version"


def organisations(store: Store, **names: str) -> None:
    """Make organisations, given as id=name; those whose id begins with "gov" are government."""

    def work(tx: Tx) -> dict[str, Any]:
        create_organisations(tx, {id: Derived(_record(id, name)) for id, name in names.items()})
        tx.touch(*names)
        return {}

    store.write("make " + " ".join(names), "tester", "make organisations", work)


def _record(id: str, name: str) -> Record:
    return Record(
        name=name, roles=frozenset({Role.GOVERNMENT if id.startswith("gov") else Role.INFRASTRUCTURE_BODY})
    )


def covenant(store: Store) -> None:
    """Make the consultation "covenant" with three principles."""
    add_consultation(store, "tester", COVENANT, "make covenant")


def two_bodies_and_a_department(store: Store) -> None:
    """Make the consultation "covenant", the bodies o1 and o2, and the department gov1."""
    covenant(store)
    organisations(
        store, o1="Acorn Network", o2="Oak Council for Voluntary Service", gov1="Department of Trees"
    )


def context(number: int = 1, **changes: Any) -> ImportContext:
    """Return the context of import "i<number>", on the list's own day 1 + number of February 2025."""
    given: dict[str, Any] = {
        "import_id": f"i{number}",
        "recorded_at": f"2025-03-{number:02d}T10:00:00.000000Z",
        "source": "list:log",
        "said_on": f"2025-02-{number:02d}",
        "consultation": "covenant",
    }
    return ImportContext(**{**given, **changes})


def planned(row: int, organisation: str | None, **facts: Any) -> PlannedRow:
    """Return a planned row about an organisation that says these facts."""
    return PlannedRow(row, RowVerdict.NEW, organisation=organisation, facts=facts)


def versions(store: Store) -> Mapping[str, int]:
    """Return {organisation id: version}."""
    return {row["id"]: row["version"] for row in store.read(VERSIONS)}
