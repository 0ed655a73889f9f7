"""Rows of one file that mean the same organisation."""

from __future__ import annotations

from typing import Any

import pytest

from importers import groups
from importers.groups import Groups
from importers.lists.rows import ParsedRow
from importers.match.decisions import Decision, Judgement


def rows_of_one_number(values: list[dict[str, Any]]) -> Groups:
    parsed = [ParsedRow(number, (), each) for number, each in enumerate(values, 2)]
    decisions = [Decision(Judgement.NEW, first_row=None if row.row == 2 else 2) for row in parsed]
    return Groups(parsed, decisions)


def test_rows_say_together_what_each_says_and_leave_out_what_they_disagree_in() -> None:
    found = rows_of_one_number(
        [
            {"name": "Oak", "identifiers": ["GB-CHC-1"], "postcode": "LS1 4AP", "joined": "2024-03-01"},
            {"name": "Oak", "identifiers": ["GB-COH-2", "GB-CHC-1"], "postcode": "LS1 4AP"},
            {"name": "The Oak", "website": "oak.example.org", "postcode": "LS2 1AA", "joined": "2024-01-01"},
        ]
    )
    assert found.disagreeing(2) == ["name", "postcode"]
    assert found.merged(2) == {
        "name": "The Oak",
        "other_names": ["Oak"],
        "identifiers": ["GB-CHC-1", "GB-COH-2"],
        "website": "oak.example.org",
        "joined": "2024-01-01",
    }
    assert found.others(2) == [3, 4]


def test_a_group_is_looked_through_once_however_many_rows_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list may hold thousands of local groups under their national charity's number."""
    asked = []
    differ = groups._differ
    monkeypatch.setattr(groups, "_differ", lambda values: asked.append(1) or differ(values))
    found = rows_of_one_number([{"name": f"Group {number}"} for number in range(50)])
    answers = [found.disagreeing(2) for _ in range(50)]
    assert answers == [["name"]] * 50
    assert len(asked) == len(groups.SINGLE_FIELDS)
