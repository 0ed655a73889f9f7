"""Statements that a list says again: found, not written, and noted as said on the list's own day too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model.plan import ImportContext, canonical_json
from graph.model.sayings import newest_saying
from graph.model.statements import Statement, StatementKind, Vouching
from graph.statements import add_vouching, recompute, statements_in_force
from graph.store import Tx


def said_already(statement: Statement, others: Iterable[Statement]) -> Statement | None:
    """Return the statement in which the same source said the same: in this import, or in its newest list."""
    own = [each for each in others if each.source == statement.source and each.kind == statement.kind]
    if not own:
        return None
    newest = {each.id for each in newest_saying(own, statement.said_on)}
    text = canonical_json(statement.values)
    for each in own:
        candidate = each.import_id == statement.import_id or each.id in newest
        if candidate and canonical_json(each.values) == text:
            return each
    return None


def is_overtaken(statement: Statement, others: Iterable[Statement]) -> bool:
    """Return whether its source has said something else since, were it only that a whole list left it out."""
    own = [each for each in others if each.source == statement.source]
    return statement.id not in {each.id for each in newest_saying(own)}


def vouch(tx: Tx, context: ImportContext, statements: Sequence[Statement], *, same_day: bool = False) -> None:
    """Note that this list says statements of other imports too, and let their records follow."""
    vouching = Vouching(context.import_id, context.said_on, context.recorded_at)
    noted = add_vouching(tx, statements, vouching, same_day=same_day)
    in_force = statements_in_force(tx, noted)
    may_change = {each: said for each, said in in_force.items() if _days_decide(said)}
    if may_change:
        recompute(tx, may_change, always=False, known=may_change)


def _days_decide(statements: Sequence[Statement]) -> bool:
    """Return whether the days of lists matter to a record: several sources speak of it, or one lets go."""
    sources = {each.source for each in statements}
    return len(sources) > 1 or any(each.kind == StatementKind.LEAVER for each in statements)
