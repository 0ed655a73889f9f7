"""What new rows will write, worked out before their transaction begins: all of it pure, and most of the work.

While the graph carries out one chunk, the next chunk's drafts are made (graph.read_ahead).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow, RowVerdict
from graph.model.statements import Statement, StatementKind
from graph.new_organisations import listed_row
from graph.records import Derived
from graph.statements import derived_from

KINDS = {
    "members": StatementKind.LISTING,
    "log": StatementKind.MENTION,
    "contacts": StatementKind.MENTION,
    "liaisons": StatementKind.MENTION,
    "register": StatementKind.REGISTER,
    "grants": StatementKind.MENTION,
}
"""What sort of statement a row of each kind of import makes; rows of any other kind are records."""


@dataclass(frozen=True)
class Voice:
    """How the rows of an import speak: its kind, the role it gives, the policy of each field."""

    kind: str
    role: str | None = None
    policies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What one new row will write; ``statement`` doesn't know yet when it becomes known."""

    row: PlannedRow
    statement: Statement
    derived: Derived
    listed: Mapping[str, Any]


class Drafts:
    """The drafts of a chunk, by row number; a row that was settled otherwise than planned has none."""

    def __init__(self, drafts: Iterable[Draft] = ()) -> None:
        self._by_row = {each.row.row: each for each in drafts}
        self._by_statement = {each.statement.id: each for each in self._by_row.values()}

    def statement(self, context: ImportContext, voice: Voice, row: PlannedRow) -> Statement:
        """Return the statement that a row makes in this write."""
        draft = self._by_row.get(row.row)
        if draft is None or draft.row is not row:
            return statement_of(context, voice, row)
        return Statement(**{**vars(draft.statement), "recorded_at": context.recorded_at})

    def derived(self, statements: list[Statement]) -> Derived:
        """Return what follows from all the statements about a new organisation."""
        draft = self._by_statement.get(statements[0].id) if len(statements) == 1 else None
        return draft.derived if draft is not None else derived_from(statements)

    def listed(self, derived: Derived, statement: Statement) -> Mapping[str, Any]:
        """Return a new organisation with the first statement about it, as both are written."""
        draft = self._by_statement.get(statement.id)
        if draft is None or draft.derived is not derived:
            return listed_row(derived, statement)
        return draft.listed


def drafts_of(context: ImportContext, voice: Voice, rows: Iterable[PlannedRow]) -> Drafts:
    """Return the drafts of those rows that make an organisation; ``context.recorded_at`` doesn't matter."""
    return Drafts(_draft(context, voice, row) for row in rows if row.verdict is RowVerdict.NEW and row.values)


def _draft(context: ImportContext, voice: Voice, row: PlannedRow) -> Draft:
    statement = statement_of(context, voice, row)
    derived = derived_from([statement])
    _ = derived.edges
    return Draft(row, statement, derived, listed_row(derived, statement))


def statement_of(context: ImportContext, voice: Voice, row: PlannedRow) -> Statement:
    """Return the statement that a row makes about its organisation."""
    values = dict(row.values)
    if voice.role and not values.get("roles"):
        values["roles"] = [voice.role]
    kind = KINDS.get(voice.kind, StatementKind.RECORD)
    if kind is StatementKind.LISTING and context.body_id is None:
        kind = StatementKind.RECORD
    organisation = row.organisation or ""
    return Statement(
        id=made_id(context.import_id, row.row, organisation, "statement"),
        organisation=organisation,
        kind=kind,
        source=context.source,
        values=values,
        said_on=context.said_on,
        recorded_at=context.recorded_at,
        row=row.row,
        import_id=context.import_id,
        body_id=context.body_id if kind is StatementKind.LISTING else None,
        policies={name: policy for name, policy in voice.policies.items() if name in values},
        example=context.example,
    )
