"""One worker at one import: each write carries out a few chunks, stamps them and holds the import longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.bodies import body_now, speak_of_body
from graph.changes import touched_since
from graph.chunk_writer import ChunkResult, ChunkWork, carry_out, say_the_same
from graph.import_lease import Lease
from graph.import_outcomes import row_outcomes
from graph.import_records import (
    HELD_FOR,
    ChunkState,
    ImportState,
    context_of,
    instant_of,
    now,
    planned_vouches,
    rows_waiting,
)
from graph.late_leavers import leave_again
from graph.leaving import candidates_waiting, leavers_from, let_leave
from graph.model.identifiers import made_id, new_id
from graph.model.plan import ImportContext, RowVerdict, canonical_json
from graph.read_ahead import ChunkContent, ReadAhead
from graph.stale_items import supersede_answered
from graph.store import Store, Tx

STAMP = """
MATCH (import:Import {id: $id})
SET import.done_rows = coalesce(import.done_rows, 0) + $rows,
    import.changes = coalesce(import.changes, 0) + $changes,
    import.lease_until = $until
WITH import
UNWIND $chunks AS row
MATCH (chunk:Chunk {id: row.id})
SET chunk.committed_at = $at, chunk.outcome = row.outcome, chunk.result = row.result,
    chunk.vouches = coalesce(row.vouches, chunk.vouches)
