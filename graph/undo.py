"""Undoing an import: what it said is retracted, and the records are computed again from what is left.

Right in any order and long after: nothing is put back, everything follows from the statements in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.declaration_facts import retract_declarations
from graph.fact_undo import FACT_RETRACTERS
from graph.import_records import IN_FORCE_STATES, ImportState, now, the_import
from graph.model.identifiers import new_id
from graph.model.plan import CHUNK_ROWS
from graph.model.statements import Statement, StatementKind, Vouching
from graph.records import references
from graph.review_items import let_go_of_import
from graph.statements import recompute, set_vouched, statements_in_force
from graph.store import Store, Tx

SAID_IN = """
MATCH (import:Import {id: $id})<-[:MADE_IN]-(statement:Statement)-[:ABOUT]->(organisation:Organisation)
WHERE statement.retracted_at IS NULL AND statement.undone_at IS NULL
RETURN collect(statement.id) AS statement, collect(organisation.id) AS organisation
"""

VOUCHED_BY = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})-[:ABOUT]->(organisation:Organisation)
WHERE statement.retracted_at IS NULL
RETURN collect(id) AS statement, collect(organisation.id) AS organisation
"""

VOUCHES_OF_SOURCE = """
MATCH (import:Import {source: $source})-[:HAS_CHUNK]->(chunk:Chunk)
WHERE import.state IN $states AND chunk.committed_at IS NOT NULL AND size(coalesce(chunk.vouches, [])) > 0
RETURN import.id AS import_id, import.said_on AS said_on, chunk.committed_at AS committed_at,
       chunk.vouches AS vouches
"""

END_STATEMENTS = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})
SET statement.retracted_at = $at
RETURN count(statement) AS number
"""

DISOWN_STATEMENTS = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})
SET statement.undone_at = $at
RETURN count(statement) AS number
"""

SET_UNDONE = """
MATCH (import:Import {id: $id})
SET import.state = 'undone', import.undone_at = $at, import.undone_by = $actor, import.deferred = '[]'
RETURN import.id AS id
"""

STOP = """
MATCH (import:Import {id: $id})
SET import.state = 'cancelled', import.worker = null, import.lease_until = null
RETURN import.id AS id
"""

WITHDRAW_ITEMS = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import {id: $id})
SET item.state = 'withdrawn'
RETURN count(item) AS number
"""

NAMES_NOW = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN id AS id, organisation.name AS name, coalesce(organisation.gone, false) AS gone
"""


def undo_import(store: Store, import_id: str, actor: str) -> dict[str, Any]:
    """Retract what an import said and return {"import_id", "restored", "removed", "kept"}.

    ``restored`` counts the organisations whose record is computed from the rest by now, ``removed`` those
    that nothing speaks of any more. ``kept`` lists {"organisation", "name", "field", "why"}: what people
    said of these organisations since, and organisations that something else refers to. An import that is
    undone already answers with nothing to do. Raises Refused for an id that nobody has.
    """
    state = the_import(store, import_id)
    answer: dict[str, Any] = {"import_id": import_id, "restored": 0, "removed": 0, "kept": []}
    if state.state == "undone":
        return answer
    store.write(new_id(), actor, "stop an import", lambda tx: _run(tx, STOP, id=import_id))
    said = _said(store, state)
    changed, gone = _retract_facts(store, state, actor)
    for start in range(0, len(said.organisations), CHUNK_ROWS):
        some = said.organisations[start : start + CHUNK_ROWS]
        done = store.write(new_id(), actor, "undo a part of an import", _Retraction(state, some, said))
        changed, gone = changed | set(done["changed"]), gone | set(done["gone"])
    store.write(new_id(), actor, "undo an import", lambda tx: _finish(tx, import_id, actor))
    left = sorted((changed | set(said.organisations)) - gone)
    return {**answer, "restored": len(changed - gone), "removed": len(gone), "kept": _kept(store, left)}


@dataclass(frozen=True)
class _Said:
    """What an import said. ``organisations`` are those it spoke of, its own body last.

    ``vouches`` are the statements of other imports that it said too; ``vouched_by`` gives, for a statement,
    the other imports in force that say it.
    """

    organisations: list[str]
    vouches: frozenset[str]
    vouched_by: Mapping[str, list[Vouching]]


def _said(store: Store, state: ImportState) -> _Said:
    made = store.columns(SAID_IN, id=state.id)
    mine: set[str] = set()
    others: dict[str, list[Vouching]] = defaultdict(list)
    for row in store.read(VOUCHES_OF_SOURCE, source=state.source, states=list(IN_FORCE_STATES)):
        if row["import_id"] == state.id:
            mine.update(row["vouches"])
            continue
        vouching = Vouching(row["import_id"], row["said_on"], row["committed_at"])
        for statement in row["vouches"]:
            others[statement].append(vouching)
    vouched = store.columns(VOUCHED_BY, ids=sorted(mine))
    organisations = {*made["organisation"], *vouched["organisation"]} - {state.body}
    body = [state.body] if state.body else []
    return _Said(sorted(organisations) + body, frozenset(mine), others)


