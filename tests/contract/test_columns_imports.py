"""The snapshot through a life of lists: brought in, left, edited by hand, undone; fresh at every step."""

from __future__ import annotations

from dataclasses import replace

from graph.bodies import body_for
from graph.columns import ReachTable, load_snapshot
from graph.imports import undo_import
from graph.model.plan import Leaver
from graph.organisations import add_organisation, edit_organisation, organisation
from graph.reach.cells import Totals
from graph.reach.coverage import coverage
from graph.seed import seed
from graph.store import Store
from tests.contract.lists import bring_in, line
from tests.contract.making import covenant
from tests.contract.test_columns_fresh import NOW, assert_same

NCVO, LOCAL = "GB-CHC-225922", "GB-CHC-1000001"
LEEDS = "E08000035"
SAID = {
    "declaration": {
        "reply": "yes",
        "leadership": {"DEI020000": {"board": "three_quarters"}},
        "declared_by": "organisation",
        "declared_on": "2024-05-01",
    }
}


def totals(table: ReachTable, store: Store) -> Totals:
    """Return today's totals, once the snapshot kept fresh was held against one read afresh."""
    snapshot = table.current()
    assert_same(snapshot, load_snapshot(store))
    assert_same(snapshot, replace(load_snapshot(store, as_of=NOW), as_of=None))
    return coverage(snapshot, day="2024-11-20").totals


def test_through_a_life_of_lists(store: Store) -> None:
    seed(store)
    covenant(store)
    table = ReachTable(store)
    assert totals(table, store).listed == 0

    first = bring_in(
        store,
        NCVO,
        [
            line("Acorn", "GB-CHC-1", place=LEEDS, facts=SAID),
            line("Birch", "GB-CHC-2", hide_location=True),
            line("Cedar"),
        ],
    )
    found = totals(table, store)
    assert (found.listed, found.lists, found.said, found.led) == (3, 1, 1, 1)

    second = bring_in(store, LOCAL, [line("Acorn Ltd", "GB-CHC-1"), line("Dogwood", "GB-CHC-4")])
    assert (totals(table, store).listed, totals(table, store).lists) == (4, 2)

    snapshot = table.current()
    (cedar,) = set(snapshot.row_by_id) - {
        body_for(store, number).id for number in (NCVO, LOCAL, "GB-CHC-1", "GB-CHC-2", "GB-CHC-4")
    }
    page = organisation(store, cedar)
    leaver = Leaver(cedar, "Cedar", "2024-08-31", page.version)
    lines = [line("Acorn", "GB-CHC-1", place=LEEDS), line("Birch", "GB-CHC-2", hide_location=True)]
    bring_in(store, NCVO, lines, said_on="2024-09-01", leavers=[leaver], whole_list=True)
    assert totals(table, store).listed == 3

    added = add_organisation(store, "kim", {"name": "Elder", "roles": ["member"]}, "add")["id"]
    assert totals(table, store).listed == 4
    edit_organisation(
        store, "kim", added, 1, {"place": LEEDS, "works_with": {"DEI020000": "accepted"}}, "edit"
    )
    assert totals(table, store).listed == 4

    undo_import(store, second.import_id, "kim")
    assert (totals(table, store).listed, totals(table, store).lists) == (3, 1)
    undo_import(store, first.import_id, "kim")
    totals(table, store)
