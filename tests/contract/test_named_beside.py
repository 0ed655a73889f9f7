"""Organisations that rows name beside their own: one each wherever its own row stands; told when added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.imports import ImportRequest, make_plan
from graph.imports import commit_import, decide, undo_import, waiting_rows
from graph.model.identifiers import new_id
from graph.model.plan import CHUNK_ROWS, Plan
from graph.store import Store
from tests.contract.test_any_order import digest

MANY = 2 * CHUNK_ROWS
"""Rows of more chunks than one write takes on either engine."""

CALLED = """
MATCH (o:Organisation) WHERE coalesce(o.gone, false) = false AND o.name = $name
RETURN coalesce(o.identifiers, []) AS numbers, coalesce(o.roles, []) AS roles
"""

GRANTS = (
    "Identifier",
    "Recipient Org:Name",
    "Recipient Org:Charity Number",
    "Funding Org:Name",
    "Amount Awarded",
)


def bring_in(
    store: Store, folder: Path, headings: Iterable[str], rows: Sequence[str], kind: str, **asked: Any
) -> Plan:
    path = folder / "list.csv"
    path.write_text("\n".join([",".join(headings), *rows, ""]))
    plan = make_plan(
        store, ImportRequest(path=path, kind=kind, actor="ann", said_on="2024-01-01", **asked)
    ).plan
    commit_import(store, plan.import_id)
    return plan


def told(plan: Plan) -> list[tuple[int, str]]:
    issues = [issue for row in plan.rows for issue in row.issues if issue.code == "added_beside"]
    assert {issue.column for issue in issues} <= {"Funding Org:Name", "Department"}
    return [(issue.row or 0, issue.message) for issue in issues]


@pytest.mark.parametrize("last", [True, False])
def test_a_funder_with_a_row_of_its_own_is_one_organisation_wherever_that_stands(
    store: Store, tmp_path: Path, last: bool
) -> None:
    before = digest(store)
    names = [f"{letter} Trust {number}" for number in range(MANY // 10) for letter in "ABCDEFGHIJ"]
    rows = [f"360G-a-{at},{name},{1100000 + at},Oak Fund,100" for at, name in enumerate(names)]
    own = "360G-b-1,Oak Fund,1139999,Elm Fund,100"
    plan = bring_in(store, tmp_path, GRANTS, [*rows, own] if last else [own, *rows], "grants")
    assert store.read(CALLED, name="Oak Fund") == [{"numbers": ["GB-CHC-1139999"], "roles": ["funder"]}]
    said = 'Nobody here is called "Elm Fund": it is added by that name.'
    assert told(plan) == [(len(rows) + 2 if last else 2, said)]
    undo_import(store, plan.import_id, "ann")
    assert digest(store) == before


@pytest.mark.parametrize("backwards", [True, False])
def test_a_parent_whose_row_waits_is_one_organisation_whichever_is_decided_first(
    store: Store, tmp_path: Path, backwards: bool
) -> None:
    rows = ["Tree Agency,Department of Trees", "Leaf Office,Department of Trees", "Department of Trees,"]
    plan = bring_in(store, tmp_path, ("Name", "Part of"), rows, "organisations", role="government")
    assert told(plan) == []
    waiting = list(waiting_rows(store, limit=10).items)
    assert len(waiting) == len(rows)
    for row in reversed(waiting) if backwards else waiting:
        decide(store, "ann", [(row.id, "new", None)], new_id())
    assert store.read(CALLED, name="Department of Trees") == [{"numbers": [], "roles": ["government"]}]


def test_who_is_added_unseen_is_told_once_and_no_more_when_it_is_there(store: Store, tmp_path: Path) -> None:
    rows = ["1,Acorn Trust,1138860,Oak Fund,100", "2,Birch Trust,1138861,Oak Fund,100"]
    plan = bring_in(store, tmp_path, GRANTS, rows, "grants")
    assert told(plan) == [(2, 'Nobody here is called "Oak Fund": it is added by that name.')]
    assert told(bring_in(store, tmp_path, GRANTS, [*rows, "3,Cedar,1138862,OAK FUND,5"], "grants")) == []
    ties = ("Infrastructure body", "Charity number", "Person", "Department")
    known = "Acorn Trust,1138860,Ann Lee,Ministry of Cats"
    (unknown,) = told(bring_in(store, tmp_path, ties, [known], "liaisons"))
    assert unknown == (2, 'Nobody here is called "Ministry of Cats": it is added by that name.')
