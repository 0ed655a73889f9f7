"""Organisations that a row names beside the one it is about: a funder, a secretariat. Found, or made.

What the list says of such an organisation is a statement of its own, so that undoing the list takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.identifiers import made_id
from graph.model.names import canonical
from graph.model.plan import ImportContext
from graph.model.statements import BESIDE, Statement, StatementKind
from graph.new_organisations import create_organisations
from graph.participations import holders_of_names, organisations_named
from graph.statements import add_statements, derived_from, recompute, statements_in_force
from graph.store import Store, Tx


@dataclass(frozen=True)
class NamedOther:
    """An organisation that a row names: by its org-id, else by its name; ``values`` is what the row says.

    ``made`` is the id that it gets where nobody knows it, when the list has a row of its own about it.
    """

    row: int
    name: str
    number: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    made: str | None = None

    @property
    def text(self) -> str:
        """What it is looked up by."""
        return self.number or self.name


def others_named(tx: Tx, context: ImportContext, others: Iterable[NamedOther]) -> dict[str, str]:
    """Return {text: organisation id} for all of them; those nobody knows are made, as mentions of the list.

    A number goes before a name. A name counts when exactly one organisation has it, or one of those that do
    is told from the others by what was said before. A name that the list gives one number elsewhere is that
    number's.
    """
    wanted = _by_text(others)
    found = _made_before(tx, context, wanted)
    found |= _known(tx, context.source, {text: it for text, it in wanted.items() if text not in found})
    namesakes = {text: it for text, it in _namesakes(wanted).items() if text not in found}
    _make(tx, context, [wanted[text] for text in wanted if text not in {*found, *namesakes}], found)
    found |= {text: found[numbered] for text, numbered in namesakes.items()}
    _speak_of_known(tx, context, wanted, found)
    return found


def unknown_others(store: Store, source: str, others: Iterable[NamedOther]) -> list[NamedOther]:
    """Return those that a list of a source would make: nobody is meant for certain. Each once."""
    wanted = _by_text(others)
    found = _known(store, source, wanted)
    return [other for text, other in wanted.items() if text not in {*found, *_namesakes(wanted)}]


def _known(graph: Tx | Store, source: str, wanted: Mapping[str, NamedOther]) -> dict[str, str]:
    """Return {text: organisation id} of those that somebody knows."""
    found = organisations_named(graph, wanted)
    by_name = {other.text: other.name for other in wanted.values() if other.number and other.name}
    named = organisations_named(graph, {by_name[text] for text in by_name if text not in found})
    found |= _without_number_of(graph, by_name, found, named)
    return found | _known_of_several(graph, source, [text for text in wanted if text not in found])


def words_for(other: NamedOther) -> set[str]:
    """Return what tells whether two rows name the same organisation: its number, its name in short."""
    return {each for each in (other.number, canonical(other.name)) if each}


def _by_text(others: Iterable[NamedOther]) -> dict[str, NamedOther]:
    """Return the first of those that are looked up by the same text."""
    first: dict[str, NamedOther] = {}
    for other in others:
        first.setdefault(other.text, other)
    return first


def _namesakes(wanted: Mapping[str, NamedOther]) -> dict[str, str]:
    """Return {name: number} of those that one row names alone, and others with one and the same number."""
    numbers: dict[str, set[str]] = {}
    for other in wanted.values():
        if other.number and canonical(other.name):
            numbers.setdefault(canonical(other.name), set()).add(other.text)
    alone = {text: numbers.get(canonical(text), set()) for text, other in wanted.items() if not other.number}
    return {text: next(iter(several)) for text, several in alone.items() if len(several) == 1}


def _known_of_several(graph: Tx | Store, source: str, texts: Iterable[str]) -> dict[str, str]:
    """Return whom names mean that several organisations have: whom the source called so before.

    Else, and among several of those, the one without a number. Without it a list that comes again would make
    one more of the name each time.
    """
    names = {text: canonical(text) for text in texts}
    several = {name: ids for name, ids in holders_of_names(graph, names.values()).items() if len(ids) > 1}
    holders = {each for ids in several.values() for each in ids}
    said = statements_in_force(graph, holders) if holders else {}
    bare = _without_numbers(graph, holders)
    meant: dict[str, str] = {}
    for name, ids in several.items():
        own = [each for each in ids if any(_calls(one, name, source) for one in said.get(each, ()))]
        told_apart = own if len(own) == 1 else [each for each in own or ids if each in bare]
        if len(told_apart) == 1:
            meant[name] = told_apart[0]
    return {text: meant[name] for text, name in names.items() if name in meant}


def _calls(statement: Statement, name: str, source: str) -> bool:
    return statement.source == source and canonical(str(statement.values.get("name", ""))) == name


WITHOUT_A_NUMBER_OF = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN id, coalesce(organisation.identifiers, []) AS identifiers
"""


