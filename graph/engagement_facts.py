"""The engagements that a log's rows speak of: one per occasion, with many participations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.actions import NewAction, action_of, create_actions, end_actions
from graph.errors import Refused
from graph.met import Met, meet
from graph.model.facts import EngagementFact, engagement_fact
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import Late, Said, settle
from graph.participations import (
    NewPart,
    create_engagements,
    create_parts,
    engagements_on,
    parts_said_by,
)
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import PARTS, vouch_and_end


@dataclass(frozen=True)
class _Line:
    """One engagement of one row; ``place`` tells a wide row's engagements apart."""

    row: int
    place: int
    organisation: str
    fact: EngagementFact
    late: Late | None = None


def write_engagements(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of engagements; rows that the same source said before add nothing.

    Raises Refused for a consultation that isn't there: the import refuses it before its plan is stored.
    """
    lines = [
        _Line(row.row, place, row.organisation, engagement_fact(said, context.consultation))
        for row in rows
        if row.organisation
        for place, said in enumerate(row.facts.get("engagements") or ())
    ]
    there = parts_said_by(tx, context.source, {line.organisation for line in lines})
    settled = settle([_said(context, line) for line in lines], there, context.import_id, context.said_on)
    vouch_and_end(tx, PARTS, there, settled, context)
    people = meet(tx, context, [one for line in lines for one in _met(context, line)])
    ended = set(settled.ended)
    overtaken = end_actions(tx, settled.ended, context.recorded_at, context.import_id)
    new = [replace(lines[at], late=settled.late.get(at)) for at in settled.new]
    _write(tx, context, new, people, overtaken)
    changed = {line.organisation for line in new} | {fact.holder for fact in there if fact.id in ended}
    move_versions_on(tx, changed)


def _said(context: ImportContext, line: _Line) -> Said:
    key = line.fact.key(context.source, line.organisation)
    return Said(key, f"{line.organisation} {line.fact.occasion}", line.row)


def _met(context: ImportContext, line: _Line) -> list[Met]:
    """Return the people whom a line names as having taken part."""
    return [
        Met(
            line.row,
            line.organisation,
            name,
            made_id(context.import_id, line.row, "person", line.place, name),
            line.fact.recorded_on,
        )
        for name in line.fact.people
        if name.strip()
    ]


def _write(
    tx: Tx,
    context: ImportContext,
    lines: Sequence[_Line],
    people: Mapping[tuple[str, str], str],
    overtaken: Sequence[Mapping[str, Any]],
) -> None:
    if not lines:
        return
    check_consultations(tx, {line.fact.consultation for line in lines})
    engagements = _occasions(tx, context, lines)
    parts = [_part(context, line, engagements, people) for line in lines]
    create_parts(tx, parts)
    create_actions(tx, [action for part in parts for action in _follow_ups(part)], overtaken)


def _occasions(tx: Tx, context: ImportContext, lines: Sequence[_Line]) -> dict[str, str]:
    """Return {occasion: engagement id} after writing the engagements that aren't there yet."""
    there = engagements_on(tx, context.source, {line.fact.occasion for line in lines})
    new: dict[str, EngagementFact] = {}
    first_rows: dict[str, int] = {}
    for line in lines:
        if line.fact.occasion not in there:
            engagement_id = made_id(context.import_id, "engagement", line.fact.occasion)
            new.setdefault(engagement_id, line.fact)
            first_rows.setdefault(engagement_id, line.row)
    for engagement_id, fact in new.items():
        there[fact.occasion] = engagement_id
    create_engagements(
        tx,
        new,
        {
            engagement_id: provenance(context, first_rows[engagement_id], fact.recorded_on)
            for engagement_id, fact in new.items()
        },
    )
    return there


def _part(
    context: ImportContext,
    line: _Line,
    engagements: dict[str, str],
    people: Mapping[tuple[str, str], str],
) -> NewPart:
    return NewPart(
        id=made_id(context.import_id, line.row, "participation", line.place),
        engagement=engagements[line.fact.occasion],
        organisation=line.organisation,
        fact=line.fact,
        provenance=provenance(context, line.row, line.fact.recorded_on, late=line.late),
        people=tuple(
            dict.fromkeys(people[(line.organisation, name)] for name in line.fact.people if name.strip())
        ),
    )


def _follow_ups(part: NewPart) -> list[NewAction]:
    if part.fact.follow_up is None:
        return []
    return [
        NewAction(
            id=action_of(part.id),
            engagement=part.engagement,
            organisation=part.organisation,
            follow_up=part.fact.follow_up,
            provenance=part.provenance,
        )
    ]


CONSULTATIONS_THERE = """
UNWIND $ids AS id
MATCH (consultation:Consultation {id: id})
RETURN collect(id) AS ids
"""


def check_consultations(tx: Tx, wanted: Iterable[str]) -> None:
    """Raise Refused when one of these consultations isn't there."""
    asked = sorted(set(wanted))
    there: Any = tx.run(CONSULTATIONS_THERE, ids=asked)[0]["ids"]
    missing = [one for one in asked if one not in there]
    if missing:
        raise Refused(
            f"There is no consultation with the id {missing[0]!r}. Add it first, or choose another.",
            "consultation",
        )