RETURN chunk.number AS number
"""

OTHER_DAYS = """
MATCH (import:Import {source: $source})
WHERE import.said_on <> $said_on AND NOT import.state IN ['storing', 'planned']
RETURN count(import) AS number
"""


class ImportWorker:
    """Carries an import out. ``done_rows`` counts the rows of the chunks committed so far."""

    def __init__(self, store: Store, state: ImportState, accept: str, *, held_for: float = HELD_FOR) -> None:
        self._store, self._state, self._accept = store, state, accept
        self._lease = Lease(state.id, held_for)
        self._revision: int | None = state.head.get("revision")
        self._has_other_days: bool | None = None
        self._moved: dict[str, list[int]] = {}
        self._redirects: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._deferred: list[dict[str, Any]] = []
        self._changes = self._items = 0
        self._has_decisions = False
        self.done_rows = 0
        self.ended: dict[str, Any] | None = None
        """What became of the import, once its last write is done."""

    def commit(
        self,
        unit: Sequence[ChunkState],
        ahead: ReadAhead,
        *,
        meanwhile: Callable[[], None] = lambda: None,
        last: bool,
    ) -> None:
        """Carry out some chunks in one write, which a worker that died may have done already.

        The first write takes the import, the last one gives it back. ``meanwhile`` is called when the graph
        is about to work for long. Raises ImportBusy, Refused.
        """
        ahead.begin(unit, after=0)
        contents: dict[int, ChunkContent] = {}

        def work(tx: Tx) -> dict[str, Any]:
            self._lease.hold(tx, self._accept)
            nothing_moved = self._nothing_moved(tx, unit)
            results: list[dict[str, Any]] = []
            stamps: list[dict[str, Any]] = []
            moved, redirects = dict(self._moved), dict(self._redirects)
            for chunk in unit:
                if chunk.quiet and nothing_moved and not tx.touched():
                    answer = ChunkResult(counts={str(RowVerdict.SAME): chunk.size}, vouches=None)
                else:
                    content = contents[chunk.number] = contents.get(chunk.number) or ahead.content(chunk)
                    work_now = self._work(tx, moved, redirects, meanwhile)
                    answer = self._carry_out(tx, chunk, content, work_now)
                result = dict(vars(answer))
                _move_on(moved, answer.moved)
                redirects.update(answer.redirects)
                stamps.append(self._stamped(chunk, result))
                results.append(result)
            self._stamp(tx, unit, stamps, results)
            return {"chunks": results, "ended": self._end(tx, results) if last else None}

        answer = self._store.write(
            made_id(self._state.id, "commit", *(chunk.number for chunk in unit)),
            self._state.actor,
            "commit a chunk of an import",
            work,
            recorded_at=instant_of(self._state.recorded_on),
        )
        self._lease.taken = True
        self.ended = answer.get("ended")
        for chunk, result in zip(unit, answer["chunks"], strict=True):
            self.learn(chunk, result)

    def learn(self, chunk: ChunkState, result: Mapping[str, Any]) -> None:
        """Take in what a chunk did, now or before."""
        if chunk.kind == "rows":
            self.done_rows += chunk.size
        self._has_decisions |= chunk.kind == "decisions"
        self._counts.update(result.get("counts") or {})
        self._changes += result.get("changes") or 0
        self._items += result.get("items") or 0
        self._redirects.update(result.get("redirects") or {})
        self._deferred += result.get("deferred") or []
        _move_on(self._moved, result.get("moved") or {})

    def let_go(self, ending: str) -> None:
        """Give the import back before its end: cancelled or failed."""

        def work(tx: Tx) -> dict[str, Any]:
            if self._lease.may_end(tx):
                self._lease.give_back(tx, ending, self._state.counts, self._deferred)
            return {}

        self._store.write(new_id(), self._state.actor, "end an import", work)

    def _stamped(self, chunk: ChunkState, result: dict[str, Any]) -> dict[str, Any]:
        """Return what a chunk keeps of what became of it, and take its rows out of the result."""
        rows, vouches = result.pop("rows"), result.pop("vouches")
        return {
            "id": made_id(self._state.id, "chunk", chunk.number),
            "outcome": canonical_json(rows),
            "vouches": vouches,
            "result": canonical_json(result),
        }

    def _stamp(
        self,
        tx: Tx,
        unit: Sequence[ChunkState],
        stamps: Sequence[Mapping[str, Any]],
        results: Sequence[Mapping[str, Any]],
    ) -> None:
        tx.run(
            STAMP,
            id=self._state.id,
            at=now(),
            until=self._lease.until(),
            rows=sum(chunk.size for chunk in unit if chunk.kind == "rows"),
            changes=sum(result["changes"] for result in results),
            chunks=list(stamps),
        )

    def _end(self, tx: Tx, results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Give the import back with what became of it, and return that, the last write's results included."""
        supersede_answered(tx, self._state)
        asked = self._items + sum(result["items"] for result in results)
        waiting = rows_waiting(tx, self._state.id) if asked else 0
        counts = Counter(self._counts)
        for result in results:
            counts.update(result["counts"])
        if self._has_decisions:  # its rows stand in their own chunks, too
            counts = Counter(str(each.verdict) for each in row_outcomes(tx, self._state.id))
        deferred = [*self._deferred, *(one for result in results for one in result["deferred"])]
        every = {**dict.fromkeys(self._state.counts, 0), **counts}
        state = "waiting" if waiting else "committed"
        self._lease.give_back(tx, state, every, deferred)
        changes = self._changes + sum(result["changes"] for result in results)
        return {"state": state, "counts": every, "review_items": waiting, "changes": changes}

    def _nothing_moved(self, tx: Tx, unit: Sequence[ChunkState]) -> bool:
        """Return whether quiet chunks need no reading: nothing was touched since their plan was made."""
        if self._revision is None or not any(chunk.quiet for chunk in unit) or self._other_days(tx):
            return False
        return not touched_since(tx, self._revision)

    def _work(
        self,
        tx: Tx,
        moved: Mapping[str, list[int]],
        redirects: Mapping[str, str],
        meanwhile: Callable[[], None],
    ) -> ChunkWork:
        """Return what the next chunk needs to know; ``moved`` and ``redirects`` by all before it."""
        return ChunkWork(
            kind=self._state.kind,
            policies=self._state.policies,
            role=self._state.head.get("role"),
            accept=self._accept,
            other_days=self._other_days(tx),
            moved=dict(moved),
            redirects=dict(redirects),
            meanwhile=meanwhile,
        )

    def _carry_out(self, tx: Tx, chunk: ChunkState, content: ChunkContent, work: ChunkWork) -> ChunkResult:
        """Carry out one chunk."""
        context = context_of(self._state, tx.at)
        if chunk.kind == "body":
            return self._body(tx, context)
        if chunk.kind == "leavers":
            return self._leavers(tx, context, content.plain)
        result = say_the_same(tx, work, content.plain)
        if result is not None:
            return result
        result = carry_out(tx, context, replace(work, drafts=content.drafts), content.rows)
        if result.vouches == planned_vouches(content.plain):
            result.vouches = None
        return result

    def _body(self, tx: Tx, context: ImportContext) -> ChunkResult:
        """Speak of the body whose list it is; that it moved on mustn't surprise a row that is about it."""
        body_id = context.body_id or ""
        before = body_now(tx, body_id)
        identifier = self._state.head.get("body_identifier")
        vouches = speak_of_body(tx, context, before, self._state.body_name, identifier)
        after = body_now(tx, body_id) if before and body_id in tx.touched() else before
        if not before or not after or after["version"] == before["version"]:
            return ChunkResult(vouches=vouches)
        return ChunkResult(vouches=vouches, moved={body_id: [before["version"], after["version"]]})

    def _other_days(self, tx: Tx) -> bool:
        """Return whether the source said anything on another day than this list's."""
        if self._has_other_days is None:
            found = tx.run(OTHER_DAYS, source=self._state.source, said_on=self._state.said_on)
            self._has_other_days = bool(found[0]["number"])
        return self._has_other_days

    def _leavers(self, tx: Tx, context: ImportContext, content: Sequence[Mapping[str, Any]]) -> ChunkResult:
        if self._accept == "none":
            return ChunkResult(deferred=[dict(each) for each in content])
        waiting = candidates_waiting(tx, context.import_id)
        vouches, late = leave_again(tx, context, waiting) if self._state.head.get("whole_list") else ([], 0)
        left, stay = let_leave(tx, context, leavers_from(content), waiting)
        deferred = [vars(each) for each in stay]
        return ChunkResult(changes=left + late, left=left, vouches=vouches, deferred=deferred)


def _move_on(moved: dict[str, list[int]], more: Mapping[str, Sequence[int]]) -> None:
    """Add versions before and after to those of earlier chunks: an import's own moves make one way."""
    for organisation, (before, after) in more.items():
        earlier = moved.get(organisation)
        moved[organisation] = [earlier[0] if earlier and earlier[1] == before else before, after]
