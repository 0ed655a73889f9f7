"""What decided rows of one import said, taken back: the rest of the import stays as it is.

The same as an undo, for some rows only: what another row of the import says too is that row's from then on,
what other imports say too goes on for them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from graph.decision_chunks import take_out_of_chunks
from graph.declaration_facts import declared_by, take_declarations_back
from graph.deferred_leavers import leavers_waiting_again, let_wait
from graph.drafts import Voice, statement_of
from graph.fact_undo import FACT_RETRACTERS
from graph.import_outcomes import RowOutcome, decisions_in_force, rows_carried_out
from graph.import_records import ImportState, context_of
from graph.late_leavers import let_leave_after_all
from graph.met import met_at
from graph.model.facts import fact_keys
from graph.model.plan import PlannedRow, RowVerdict, canonical_json
from graph.model.statements import Statement, StatementKind
from graph.model.unsettling import RowsOf
from graph.rows_beside import names_in, posts_beside, said_beside, say_again
from graph.statements import recompute, statements_in_force
from graph.store import Tx
from graph.undo_scope import vouched_by
from graph.undone_facts import portions_left, set_aside
from graph.unsaying import Unsaying

WRITTEN = (RowVerdict.NEW, RowVerdict.SAME, RowVerdict.CHANGED)
"""What became of a row that said anything."""

RETRACTED_BY: Mapping[str, tuple[str, ...]] = {
    "engagements": ("engagements", "follow_ups", "person"),
    "person": ("person",),
    "liaison": ("liaison", "person"),
    "secretariat": ("liaison",),
    "related": ("liaison",),
    "grant": ("grant",),
}
"""For each key of a row's ``facts`` the kinds of facts that it may have made, as FACT_RETRACTERS has them."""

Saying = tuple[str, str]
"""(Organisation, canonical JSON of what is said of it)."""


@dataclass(frozen=True)
class Rows:
    """Rows as they were carried out: ``mine`` are taken back, ``others`` are about the same organisations."""

    mine: tuple[PlannedRow, ...]
    others: tuple[PlannedRow, ...]


