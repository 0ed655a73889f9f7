"""What a person decides about rows that wait; a batch of decisions is a chunk of their import."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from graph.chunk_writer import ChunkResult, ChunkWork, carry_out
from graph.decided_items import Act, anew, note_decided, note_rules
from graph.deferred_leavers import let_leave_at_last
from graph.errors import Refused
from graph.import_records import ImportState, chunk_states, context_of, now, rows_waiting, the_import
from graph.match_rules import remember_decisions
from graph.model.facts import understood
from graph.model.identifiers import made_id
from graph.model.packed import pack
from graph.model.plan import PlannedRow, RowVerdict, canonical_json, row_as_dict, row_from_dict
from graph.numbers_of_others import NumbersOfOthers
from graph.review_items import let_go_of_repeated
from graph.store import Store, Tx
from graph.waiting import WaitingRow, waiting_count, waiting_rows

__all__ = ["DECISIONS", "Decision", "WaitingRow", "decide", "waiting_count", "waiting_rows"]

DECIDABLE = ("waiting", "committed", "cancelled", "failed")
"""States of an import in which its rows can be decided."""

DECISIONS = ("accept", "new", "skip")
"""What a person may say of a waiting row: it is that organisation, it is a new one, leave it out."""

Decision = tuple[str, str, str | None]
"""(Id of the waiting row, one of DECISIONS, the organisation's id with "accept")."""


ITEMS = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})-[:RAISED_BY]->(import:Import)
RETURN item.id AS id, import.id AS import_id, item.state AS state, item.verdict AS verdict,
       item.question AS question, item.data AS data
"""

TWINS = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})-[:RAISED_BY]->(own:Import)
MATCH (twin:ReviewItem {asks: item.asks})-[:RAISED_BY]->(import:Import)
WHERE twin.state = 'waiting' AND import.id <> own.id AND import.state IN $states
RETURN id AS decided, twin.id AS id, import.id AS import_id, twin.state AS state,
       twin.verdict AS verdict, twin.question AS question, twin.data AS data
ORDER BY decided, id
"""


ALSO_ASKED = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})-[:RAISED_BY]->(own:Import)
MATCH (twin:ReviewItem {shared: item.shared})-[:RAISED_BY]->(import:Import)
WHERE twin.state = 'waiting' AND import.id <> own.id AND import.state IN $states
RETURN id AS decided, twin.id AS id, import.id AS import_id, twin.state AS state,
       twin.verdict AS verdict, twin.question AS question, twin.data AS data
ORDER BY decided, id
"""


def decide(
    store: Store, actor: str, decisions: Sequence[Decision], write_id: str, *, act: str | None = None
) -> dict[str, Any]:
    """Carry out what a person decided, and return {"decided", "also", "waiting"}.

    These count the rows decided, those of other imports decided with them, and those that wait by now.

    All in one write. A row's number that one of the organisations it was shown beside holds stays with that
    one when the row means another. A decision that can't be carried out any more (its number is held by now
    by somebody the person wasn't shown) leaves its row waiting with a new question and doesn't count as
    decided. What is
    decided holds for rows of other imports of this source that ask the very same, too; whom a row means,
    also for rows of other sources' lists that ask about one name at one postcode. ``act`` is the id of the
    one thing that a person did, where that takes several writes. Raises
    Refused for a row that doesn't wait, an organisation that isn't there, or an import that was undone or is
    running.
    """

    def work(tx: Tx) -> dict[str, Any]:
        ids = [item for item, _, _ in decisions]
        found = {row["id"]: row for row in tx.run(ITEMS, ids=ids)}
        for item, decision, org_id in decisions:
            _check(found.get(item), decision, org_id)
        done = carry_out_all(tx, Act(actor, act or write_id), decisions, found)
        twins = {row["id"]: row for row in tx.run(TWINS, ids=sorted(done.meant), states=DECIDABLE)}
        named = sorted(item for item, meant in done.meant.items() if meant)
        for row in tx.run(ALSO_ASKED, ids=named, states=DECIDABLE):
            twins.setdefault(row["id"], row)
        let_go_of_repeated(tx, ids)
        too = [
            (twin, "accept" if done.meant[row["decided"]] else "skip", done.meant[row["decided"]])
            for twin, row in twins.items()
            if twin not in found
        ]
        with_rows = {twin: row["decided"] for twin, row in twins.items()}
        also = carry_out_all(tx, Act(actor, act or write_id, with_rows), too, twins)
        return {"decided": len(done.meant), "also": len(also.meant), "waiting": done.waiting + also.waiting}

    return store.write(write_id, actor, "decide about waiting rows", work)


def carry_out_all(
    tx: Tx, act: Act, decisions: Sequence[Decision], items: Mapping[str, Mapping[str, Any]]
) -> Done:
    """Carry out decisions about rows of any imports, oldest first, and remember them for later lists.

    Where a word was settled (``act.rule``), whom a row means isn't remembered: nobody said so.
    """
    by_import: dict[str, list[Decision]] = defaultdict(list)
    for each in decisions:
        by_import[items[each[0]]["import_id"]].append(each)
    done = Done()
    for import_id, several in sorted(by_import.items()):
        done.add(_Decided(tx, act, the_import(tx, import_id), items).carry_out(several))
    return done


def _check(item: Mapping[str, Any] | None, decision: str, org_id: str | None) -> None:
    if item is None or item["state"] != "waiting":
        raise Refused("This row doesn't wait any more. Load the list of waiting rows again.")
    if decision not in DECISIONS:
        raise Refused(f"{decision!r} isn't a decision. Choose accept, new or skip.")
    if decision == "accept" and not org_id:
        raise Refused("Choose the organisation that the row means.")


ADD_CHUNK = """
MATCH (import:Import {id: $id})
CREATE (chunk:Chunk {
    id: $chunk_id, number: $number, kind: 'decisions', size: $size, rows: $rows, committed_at: $at,
    outcome: $outcome, vouches: $vouches, result: $result})
