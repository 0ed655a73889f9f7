"""Seven lists that overlap, in any order: once what waits is decided, the facts are the same.

They go the whole way of a file: read, mapped, matched, planned, committed. A person decides what waits, and
knows which organisation each row means.
"""

from __future__ import annotations

from pathlib import Path

from app.imports import ImportRequest, make_plan
from graph.imports import commit_import, decide, undo_import, waiting_rows
from graph.model.identifiers import new_id
from graph.model.names import canonical
from graph.review import Decision
from graph.seed import seed
from graph.store import Store
from graph.verify import verify
from graph.waiting import WaitingRow
from tests.contract.making import covenant

OAK, ELM, FIR = "XI-EARSHOT-OAK", "XI-EARSHOT-ELM", "XI-EARSHOT-FIR"

LISTS: dict[str, tuple[str, str, dict[str, object]]] = {
    "numbers": (
        "Name,Charity number,Postcode,Website,Joined\n"
        "Acorn Trust,1138860,LS1 4AP,acorn.example,01/02/2020\n"
        "Birch Group,1138861,LS8 1AA,,15/03/2021\n"
        "Cedar House,1138862,M1 1AA,cedar.example,\n",
        "members",
        {"body_org_id": OAK, "body_name": "Oak Network", "said_on": "2024-01-01"},
    ),
    "names only": (
        "Organisation,Postcode\nThe Acorn Trust Ltd,LS1 4AP\nBirch Group,LS8 1AA\nDale Friends,S1 2HH\n",
        "members",
        {"body_org_id": ELM, "body_name": "Elm Network", "said_on": "2024-02-01"},
    ),
    "corrected": (
        "Name,Charity number,Postcode,Website,Joined\n"
        "Acorn Trust,1138860,LS1 4AB,acorn.example,01/02/2020\n"
        "Birch Group,1138861,LS8 1AA,birch.example,15/03/2021\n",
        "members",
        {"body_org_id": OAK, "body_name": "Oak Network", "said_on": "2024-05-01"},
    ),
    "whole": (
        "Name,Charity number,Postcode\nAcorn Trust,1138860,LS1 4AB\nBirch Group,1138861,LS8 1AA\n",
        "members",
        {
            "body_org_id": OAK,
            "body_name": "Oak Network",
            "said_on": "2024-06-01",
            "whole_list": True,
            "whole_list_sure": True,
        },
    ),
    "declarations": (
        "Name,Charity number,Led by,Board share %,Declared on\n"
        "Acorn Trust,1138860,Disabled people,80,01/03/2024\n"
        "Elder Voices,1138864,Older people,60,02/03/2024\n",
        "members",
        {"body_org_id": FIR, "body_name": "Fir Network", "said_on": "2024-03-01", "own_answers": True},
    ),
    "reported": (
        "Name,Charity number,Postcode,Led by,Works with\n"
        "Acorn Trust,1138860,LS1 4AP,Older people,Faith communities\n"
        "Elder Voices,1138864,BS1 4QA,,\n",
        "members",
        {"body_org_id": ELM, "body_name": "Elm Network", "said_on": "2024-04-01"},
    ),
    "log": (
        "Organisation,Charity number,Date,Kind,Spoke\n"
        "Acorn Trust,1138860,21/10/2024,Meeting,yes\nCedar House,1138862,22/10/2024,Call,\n"
        "Fern Circle,1138865,23/10/2024,Meeting,no\n",
        "log",
        {"consultation": "covenant", "said_on": "2024-11-01"},
    ),
}
"""What each file holds, its kind, and what is said with it. Everything in them is invented."""

ORDERS = (
    tuple(LISTS),
    tuple(reversed(LISTS)),
    ("names only", "reported", "log", "whole", "declarations", "corrected", "numbers"),
    ("whole", "declarations", "numbers", "log", "corrected", "names only", "reported"),
)
"""Oldest first, newest first, and two that put what knows least, or ends memberships, before the rest."""


def bring_in(store: Store, folder: Path, name: str) -> str:
    text, kind, asked = LISTS[name]
    path = folder / f"{name}.csv"
    path.write_text(text)
    request = ImportRequest(path=path, kind=kind, actor="ann", **asked)  # type: ignore[arg-type]
    plan = make_plan(store, request).plan
    commit_import(store, plan.import_id)
    return plan.import_id


BY_NAME = """
MATCH (o:Organisation) WHERE coalesce(o.gone, false) = false
RETURN o.id AS id, o.canonical AS canonical
"""


def decide_everything(store: Store) -> None:
    """Decide each row that waits as somebody would who knows them all."""
    for _ in range(60):
        waiting = waiting_rows(store, limit=1).items
        if not waiting:
            return
        known = {row["canonical"]: row["id"] for row in store.read(BY_NAME)}
        decide(store, "ann", [_decision(waiting[0], known)], new_id())
    raise AssertionError([row.question for row in waiting_rows(store, limit=100).items])


def _decision(row: WaitingRow, known: dict[str, str]) -> Decision:
    meant = known.get(canonical(str(row.planned.values["name"])))
    return (row.id, "accept", meant) if meant else (row.id, "new", None)


def digest(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    return str(state["digest"])


def test_lists_in_any_order_end_in_the_same_facts(store: Store, tmp_path: Path) -> None:
    found: dict[str, tuple[str, ...]] = {}
    orders = ORDERS if store.engine == "embedded" else ORDERS[1:3]  # half a minute is enough on a server
    for place, order in enumerate(orders):
        as_they_come = place % 2 == 0
        store.wipe_test_graph()
        seed(store)
        covenant(store)
        empty = digest(store)
        imports = []
        for name in order:
            imports.append(bring_in(store, tmp_path, name))
            if as_they_come:
                decide_everything(store)
        decide_everything(store)
        found.setdefault(digest(store), order)
    assert len(found) == 1, f"other facts after {list(found.values())}"
    for import_id in [*imports[3:], *imports[:3]]:
        undo_import(store, import_id, "ann")
    assert digest(store) == empty


def test_rows_of_one_list_give_the_same_name_decided_one_by_one_or_seen_to_be_one(
    store: Store, tmp_path: Path
) -> None:
    by_name = "Name,Postcode\nBirch Group,LS8 1AA\n"
    by_number = "Name,Charity number\nThe Birch Group,1138861\nBirch Group,1138861\n"
    found = []
    for earlier in (False, True):
        store.wipe_test_graph()
        seed(store)
        imports = [_bring(store, tmp_path, by_name, ELM)] if earlier else []
        decide_everything(store)
        _bring(store, tmp_path, by_number, OAK)
        decide_everything(store)
        for import_id in imports:
            undo_import(store, import_id, "ann")
        found.append(digest(store))
    assert found[0] == found[1]


def _bring(store: Store, folder: Path, text: str, body: str) -> str:
    path = folder / "list.csv"
    path.write_text(text)
    asked = {"body_org_id": body, "body_name": "A network", "said_on": "2024-03-01"}
    plan = make_plan(store, ImportRequest(path=path, kind="members", actor="ann", **asked)).plan
    commit_import(store, plan.import_id)
    return plan.import_id
