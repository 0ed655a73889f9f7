"""Organisations that rows of a plan name beside their own: whose rows are in it, and who is added unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model.identifiers import made_id
from graph.model.names import canonical
from graph.model.plan import Plan, PlannedRow, RowVerdict
from importers.fields.reading import placed, quote, warning

if TYPE_CHECKING:
    from graph.named_others import NamedOther
    from graph.store import Store

ADDED = "added_beside"

_MAY_BE_MADE = (RowVerdict.NEW, RowVerdict.REVIEW)


def with_named_beside(store: Store, plan: Plan) -> Plan:
    """Return the plan with what its rows say of organisations beside: a funder, a parent, a department.

    Who has a row of its own in the list is that row's organisation, wherever in the list it stands. Who is
    unknown is told in the first row that names it, since carrying the plan out adds it.
    """
    from graph.named_others import unknown_others  # noqa: PLC0415 - the driver only when needed
    from graph.rows_beside import named_beside  # noqa: PLC0415

    named = {
        at: others
        for at, row in enumerate(plan.rows)
        if row.facts and row.verdict is not RowVerdict.REJECTED and (others := named_beside(row))
    }
    if not named:
        return plan
    first: dict[str, NamedOther] = {}
    for other in (other for others in named.values() for other in others):
        first.setdefault(other.text, other)
    own = _Own(plan)
    ids = {text: org_id for text, other in first.items() if (org_id := own.row_of(other))}
    told: dict[int, list[NamedOther]] = defaultdict(list)
    for other in unknown_others(store, plan.source, [it for text, it in first.items() if text not in ids]):
        told[other.row].append(other)
    rows = list(plan.rows)
    for at, others in named.items():
        beside = {other.text: ids[other.text] for other in others if other.text in ids}
        rows[at] = _with(plan, rows[at], beside, told.pop(rows[at].row, ()))
    return replace(plan, rows=tuple(rows))


class _Own:
    """The organisations that rows of a plan will make, or may make once decided."""

    def __init__(self, plan: Plan) -> None:
        self._by_number: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for row in plan.rows:
            if row.verdict in _MAY_BE_MADE and row.seen_version is None:
                made = row.organisation or made_id(plan.import_id, row.row, "organisation")
                self._by_name[canonical(str(row.values.get("name") or ""))].add(made)
                for number in row.values.get("identifiers") or ():
                    self._by_number[number].add(made)

    def row_of(self, other: NamedOther) -> str | None:
        """Return the id of the one that a row names: by its number, else by its name."""
        if other.number:
            found = self._by_number.get(other.number, set())
        else:
            found = self._by_name.get(canonical(other.name), set())
        return next(iter(found)) if len(found) == 1 else None


def _with(
    plan: Plan, row: PlannedRow, beside: Mapping[str, str], unknown: Sequence[NamedOther]
) -> PlannedRow:
    if not beside and not unknown:
        return row
    issues = [
        issue
        for other in unknown
        for issue in placed([warning(ADDED, _told(other), other.text)], row.row, _column(plan, row, other))
    ]
    return replace(row, beside=beside, issues=(*row.issues, *issues))


def _column(plan: Plan, row: PlannedRow, other: NamedOther) -> str | None:
    """Return the heading over the cell that names an organisation; None where no cell has it as it is."""
    called = other.name or other.text
    cells = zip(plan.headings, plan.mapping, row.cells, strict=False)
    return next(
        (heading for heading, field, cell in cells if field and field != "name" and called in cell), None
    )


def _told(other: NamedOther) -> str:
    """Return what is said of an organisation that nobody knows."""
    if other.number and not other.name:
        return f"Nobody here has the number {quote(other.number)}: an organisation with it is added."
    return f'Nobody here is called "{quote(other.name)}": it is added by that name.'
