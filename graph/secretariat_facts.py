"""Who the secretariat of a parliamentary group is: a tie from the group to that organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.liaisons import NewLiaison, create_liaisons
from graph.model.facts import SECRETARIAT, SecretariatFact, secretariat_facts
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import InForce, Said, facts_said, settle
from graph.named_others import NamedOther, others_named
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import TIES, vouch_and_end


@dataclass(frozen=True)
class _Line:
    """One organisation that a row names as the secretariat of the group that the row is about."""

    row: int
    group: str
    fact: SecretariatFact


def write_secretariats(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of secretariats; rows that the same source said before add nothing.

    The organisation is looked up by its name, and made when nobody is called so. What a later list of the
    source says of a group takes the place of what it said before.
    """
    lines = [
        _Line(row.row, row.organisation, fact)
        for row in rows
        if row.organisation
        for fact in secretariat_facts(row.facts)
    ]
    bodies = others_named(tx, context, [_named(line) for line in lines])
    there = ties_from_groups(tx, context.source, {line.group for line in lines})
    said = [Said(line.fact.key(context.source, line.group), line.group, line.row) for line in lines]
    settled = settle(said, there, context.import_id, context.said_on)
    vouch_and_end(tx, TIES, there, settled, context)
    new = [_tie(context, lines[position], bodies) for position in settled.new]
    create_liaisons(tx, new)
    ended = set(settled.ended)
    touched = {tie.body for tie in new} | {tie.from_organisation or "" for tie in new}
    move_versions_on(tx, touched | {fact.holder for fact in there if fact.id in ended})


TIES_FROM_GROUPS = """
UNWIND $groups AS group_id
MATCH (:Organisation {id: group_id})-[tie:LIAISES_WITH]->(body:Organisation)
WHERE tie.source = $source AND tie.topic = $topic AND tie.retracted_at IS NULL
RETURN tie.id AS id, tie.key AS key, body.id AS holder, group_id AS slot, tie.import_id AS import_id,
       tie.said_on AS said_on, coalesce(tie.also_imports, []) AS vouched_by
"""


def ties_from_groups(tx: Tx, source: str, groups: set[str]) -> list[InForce]:
    """Return the secretariat ties in force of some groups that a source said; a slot is one group."""
    return facts_said(tx.run(TIES_FROM_GROUPS, source=source, topic=SECRETARIAT, groups=sorted(groups)))


def _named(line: _Line) -> NamedOther:
    values = {"website": line.fact.website} if line.fact.website else {}
    return NamedOther(line.row, line.fact.name, values=values)


def _tie(context: ImportContext, line: _Line, bodies: Mapping[str, str]) -> NewLiaison:
    properties: dict[str, Any] = {
        "id": made_id(context.import_id, line.row, "secretariat", line.fact.name),
        **provenance(context, line.row),
        "key": line.fact.key(context.source, line.group),
        "tie": line.fact.tie,
        "slot": line.group,
        "topic": SECRETARIAT,
    }
    return NewLiaison(None, line.group, bodies[line.fact.name], properties)
