"""Committing an import: exactly its plan, chunk by chunk, each one write that also stamps the chunk.

A worker that dies leaves a running import whose lease runs out; whoever commits it next goes on where the
last stamped chunk ended. Nothing is kept between chunks but what the graph holds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graph.bodies import speak_of_body
from graph.chunk_writer import ChunkResult, ChunkWork, carry_out
from graph.errors import GraphError, Refused
from graph.import_records import (
    HELD_FOR,
    ChunkState,
    ImportState,
    chunk_content,
    chunk_states,
    instant_of,
    now,
    the_import,
)
from graph.leaving import CANDIDATES_WAITING, leavers_from, let_leave
from graph.model.identifiers import made_id, new_id
from graph.model.plan import ImportContext, canonical_json, row_from_dict
from graph.store import Store, Tx

Progress = Callable[[int, int], None]
"""Told the rows done and the rows there are, after every chunk."""


@dataclass(frozen=True)
class Outcome:
    """What became of an import. ``counts`` is {verdict: rows} and adds up to the rows carried out."""

    import_id: str
    state: str
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: int = 0
    leavers: int = 0
    review_items: int = 0
    rows_read: int = 0
    done_rows: int = 0


class ImportBusy(Refused):
    """Another worker holds the import at this moment."""


def commit_import(
    store: Store,
    import_id: str,
    *,
    accept: str = "safe",
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Carry out a stored plan, or what is left of it, and return what became of it.

    ``accept`` is "safe" (what the plan found safe goes in) or "none" (all that would change anything waits
    for a person). ``should_stop`` is asked before every chunk: True leaves the import cancelled, to be
    resumed by another call or undone. Raises ImportBusy when another worker has it, Refused for an import
    that isn't there, isn't whole or was undone. An import that is done answers what became of it.
    """
    state = the_import(store, import_id)
    if state.state in ("committed", "waiting"):
        return outcome_of(store, import_id)
    run = _Run(store, state, accept)
    run.take()
    try:
        for chunk in chunk_states(store, import_id):
            if chunk.committed_at is None:
                if should_stop is not None and should_stop():
                    run.let_go("cancelled")
                    return outcome_of(store, import_id)
                run.commit(chunk)
                if progress is not None:
                    progress(run.done_rows, state.rows_read)
            else:
                run.learn(chunk)
    except BaseException:
        with suppress(GraphError):
            run.let_go("failed")
        raise
    run.let_go(None)
    return outcome_of(store, import_id)


def outcome_of(store: Store, import_id: str) -> Outcome:
    """Return what became of an import so far."""
    state = the_import(store, import_id)
    return Outcome(
        import_id=import_id,
        state=state.state,
        counts=state.counts,
        changes=state.changes,
        leavers=state.leavers,
        review_items=state.waiting_rows,
        rows_read=state.rows_read,
        done_rows=state.done_rows,
    )


def context_of(state: ImportState, at: str) -> ImportContext:
    """Return what the facts of an import share, those written by a write at this instant."""
    return ImportContext(
        import_id=state.id,
        recorded_at=at,
        source=state.source,
        said_on=state.said_on,
        actor=state.actor,
        body_id=state.body,
        consultation=state.consultation,
        example=state.example,
    )


TAKE = """
MATCH (import:Import {id: $id})
SET import.state = 'running', import.worker = $worker, import.lease_until = $until, import.accept = $accept
RETURN import.id AS id
"""

HELD_BY = """
MATCH (import:Import {id: $id})
RETURN import.state AS state, import.worker AS worker, coalesce(import.lease_until, '') AS until
"""

LET_GO = """
MATCH (import:Import {id: $id})
SET import.state = $state, import.worker = null, import.lease_until = null, import.finished_at = $at,
    import.counts = $counts, import.deferred = $deferred
RETURN import.id AS id
"""

STAMP = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {number: $number})
SET chunk.committed_at = $at, chunk.outcome = $outcome, chunk.vouches = $vouches, chunk.result = $result,
    import.done_rows = coalesce(import.done_rows, 0) + $rows,
    import.changes = coalesce(import.changes, 0) + $changes,
    import.lease_until = $until
RETURN chunk.number AS number
"""

COUNT_WAITING = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import {id: $id})
RETURN count(item) AS waiting
"""


