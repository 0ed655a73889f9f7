"""Organisations: the page of one with the source of every fact, adding one by hand, editing one.

An edit is a statement: nothing is overwritten, and what it says wins until a person says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph.bodies import BodyLine, body_exists, body_for, ensure_body, infrastructure_bodies
from graph.errors import GraphError, Refused
from graph.identifiers import holders
from graph.import_records import now
from graph.known import known_organisations
from graph.model.identifiers import made_id
from graph.model.organisation_page import ChangedMeanwhile, OrganisationPage
from graph.model.organisations import Record
from graph.model.statements import SINGLE_FIELDS, UNION_FIELDS, Statement, StatementKind
from graph.model.winners import record_from
from graph.new_organisations import create_organisations
from graph.organisation_search import organisation_count, organisation_lines, search_organisations
from graph.organisation_sources import Sources, record_with_numbers
from graph.statements import (
    add_statements,
    derived_from,
    recompute,
    statements_ever_made,
    statements_in_force,
)
from graph.store import Store, Tx

__all__ = [
    "BodyLine",
    "StaleVersion",
    "add_organisation",
    "body_exists",
    "body_for",
    "edit_organisation",
    "ensure_body",
    "infrastructure_bodies",
    "known_organisations",
    "organisation",
    "organisation_count",
    "organisation_lines",
    "search_organisations",
]

EDITABLE = (*SINGLE_FIELDS, *UNION_FIELDS, "works_with")
"""Fields that a person's edit may hold."""


class StaleVersion(GraphError):
    """Somebody else changed the organisation since a person began to edit; nothing was saved.

    ``changed_meanwhile`` says what they changed, ``version`` is the one to save against after looking.
    """

    def __init__(self, name: str, version: int, changed_meanwhile: Sequence[ChangedMeanwhile]) -> None:
        super().__init__(f"{name} was changed while you edited it. Look at what changed, then save again.")
        self.version = version
        self.changed_meanwhile = tuple(changed_meanwhile)


ORGANISATION = """
MATCH (organisation:Organisation {id: $id})
RETURN organisation.id AS id, organisation.n AS n, coalesce(organisation.version, 0) AS version,
       organisation.name AS name, coalesce(organisation.gone, false) AS gone,
       coalesce(organisation.kept_only, false) AS kept_only,
       coalesce(organisation.identifiers, []) AS identifiers, coalesce(organisation.withheld, []) AS withheld
"""


def organisation(store: Store, org_id: str) -> OrganisationPage | None:
    """Return an organisation with the source of every fact; None when nobody has that id.

    One that is gone, since nothing in force speaks of it, is returned with its last name and ``gone``.
    """
    rows = store.read(ORGANISATION, id=org_id)
    if not rows:
        return None
    row = rows[0]
    said = statements_in_force(store, [org_id]).get(org_id, [])
    named = any("name" in each.values for each in said)
    ever = said if named else statements_ever_made(store, [org_id]).get(org_id, [])
    record = record_with_numbers(record_from(ever), row["identifiers"])
    sources = Sources(store, said, record)
    return OrganisationPage(
        id=org_id,
        n=row["n"],
        version=row["version"],
        record=record,
        facts=sources.facts(),
        memberships=sources.memberships(),
        identifiers=sources.values("identifiers", record.identifiers),
        other_names=sources.other_names(),
        roles=sources.roles(),
        works_in=sources.values("works_in", record.works_in),
        successors=sources.values("successors", record.successors),
        works_with=sources.works_with(),
        notes=sources.notes(),
        disputes=sources.disputes(),
        withheld=tuple(row["withheld"]),
        gone=row["gone"],
        kept_only=row["kept_only"],
    )


def add_organisation(store: Store, actor: str, values: Mapping[str, Any], write_id: str) -> dict[str, Any]:
    """Add an organisation by hand and return {"id", "version"}.

    ``values`` are fields as a statement holds them, at least the name. Raises Refused without a name, for
    a field that there isn't, and for a register number that another organisation holds.
    """
    said = {field: value for field, value in values.items() if value not in (None, "", [], {})}
    if not str(said.get("name", "")).strip():
        raise Refused("An organisation needs a name.", "name")
    said.setdefault("roles", ["other"])
    org_id = made_id(write_id, "organisation")

    def work(tx: Tx) -> dict[str, Any]:
        _check(tx, org_id, said)
        statement = _edit(org_id, actor, said, tx.at, write_id)
        create_organisations(tx, {org_id: derived_from([statement])})
        add_statements(tx, [statement])
        return {"id": org_id, "version": 1}

    return store.write(write_id, actor, "add an organisation", work)


