"""Rows that wait for a person: listed and decided; a batch of decisions is a chunk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.chunk_writer import ChunkResult, ChunkWork, carry_out
from graph.errors import Refused
from graph.import_records import ImportState, chunk_states, now, the_import
from graph.import_worker import COUNT_WAITING, context_of
from graph.leaving import leavers_from, let_leave
from graph.match_rules import remember_decisions
from graph.model.identifiers import made_id
from graph.model.pages import Page
from graph.model.plan import Candidate, PlannedRow, RowVerdict, canonical_json, row_as_dict, row_from_dict
from graph.store import Store, Tx

DECISIONS = ("accept", "new", "skip")
"""What a person may say of a waiting row: it is that organisation, it is a new one, leave it out."""

Decision = tuple[str, str, str | None]
"""(Id of the waiting row, one of DECISIONS, the organisation's id with "accept")."""


@dataclass(frozen=True)
class WaitingRow:
    """A row that waits, with what it asks; ``verdict`` is "review" or "conflict"."""

    id: str
    import_id: str
    row: int
    verdict: str
    question: str
    candidates: tuple[Candidate, ...]
    planned: PlannedRow


WAITING = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE ($import_id = '' OR import.id = $import_id) AND item.position > $after
RETURN item.id AS id, import.id AS import_id, item.data AS data, item.question AS question,
       item.verdict AS verdict, item.position AS position
ORDER BY position
LIMIT $limit
"""


def waiting_rows(
    store: Store, import_id: str | None = None, after: str | None = None, limit: int = 50
) -> Page[WaitingRow]:
    """Return rows that wait, of one import or of all, by import and row number."""
    rows = store.read(WAITING, import_id=import_id or "", after=after or "", limit=limit + 1)
    more = len(rows) > limit
    return Page(tuple(map(_waiting_row, rows[:limit])), rows[limit - 1]["position"] if more else None)


def _waiting_row(row: Mapping[str, Any]) -> WaitingRow:
    planned = row_from_dict(json.loads(row["data"]))
    return WaitingRow(
        id=row["id"],
        import_id=row["import_id"],
        row=planned.row,
        verdict=row["verdict"],
        question=row["question"],
        candidates=planned.candidates,
        planned=planned,
    )


WAITING_COUNT = """
MATCH (item:ReviewItem {state: 'waiting'})
RETURN count(item) AS waiting
"""


def waiting_count(store: Store) -> int:
    """Return how many rows of all imports wait for a person."""
    return int(store.read(WAITING_COUNT)[0]["waiting"])


ITEMS = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})-[:RAISED_BY]->(import:Import)
RETURN item.id AS id, import.id AS import_id, item.state AS state, item.verdict AS verdict,
       item.question AS question, item.data AS data
"""


def decide(store: Store, actor: str, decisions: Sequence[Decision], write_id: str) -> dict[str, Any]:
    """Carry out what a person decided, and return {"decided", "waiting"}: how many were, and wait by now.

    All in one write. A decision that can't be carried out any more (its number is held by an organisation
    with an unlike name) leaves its row waiting with a new question. Raises Refused for a row that doesn't
    wait, an organisation that isn't there, or an import that was undone or is running.
    """

    def work(tx: Tx) -> dict[str, Any]:
        found = {row["id"]: row for row in tx.run(ITEMS, ids=[item for item, _, _ in decisions])}
        by_import: dict[str, list[Decision]] = defaultdict(list)
        for item, decision, org_id in decisions:
            _check(found.get(item), decision, org_id)
            by_import[found[item]["import_id"]].append((item, decision, org_id))
        waiting = 0
        for import_id, several in sorted(by_import.items()):
            waiting += _Decided(tx, actor, the_import(tx, import_id), found).carry_out(several)
        return {"decided": len(decisions), "waiting": waiting}

    return store.write(write_id, actor, "decide about waiting rows", work)


def _check(item: Mapping[str, Any] | None, decision: str, org_id: str | None) -> None:
    if item is None or item["state"] != "waiting":
        raise Refused("This row doesn't wait any more. Load the list of waiting rows again.")
    if decision not in DECISIONS:
        raise Refused(f"{decision!r} isn't a decision. Choose accept, new or skip.")
    if decision == "accept" and not org_id:
        raise Refused("Choose the organisation that the row means.")


SET_DECIDED = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.state = 'decided', item.decision = row.decision, item.decided_by = $actor, item.decided_at = $at
RETURN count(item) AS number
"""

ADD_CHUNK = """
MATCH (import:Import {id: $id})
CREATE (chunk:Chunk {
    id: $chunk_id, number: $number, kind: 'decisions', size: $size, rows: $rows, committed_at: $at,
    outcome: $outcome, vouches: $vouches, result: $result})
CREATE (import)-[:HAS_CHUNK]->(chunk)
SET import.changes = coalesce(import.changes, 0) + $changes, import.counts = $counts
"""

DEFERRED = """
MATCH (import:Import {id: $id})
RETURN coalesce(import.deferred, '[]') AS deferred
"""

SETTLE_IMPORT = """
MATCH (import:Import {id: $id})
SET import.state = $state, import.deferred = $deferred
RETURN import.id AS id
"""

ORGANISATIONS_IN_FORCE = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
WHERE coalesce(organisation.gone, false) = false
RETURN collect(id) AS ids
"""


class _Decided:
    """The decisions of one batch about the rows of one import."""

    def __init__(
        self, tx: Tx, actor: str, state: ImportState, items: Mapping[str, Mapping[str, Any]]
    ) -> None:
        if state.state not in ("waiting", "committed", "cancelled", "failed"):
            raise Refused(f"The import of {state.file_name} is {state.state}: its rows can't be decided now.")
        self._tx, self._actor, self._state, self._items = tx, actor, state, items
        self._context = context_of(state, tx.at)

    def carry_out(self, decisions: Sequence[Decision]) -> int:
        """Carry the decisions out and return how many rows of the import wait by now."""
        tx, state = self._tx, self._state
        rows = self._rows(decisions)
        marks = [{"id": item, "decision": decision} for item, decision, _ in decisions]
        tx.run(SET_DECIDED, items=marks, actor=self._actor, at=now())
        chunks = chunk_states(tx, state.id)
        redirects = {k: v for each in chunks for k, v in ((each.result or {}).get("redirects") or {}).items()}
        work = ChunkWork(
            kind=state.kind,
            policies=state.policies,
            role=state.head.get("role"),
            decided=True,
            redirects=redirects,
        )
        result = carry_out(tx, self._context, work, rows)
        self._add_chunk(1 + max((each.number for each in chunks), default=-1), rows, result)
        remember_decisions(tx, self._actor, state, decisions, items=self._items, result=result)
        return self._settle()

    def _rows(self, decisions: Sequence[Decision]) -> list[PlannedRow]:
        """Return the rows as they are carried out: those left out are rejected."""
        planned = {item: row_from_dict(json.loads(self._items[item]["data"])) for item, _, _ in decisions}
        wanted = {org_id for _, _, org_id in decisions if org_id}
        wanted |= {row.organisation for row in planned.values() if row.organisation}
        there = set(self._tx.run(ORGANISATIONS_IN_FORCE, ids=sorted(wanted))[0]["ids"]) if wanted else set()
        return [self._row(planned[item], decision, org_id, there) for item, decision, org_id in decisions]

    def _row(self, row: PlannedRow, decision: str, org_id: str | None, there: set[str]) -> PlannedRow:
        if decision == "skip":
            return replace(row, verdict=RowVerdict.REJECTED, organisation=None)
        if decision == "accept":
            if org_id not in there:
                raise Refused("The organisation that was chosen isn't there any more. Choose again.")
            return replace(row, verdict=RowVerdict.CHANGED, organisation=org_id, seen_version=None)
        planned = row.organisation if row.seen_version is None and row.organisation not in there else None
        made = planned or made_id(self._state.id, row.row, "organisation")
        return replace(row, verdict=RowVerdict.NEW, organisation=made, seen_version=None)

    def _add_chunk(self, number: int, rows: Sequence[PlannedRow], result: ChunkResult) -> None:
        counts = dict(self._state.counts)
        for item in self._items.values():
            if item["import_id"] == self._state.id:
                counts[item["verdict"]] = counts.get(item["verdict"], 0) - 1
        for verdict, number_of_rows in result.counts.items():
            counts[verdict] = counts.get(verdict, 0) + number_of_rows
        self._tx.run(
            ADD_CHUNK,
            id=self._state.id,
            chunk_id=made_id(self._state.id, "chunk", number),
            number=number,
            size=len(rows),
            rows=canonical_json([row_as_dict(row) for row in rows]),
            at=now(),
            outcome=canonical_json(result.rows),
            vouches=result.vouches,
            result=canonical_json({**asdict(result), "rows": {}, "vouches": []}),
            changes=result.changes,
            counts=canonical_json(counts),
        )

    def _settle(self) -> int:
        """Let deferred leavers leave when no row waits any more; return how many wait."""
        tx, import_id = self._tx, self._state.id
        waiting = int(tx.run(COUNT_WAITING, id=import_id)[0]["waiting"])
        deferred = json.loads(tx.run(DEFERRED, id=import_id)[0]["deferred"])
        if not waiting and deferred:
            let_leave(tx, self._context, leavers_from(deferred), ())
            deferred = []
        state = self._state.state
        if state in ("waiting", "committed"):
            state = "waiting" if waiting else "committed"
        tx.run(SETTLE_IMPORT, id=import_id, state=state, deferred=canonical_json(deferred))
        return waiting
