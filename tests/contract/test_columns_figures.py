"""The figures of a graph, now and as known on a day, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.columns import ReachTable, load_snapshot
from graph.days import end_of_day
from graph.declarations import record_declaration
from graph.model.statements import StatementKind
from graph.reach.cells import Cell, Verdict
from graph.reach.coverage import coverage
from graph.reach.snapshot import Snapshot
from graph.store import Store
from tests.contract.reach_world import LEEDS, engage, retract, say
from tests.contract.test_columns_fresh import DISABLED, WOMEN, YES, graph

__all__ = ["graph"]


def figures(snapshot: Snapshot, community: str = DISABLED, **choice: object) -> Cell:
    table = coverage(snapshot, **{"consultation": "covenant", "day": "2024-11-20", **choice})
    return next(cell for cell in table.cells if cell.community == community)


def test_figures_of_a_small_graph(graph: Store) -> None:
    record_declaration(graph, "kim", YES, "w1")
    engage(
        graph,
        "2024-11-03",
        m1={"kind": "email"},
        m2={"kind": "invitation", "asked_through": "Body"},
        b1={"kind": "workshop", "spoke": True},
    )
    snapshot = load_snapshot(graph)
    cell = figures(snapshot)
    assert (cell.listed, cell.led, cell.not_led, cell.unknown) == (2, 1, 0, 1)
    assert (cell.asked, cell.no_answer, cell.answered, cell.heard) == (1, 1, 0, 0)
    assert cell.verdict is Verdict.ASKED_NOT_YET_HEARD
    assert cell.reason == "1 of 1 asked; no answer from 1 in 17 days"
    assert figures(snapshot, day="2024-11-16").reason == "1 of 1 asked; 1 waiting for an answer"
    assert (figures(snapshot, WOMEN).led, figures(snapshot, WOMEN, rule="majority").led) == (1, 0)
    assert figures(snapshot, "DEI030000").not_led == 1
    totals = coverage(snapshot, consultation="covenant", day="2024-11-20").totals
    assert (totals.listed, totals.lists, totals.said, totals.never_asked) == (2, 1, 1, 1)
    assert (totals.asked, totals.asked_through, totals.heard) == (1, 1, 0)
    assert figures(snapshot, role="infrastructure_body").listed == 1
    assert figures(snapshot, body="b1", place=LEEDS).listed == 1


def test_as_known_on_a_day(graph: Store) -> None:
    later = say(graph, "2024-10-05", StatementKind.LISTING, "body:b1", "b1", m3={"name": "Three"})
    engage(graph, "2024-11-03", m1={"kind": "form_reply", "direction": "in"})
    retract(graph, later, "2024-11-10")

    table = ReachTable(graph)

    def on(known: str, **choice: object) -> Cell:
        return figures(table.known_on(known), **choice)

    listed = {
        day: on(day, day=day).listed
        for day in ("2024-08-31", "2024-09-01", "2024-10-05", "2024-11-09", "2024-11-10")
    }
    assert listed == {"2024-08-31": 0, "2024-09-01": 2, "2024-10-05": 3, "2024-11-09": 3, "2024-11-10": 2}
    assert (on("2024-11-02").heard_unknown, on("2024-11-03").heard_unknown) == (0, 1)
    assert table.known_on("2024-11-03") is table.known_on("2024-11-03")


def test_declaration_counts_from_when_it_was_recorded(graph: Store) -> None:
    record_declaration(graph, "kim", replace(YES, declared_on="2024-10-01"), "w1")
    snapshot = load_snapshot(graph, as_of=end_of_day("2024-10-02"))
    assert figures(snapshot).led == 0


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2024-12-12", "2024-12-12T23:59:59.999999Z"),
        ("2024-07-01", "2024-07-01T22:59:59.999999Z"),
        ("2024-10-26", "2024-10-26T22:59:59.999999Z"),
        ("2024-10-27", "2024-10-27T23:59:59.999999Z"),
    ],
)
def test_a_day_ends_when_it_ends_in_london(day: str, instant: str) -> None:
    assert end_of_day(day) == instant
