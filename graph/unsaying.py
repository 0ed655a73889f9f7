"""Statements that an import, or some rows of it, no longer says, and the records that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.kept_by_undo import NAMES_NOW
from graph.model.statements import Statement, Vouching
from graph.statements import recompute, set_vouched
from graph.store import Tx
from graph.transaction import rows_from

END_STATEMENTS = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})
SET statement.retracted_at = $at
RETURN count(statement) AS number
"""

DISOWN_STATEMENTS = """
UNWIND $ids AS id
MATCH (statement:Statement {id: id})
SET statement.undone_at = $at
RETURN count(statement) AS number
"""

VouchedBy = Callable[[Tx, Collection[str]], Mapping[str, Sequence[Vouching]]]
"""Gives, for each of some statements, the other imports in force that say it too."""


@dataclass(frozen=True)
class Unsaying:
    """What is unsaid: the statements that are ``mine``, and ``vouches``, those of others that it said too.

    A statement of its own that others say too goes on for them (``Statement.undone_at``).
    """

    import_id: str
    mine: Callable[[Statement], bool]
    vouches: Collection[str]

    def carry_out(self, tx: Tx, said: Mapping[str, Sequence[Statement]], others: VouchedBy) -> list[str]:
        """Unsay all of it among statements in force, by organisation; return the ids of those that ended."""
        every = [each for several in said.values() for each in several]
        concerned = [each for each in every if self._is_mine(each) or each.id in self.vouches]
        vouched_by = others(tx, {each.id for each in concerned})
        ended, disowned, noted = [], [], []
        for each in concerned:
            after = self._after(each, vouched_by[each.id], tx.at)
            if after.retracted_at:
                ended.append(each.id)
            elif after.undone_at != each.undone_at:
                disowned.append(each.id)
            if after.vouched != each.vouched:
                noted.append(after)
        if ended:
            tx.run(END_STATEMENTS, ids=ended, at=tx.at)
        if disowned:
            tx.run(DISOWN_STATEMENTS, ids=disowned, at=tx.at)
        set_vouched(tx, noted)
        return ended

    def _is_mine(self, statement: Statement) -> bool:
        return statement.undone_at is None and self.mine(statement)

    def _after(self, statement: Statement, others: Sequence[Vouching], at: str) -> Statement:
        """Return a statement as it is once this isn't said any more."""
        if self._is_mine(statement):
            if not others:
                return replace(statement, retracted_at=at)
            noted = {each.import_id for each in statement.vouched if each.in_force()}
            more = tuple(each for each in others if each.import_id not in noted)
            return replace(statement, undone_at=at, vouched=statement.vouched + more)
        if statement.undone_at is not None and not others:
            return replace(statement, retracted_at=at)
        return replace(statement, vouched=tuple(self._unsaid(each, at) for each in statement.vouched))

    def _unsaid(self, vouching: Vouching, at: str) -> Vouching:
        mine = vouching.import_id == self.import_id and vouching.retracted_at is None
        return replace(vouching, retracted_at=at) if mine else vouching


def recomputed(tx: Tx, organisations: Sequence[str]) -> dict[str, Any]:
    """Compute records again; return whose changed ("changed"), and who isn't spoken of any more ("gone")."""
    before = _names_now(tx, organisations)
    changed = recompute(tx, organisations)
    after = _names_now(tx, organisations)
    gone = [each for each, now_is in after.items() if _went(before[each], now_is)]
    return {"changed": sorted(changed), "gone": sorted(gone)}


def _names_now(tx: Tx, organisations: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = rows_from(tx.columns(NAMES_NOW, organisations=list(organisations)))
    return {row["id"]: row for row in found}


def _went(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether an organisation that was shown isn't, or one that only registers held is in none."""
    if not after["gone"]:
        return False
    return not before["gone"] or (before["reference"] and not after["reference"])