class _Run:
    """One worker at one import."""

    def __init__(self, store: Store, state: ImportState, accept: str) -> None:
        self._store, self._state, self._accept = store, state, accept
        self._worker = new_id()
        self._moved: dict[str, list[int]] = {}
        self._redirects: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._deferred: list[dict[str, Any]] = []
        self.done_rows = 0

    def take(self) -> None:
        """Take the import for as long as chunks keep coming."""
        self._store.write(new_id(), self._state.actor, "begin an import", self._take)

    def _take(self, tx: Tx) -> dict[str, Any]:
        held = tx.run(HELD_BY, id=self._state.id)[0]
        if held["state"] == "running" and held["until"] > now():
            raise ImportBusy("Another worker is committing this import. Wait for it to end.")
        if held["state"] not in ("planned", "running", "cancelled", "failed"):
            raise Refused(f"This import is {held['state']}, so there is nothing to commit.")
        tx.run(TAKE, id=self._state.id, worker=self._worker, until=_until(), accept=self._accept)
        return {}

    def commit(self, chunk: ChunkState) -> None:
        """Carry out one chunk in one write, which a worker that died may have done already."""
        content = chunk_content(self._store, self._state.id, chunk.number)

        def work(tx: Tx) -> dict[str, Any]:
            self._check_still_mine(tx)
            result = self._carry_out(tx, chunk, content)
            plain = asdict(result)
            tx.run(
                STAMP,
                id=self._state.id,
                number=chunk.number,
                at=now(),
                outcome=canonical_json(result.rows),
                vouches=result.vouches,
                result=canonical_json(plain),
                rows=chunk.size if chunk.kind == "rows" else 0,
                changes=result.changes,
                until=_until(),
            )
            return plain

        write_id = made_id(self._state.id, "commit", chunk.number)
        recorded_at = instant_of(self._state.recorded_on)
        answer = self._store.write(
            write_id, self._state.actor, "commit a chunk of an import", work, recorded_at=recorded_at
        )
        self._remember(chunk, answer)

    def learn(self, chunk: ChunkState) -> None:
        """Take in what a chunk did that was committed before."""
        self._remember(chunk, chunk.result or {})

    def let_go(self, ending: str | None) -> None:
        """Give the import back: done (None), cancelled or failed."""

        def work(tx: Tx) -> dict[str, Any]:
            if tx.run(HELD_BY, id=self._state.id)[0]["worker"] != self._worker:
                return {}
            waiting = tx.run(COUNT_WAITING, id=self._state.id)[0]["waiting"]
            counts = (
                {**dict.fromkeys(self._state.counts, 0), **self._counts}
                if ending is None
                else self._state.counts
            )
            tx.run(
                LET_GO,
                id=self._state.id,
                state=ending or ("waiting" if waiting else "committed"),
                at=now(),
                counts=canonical_json(counts),
                deferred=canonical_json(self._deferred),
            )
            return {}

        self._store.write(new_id(), self._state.actor, "end an import", work)

    def _check_still_mine(self, tx: Tx) -> None:
        held = tx.run(HELD_BY, id=self._state.id)[0]
        if held["state"] != "running" or held["worker"] != self._worker:
            raise ImportBusy("Another worker has taken this import over, or it was undone.")

    def _carry_out(self, tx: Tx, chunk: ChunkState, content: list[dict[str, Any]]) -> ChunkResult:
        context = context_of(self._state, tx.at)
        head = self._state.head
        if chunk.kind == "body":
            body_id, name = context.body_id or "", self._state.body_name
            vouches = speak_of_body(tx, context, body_id, name, head.get("body_identifier"))
            return ChunkResult(vouches=vouches)
        if chunk.kind == "leavers":
            return self._leavers(tx, context, content)
        work = ChunkWork(
            kind=self._state.kind,
            policies=self._state.policies,
            role=head.get("role"),
            accept=self._accept,
            moved=self._moved,
            redirects=self._redirects,
        )
        return carry_out(tx, context, work, [row_from_dict(plain) for plain in content])

    def _leavers(self, tx: Tx, context: ImportContext, content: list[dict[str, Any]]) -> ChunkResult:
        if self._accept == "none":
            return ChunkResult(deferred=content)
        left, stay = let_leave(tx, context, leavers_from(content), candidates_waiting(tx, context.import_id))
        return ChunkResult(changes=left, left=left, deferred=[vars(each) for each in stay])

    def _remember(self, chunk: ChunkState, result: Mapping[str, Any]) -> None:
        if chunk.kind == "rows":
            self.done_rows += chunk.size
        self._counts.update(result.get("counts") or {})
        self._redirects.update(result.get("redirects") or {})
        self._deferred += result.get("deferred") or []
        for organisation, (before, after) in (result.get("moved") or {}).items():
            earlier = self._moved.get(organisation)
            self._moved[organisation] = [earlier[0] if earlier and earlier[1] == before else before, after]


def candidates_waiting(tx: Tx, import_id: str) -> set[str]:
    """Return the ids of the organisations that a waiting row of an import may mean."""
    rows = tx.run(CANDIDATES_WAITING, import_id=import_id)
    return {each["org_id"] for row in rows for each in json.loads(row["candidates"])}


def _until() -> str:
    """Return when a worker that falls silent now loses its import."""
    until = datetime.fromisoformat(now()) + timedelta(seconds=HELD_FOR)
    return until.isoformat(timespec="microseconds").replace("+00:00", "Z")
