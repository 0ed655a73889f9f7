"""People whom logs and lists of liaisons name: found or made, each with a post that is the list's own.

Each list says for itself whom it met where, also of somebody whom another list brought. So the lists may come
in any order, and undoing one takes nothing back that another said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.model.facts import PersonFact
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext
from graph.model.settling import Late, Said, settle
from graph.posts import KnownPeople, NewPost, create_posts, post_properties, posts_said_by, recompute_people
from graph.provenance import provenance
from graph.store import Tx
from graph.vouching import POSTS, vouch_and_end


@dataclass(frozen=True)
class Met:
    """Somebody whom a row names at an organisation; ``made`` is their id when nobody of the name is known."""

    row: int
    organisation: str
    name: str
    made: str
    recorded_on: str | None = None

    def key(self, source: str) -> str:
        """Return the key of the post that says so."""
        return met_at(self.name).key(source, self.organisation)


def met_at(name: str) -> PersonFact:
    """Return what a log or a list of liaisons says of somebody: a name, and no more."""
    return PersonFact(name=" ".join(name.split()))


def meet(tx: Tx, context: ImportContext, met: Sequence[Met]) -> dict[tuple[str, str], str]:
    """Return {(organisation, name): person id}, after writing a post for each that the source hadn't said.

    Posts that another import of the source made are vouched for; another writing of the name that a newer
    list of it has takes the place of the older.
    """
    if not met:
        return {}
    people = _people(tx, met)
    there = posts_said_by(tx, context.source, {one.organisation for one in met})
    mine = {fact.id for fact in there if context.import_id in (fact.import_id, *fact.vouched_by)}
    each_once: dict[str, Met] = {}
    for one in met:
        each_once.setdefault(one.key(context.source), one)
    first = list(each_once.values())
    said = [
        Said(key, f"{people[one.organisation, one.name]} {one.organisation}", one.row)
        for key, one in each_once.items()
    ]
    settled = settle(said, there, context.import_id, context.said_on)
    again = tuple(each for each in settled.vouched if each[0] not in mine)
    vouch_and_end(tx, POSTS, there, replace(settled, vouched=again), context)
    new = [(first[at], settled.late.get(at)) for at in settled.new]
    create_posts(tx, [_post(context, one, people[one.organisation, one.name], late) for one, late in new])
    ended = {fact.holder for fact in there if fact.id in set(settled.ended)}
    if ended:
        recompute_people(tx, ended, context.recorded_at)
    return people


def _people(tx: Tx, met: Sequence[Met]) -> dict[tuple[str, str], str]:
    known = KnownPeople(tx, {one.organisation for one in met})
    found: dict[tuple[str, str], str] = {}
    for one in met:
        person = known.find(one.organisation, one.name) or one.made
        known.add(person, one.organisation, one.name)
        found.setdefault((one.organisation, one.name), person)
    return found


def _post(context: ImportContext, one: Met, person: str, late: Late | None) -> NewPost:
    properties = {
        "id": made_id(context.import_id, one.row, "post", one.organisation, one.name),
        **provenance(context, one.row, one.recorded_on, late=late),
    }
    said = post_properties(met_at(one.name), properties, context.source, one.organisation)
    return NewPost(person, one.organisation, said)
