"""Organisations that rows name beside the one they are about, as decisions about such rows are taken back.

The first row of an import that names a funder says so for all of them: it is the next row's to say when that
one is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.grant_facts import funder_named
from graph.liaison_facts import government_named
from graph.met import met_at
from graph.model.facts import liaison_fact
from graph.model.plan import ImportContext, PlannedRow
from graph.named_others import NamedOther, others_named, words_for
from graph.participations import organisations_named
from graph.relation_facts import related_named
from graph.store import Tx

SAID_BESIDE = """
MATCH (import:Import {id: $id})<-[:MADE_IN]-(statement:Statement)
WHERE statement.row IN $rows AND statement.retracted_at IS NULL
MATCH (statement)-[:ABOUT]->(organisation:Organisation)
RETURN collect(DISTINCT organisation.id) AS ids
"""


def named_beside(row: PlannedRow) -> list[NamedOther]:
    """Return the organisations that a row names beside the one it is about; [] for most lists."""
    return [*funder_named(row), *related_named(row), *government_named(row)]


def names_in(rows: Iterable[PlannedRow]) -> set[str]:
    """Return the words for all that rows name beside: organisations, and people in touch for one."""
    organisations = {word for row in rows for other in named_beside(row) for word in words_for(other)}
    return organisations | {word for row in rows for word in _in_touch(row)}


def _in_touch(row: PlannedRow) -> set[str]:
    said = row.facts.get("liaison")
    fact = liaison_fact(said) if said else None
    return {f"{fact.from_person} for {fact.from_organisation}"} if fact and fact.from_person else set()


def said_beside(tx: Tx, context: ImportContext, rows: Collection[int]) -> set[str]:
    """Return the organisations that an import's rows speak of, those beside included."""
    return set(tx.run(SAID_BESIDE, id=context.import_id, rows=sorted(rows))[0]["ids"])


def say_again(
    tx: Tx, context: ImportContext, mine: Iterable[PlannedRow], others: Iterable[PlannedRow]
) -> None:
    """Let other rows say what rows that were taken back had said for them of organisations beside."""
    words = {word for row in mine for other in named_beside(row) for word in words_for(other)}
    again = [other for row in others for other in named_beside(row) if words & words_for(other)]
    if again:
        others_named(tx, context, again)


def posts_beside(tx: Tx, source: str, rows: Iterable[PlannedRow]) -> dict[str, int]:
    """Return {key of a post: row} of the people whom rows name as in touch for an organisation."""
    facts = [(row.row, liaison_fact(row.facts["liaison"])) for row in rows if row.facts.get("liaison")]
    named = organisations_named(tx, {fact.from_organisation or "" for _, fact in facts} - {""})
    return {
        met_at(fact.from_person).key(source, named[fact.from_organisation]): row
        for row, fact in facts
        if fact.from_person and fact.from_organisation in named
    }
