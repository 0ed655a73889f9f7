"""The example loads whole through the ordinary importers, shows every verdict, and loads only once."""

from types import SimpleNamespace
from typing import cast

import pytest

from app.example import load_example, read_manifest
from app.runtime import Earshot
from graph.columns import ReachTable
from graph.reach.cells import CoverageTable, Verdict
from graph.reach.coverage import coverage
from graph.seed import seed
from graph.store import Store

GROUPS = {
    "DEI010000": Verdict.HEARD,
    "DEI019930": Verdict.NOT_ASKED,
    "DEI020000": Verdict.PARTLY_HEARD,
    "DEI030000": Verdict.PARTLY_HEARD,
    "DEI040000": Verdict.PARTLY_HEARD,
    "DEI050000": Verdict.TOO_LITTLE_KNOWN,
    "DEI060000": Verdict.ASKED_NOT_YET_HEARD,
    "DEI070000": Verdict.HEARD,
    "DEI080000": Verdict.PARTLY_HEARD,
    "DEI090000": Verdict.HEARD,
    "DEI700000": Verdict.HEARD,
    "DEI800000": Verdict.ASKED_NOT_YET_HEARD,
    "EAR010000": Verdict.ASKED_NOT_YET_HEARD,
    "EAR020000": Verdict.HEARD,
    "EAR030000": Verdict.NOBODY_KNOWN,
    "EAR040000": Verdict.NOT_ASKED,
}


def table(store: Store, day: str, **narrowed: str) -> CoverageTable:
    snapshot = ReachTable(store).current()
    return coverage(snapshot, day=day, consultation="covenant-example", **narrowed)  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_example_loads_once_and_tells_its_story(store: Store) -> None:
    seed(store)
    running = cast(Earshot, SimpleNamespace(store=store))
    loaded = load_example(running)
    manifest = read_manifest()
    assert loaded["loaded"]
    assert (loaded["files"], loaded["counts"]["rejected"]) == (len(manifest["files"]), 0)
    assert loaded["waiting"] == manifest["waiting"] == 38

    now = table(store, "2024-12-20")
    verdicts = {cell.community: cell.verdict for cell in now.cells}
    assert {code: verdicts[code] for code in GROUPS} == GROUPS
    assert 2400 <= now.totals.listed <= 2500
    assert now.totals.said >= now.totals.listed / 2
    reasons = {cell.community: cell.reason for cell in now.cells}
    assert "declined" in reasons["DEI060000"]
    assert "bounced" in reasons["EAR040000"]
    in_england = {
        cell.community: cell.verdict for cell in table(store, "2024-12-20", place="E92000001").cells
    }
    assert in_england["DEI700000"] == in_england["DEI800000"] == Verdict.DOES_NOT_APPLY

    revision = store.revision()
    again = load_example(running)
    assert (again["loaded"], again["files"]) == (False, 0)
    assert store.revision() == revision


def test_a_graph_with_organisations_is_left_alone(store: Store) -> None:
    from graph.organisations import add_organisation

    add_organisation(store, "somebody", {"name": "Somebody Else's Members", "roles": ["member"]}, "a-write")
    revision = store.revision()
    loaded = load_example(cast(Earshot, SimpleNamespace(store=store)))
    assert not loaded["loaded"]
    assert "already holds" in loaded["why_not"]
    assert store.revision() == revision
