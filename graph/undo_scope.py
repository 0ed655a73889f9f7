"""What undoing an import has to look at: whom it spoke of, and who else says what it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.import_records import IN_FORCE_STATES, ImportState, now
from graph.model.statements import Vouching
from graph.store import Store, Tx

SAID_IN = """
MATCH (import:Import {id: $id})<-[:MADE_IN]-(statement:Statement)-[:ABOUT]->(organisation:Organisation)
RETURN collect(statement.id) AS statement, collect(organisation.id) AS organisation
"""

SAID_AGAIN_IN = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk)
WHERE chunk.committed_at IS NOT NULL
RETURN collect(coalesce(chunk.vouches, [])) AS vouches
"""

WHOSE_STATEMENTS = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})-[:ABOUT]->(organisation:Organisation)
RETURN collect(DISTINCT organisation.id) AS organisation
"""

TAKES_BACK = """
MATCH (import:Import {id: $id})
RETURN coalesce(import.takes_back, []) AS statements
"""

WHO_DECLARED_IN = """
MATCH (declaration:Declaration)-[:ABOUT]->(organisation:Organisation)
WHERE declaration.retracted_at IS NULL
  AND (declaration.import_id = $id OR $id IN declaration.also_imports)
RETURN collect(DISTINCT organisation.id) AS organisation
"""

OTHERS_IN_FORCE = """
MATCH (import:Import {source: $source})
WHERE import.state IN $states AND import.id <> $id
RETURN import.id AS id
"""

VOUCHES_SINCE = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk)
WHERE chunk.committed_at >= $since AND size(coalesce(chunk.vouches, [])) > 0
RETURN import.said_on AS said_on, chunk.committed_at AS committed_at, chunk.vouches AS vouches
"""

LOOKED_UP_AT_ONCE = 5000
"""Statements whose organisations are looked up in one query: bounds memory."""

CLOCKS_DIFFER = 600
"""Seconds by which the clocks of two machines that share a graph may differ."""


@dataclass(frozen=True)
class Scope:
    """What an import said. ``organisations`` are those it spoke of, its own body last.

    ``vouches`` are the statements of other imports that it said too, ``takes_back`` those that hold only as
    long as it does (``graph.deferred_leavers``); ``vouched_by`` gives, for a statement,
    the other imports in force that said it when all this was read, at ``read_at``.
    """

    state: ImportState
    organisations: list[str]
    vouches: frozenset[str]
    takes_back: frozenset[str]
    vouched_by: Mapping[str, list[Vouching]]
    read_at: str

    def vouched_by_now(self, tx: Tx, statements: Iterable[str]) -> dict[str, list[Vouching]]:
        """Return who else says each of these statements, those included who began to meanwhile."""
        wanted = set(statements)
        since = datetime.fromisoformat(self.read_at) - timedelta(seconds=CLOCKS_DIFFER)
        lately = _vouches(tx, self.state, wanted, since.isoformat(timespec="microseconds"))
        return {each: _once([*self.vouched_by.get(each, ()), *lately.get(each, ())]) for each in wanted}


def scope_of(store: Store, state: ImportState) -> Scope:
    """Return what undoing an import has to look at; the same however much of it is undone already."""
    read_at = now()
    made = store.columns(SAID_IN, id=state.id)
    again = store.columns(SAID_AGAIN_IN, id=state.id)["vouches"]
    mine = {statement for vouches in again for statement in vouches}
    spoken = {*made["organisation"], *store.columns(WHO_DECLARED_IN, id=state.id)["organisation"]}
    back = frozenset(store.read(TAKES_BACK, id=state.id)[0]["statements"])
    ids = sorted(mine | back)
    for start in range(0, len(ids), LOOKED_UP_AT_ONCE):
        some = ids[start : start + LOOKED_UP_AT_ONCE]
        spoken.update(store.columns(WHOSE_STATEMENTS, ids=some)["organisation"])
    body = [state.body] if state.body else []
    vouched_by = _vouches(store, state, {*made["statement"], *ids}, "")
    return Scope(state, sorted(spoken - {state.body}) + body, frozenset(mine), back, vouched_by, read_at)


def vouched_by(graph: Store | Tx, state: ImportState, statements: Iterable[str]) -> dict[str, list[Vouching]]:
    """Return, for each of these statements, the other imports in force that said it, oldest first."""
    wanted = set(statements)
    found = _vouches(graph, state, wanted, "") if wanted else {}
    return {each: _once(found.get(each, ())) for each in wanted}


def _vouches(
    graph: Store | Tx, state: ImportState, wanted: set[str], since: str
) -> dict[str, list[Vouching]]:
    """Return, for each of these statements, the other imports of the source that said it since an instant."""
    found: dict[str, list[Vouching]] = defaultdict(list)
    others = graph.read(OTHERS_IN_FORCE, source=state.source, states=list(IN_FORCE_STATES), id=state.id)
    for other in others:
        for row in graph.read(VOUCHES_SINCE, id=other["id"], since=since):
            vouching = Vouching(other["id"], row["said_on"], row["committed_at"])
            for statement in wanted.intersection(row["vouches"]):
                found[statement].append(vouching)
    return dict(found)


def _once(vouchings: Iterable[Vouching]) -> list[Vouching]:
    """Return one vouching for each import, oldest first."""
    by_import: dict[str, Vouching] = {}
    for each in sorted(vouchings, key=lambda each: (each.recorded_at, each.import_id)):
        by_import.setdefault(each.import_id, each)
    return list(by_import.values())
