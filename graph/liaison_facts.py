"""The ties between government and infrastructure bodies that a list of liaisons speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.liaisons import NewLiaison, create_liaisons, liaisons_said_by
from graph.met import Met, meet
from graph.model.facts import LiaisonFact, liaison_fact
from graph.model.identifiers import made_id
from graph.model.organisations import Role
from graph.model.people import person_key
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import Late, Said, settle
from graph.named_others import NamedOther, others_named
from graph.participations import organisations_named
from graph.posts import create_people_without_post
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import TIES, vouch_and_end

_ORG_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]+-[A-Z0-9-]+$")


@dataclass(frozen=True)
class _Line:
    """One row's tie to the body that the row is about."""

    row: int
    body: str
    fact: LiaisonFact
    late: Late | None = None


def write_liaisons(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of ties; rows that the same source said before add nothing.

    A person is looked up at the organisation they are in touch for, and made when not met before; so is the
    organisation when it isn't exactly one of those known.
    """
    lines = [
        _Line(row.row, row.organisation, fact)
        for row in rows
        if row.organisation and row.facts.get("liaison")
        for fact in (liaison_fact(row.facts["liaison"]),)
        if fact.from_person or fact.from_organisation
    ]
    there = liaisons_said_by(tx, context.source, {line.body for line in lines})
    said = [
        Said(line.fact.key(context.source, line.body), f"{line.body} {line.fact.tie}", line.row)
        for line in lines
    ]
    settled = settle(said, there, context.import_id, context.said_on)
    vouch_and_end(tx, TIES, there, settled, context)
    organisations = organisations_named(tx, {line.fact.from_organisation or "" for line in lines} - {""})
    organisations |= _spoken_of(tx, context, rows, organisations)
    people = _met(tx, context, lines, organisations)
    new = [replace(lines[at], late=settled.late.get(at)) for at in settled.new]
    people |= _without_post(tx, context, [line for line in new if _name(line) and line.row not in people])
    create_liaisons(tx, [_tie(context, line, organisations, people) for line in new])
    ended = set(settled.ended)
    bodies = {line.body for line in new} | {fact.holder for fact in there if fact.id in ended}
    others = {organisations.get(line.fact.from_organisation or "", "") for line in new} - {""}
    move_versions_on(tx, bodies | others)


def government_named(row: PlannedRow) -> list[NamedOther]:
    """Return the organisation in government that a row names, as it is made if nobody knows it."""
    text = liaison_fact(row.facts["liaison"]).from_organisation if row.facts.get("liaison") else None
    if not text:
        return []
    name, number = ("", text) if _ORG_ID.match(text) else (text, None)
    return [NamedOther(row.row, name, number, {"roles": [str(Role.GOVERNMENT)]}, row.beside.get(text))]


def _spoken_of(
    tx: Tx, context: ImportContext, rows: Sequence[PlannedRow], named: Mapping[str, str]
) -> dict[str, str]:
    """Return {text: id} of the organisations that ties come from; those unknown are made.

    Each list says of them that they are in government, so that any list can be undone. An id of ours that
    stands for a name says nothing.
    """
    others = [other for row in rows if row.organisation for other in government_named(row)]
    return others_named(tx, context, [other for other in others if named.get(other.text) != other.text])


def _name(line: _Line) -> str:
    return " ".join((line.fact.from_person or "").split())


def _met(
    tx: Tx, context: ImportContext, lines: Sequence[_Line], organisations: Mapping[str, str]
) -> dict[int, str]:
    """Return {row: person id} of those whose organisation the row names."""
    met = [
        Met(line.row, organisation, _name(line), made_id(context.import_id, line.row, "person", "liaison"))
        for line in lines
        if _name(line) and (organisation := organisations.get(line.fact.from_organisation or ""))
    ]
    people = meet(tx, context, met)
    return {one.row: people[one.organisation, one.name] for one in met}


def _without_post(tx: Tx, context: ImportContext, lines: Sequence[_Line]) -> dict[int, str]:
    """Return {row: person id} of people of whom no row says where they work; the same name is one person."""
    made: dict[str, dict[str, Any]] = {}
    for line in lines:
        person = made_id(context.import_id, line.row, "person", "liaison")
        made.setdefault(
            person_key(_name(line)), {"id": person, "name": _name(line), "example": context.example}
        )
    create_people_without_post(tx, list(made.values()), context.recorded_at)
    return {line.row: made[person_key(_name(line))]["id"] for line in lines}


def _tie(
    context: ImportContext, line: _Line, organisations: Mapping[str, str], people: Mapping[int, str]
) -> NewLiaison:
    fact = line.fact
    organisation = organisations.get(fact.from_organisation or "")
    return NewLiaison(
        from_person=people.get(line.row),
        from_organisation=organisation,
        body=line.body,
        properties={
            "id": made_id(context.import_id, line.row, "liaison"),
            **provenance(context, line.row, late=line.late),
            "key": fact.key(context.source, line.body),
            "tie": fact.tie,
            "topic": fact.topic,
            "since": fact.since,
            "until": fact.until,
        },
    )
