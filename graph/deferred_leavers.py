"""Leavers that wait for the rows of their import: they leave when none waits, and are back if one does.

The import keeps them (``deferred``) and what let them leave (``left_by``): a batch of decisions, or a later
list that answered the last row. Its rows wait again when that list is undone, and so do the leavers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from graph.import_records import ImportState, context_of, the_import
from graph.leaving import leaver_id, leavers_from, let_leave
from graph.model.plan import Leaver, canonical_json
from graph.model.sayings import sayings_of
from graph.model.statements import StatementKind
from graph.statements import statements_in_force
from graph.store import Tx

DEFERRED = """
MATCH (import:Import {id: $id})
WHERE import.left_by IS NULL AND coalesce(import.deferred, '[]') <> '[]'
RETURN import.deferred AS deferred,
       [(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'superseded' | item.means] AS meant
"""

NOTE_LEFT = """
MATCH (import:Import {id: $id})
SET import.left_by = $because
RETURN import.id AS id
"""


def let_leave_at_last(tx: Tx, import_id: str, *, because: str) -> None:
    """End the memberships that waited for an import's rows; nothing happens if none waited, or they left.

    ``because`` is the id of what settled the last row, which makes the statements' ids: taken back, they can
    be said once more. Whom a later list understood a row to mean stays, and so does whom another list of the
    same day names that came in after this one.
    """
    for row in tx.run(DEFERRED, id=import_id):
        state = the_import(tx, import_id)
        leavers = leavers_from(json.loads(row["deferred"]))
        stay = set(row["meant"]) | _named_since(tx, state, {each.organisation for each in leavers})
        due = [each for each in leavers if each.organisation not in stay]
        let_leave(tx, context_of(state, tx.at), due, (), because=because)
        tx.run(NOTE_LEFT, id=import_id, because=because)


def _named_since(tx: Tx, state: ImportState, organisations: Collection[str]) -> set[str]:
    """Return those whom another list of the source and the day names that came in after an import."""
    return {
        org_id
        for org_id, several in statements_in_force(tx, organisations).items()
        for each in several
        if each.source == state.source and each.kind == StatementKind.LISTING
        for saying in sayings_of(each)
        if saying.said_on == state.said_on
        and saying.import_id != state.id
        and saying.recorded_at > (state.finished_at or "")
    }


LEFT_BY_ANSWERS = """
MATCH (item:ReviewItem {superseded_by: $import_id, state: 'superseded'})-[:RAISED_BY]->(import:Import)
WHERE import.left_by IS NOT NULL AND import.state IN ['waiting', 'committed', 'cancelled', 'failed']
RETURN DISTINCT import.id AS id, import.left_by AS left_by, import.deferred AS deferred
"""

TAKE_BACK = """
MATCH (import:Import {id: $import_id})
SET import.takes_back = $statements
WITH import
UNWIND $imports AS id
MATCH (older:Import {id: id})
SET older.left_by = null
RETURN count(older) AS number
"""


def take_leavers_back(tx: Tx, import_id: str) -> None:
    """Note on an import that begins to be undone whose leavers to take back: their rows wait again."""
    found = tx.run(LEFT_BY_ANSWERS, import_id=import_id)
    statements = [each for row in found for each in _leaver_ids(row)]
    if found:
        tx.run(TAKE_BACK, import_id=import_id, statements=statements, imports=[row["id"] for row in found])


LEFT_BY_DECISIONS = """
MATCH (import:Import {id: $id})
WHERE import.left_by IS NOT NULL
RETURN import.id AS id, import.left_by AS left_by, import.deferred AS deferred
"""

WAIT_AGAIN = """
MATCH (import:Import {id: $id})
SET import.left_by = null
RETURN import.id AS id
"""


def leavers_waiting_again(tx: Tx, import_id: str) -> dict[str, str]:
    """Let an import's leavers wait for its rows again; return {statement to take back: its organisation}."""
    found = tx.run(LEFT_BY_DECISIONS, id=import_id)
    if found:
        tx.run(WAIT_AGAIN, id=import_id)
    return {
        leaver_id(import_id, each.organisation, row["left_by"]): each.organisation
        for row in found
        for each in leavers_from(json.loads(row["deferred"]))
    }


DEFERRED_SO_FAR = """
MATCH (import:Import {id: $id})
RETURN coalesce(import.deferred, '[]') AS deferred
"""

SET_DEFERRED = """
MATCH (import:Import {id: $id})
SET import.deferred = $deferred
RETURN import.id AS id
"""


def let_wait(tx: Tx, import_id: str, left: Mapping[str, str]) -> None:
    """Let organisations that had left by a list, {id: the day}, wait for its rows as candidates of one."""
    deferred = json.loads(tx.run(DEFERRED_SO_FAR, id=import_id)[0]["deferred"])
    there = {each["organisation"] for each in deferred}
    more = [Leaver(each, "", day, 0) for each, day in sorted(left.items()) if each not in there]
    if more:
        text = canonical_json([*deferred, *map(vars, more)])
        tx.run(SET_DEFERRED, id=import_id, deferred=text)


def _leaver_ids(row: Mapping[str, str]) -> list[str]:
    leavers = leavers_from(json.loads(row["deferred"]))
    return [leaver_id(row["id"], each.organisation, row["left_by"]) for each in leavers]
