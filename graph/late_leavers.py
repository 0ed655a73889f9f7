"""Leaving, whatever the order in which a body's lists come in: older lists, and lists that come again.

A whole list that doesn't name an organisation ends its membership, also when the list that names it is older
and comes in later, and also when the membership had ended before: undoing one list must not revive it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.import_records import IN_FORCE_STATES, ImportState, context_of
from graph.leaving import candidates_waiting, leaver_statement, leavers_from
from graph.model.memberships import without_own_leavers
from graph.model.packed import unpack
from graph.model.plan import ImportContext
from graph.model.sayings import Saying, newest, sayings_of
from graph.model.statements import Statement, StatementKind, Vouching
from graph.statements import add_statements, add_vouching, recompute, statements_in_force
from graph.store import Tx

LEFT_BEFORE = """
MATCH (body:Organisation {id: $body})<-[tie:MEMBER_OF]-(organisation:Organisation)
WHERE tie.until IS NOT NULL
RETURN collect(DISTINCT organisation.id) AS ids
"""


def leave_again(tx: Tx, context: ImportContext, held_back: Collection[str]) -> tuple[list[str], int]:
    """Let a whole list say of those who left by another list that it doesn't name them either.

    Return the statements that it vouches for, and how many it wrote since the other list is a later one.
    """
    before = set(tx.run(LEFT_BEFORE, body=context.body_id)[0]["ids"]) - set(held_back)
    vouched: list[Statement] = []
    new: list[Statement] = []
    since = {
        org_id: sayings
        for org_id, statements in statements_in_force(tx, before).items()
        if (sayings := _since_named(_sayings(statements, context.source)))
        and all(each.import_id != context.import_id for each in sayings)
    }
    named = _named_on_its_day(tx, context, since)
    for org_id, sayings in since.items():
        if org_id in named:
            continue
        earlier = [each for each in sayings[1:] if each.said_on <= context.said_on]
        if earlier:
            vouched.append(earlier[0].statement)
        elif sayings[0].said_on <= context.said_on:
            new.append(leaver_statement(context, org_id, context.said_on))
    vouching = Vouching(context.import_id, context.said_on, context.recorded_at)
    noted = add_vouching(tx, vouched, vouching)
    add_statements(tx, new)
    recompute(tx, noted, always=False)
    recompute(tx, [each.organisation for each in new])
    return sorted({each.id for each in vouched}), len(new)


ROWS_OF_LIST = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
RETURN chunk.rows AS rows
"""


def _named_on_its_day(
    tx: Tx, context: ImportContext, since: Mapping[str, Sequence[Saying]]
) -> set[str | None]:
    """Return whom an import's own rows name, where another list of its day named some of these.

    Of a statement of the list's own day nothing notes that the list says it too.
    """
    if all(sayings[0].said_on != context.said_on for sayings in since.values()):
        return set()
    rows = tx.run(ROWS_OF_LIST, id=context.import_id)
    return {plain.get("organisation") for chunk in rows for plain in unpack(chunk["rows"])}


def _since_named(sayings: Sequence[Saying]) -> list[Saying]:
    """Return the newest naming of an organisation with the leavers since, oldest first; [] for none."""
    named = newest([each for each in sayings if each.statement.kind == StatementKind.LISTING])
    if not named:
        return []
    leavers = [each for each in sayings if each.statement.kind == StatementKind.LEAVER]
    since = sorted((each for each in leavers if each.key > named[0].key), key=lambda each: each.key)
    return [named[0], *since] if since else []


LATER_WHOLE_LISTS = """
MATCH (import:Import {source: $source})
WHERE import.whole_list = true AND import.said_on > $said_on AND import.state IN $states
RETURN import.id AS id, import.said_on AS said_on, import.started_at AS started_at
ORDER BY said_on, id
"""

FINISHED = """
MATCH (import:Import {source: $source})
WHERE import.finished_at IS NOT NULL
RETURN collect(import.id) AS id, collect(import.finished_at) AS finished_at
"""

