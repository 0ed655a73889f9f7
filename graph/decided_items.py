"""What is noted on rows that were decided, so that a decision can be found again and taken back whole.

One thing that a person did may decide many rows (``act``), and rows of other lists that ask the very same
with each of them (``decided_with``); ``rule`` is what it is remembered by for later lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.import_records import now
from graph.model.identifiers import made_id
from graph.model.plan import PlannedRow, RowVerdict
from graph.store import Tx


@dataclass(frozen=True)
class Act:
    """What a person did: who, under which id, and {row: the row that it was decided with}.

    ``rule`` is the word's rule where a word was settled; whom a row means wasn't in doubt then.
    """

    actor: str
    id: str
    with_rows: Mapping[str, str] = field(default_factory=dict)
    rule: str | None = None


SET_DECIDED = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.state = 'decided', item.decision = row.decision, item.decided_by = $actor, item.decided_at = $at,
    item.decided_with = row.decided_with, item.act = $act, item.rule = row.rule
RETURN count(item) AS number
"""

SET_RULES = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.rule = row.rule, item.answer = row.answer
RETURN count(item) AS number
"""


def note_decided(tx: Tx, act: Act, decisions: Sequence[tuple[str, str, str | None]]) -> None:
    """Note on waiting rows that they are decided by an act."""
    items = [
        {"id": item, "decision": decision, "decided_with": act.with_rows.get(item, item), "rule": act.rule}
        for item, decision, _ in decisions
    ]
    tx.run(SET_DECIDED, items=items, actor=act.actor, at=now(), act=act.id)


def note_rules(tx: Tx, rules: Mapping[str, tuple[str, str]]) -> None:
    """Note on decided rows what they are remembered by: {row: (id of its rule, whom it means)}."""
    items = [{"id": item, "rule": rule, "answer": meant} for item, (rule, meant) in sorted(rules.items())]
    if items:
        tx.run(SET_RULES, items=items)


WENT_AWAY = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
WHERE organisation.gone = true AND coalesce(organisation.reference, false) = false
RETURN collect(id) AS ids
"""


def anew(tx: Tx, rows: Sequence[PlannedRow], number: int) -> list[PlannedRow]:
    """Return the rows of a batch, those that make an organisation anew with an id that nobody had.

    What a row made before went away when the decision was taken back. ``number`` is the batch's.
    """
    made = sorted({row.organisation for row in rows if row.organisation and row.verdict is RowVerdict.NEW})
    gone = set(tx.run(WENT_AWAY, ids=made)[0]["ids"]) if made else set()
    return [
        replace(row, organisation=made_id(row.organisation, "anew", number))
        if row.verdict is RowVerdict.NEW and row.organisation in gone
        else row
        for row in rows
    ]
