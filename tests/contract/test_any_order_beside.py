"""Organisations that lists name beside the one a row is about: the same facts whichever list comes first."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from app.imports import ImportRequest, make_plan
from graph.engagements import what_happened
from graph.imports import commit_import, undo_import
from graph.people import liaisons_of
from graph.seed import seed
from graph.store import Store
from tests.contract.making import covenant
from tests.contract.test_any_order import decide_everything, digest

BODY, MEMBER = "XI-EARSHOT-OAK", "GB-CHC-1138860"

LISTS: dict[str, tuple[str, str, dict[str, object]]] = {
    "departments": (
        "Name,Website\nDepartment of Trees,trees.example\nMinistry of Roads,roads.example\n",
        "organisations",
        {"role": "government", "said_on": "2024-01-01"},
    ),
    "members": (
        "Name,Charity number,Postcode\nAcorn Trust,1138860,LS1 4AP\nElm Forum,1138861,LS8 1AA\n",
        "members",
        {"body_org_id": BODY, "body_name": "Oak Network", "said_on": "2024-02-01"},
    ),
    "liaisons": (
        "Infrastructure body,Charity number,Person in government,Organisation in government,Topic\n"
        "Acorn Trust,1138860,Ann Lee,Department of Trees,Covenant\n"
        "Acorn Trust,1138860,Bo Ray,Ministry of Roads,Grants\n"
        "Acorn Trust,1138860,,Ministry of Roads,Buses\n"
        "Acorn Trust,1138860,Cy Fox,,Grants\n",
        "liaisons",
        {"said_on": "2024-03-01"},
    ),
    "log": (
        "Organisation,Charity number,Date,Kind,Asked through,People\n"
        "Acorn Trust,1138860,21/10/2024,Invitation,Elm Forum,\n"
        "Acorn Trust,1138860,22/10/2024,Invitation,a friend,\n"
        "Acorn Trust,1138860,23/10/2024,Meeting,,Di Oak; Ed Yew\n",
        "log",
        {"consultation": "covenant", "said_on": "2024-11-01"},
    ),
    "contacts": (
        "Organisation,Charity number,Contact name,Job title,Email\n"
        "Department of Trees,,ANN LEE,Policy adviser,ann@trees.example\n"
        "Acorn Trust,1138860,Di Oak,Chair,\n",
        "contacts",
        {"role": "government", "said_on": "2024-04-01"},
    ),
}
"""What each file holds, its kind, and what is said with it. Everything in them is invented."""

ORDERS = tuple(permutations(LISTS))[::29]
"""Some of the orders in which five lists can come, the plain one among them."""


def bring_in(store: Store, folder: Path, name: str) -> str:
    text, kind, asked = LISTS[name]
    path = folder / f"{name}.csv"
    path.write_text(text)
    plan = make_plan(store, ImportRequest(path=path, kind=kind, actor="ann", **asked)).plan  # type: ignore[arg-type]
    commit_import(store, plan.import_id)
    return plan.import_id


def what_pages_say(store: Store) -> tuple[list[object], list[object]]:
    """Return who is in touch with the member and where they work, and through whom it was asked."""
    ids = store.read("MATCH (:Identifier {id: $id})-[:IDENTIFIES]->(o) RETURN o.id AS id", id=MEMBER)
    ties = liaisons_of(store, ids[0]["id"])
    parts = what_happened(store, ids[0]["id"]).items
    return (
        [(tie.person_name, tie.organisation is not None, tie.organisation_name) for tie in ties],
        [(part.through is not None and part.through[0] is not None, part.through) for part in parts],
    )


def test_whoever_is_named_beside_is_the_same_whichever_list_comes_first(store: Store, tmp_path: Path) -> None:
    found: dict[frozenset[str], str] = {}
    embedded = store.engine == "embedded"

    def check(order: tuple[str, ...], there: dict[str, str]) -> None:
        if embedded or len(there) in (0, 3, len(order)):  # half a minute is enough on a server
            now = digest(store)
            assert now == found.setdefault(frozenset(there), now), (order, list(there))

    for order in ORDERS if embedded else ORDERS[3:]:
        store.wipe_test_graph()
        seed(store)
        covenant(store)
        there: dict[str, str] = {}
        check(order, there)
        for name in order:
            there[name] = bring_in(store, tmp_path, name)
            decide_everything(store)
            check(order, there)
        ties, through = what_pages_say(store)
        assert ties == [
            ("Cy Fox", False, ""),
            ("ANN LEE", True, "Department of Trees"),
            ("", True, "Ministry of Roads"),
            ("Bo Ray", True, "Ministry of Roads"),
        ]
        assert [known for known, _ in through] == [False, False, True]
        for name in order[2:] + order[:2]:
            undo_import(store, there.pop(name), "ann")
            check(order, there)