def _without_number_of(
    graph: Tx | Store, by_name: Mapping[str, str], found: Mapping[str, str], named: Mapping[str, str]
) -> dict[str, str]:
    """Return those whose number nobody holds and whose name one organisation has, without such a number."""
    open_texts = {text: named[name] for text, name in by_name.items() if text not in found and name in named}
    bare = _without_numbers(graph, open_texts.values())
    return {text: org_id for text, org_id in open_texts.items() if org_id in bare}


def _without_numbers(graph: Tx | Store, org_ids: Iterable[str]) -> set[str]:
    """Return those of these organisations that have no number."""
    asked = sorted(set(org_ids))
    rows = graph.read(WITHOUT_A_NUMBER_OF, organisations=asked) if asked else []
    return {row["id"] for row in rows if not row["identifiers"]}


MADE = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
RETURN id, coalesce(organisation.gone, false) AS gone
"""


def _made_before(tx: Tx, context: ImportContext, wanted: Mapping[str, NamedOther]) -> dict[str, str]:
    """Return those that an earlier chunk of the import made, whoever else has their name by now."""
    made = {text: _id_of(context, other) for text, other in wanted.items()}
    there = {row["id"] for row in tx.run(MADE, ids=sorted(set(made.values()))) if not row["gone"]}
    return {text: org_id for text, org_id in made.items() if org_id in there}


def _id_of(context: ImportContext, other: NamedOther) -> str:
    called = other.number or canonical(other.name) or other.name
    return other.made or made_id(context.import_id, "organisation", called)


def _make(tx: Tx, context: ImportContext, others: Iterable[NamedOther], found: dict[str, str]) -> None:
    made: dict[str, Statement] = {}
    for other in others:
        org_id = _id_of(context, other)
        made.setdefault(org_id, _mention(context, other, org_id, other.name or other.number or ""))
        found[other.text] = org_id
    went = {row["id"] for row in tx.run(MADE, ids=sorted(made))} if made else set()
    create_organisations(tx, {each: derived_from([said]) for each, said in made.items() if each not in went})
    add_statements(tx, list(made.values()))
    if went:  # what had made them was taken back
        recompute(tx, went)


def _mention(context: ImportContext, other: NamedOther, org_id: str, name: str) -> Statement:
    called = {"name": name} if name else {}
    numbers = {"identifiers": [other.number]} if other.number else {}
    return Statement(
        id=made_id(context.import_id, other.row, org_id, BESIDE),
        organisation=org_id,
        kind=StatementKind.MENTION,
        source=context.source,
        values={**called, **numbers, **other.values},
        said_on=context.said_on,
        recorded_at=context.recorded_at,
        row=other.row,
        import_id=context.import_id,
        example=context.example,
    )


def _speak_of_known(
    tx: Tx, context: ImportContext, wanted: Mapping[str, NamedOther], found: Mapping[str, str]
) -> None:
    """Say of organisations that were there what the list says, once in each import.

    Each import says it for itself, so that any of them can be undone. A number alone gives nobody a name.
    """
    in_force = statements_in_force(tx, set(found.values()))
    new: dict[str, Statement] = {}
    for text, other in wanted.items():
        org_id = found[text]
        own = [each for each in in_force.get(org_id, ()) if each.import_id == context.import_id]
        if not any(_says(each, other) for each in own):
            new.setdefault(org_id, _mention(context, other, org_id, other.name))
    add_statements(tx, list(new.values()))
    if new:
        recompute(tx, set(new), always=False)


def _says(statement: Statement, other: NamedOther) -> bool:
    """Return whether a statement says of an organisation at least what a row does."""
    if other.name and canonical(str(statement.values.get("name", ""))) != canonical(other.name):
        return False
    if other.number and other.number not in (statement.values.get("identifiers") or ()):
        return False
    return all(_holds(statement.values.get(name), value) for name, value in other.values.items())


def _holds(said: Any, value: Any) -> bool:
    return set(value) <= set(said or ()) if isinstance(value, list) else said == value
