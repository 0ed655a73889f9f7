"""Real tables of registers, planned for an empty graph: every row has a verdict, and it is the right one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importers.lists.register import RegisterRows
from importers.lists.register_tables import check_numbers, register_mapping
from importers.lists.rows import ListContext
from importers.mapping import HeadingError, suggest_mapping
from importers.plan import PlanHead
from importers.read import read_table
from importers.register_plan import build_register_plan

MOST = 500
"""Rows that are looked at of each: these tests are to be quick."""

FILES = {
    "hmrc_cascs_9700.csv": ("GB-CASC", {"new": 500}),
    "ukcat_top2000_charities_2464.csv": ("GB-CHC", {"new": 499, "rejected": 1}),
    "lookups/dual-registered-uk-charities.csv": ("GB-SC", {"new": 500}),
    "lookups/charity-reregistrations.csv": ("GB-CHC", {"new": 499, "same": 1}),
    "lookups/ccew-register-of-mergers.csv": ("GB-CHC", {"rejected": 500}),
    "lookups/charity-names_DEV.csv": ("GB-CHC", {"rejected": 500}),
}
"""Who is only mentioned by number waits for the table of names; a successor is nobody's second number.
One that was registered anew twice is the same on its second row."""

NO_REGISTERS = ("org_id_list_codes.csv", "lookups/ccew-oscr-activities-readacross.csv")


def mapped(path: Path):
    table = read_table(path)
    table = replace(table, rows=table.rows[:MOST])
    mapping = register_mapping(table.headings) or suggest_mapping(table, "register")
    check_numbers(mapping, table.headings)
    return table, mapping


@pytest.mark.parametrize("name", FILES)
def test_a_real_register(registers: Path, name: str) -> None:
    scheme, expected = FILES[name]
    table, mapping = mapped(registers / name)
    rows = RegisterRows(table, mapping, ListContext("register", "2026-01-01", scheme=scheme))
    head = PlanHead("i", "register", "r", name, "2026-01-01", table.headings, mapping)
    plan = build_register_plan(head, rows, lambda some: [], {})
    assert {verdict: number for verdict, number in plan.counts().items() if number} == expected
    assert len(plan.rows) == table.rows_read


@pytest.mark.parametrize("name", NO_REGISTERS)
def test_tables_of_codes_and_words_are_refused(registers: Path, name: str) -> None:
    with pytest.raises(HeadingError, match="No column holds"):
        mapped(registers / name)


def test_successors_are_told_and_are_nobodys_second_number(registers: Path) -> None:
    table, mapping = mapped(registers / "lookups/charity-reregistrations.csv")
    for row in RegisterRows(table, mapping, ListContext("register", "2026-01-01", scheme="GB-CHC")):
        assert len(row.identifiers) == 1
        assert row.values["successors"]
        assert not {*row.values["successors"]} & {*row.identifiers}
