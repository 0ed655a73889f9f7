"""What a column may do to a field that is filled already: each policy on both engines, in either order."""

from __future__ import annotations

import pytest

from graph.column_memory import settled_by
from graph.imports import commit_import, store_plan, undo_import
from graph.organisations import edit_organisation, organisation
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import bring_in, line, planned

FIRST, SECOND = "GB-CHC-225922", "GB-CHC-1000001"
OLD, NEW = "old.example.org", "new.example.org"

ACORN = "MATCH (o:Organisation {name: 'Acorn Trust'}) RETURN o.id AS id"


def acorn(store: Store):
    (row,) = store.read(ACORN)
    page = organisation(store, row["id"])
    assert page is not None
    return page


def listing(**values: str):
    return [line("Acorn Trust", "GB-CHC-1", **values)]


@pytest.mark.parametrize(
    ("policy", "at_first", "shown"),
    [
        ("overwrite", {"website": OLD}, NEW),
        ("keep_both", {"website": OLD}, NEW),
        ("fill_blanks", {"website": OLD}, OLD),
        ("never", {"website": OLD}, OLD),
        ("overwrite", {}, NEW),
        ("keep_both", {}, NEW),
        ("fill_blanks", {}, NEW),
        ("never", {}, ""),
    ],
)
def test_a_policy_decides_what_is_shown(
    store: Store, policy: str, at_first: dict[str, str], shown: str
) -> None:
    bring_in(store, FIRST, listing(**at_first), said_on="2024-01-01")
    before = verify(store)["digest"]
    done = bring_in(store, SECOND, listing(website=NEW), said_on="2024-06-01", policies={"website": policy})
    assert (acorn(store).record.website or "") == shown
    assert verify(store)["ok"]
    undo_import(store, done.import_id, "ann")
    assert verify(store)["digest"] == before


def test_overwrite_wins_over_a_newer_list_and_yields_to_a_person(store: Store) -> None:
    bring_in(store, SECOND, listing(website=NEW), said_on="2024-06-01")
    bring_in(store, FIRST, listing(website=OLD), said_on="2024-01-01", policies={"website": "overwrite"})
    assert acorn(store).record.website == OLD
    page = acorn(store)
    edit_organisation(store, "ann", page.id, page.version, {"website": "mine.example.org"}, "w-1")
    assert acorn(store).record.website == "mine.example.org"


def test_keeping_both_shows_that_sources_differ_and_filling_blanks_does_not(store: Store) -> None:
    bring_in(store, FIRST, listing(website=OLD), said_on="2024-01-01")
    done = bring_in(store, SECOND, listing(website=NEW), policies={"website": "keep_both"})
    assert "website" in acorn(store).record.disputed
    undo_import(store, done.import_id, "ann")
    bring_in(store, SECOND, listing(website=NEW), policies={"website": "fill_blanks"})
    assert "website" not in acorn(store).record.disputed


def test_columns_of_imports_in_force_are_remembered(store: Store) -> None:
    columns = (("Org", "name", "chosen"), ("Phone", None, "chosen"))
    plan = planned(store, FIRST, listing(), columns=columns, policies={"website": "never"})
    store_plan(store, plan, "ann")
    assert settled_by(store, plan.source) == []
    commit_import(store, plan.import_id)
    (kept,) = settled_by(store, plan.source)
    assert (kept.columns, kept.policies) == (columns, {"website": "never"})
    assert settled_by(store, "body:another") == []
    undo_import(store, plan.import_id, "ann")
    assert settled_by(store, plan.source) == []
