"""Undoing an import: what it said is retracted, and the records are computed again from what is left.

Right in any order and long after: nothing is put back, everything follows from the statements in force.
An undo is several writes, each of which undoes all that the import said of some organisations. Once the
first is done the import can only be undone: whoever finds it "undoing" goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graph.declaration_facts import retract_declarations
from graph.deferred_leavers import take_leavers_back
from graph.fact_undo import FACT_RETRACTERS, FactRetracter
from graph.import_records import HELD_FOR, now, the_import, until
from graph.kept_by_undo import kept
from graph.late_leavers import let_leave_after_all
from graph.model.identifiers import made_id, new_id
from graph.model.plan import CHUNK_ROWS
from graph.model.statements import Statement
from graph.review_items import let_go_of_import
from graph.statements import statements_in_force
from graph.store import Store, Tx
from graph.undo_scope import Scope, scope_of
from graph.undone_facts import Portion, portions_left
from graph.unsaying import Unsaying, recomputed

SET_UNDOING = """
MATCH (import:Import {id: $id})
SET import.state = 'undoing', import.worker = null, import.lease_until = $until, import.deferred = '[]'
RETURN import.id AS id
"""

SET_UNDONE = """
MATCH (import:Import {id: $id})
SET import.state = 'undone', import.undone_at = $at, import.undone_by = $actor, import.lease_until = null
RETURN import.id AS id
"""

WITHDRAW_ITEMS = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import {id: $id})
SET item.state = 'withdrawn'
RETURN count(item) AS number
"""

HOLD_ON = """
MATCH (import:Import {id: $id})
SET import.lease_until = $until
RETURN import.id AS id
"""

UNDOING = """
MATCH (import:Import {state: 'undoing'})
WHERE coalesce(import.lease_until, '') < $now
RETURN import.id AS id
ORDER BY import.started_at
"""


def undo_import(
    store: Store, import_id: str, actor: str, progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, Any]:
    """Retract what an import said and return {"import_id", "restored", "removed", "kept"}.

    ``restored`` counts the organisations whose record is computed from the rest by now, ``removed`` those
    that nothing speaks of any more. ``kept`` lists {"organisation", "name", "field", "why"}: what people
    said of these organisations since, and organisations that something else refers to. An import that is
    undone already answers with nothing to do; an undo that was broken off is carried on. ``progress`` is
    told how many organisations are done with, and of how many. Raises Refused for an id that nobody has.
    """
    state = the_import(store, import_id)
    answer: dict[str, Any] = {"import_id": import_id, "restored": 0, "removed": 0, "kept": []}
    if state.state == "undone":
        return answer
    store.write(made_id(import_id, "undo"), actor, "stop an import", lambda tx: _begin(tx, import_id))
    scope = scope_of(store, state)
    changed, gone = _retract_facts(store, scope, actor)
    for start in range(0, len(scope.organisations), CHUNK_ROWS):
        progress(start, len(scope.organisations))
        some = scope.organisations[start : start + CHUNK_ROWS]
        write_id = made_id(import_id, "undo", *some)
        done = store.write(write_id, actor, "undo a part of an import", _Retraction(scope, some))
        changed, gone = changed | set(done["changed"]), gone | set(done["gone"])
    store.write(made_id(import_id, "undone"), actor, "undo an import", lambda tx: _end(tx, import_id, actor))
    left = sorted((changed | set(scope.organisations)) - gone)
    return {**answer, "restored": len(changed - gone), "removed": len(gone), "kept": kept(store, left)}


def imports_half_undone(store: Store) -> list[str]:
    """Return the ids of imports whose undo was begun and fell silent, oldest first; [] as a rule."""
    return [row["id"] for row in store.read(UNDOING, now=now())]


def _begin(tx: Tx, import_id: str) -> dict[str, Any]:
    """Take the import from whoever commits it, and its rows from whoever would decide them."""
    tx.run(SET_UNDOING, id=import_id, until=until(HELD_FOR))
    take_leavers_back(tx, import_id)
    let_go_of_import(tx, import_id)
    tx.run(WITHDRAW_ITEMS, id=import_id)
    return {}


def _end(tx: Tx, import_id: str, actor: str) -> dict[str, Any]:
    tx.run(SET_UNDONE, id=import_id, at=now(), actor=actor)
    return {}


class _Retraction:
    """One write of an undo: what an import said of some organisations, then their records."""

    def __init__(self, scope: Scope, organisations: Sequence[str]) -> None:
        self._import_id, self._organisations, self._scope = scope.state.id, organisations, scope

    def __call__(self, tx: Tx) -> dict[str, Any]:
        tx.run(HOLD_ON, id=self._import_id, until=until(HELD_FOR))
        retract_declarations(tx, self._import_id, self._organisations, tx.at)
        said = statements_in_force(tx, self._organisations)
        unsaying = Unsaying(self._import_id, self._is_mine, self._scope.vouches)
        unsaying.carry_out(tx, said, self._scope.vouched_by_now)
        let_leave_after_all(tx, self._scope.state, self._organisations)
        return recomputed(tx, self._organisations)

    def _is_mine(self, statement: Statement) -> bool:
        return statement.import_id == self._import_id or statement.id in self._scope.takes_back


def _retract_facts(store: Store, scope: Scope, actor: str) -> tuple[set[str], set[str]]:
    """Retract engagements, posts, liaisons and such in portions; return whose records moved, and who went.

    Each kind is looked at again until nothing of it is left: another undo may have handed this import the
    end of a fact meanwhile. What was undone before an undo was broken off isn't found any more.
    """
    changed: set[str] = set()
    gone: set[str] = set()
    for retracter in FACT_RETRACTERS.values():
        done: set[Portion] = set()
        while left := [
            each for each in portions_left(store, retracter.left, scope.state.id) if each not in done
        ]:
            for portion in left:
                work = _FactRetraction(scope, retracter, portion)
                answer = store.write(new_id(), actor, "undo some facts of an import", work)
                changed.update(answer["changed"])
                gone.update(answer["gone"])
            done.update(left)
    return changed, gone


class _FactRetraction:
    """One write of an undo: some facts of one kind, then the records that nothing but they spoke of."""

    def __init__(self, scope: Scope, retracter: FactRetracter, portion: Portion) -> None:
        self._import_id, self._retracter, self._portion = scope.state.id, retracter, portion
        self._later = frozenset(scope.organisations)

    def __call__(self, tx: Tx) -> dict[str, Any]:
        """Those whose statements are to be retracted too are computed with these, once."""
        tx.run(HOLD_ON, id=self._import_id, until=until(HELD_FOR))
        touched = self._retracter.retract(tx, self._import_id, tx.at, self._portion)
        return recomputed(tx, sorted(set(touched) - self._later))