class _Retraction:
    """One write of an undo: some organisations' statements, then their records."""

    def __init__(self, state: ImportState, organisations: Sequence[str], said: _Said) -> None:
        self._import_id, self._organisations, self._said = state.id, organisations, said

    def __call__(self, tx: Tx) -> dict[str, Any]:
        in_force = statements_in_force(tx, self._organisations)
        every = [each for several in in_force.values() for each in several]
        ended, disowned, noted = [], [], []
        for each in every:
            after = self._after(each, tx.at)
            if after.retracted_at:
                ended.append(each.id)
            elif after.undone_at != each.undone_at:
                disowned.append(each.id)
            if after.vouched != each.vouched:
                noted.append(after)
        if ended:
            tx.run(END_STATEMENTS, ids=ended, at=tx.at)
        if disowned:
            tx.run(DISOWN_STATEMENTS, ids=disowned, at=tx.at)
        set_vouched(tx, noted)
        return _recomputed(tx, self._organisations)

    def _after(self, statement: Statement, at: str) -> Statement:
        """Return a statement as it is once this import says nothing any more."""
        others = self._said.vouched_by.get(statement.id, [])
        if statement.import_id == self._import_id and statement.undone_at is None:
            if not others:
                return replace(statement, retracted_at=at)
            noted = {each.import_id for each in statement.vouched}
            more = tuple(each for each in others if each.import_id not in noted)
            return replace(statement, undone_at=at, vouched=statement.vouched + more)
        mine = statement.id in self._said.vouches
        if not mine:
            return statement
        if statement.undone_at is not None and not others:
            return replace(statement, retracted_at=at)
        kept = tuple(self._unsaid(each, at) for each in statement.vouched)
        return replace(statement, vouched=kept)

    def _unsaid(self, vouching: Vouching, at: str) -> Vouching:
        mine = vouching.import_id == self._import_id and vouching.retracted_at is None
        return replace(vouching, retracted_at=at) if mine else vouching


def _recomputed(tx: Tx, organisations: Sequence[str]) -> dict[str, Any]:
    """Compute records again; return whose changed, and who isn't spoken of any more."""
    before = {row["id"]: row["gone"] for row in tx.run(NAMES_NOW, organisations=list(organisations))}
    changed = recompute(tx, organisations)
    after = {row["id"]: row["gone"] for row in tx.run(NAMES_NOW, organisations=list(organisations))}
    gone = [each for each, is_gone in after.items() if is_gone and not before[each]]
    return {"changed": sorted(changed), "gone": sorted(gone)}


def _retract_facts(store: Store, state: ImportState, actor: str) -> tuple[set[str], set[str]]:
    """Retract declarations, engagements, posts and liaisons; return whose records moved, and who went."""

    def work(tx: Tx) -> dict[str, Any]:
        touched = set(retract_declarations(tx, state.id, tx.at))
        for retract in FACT_RETRACTERS.values():
            touched.update(retract(tx, state.id, tx.at))
        return _recomputed(tx, sorted(touched))

    answer = store.write(new_id(), actor, "undo an import's facts", work)
    return set(answer["changed"]), set(answer["gone"])


def _finish(tx: Tx, import_id: str, actor: str) -> dict[str, Any]:
    let_go_of_import(tx, import_id)
    tx.run(WITHDRAW_ITEMS, id=import_id)
    tx.run(SET_UNDONE, id=import_id, at=now(), actor=actor)
    return {}


def _run(tx: Tx, query: str, **params: Any) -> dict[str, Any]:
    tx.run(query, **params)
    return {}


_WORDS = {
    "engagements": "engagements name it",
    "declarations": "it has declarations",
    "posts": "people hold posts there",
    "liaisons": "somebody in government is in touch with it",
    "members": "other lists name it as their body",
    "branches": "it has branches",
    "lists": "people noted something about its list",
    "claims": "there are claims about its members",
}


def _kept(store: Store, organisations: Sequence[str]) -> list[dict[str, Any]]:
    """Return what stays of the organisations that an import spoke of, because something else says it."""
    kept: list[dict[str, Any]] = []
    for start in range(0, len(organisations), CHUNK_ROWS):
        some = list(organisations[start : start + CHUNK_ROWS])
        names = {row["id"]: row["name"] for row in store.read(NAMES_NOW, organisations=some)}
        said = statements_in_force(store, some)
        silent = [each for each in some if each not in said]
        refers = references(store, silent)
        for each in some:
            kept += [_line(each, names, field, why) for field, why in _edited(said.get(each, ()))]
            if each in refers:
                why = ", ".join(_WORDS[kind] for kind in refers[each])
                kept.append(_line(each, names, None, why))
    return kept


def _edited(statements: Iterable[Statement]) -> list[tuple[str, str]]:
    """Return the fields that people edited, each with who did and when."""
    return sorted(
        {
            (field, f"edited by {each.user} on {each.recorded_at[:10]}")
            for each in statements
            if each.kind == StatementKind.EDIT
            for field in each.values
        }
    )


def _line(org_id: str, names: Mapping[str, str], field: str | None, why: str) -> dict[str, Any]:
    return {"organisation": org_id, "name": names.get(org_id, ""), "field": field, "why": why}