ALSO_VOUCH = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'leavers'})
WITH chunk ORDER BY chunk.number LIMIT 1
SET chunk.vouches = coalesce(chunk.vouches, []) + $statements
RETURN chunk.number AS number
"""


def let_leave_late(tx: Tx, context: ImportContext, organisations: Collection[str]) -> int:
    """End memberships that a list says and later whole lists, here already, don't; return how many."""
    lists = tx.run(
        LATER_WHOLE_LISTS, source=context.source, said_on=context.said_on, states=list(IN_FORCE_STATES)
    )
    if not lists:
        return 0
    columns = tx.columns(FINISHED, source=context.source)
    finished = dict(zip(columns["id"], columns["finished_at"], strict=True))
    waiting = {each["id"]: candidates_waiting(tx, each["id"]) | _deferred(tx, each["id"]) for each in lists}
    left: dict[str, list[Mapping[str, str]]] = {}
    for org_id, statements in statements_in_force(tx, organisations).items():
        later = _whole_lists_without(_sayings(statements, context.source), lists, finished)
        if later and org_id not in waiting[later[0]["id"]]:
            left[org_id] = later
    _write(tx, context, left)
    return len(left)


def let_leave_after_all(tx: Tx, state: ImportState, organisations: Collection[str]) -> int:
    """End memberships that the newest list left, once an import says less, says and whole lists since don't.

    A whole list between two that name an organisation has no say until the later one is taken back. Returns
    how many left.
    """
    if not state.body or not organisations:
        return 0
    return let_leave_late(tx, replace(context_of(state, tx.at), said_on=""), organisations)


DEFERRED = """
MATCH (import:Import {id: $id})
WHERE import.left_by IS NULL
RETURN coalesce(import.deferred, '[]') AS deferred
"""


def _deferred(tx: Tx, import_id: str) -> set[str]:
    """Return the organisations that leave by a list once the last of its rows is decided."""
    found = tx.run(DEFERRED, id=import_id)
    return {each.organisation for row in found for each in leavers_from(json.loads(row["deferred"]))}


def _whole_lists_without(
    sayings: list[Saying], lists: Iterable[Mapping[str, str]], finished: Mapping[str, str]
) -> list[Mapping[str, str]]:
    """Return the whole lists later than anything that the source says of an organisation; [] if it left.

    A list that came in when an earlier one had named it let it stay: a row that was rejected names it.
    """
    if not sayings or any(each.statement.kind == StatementKind.LEAVER for each in newest(sayings)):
        return []
    last = max(each.said_on for each in sayings)
    known = min(max(each.recorded_at, finished.get(each.import_id, LATER)) for each in sayings)
    return [each for each in lists if each["said_on"] > last and known >= each["started_at"]]


LATER = "~"
"""After every instant."""


def _write(tx: Tx, context: ImportContext, left: Mapping[str, list[Mapping[str, str]]]) -> None:
    """Write each leaver as the first whole list's statement, which the lists after it vouch for."""
    vouched: dict[str, list[str]] = {}
    for org_id, (first, *others) in left.items():
        of_list = replace(context, import_id=first["id"], said_on=first["said_on"])
        statement = leaver_statement(of_list, org_id, first["said_on"])
        more = tuple(Vouching(each["id"], each["said_on"], context.recorded_at) for each in others)
        add_statements(tx, [statement])
        add_vouching_each(tx, statement, more)
        for each in others:
            vouched.setdefault(each["id"], []).append(statement.id)
    for import_id, ids in vouched.items():
        tx.run(ALSO_VOUCH, id=import_id, statements=ids)
    if left:
        recompute(tx, left)


def add_vouching_each(tx: Tx, statement: Statement, vouchings: Iterable[Vouching]) -> None:
    """Note several lists that say a statement too."""
    for each in vouchings:
        add_vouching(tx, [statement], each)
        statement = replace(statement, vouched=(*statement.vouched, each))


def _sayings(statements: Iterable[Statement], source: str) -> list[Saying]:
    """Return when a body's lists named an organisation, or no longer did."""
    kinds = (StatementKind.LISTING, StatementKind.LEAVER)
    return without_own_leavers(
        saying
        for each in statements
        if each.source == source and each.kind in kinds
        for saying in sayings_of(each)
    )
