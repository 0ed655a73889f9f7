"""Rows of one file that mean the same organisation: what they say together, and where they disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from graph.model.plan import canonical_json
from graph.model.statements import SINGLE_FIELDS, UNION_FIELDS
from importers.lists.rows import ParsedRow
from importers.match.decisions import Decision, Judgement

LEADS = "answer on who leads"
"""What rows disagree in that give different answers on who leads, for one day."""


class Groups:
    """Rows of one file that mean the same organisation by number, and where they contradict each other."""

    def __init__(self, parsed: Sequence[ParsedRow], decisions: Sequence[Decision]) -> None:
        self._rows: dict[int, list[ParsedRow]] = defaultdict(list)
        self._disagreeing: dict[int, list[str]] = {}
        self._told_first: dict[int, dict[tuple[str, str], int]] = {}
        for row, decision in zip(parsed, decisions, strict=True):
            if decision.judgement in (Judgement.LINK, Judgement.NEW):
                self._rows[decision.first_row or row.row].append(row)

    def others(self, first_row: int) -> list[int]:
        """Return the numbers of the later rows of a group, in order."""
        return sorted(row.row for row in self._rows[first_row] if row.row != first_row)

    def disagreeing(self, first_row: int) -> list[str]:
        """Return what rows of a group say differently: single fields, and LEADS for who leads."""
        if first_row not in self._disagreeing:  # asked for each row of the group, which may be of thousands
            rows = self._rows[first_row]
            fields = SINGLE_FIELDS if len(rows) > 1 else ()
            self._disagreeing[first_row] = [
                name for name in fields if _differ(row.values.get(name) for row in rows)
            ]
            if len(rows) > 1 and _differ_in_who_leads(rows):
                self._disagreeing[first_row].append(LEADS)
        return self._disagreeing[first_row]

    def own_facts(self, first_row: int, row: ParsedRow) -> dict[str, Any]:
        """Return the facts of a row that no row before it in its group tells, such as a second contact."""
        if first_row not in self._told_first:  # asked for each row of the group, too
            told: dict[tuple[str, str], int] = {}
            for each in sorted(self._rows[first_row], key=lambda one: one.row):
                for name, fact in each.facts.items():
                    told.setdefault((name, canonical_json(fact)), each.row)
            self._told_first[first_row] = told
        told = self._told_first[first_row]
        return {name: fact for name, fact in row.facts.items() if told[name, canonical_json(fact)] == row.row}

    def merged(self, first_row: int) -> dict[str, Any]:
        """Return what all rows of a group say together, in any order of the rows; disagreements left out."""
        rows = self._rows[first_row]
        values: dict[str, Any] = {}
        unions: dict[str, set[Any]] = defaultdict(set)
        for row in rows:
            for name, value in row.values.items():
                if name in UNION_FIELDS:
                    unions[name].update(value)
                elif name in ("joined", "left"):
                    values[name] = (min if name == "joined" else max)(values.get(name, value), value)
                else:
                    values.setdefault(name, value)
        values |= {name: sorted(every) for name, every in unions.items()}
        open_fields = {*self.disagreeing(first_row)} - {"name"}
        names = sorted({row.name for row in rows if row.name})
        if len(names) > 1:
            values["name"] = names[-1]  # as rows that are decided one by one do (graph.model.winners)
            values["other_names"] = sorted({*values.get("other_names", ()), *names[:-1]})
        return {name: value for name, value in values.items() if name not in open_fields}


def _differ_in_who_leads(rows: Iterable[ParsedRow]) -> bool:
    by_day: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        said = row.facts.get("declaration")
        if said:
            by_day[said.get("declared_on") or ""].append(said)
    return any(_differ(said) for said in by_day.values())


def _differ(values: Iterable[Any]) -> bool:
    said = {canonical_json(value) for value in values if value not in (None, "", [])}
    return len(said) > 1
