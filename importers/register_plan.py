"""The plan of a register's table, made portion by portion: no more than one is in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from graph.model.plan import KnownOrganisation, Plan
from importers.groups import Groups
from importers.lists.register import RegisterRows
from importers.lists.rows import ParsedRow
from importers.match.decisions import DecidedBefore, Decision, RuleKey
from importers.match.register import RegisterMatcher, WholeRegister
from importers.plan import PlanHead, plan_of, planned_rows
from importers.rows_on_disk import RowsOnDisk

PORTION = 2000
"""Rows whose organisations are looked up, decided and written down together."""

LookUp = Callable[[Sequence[ParsedRow]], Sequence[KnownOrganisation]]


def build_register_plan(
    head: PlanHead,
    rows: RegisterRows,
    look_up: LookUp,
    decided: Mapping[RuleKey, DecidedBefore],
    *,
    portion: int = PORTION,
) -> Plan:
    """Return the plan for a register's rows, in their order; its rows lie on the disk.

    ``look_up`` gives the organisations that hold a number or name of some rows. The plan is the same
    however many rows go into a portion.
    """
    whole = WholeRegister(rows, gathers=rows.gathers)
    matcher = RegisterMatcher(whole, decided=decided, mapping=head.mapping)
    planned = RowsOnDisk()
    for some in _portions(iter(rows), portion):
        parsed, decisions = matcher.decide(some, look_up(some))
        planned.extend(planned_rows(head, parsed, decisions, _groups(parsed, decisions, whole)))
    return plan_of(head, planned)


def _portions(rows: Iterator[ParsedRow], size: int) -> Iterator[tuple[ParsedRow, ...]]:
    while some := tuple(islice(rows, size)):
        yield some


def _groups(parsed: Sequence[ParsedRow], decisions: Sequence[Decision], whole: WholeRegister) -> Groups:
    """Return the rows that mean the same as a row of a portion, also those of other portions."""
    every = {row.row: (row, decision) for row, decision in zip(parsed, decisions, strict=True)}
    for row, decision in zip(parsed, decisions, strict=True):
        first, *later = whole.group(row)
        if later:
            every[first.row] = (first, replace(decision, first_row=None))
            every |= {each.row: (each, replace(decision, first_row=first.row)) for each in later}
        elif decision.first_row is not None:
            every[decision.first_row] = (row, replace(decision, first_row=None))
    return Groups([row for row, _ in every.values()], [decision for _, decision in every.values()])