class RowsBack:
    """Some rows of one import whose decisions are taken back, in one write."""

    def __init__(self, tx: Tx, state: ImportState, items: Sequence[Mapping[str, Any]]) -> None:
        self._tx, self._state, self._items = tx, state, items
        self._numbers = frozenset(int(item["row"]) for item in items)
        self._context = context_of(state, tx.at)
        self._names: set[str] = set()
        self._about: frozenset[str] = frozenset()
        self._voice = Voice(state.kind, state.head.get("role"), state.policies)

    def carry_out(self) -> set[str]:
        """Retract what the rows said, and return the organisations whose records are to be computed again.

        Who leaves by other lists now is to be seen to once the rows wait (``let_leave``).
        """
        rows = self._rows()
        touched = self._facts(rows)
        mine, others = (declared_by(self._context, some) for some in (rows.mine, rows.others))
        take_declarations_back(self._tx, self._context, mine, others)
        leavers = leavers_waiting_again(self._tx, self._state.id)
        about = {row.organisation for row in rows.mine if row.organisation}
        self._about = frozenset(about)
        if self._names:
            about |= said_beside(self._tx, self._context, self._numbers)
        said = statements_in_force(self._tx, {*about, *leavers.values(), *self._candidates()})
        late = self._late_leavers(said, leavers)
        unsaid, vouches = self._statements(rows, said)
        back = {*(each.id for each in unsaid), *leavers, *(each.id for each in late)}
        unsaying = Unsaying(self._state.id, lambda each: each.id in back, vouches)
        ended = unsaying.carry_out(self._tx, said, lambda tx, ids: vouched_by(tx, self._state, ids))
        set_aside(self._tx, SET_STATEMENTS_ASIDE, ended, self._tx.at)
        if self._names:
            recompute(self._tx, about)
            say_again(self._tx, self._context, rows.mine, rows.others)
        let_wait(self._tx, self._state.id, {each.organisation: each.values["left"] for each in late})
        written = sum(not each.is_beside_its_row for each in unsaid)
        take_out_of_chunks(self._tx, self._state, self._items, vouches, unsaid=written)
        return about | touched | set(leavers.values()) | {each.organisation for each in late}

    def let_leave(self) -> None:
        """End memberships that lists in between have ended, of those whom the rows had named."""
        let_leave_after_all(self._tx, self._state, self._about)

    def _rows(self) -> Rows:
        """Return the rows that said anything, with the import's other rows about the same organisations."""
        decided = decisions_in_force(self._tx, self._state.id)
        mine = [each for each in decided.values() if each.row in self._numbers and each.verdict in WRITTEN]
        about = {each.organisation for each in mine if each.organisation}
        self._names = names_in(each.planned for each in mine)
        naming = None if self._names else about
        undecided = rows_carried_out(self._tx, self._state.id, naming) if about else ()
        others = [
            each
            for each in chain(decided.values(), (each for each in undecided if each.row not in decided))
            if each.verdict in WRITTEN and each.row not in self._numbers and self._concerns(each, about)
        ]
        return Rows(*(tuple(map(_carried_out, some)) for some in (mine, others)))

    def _concerns(self, outcome: RowOutcome, about: Collection[str]) -> bool:
        """Return whether a row is about one of some organisations, or names whom the rows name beside."""
        if outcome.organisation in about:
            return True
        return bool(self._names and self._names & names_in([outcome.planned]))

    def _facts(self, rows: Rows) -> set[str]:
        """Take back what the rows said besides records; return the organisations touched."""
        kinds = {kind for row in rows.mine for key in row.facts for kind in RETRACTED_BY.get(key, ())}
        also = {key: row.row for row in rows.others for key in self._keys(row)}
        of = RowsOf(self._numbers, {**posts_beside(self._tx, self._state.source, rows.others), **also})
        touched: set[str] = set()
        for kind in [each for each in FACT_RETRACTERS if each in kinds]:
            retracter = FACT_RETRACTERS[kind]
            for portion in portions_left(self._tx, retracter.left, self._state.id, self._numbers):
                some = replace(portion, of=of)
                touched.update(retracter.retract(self._tx, self._state.id, self._tx.at, some))
        return touched

    def _keys(self, row: PlannedRow) -> Iterable[str]:
        """Return the keys of the facts that a row says, the posts of people whom it met among them."""
        source, about = self._state.source, row.organisation or ""
        yield from fact_keys(row.facts, source, about, self._state.consultation)
        for engagement in row.facts.get("engagements") or ():
            for name in engagement.get("people") or ():
                yield met_at(name).key(source, about)

    def _statements(
        self, rows: Rows, said: Mapping[str, Sequence[Statement]]
    ) -> tuple[list[Statement], frozenset[str]]:
        """Return the rows' own statements, and those of other imports that they alone say too.

        A statement that another row of the import says too becomes that row's.
        """
        mine = {self._saying(row) for row in rows.mine}
        others = {self._saying(row): row.row for row in rows.others}
        every = [each for several in said.values() for each in several if each.source == self._state.source]
        own = [each for each in every if self._is_own(each)]
        over = [(each, others[key]) for each in own if (key := _said(each)) in others]
        _take_over(self._tx, over)
        vouches = {each.id for each in every if (key := _said(each)) in mine and key not in others}
        kept = {each.id for each, _ in over}
        unsaid = [each for each in own if each.id not in kept]
        return unsaid, frozenset(vouches - {each.id for each in own})

    def _is_own(self, statement: Statement) -> bool:
        by_row = statement.import_id == self._state.id and statement.row in self._numbers
        return by_row and statement.kind != StatementKind.LEAVER and statement.undone_at is None

    def _saying(self, row: PlannedRow) -> Saying:
        return _said(statement_of(self._context, self._voice, row))

    def _candidates(self) -> set[str]:
        return {each["org_id"] for item in self._items for each in json.loads(item["candidates"] or "[]")}

    def _late_leavers(
        self, said: Mapping[str, Sequence[Statement]], leavers: Collection[str]
    ) -> list[Statement]:
        """Return the statements by which candidates of the rows left when none waited: they stay for now."""
        return [
            each
            for org_id in self._candidates()
            for each in said.get(org_id, ())
            if each.kind == StatementKind.LEAVER
            and each.import_id == self._state.id
            and each.undone_at is None
            and each.id not in leavers
        ]


def _carried_out(outcome: RowOutcome) -> PlannedRow:
    return replace(outcome.planned, verdict=outcome.verdict, organisation=outcome.organisation)


def _said(statement: Statement) -> Saying:
    return statement.organisation, canonical_json(statement.values)


TAKE_OVER_STATEMENTS = """
UNWIND $statements AS one
MATCH (statement:Statement {id: one.id})
SET statement.row = one.row
RETURN count(statement) AS number
"""


def _take_over(tx: Tx, over: Iterable[tuple[Statement, int]]) -> None:
    rows = [{"id": each.id, "row": row} for each, row in over]
    if rows:
        tx.run(TAKE_OVER_STATEMENTS, statements=rows)


SET_STATEMENTS_ASIDE = """
UNWIND $aside AS one
MATCH (statement:Statement {id: one.id})
SET statement.id = one.new
RETURN count(statement) AS number
"""
