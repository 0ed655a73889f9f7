"""The people that a list of contacts speaks of, with their posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model.facts import PersonFact, person_fact
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow
from graph.model.settling import Late, Said, settle
from graph.posts import KnownPeople, NewPost, create_posts, post_properties, posts_said_by, recompute_people
from graph.provenance import provenance
from graph.store import Tx
from graph.versions import move_versions_on
from graph.vouching import POSTS, vouch_and_end


@dataclass(frozen=True)
class _Line:
    """One row's person, who is known already or gets the id that the row makes."""

    row: int
    organisation: str
    person: str
    fact: PersonFact


def write_people(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what a chunk's rows say of people; a person met before is the same person.

    The same is who has the same e-mail address (and a name that fits), or the same name at the same
    organisation. A row with neither name nor address says nothing.
    """
    lines = _lines(tx, context, rows)
    there = posts_said_by(tx, context.source, {line.organisation for line in lines})
    said = [
        Said(line.fact.key(context.source, line.organisation), f"{line.person} {line.organisation}", line.row)
        for line in lines
    ]
    settled = settle(said, there, context.import_id, context.said_on)
    vouch_and_end(tx, POSTS, there, settled, context)
    new = [lines[at] for at in settled.new]
    create_posts(tx, [_post(context, lines[at], settled.late.get(at)) for at in settled.new])
    ended = [fact for fact in there if fact.id in set(settled.ended)]
    recompute_people(tx, {fact.holder for fact in ended}, context.recorded_at)
    move_versions_on(tx, {line.organisation for line in new} | {fact.slot.split()[1] for fact in ended})


def _lines(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> list[_Line]:
    said = [
        (row.row, row.organisation, fact)
        for row in rows
        if row.organisation and row.facts.get("person")
        for fact in (person_fact(row.facts["person"]),)
        if fact.name.strip() or fact.email
    ]
    known = KnownPeople(
        tx,
        {organisation for _, organisation, _ in said},
        {fact.email for _, _, fact in said if fact.email},
    )
    lines: list[_Line] = []
    for row, organisation, fact in said:
        name = fact.name or fact.email or ""
        person = known.find(organisation, name, fact.email)
        if person is None:
            person = made_id(context.import_id, row, "person")
        known.add(person, organisation, name, fact.email)
        lines.append(_Line(row, organisation, person, fact))
    return lines


def _post(context: ImportContext, line: _Line, late: Late | None) -> NewPost:
    properties = {
        "id": made_id(context.import_id, line.row, "post"),
        **provenance(context, line.row, late=late),
    }
    return NewPost(
        line.person,
        line.organisation,
        post_properties(line.fact, properties, context.source, line.organisation),
    )
