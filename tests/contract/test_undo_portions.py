"""Engagements, people, ties and grants are undone in portions, on both engines, and killed after each."""

from __future__ import annotations

from typing import Any

import pytest

from graph import undone_facts
from graph.imports import commit_import, store_plan, undo_import
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import Line, bring_in, line, planned
from tests.contract.making import covenant

NCVO = "GB-CHC-225922"
NAMES = ("Acorn", "Birch")


def facts(number: int, word: str) -> dict[str, Any]:
    """Return one fact of every kind about an organisation, which a corrected list says otherwise."""
    occasion = {"consultation": "covenant", "kind": "roundtable", "direction": "out", "held_on": "2024-11-05"}
    call = {**occasion, "kind": "call", "held_on": f"2024-11-{10 + number}"}
    follow_up = {"what": f"write to {word}", "owner": "Ann"}
    return {
        "engagements": [
            {**occasion, "topic": "Principles", "notes": word, "people": [f"Ann {number}"]},
            {**call, "spoke_on": ["Trust", word], "follow_up": follow_up},
        ],
        "person": {"name": f"Bea {number}", "email": f"bea{number}@{word}.example", "role": word},
        "liaison": {
            "from_organisation": "Department of Trees",
            "from_person": f"Cy {word}",
            "topic": "Trees",
        },
        "grant": {"funder": "Elm Fund", "amount": 100.0 + len(word), "grant_id": f"g{number}"},
        "related": [{"topic": "part of", "name": f"Whole of {word}"}],
    }


def lines(word: str, but: str = "") -> list[Line]:
    """Return a list that says ``word`` of everybody, of one organisation the same as before."""
    return [
        line(name, f"GB-CHC-{1_000_000 + number}", facts=facts(number, "first" if name == but else word))
        for number, name in enumerate(NAMES)
    ]


def digest(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    return str(state["digest"])


def undo_killed_again_and_again(store: Store, import_id: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Undo an import by workers each of which dies after three portions; return how many it took."""
    write = Store.write
    for workers in range(1, 100):
        begun: list[str] = []

        def dies(at: Store, write_id: str, actor: str, action: str, *more: Any, begun: Any = begun) -> Any:
            begun.append(action)
            if begun.count("undo some facts of an import") == 4:
                raise KeyboardInterrupt
            return write(at, write_id, actor, action, *more)

        with monkeypatch.context() as dying:
            dying.setattr(Store, "write", dies)
            try:
                undo_import(store, import_id, "ann")
            except KeyboardInterrupt:
                continue
        return workers
    raise AssertionError("the undo never ends")


def test_undo_in_portions_ends_as_before_wherever_it_is_killed_and_whoever_else_works(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that says the same comes in between two portions of the undo: what it says stays in force."""
    monkeypatch.setattr(undone_facts, "FACTS_AT_ONCE", 3)
    covenant(store)
    empty = digest(store)
    first = bring_in(store, NCVO, lines("first"), said_on="2024-01-01")
    one = digest(store)
    corrected = bring_in(store, NCVO, lines("second", but="Birch"), said_on="2024-02-01")
    assert len({empty, one, digest(store)}) == 3
    assert undo_killed_again_and_again(store, corrected.import_id, monkeypatch) > 2
    assert digest(store) == one
    again = planned(store, NCVO, lines("first"), said_on="2024-02-01")
    store_plan(store, again, "ann")
    write, done = Store.write, []

    def meanwhile(at: Store, write_id: str, actor: str, action: str, *more: Any, **most: Any) -> Any:
        done.append(action)
        if done.count("undo some facts of an import") == 2 and "commit" not in done:
            done.append("commit")
            commit_import(at, again.import_id)
        return write(at, write_id, actor, action, *more, **most)

    with monkeypatch.context() as between:
        between.setattr(Store, "write", meanwhile)
        undo_import(store, first.import_id, "ann")
    assert "commit" in done
    assert digest(store) == one
    undo_import(store, again.import_id, "ann")
    assert digest(store) == empty


def test_older_list_undone_first_leaves_what_the_later_one_says(store: Store) -> None:
    covenant(store)
    alone = bring_in(store, NCVO, lines("second", but="Birch"), said_on="2024-02-01")
    only_the_later = digest(store)
    undo_import(store, alone.import_id, "ann")
    first = bring_in(store, NCVO, lines("first"), said_on="2024-01-01")
    bring_in(store, NCVO, lines("second", but="Birch"), said_on="2024-02-01")
    undo_import(store, first.import_id, "ann")
    assert digest(store) == only_the_later
