"""What a list of grants says: funders found or made, and the grants themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.grants import NewGrant, create_grants, grants_said_by
from graph.model.grants import GrantFact, grant_fact
from graph.model.identifiers import made_id
from graph.model.organisations import Role
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import Late, Said, settle
from graph.named_others import NamedOther, others_named
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import GRANTS, vouch_and_end


@dataclass(frozen=True)
class _Line:
    """One row's grant to the organisation that the row is about."""

    row: int
    recipient: str
    fact: GrantFact


def write_grants(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of grants; rows that the same source said before add nothing.

    A funder is looked up by its org-id, else by its name, and made when nobody is called so. Recipients
    become nobody's members by it.
    """
    lines = [
        _Line(row.row, row.organisation, fact)
        for row in rows
        if row.organisation and row.facts.get("grant")
        for fact in (grant_fact(row.facts["grant"]),)
        if fact.named
    ]
    funders = others_named(
        tx, context, [other for row in rows if row.organisation for other in funder_named(row)]
    )
    there = grants_said_by(tx, context.source, set(funders.values()))
    said = [
        Said(
            line.fact.key(context.source, line.recipient),
            f"{funders[line.fact.named]} {line.fact.slot}",
            line.row,
        )
        for line in lines
    ]
    settled = settle(said, there, context.import_id, context.said_on)
    vouch_and_end(tx, GRANTS, there, settled, context)
    new = [_grant(context, lines[at], funders, settled.late.get(at)) for at in settled.new]
    create_grants(tx, new)
    ended = set(settled.ended)
    touched = {grant.recipient for grant in new} | {grant.funder for grant in new}
    move_versions_on(tx, touched | {fact.holder for fact in there if fact.id in ended})


def funder_named(row: PlannedRow) -> list[NamedOther]:
    """Return the funder that a row names beside its recipient; [] for none."""
    fact = grant_fact(row.facts["grant"]) if row.facts.get("grant") else None
    if fact is None or not fact.named:
        return []
    roles = {"roles": [str(Role.FUNDER)]}
    return [NamedOther(row.row, fact.funder, fact.funder_number, roles, row.beside.get(fact.named))]


def _grant(context: ImportContext, line: _Line, funders: Mapping[str, str], late: Late | None) -> NewGrant:
    fact = line.fact
    said = ("amount", "currency", "awarded_on", "grant_id", "title", "programme", "slot")
    properties: dict[str, Any] = {name: getattr(fact, name) for name in said}
    properties |= {
        "id": made_id(context.import_id, line.row, "grant"),
        "key": fact.key(context.source, line.recipient),
        **provenance(context, line.row, late=late),
    }
    return NewGrant(funders[fact.named], line.recipient, properties)
