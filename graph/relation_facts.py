"""What two organisations are to each other: ties that rows about one of them name the other for.

A group's secretariat, the bigger organisation that one is part of, the one that took its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.liaisons import NewLiaison, create_liaisons
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow
from graph.model.relations import RelationFact, relation_facts
from graph.model.settling import InForce, Late, Said, facts_said, settle
from graph.named_others import NamedOther, others_named
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import TIES, vouch_and_end


@dataclass(frozen=True)
class _Line:
    """One organisation that a row names beside the one that the row is about."""

    row: int
    about: str
    fact: RelationFact


def write_relations(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of relations; rows that the same source said before add nothing.

    The other organisation is looked up by its number or name, and made when nobody has it. What a later list
    of the source says of an organisation takes the place of what it said before of the same relation.
    """
    lines = [
        _Line(row.row, row.organisation, fact)
        for row in rows
        if row.organisation
        for fact in relation_facts(row.facts)
    ]
    named = [other for row in rows if row.organisation for other in related_named(row)]
    others = others_named(tx, context, named)
    there = relations_said_by(tx, context.source, {line.about for line in lines})
    said = [
        Said(line.fact.key(context.source, line.about), line.fact.slot(line.about), line.row)
        for line in lines
    ]
    settled = settle(said, there, context.import_id, context.said_on)
    vouch_and_end(tx, TIES, there, settled, context)
    new = [_tie(context, lines[at], others, settled.late.get(at)) for at in settled.new]
    create_liaisons(tx, new)
    ended = set(settled.ended)
    touched = {tie.body for tie in new} | {tie.from_organisation or "" for tie in new}
    move_versions_on(tx, touched | {fact.holder for fact in there if fact.id in ended})


RELATIONS_FROM = """
UNWIND $organisations AS org_id
MATCH (:Organisation {id: org_id})-[tie:LIAISES_WITH]->(body:Organisation)
WHERE tie.source = $source AND tie.about = org_id AND (tie.retracted_at IS NULL OR tie.ended_by IS NOT NULL)
RETURN tie.id AS id, tie.key AS key, body.id AS holder, tie.slot AS slot, tie.import_id AS import_id,
       tie.said_on AS said_on, coalesce(tie.also_imports, []) AS vouched_by,
       coalesce(tie.also_days, []) AS also_days,
       tie.ended_by AS ended_by, tie.recorded_at AS recorded_at
"""

RELATIONS_TO = """
UNWIND $organisations AS org_id
MATCH (:Organisation {id: org_id})<-[tie:LIAISES_WITH]-(:Organisation)
WHERE tie.source = $source AND tie.about = org_id AND (tie.retracted_at IS NULL OR tie.ended_by IS NOT NULL)
RETURN tie.id AS id, tie.key AS key, org_id AS holder, tie.slot AS slot, tie.import_id AS import_id,
       tie.said_on AS said_on, coalesce(tie.also_imports, []) AS vouched_by,
       coalesce(tie.also_days, []) AS also_days,
       tie.ended_by AS ended_by, tie.recorded_at AS recorded_at
"""


def relations_said_by(tx: Tx, source: str, organisations: Collection[str]) -> list[InForce]:
    """Return the relations in force that a source's rows about some organisations said."""
    found = tx.run(RELATIONS_FROM, source=source, organisations=sorted(organisations))
    return facts_said([*found, *tx.run(RELATIONS_TO, source=source, organisations=sorted(organisations))])


def related_named(row: PlannedRow) -> list[NamedOther]:
    """Return the organisations that a row names beside its own: a secretariat, a parent."""
    return [_named(row, fact) for fact in relation_facts(row.facts)]


def _named(row: PlannedRow, fact: RelationFact) -> NamedOther:
    values = {"website": fact.website} if fact.website else {}
    return NamedOther(row.row, fact.name, fact.number, values, row.beside.get(fact.named))


def _tie(context: ImportContext, line: _Line, others: Mapping[str, str], late: Late | None) -> NewLiaison:
    fact, other = line.fact, others[line.fact.named]
    properties: dict[str, Any] = {
        "id": made_id(context.import_id, line.row, fact.topic, fact.inward, fact.named),
        **provenance(context, line.row, late=late),
        "key": fact.key(context.source, line.about),
        "tie": fact.tie,
        "about": line.about,
        "slot": fact.slot(line.about),
        "topic": fact.topic,
    }
    ends = (other, line.about) if fact.inward else (line.about, other)
    return NewLiaison(None, *ends, properties)