def edit_organisation(  # noqa: PLR0917 - who, which, as seen, what
    store: Store,
    actor: str,
    org_id: str,
    seen_version: int,
    changes: Mapping[str, Any],
    write_id: str,
) -> dict[str, Any]:
    """Save a person's edit and return {"id", "version"}; fields that say what is shown anyway are left out.

    ``changes`` is {field: new value}; None empties a single field, a list is the whole of a union field,
    ``works_with`` is {community: status} of those that change. A disputed field may be given with the
    value that is shown: that settles it. Raises StaleVersion when the organisation isn't as it was at
    ``seen_version``, Refused for an id nobody has, an empty name, a field that there isn't, and a register
    number that another organisation holds.
    """

    def work(tx: Tx) -> dict[str, Any]:
        rows = tx.run(ORGANISATION, id=org_id)
        if not rows:
            raise Refused("There is no such organisation.")
        said = statements_in_force(tx, [org_id]).get(org_id, [])
        record = record_from(said)
        if rows[0]["version"] != seen_version:
            raise _stale(tx, rows[0], seen_version, record)
        values = _that_change(record, changes)
        _check(tx, org_id, values)
        if not values:
            return {"id": org_id, "version": seen_version}
        statement = _edit(org_id, actor, values, tx.at, write_id)
        add_statements(tx, [statement])
        recompute(tx, [org_id], known={org_id: [*said, statement]})
        return {"id": org_id, "version": tx.run(ORGANISATION, id=org_id)[0]["version"]}

    return store.write(write_id, actor, "edit an organisation", work)


def _edit(org_id: str, actor: str, values: Mapping[str, Any], at: str, write_id: str) -> Statement:
    return Statement(
        id=made_id(write_id, org_id, "edit"),
        organisation=org_id,
        kind=StatementKind.EDIT,
        source=f"user:{actor}",
        values=dict(values),
        said_on=now()[:10],
        recorded_at=at,
        user=actor,
    )


def _that_change(record: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes that differ from what is shown, or settle a dispute."""
    return {
        field: value
        for field, value in changes.items()
        if field in record.disputed or _plain(getattr(record, field, None)) != _plain(value)
    }


def _plain(value: Any) -> Any:
    """Return a form of a value by which equal ones are equal: "", [] and nothing are; order doesn't count."""
    if isinstance(value, tuple | list | set | frozenset):
        return sorted(str(each) for each in value) or None
    return None if value in ("", {}) else value


def _check(tx: Tx, org_id: str, values: Mapping[str, Any]) -> None:
    """Raise Refused for values that no statement may hold."""
    for field in values:
        if field not in EDITABLE:
            raise Refused(f"An organisation has no field {field!r}.", field)
    if "name" in values and not str(values["name"] or "").strip():
        raise Refused("An organisation needs a name.", "name")
    numbers = values.get("identifiers") or ()
    taken = {number: holder for number, holder in holders(tx, numbers).items() if holder != org_id}
    if taken:
        number, holder = sorted(taken.items())[0]
        name = tx.run(ORGANISATION, id=holder)[0]["name"]
        raise Refused(
            f"{number} is the number of {name} here. Two organisations can't share one.", "identifiers"
        )


def _stale(tx: Tx, row: Mapping[str, Any], seen_version: int, record: Record) -> StaleVersion:
    """Return what changed since a version: the newest sayings, as many as versions went by at most."""
    moments: dict[str, list[Statement]] = defaultdict(list)
    for each in statements_ever_made(tx, [row["id"]]).get(row["id"], []):
        moments[each.retracted_at or each.recorded_at].append(each)
    newest = sorted(moments, reverse=True)[: max(row["version"] - seen_version, 0)]
    changed = [
        ChangedMeanwhile(field, getattr(record, field, None), each.user or each.source, at)
        for at in newest
        for each in moments[at]
        for field in each.values
    ]
    return StaleVersion(row["name"], row["version"], changed)
