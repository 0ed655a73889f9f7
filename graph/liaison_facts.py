"""The ties between government and infrastructure bodies that a list of liaisons speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.liaisons import NewLiaison, create_liaisons, liaisons_said_by
from graph.model.facts import LiaisonFact, liaison_fact
from graph.model.identifiers import made_id
from graph.model.organisations import Role
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import Late, Said, settle
from graph.named_others import NamedOther, others_named
from graph.participations import organisations_named
from graph.posts import (
    KnownPeople,
    NewPost,
    create_people_without_post,
    create_posts,
    met_at,
    post_properties,
    vouch_for_met,
)
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

    A person is looked up at the organisation they are in touch for, and made when not met before. An
    organisation that isn't exactly one of those known stays on the tie as text; without a person it is made.
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
    vouch_for_met(
        tx,
        context,
        [
            (organisations[line.fact.from_organisation], line.fact.from_person or "", line.row)
            for line in lines
            if line.fact.from_organisation in organisations
        ],
    )
    new = [replace(lines[at], late=settled.late.get(at)) for at in settled.new]
    organisations |= _spoken_of(tx, context, lines, organisations)
    others = _write(tx, context, new, organisations)
    ended = set(settled.ended)
    bodies = {line.body for line in new} | {fact.holder for fact in there if fact.id in ended}
    move_versions_on(tx, bodies | others)


def _spoken_of(
    tx: Tx, context: ImportContext, lines: Sequence[_Line], named: Mapping[str, str]
) -> dict[str, str]:
    """Return {text: id} of the organisations that ties without a person come from; those unknown are made.

    Each list says of them that they are in government, so that any list can be undone. An id of ours that
    stands for a name says nothing.
    """
    texts = {
        text: line.row
        for line in reversed(lines)
        if (text := line.fact.from_organisation) and not line.fact.from_person and named.get(text) != text
    }
    return others_named(tx, context, [_in_government(row, text) for text, row in texts.items()])


def _in_government(row: int, text: str) -> NamedOther:
    roles = {"roles": [str(Role.GOVERNMENT)]}
    return NamedOther(row, "", text, roles) if _ORG_ID.match(text) else NamedOther(row, text, values=roles)


def government_named(row: PlannedRow) -> list[NamedOther]:
    """Return the organisation that a row names without a person, as it is made if nobody knows it."""
    fact = liaison_fact(row.facts["liaison"]) if row.facts.get("liaison") else None
    if fact is None or fact.from_person or not fact.from_organisation:
        return []
    return [_in_government(row.row, fact.from_organisation)]


def _write(
    tx: Tx, context: ImportContext, lines: Sequence[_Line], organisations: Mapping[str, str]
) -> set[str]:
    """Write the ties and return the ids of the organisations that they come from."""
    people = _people(tx, context, lines, organisations)
    create_liaisons(tx, [_tie(context, line, organisations, people) for line in lines])
    return {organisations.get(line.fact.from_organisation or "", "") for line in lines} - {""}


def _people(
    tx: Tx, context: ImportContext, lines: Sequence[_Line], organisations: Mapping[str, str]
) -> dict[int, str]:
    """Return {row: person id}; somebody new gets a post without a role where the organisation is known."""
    named = [(line, organisations.get(line.fact.from_organisation or "")) for line in lines]
    known = KnownPeople(tx, {organisation for _, organisation in named if organisation})
    found: dict[int, str] = {}
    posts: list[NewPost] = []
    loose: list[dict[str, Any]] = []
    for line, organisation in named:
        name = " ".join((line.fact.from_person or "").split())
        if not name:
            continue
        place = organisation or f"called {line.fact.from_organisation}"
        person = known.find(place, name)
        if person is None:
            person = made_id(context.import_id, line.row, "person", "liaison")
            known.add(person, place, name)
            if organisation:
                posts.append(_post(context, line, person, organisation))
            else:
                loose.append({"id": person, "name": name, "example": context.example})
        found[line.row] = person
    create_posts(tx, posts)
    create_people_without_post(tx, loose, context.recorded_at)
    return found


def _post(context: ImportContext, line: _Line, person: str, organisation: str) -> NewPost:
    fact = met_at(line.fact.from_person or "")
    properties = {"id": made_id(person, "post"), **provenance(context, line.row)}
    return NewPost(person, organisation, post_properties(fact, properties, context.source, organisation))


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
            "from_organisation": fact.from_organisation if organisation is None else None,
        },
    )