CREATE (import)-[:HAS_CHUNK]->(chunk)
SET import.changes = coalesce(import.changes, 0) + $changes, import.counts = $counts
"""

SETTLE_IMPORT = """
MATCH (import:Import {id: $id})
SET import.state = $state
RETURN import.id AS id
"""

ORGANISATIONS_IN_FORCE = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
WHERE coalesce(organisation.gone, false) = false OR organisation.reference = true
RETURN collect(id) AS ids
"""


def organisations_there(graph: Store | Tx, ids: Collection[str]) -> set[str]:
    """Return those of some organisations that anything in force speaks of, or a register holds."""
    return set(graph.read(ORGANISATIONS_IN_FORCE, ids=sorted(ids))[0]["ids"]) if ids else set()


@dataclass
class Done:
    """What decisions came to: how many rows of their imports wait, and {row decided: whom it means}."""

    waiting: int = 0
    meant: dict[str, str | None] = field(default_factory=dict)

    def add(self, other: Done) -> None:
        """Take in what decisions about another import came to."""
        self.waiting += other.waiting
        self.meant |= other.meant


class _Decided:
    """The decisions of one batch about the rows of one import."""

    def __init__(self, tx: Tx, act: Act, state: ImportState, items: Mapping[str, Mapping[str, Any]]) -> None:
        if state.state not in DECIDABLE:
            raise Refused(f"The import of {state.file_name} is {state.state}: its rows can't be decided now.")
        self._tx, self._act, self._state, self._items = tx, act, state, items
        self._context = context_of(state, tx.at)

    def carry_out(self, decisions: Sequence[Decision]) -> Done:
        """Carry the decisions out and return what they came to."""
        tx, state = self._tx, self._state
        chunks = chunk_states(tx, state.id)
        number = 1 + max((each.number for each in chunks), default=-1)
        rows = anew(tx, self._rows(decisions), number)
        note_decided(tx, self._act, decisions)
        redirects = {k: v for each in chunks for k, v in ((each.result or {}).get("redirects") or {}).items()}
        work = ChunkWork(
            kind=state.kind,
            policies=state.policies,
            role=state.head.get("role"),
            decided=True,
            redirects=redirects,
        )
        result = carry_out(tx, self._context, work, rows)
        self._add_chunk(number, rows, result)
        if not self._act.rule:
            who, items = self._act.actor, self._items
            note_rules(
                tx, remember_decisions(tx, who, state, decisions, items=items, rows=rows, result=result)
            )
        return Done(self._settle(number), self._meant(decisions, rows, result))

    def _meant(
        self, decisions: Sequence[Decision], rows: Sequence[PlannedRow], result: ChunkResult
    ) -> dict[str, str | None]:
        """Return whom each row means as it was carried out; rows that wait on are left out."""
        meant: dict[str, str | None] = {}
        for (item, _, _), row in zip(decisions, rows, strict=True):
            verdict, organisation = result.rows.get(str(row.row)) or (row.verdict, row.organisation)
            if verdict not in (RowVerdict.REVIEW, RowVerdict.CONFLICT):
                meant[item] = None if row.verdict is RowVerdict.REJECTED else organisation
        return meant

    def _rows(self, decisions: Sequence[Decision]) -> list[PlannedRow]:
        """Return the rows as they are carried out: those left out are rejected."""
        planned = {item: row_from_dict(json.loads(self._items[item]["data"])) for item, _, _ in decisions}
        stays = NumbersOfOthers(self._tx, self._state, planned.values())
        planned = {
            item: planned[item] if decision == "skip" else stays.without(planned[item], org_id)
            for item, decision, org_id in decisions
        }
        wanted = {org_id for _, _, org_id in decisions if org_id}
        wanted |= {row.organisation for row in planned.values() if row.organisation}
        there = organisations_there(self._tx, wanted)
        return [self._row(planned[item], decision, org_id, there) for item, decision, org_id in decisions]

    def _row(self, row: PlannedRow, decision: str, org_id: str | None, there: set[str]) -> PlannedRow:
        if decision == "skip":
            return replace(row, verdict=RowVerdict.REJECTED, organisation=None)
        row = replace(row, facts=understood(row.facts))
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
            rows=pack([row_as_dict(row) for row in rows]),
            at=now(),
            outcome=canonical_json(result.rows),
            vouches=result.vouches,
            result=canonical_json({**asdict(result), "rows": {}, "vouches": []}),
            changes=result.changes,
            counts=canonical_json(counts),
        )

    def _settle(self, number: int) -> int:
        """Let deferred leavers leave when no row waits any more; return how many wait."""
        waiting = rows_waiting(self._tx, self._state.id)
        if not waiting:
            let_leave_at_last(self._tx, self._state.id, because=made_id(self._state.id, "chunk", number))
        state = self._state.state
        if state in ("waiting", "committed"):
            state = "waiting" if waiting else "committed"
        self._tx.run(SETTLE_IMPORT, id=self._state.id, state=state)
        return waiting
