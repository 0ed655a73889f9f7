"""Undo on both engines: facts end as if the import had never been, in any order and long after."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.imports import ImportRequest, import_file
from graph import undo
from graph.errors import Refused
from graph.imports import (
    ImportState,
    commit_import,
    import_state,
    imports_half_undone,
    store_plan,
    undo_import,
)
from graph.organisations import edit_organisation, organisation, search_organisations
from graph.seed import seed
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import bring_in, line, planned

NCVO, LOCAL, THIRD = "GB-CHC-225922", "GB-CHC-1000001", "GB-CHC-1000002"

LISTS = {
    NCVO: [
        line("Acorn Trust", "GB-CHC-1", postcode="LS1 4AB", website="acorn.example"),
        line("Birch", "GB-CHC-2"),
    ],
    LOCAL: [
        line("The Acorns", "GB-CHC-1", postcode="LS2 7EW", joined="2019-05-01"),
        line("Cedar", "GB-CHC-3", other_names=["Cedars"]),
    ],
    THIRD: [
        line("ACORN TRUST", "GB-CHC-1", postcode="LS1 4AB", identifiers=["GB-CHC-1", "GB-COH-00000009"]),
        line("Birch", "GB-CHC-2", postcode="M1 1AA"),
    ],
}
DAYS = {NCVO: "2024-01-01", LOCAL: "2024-03-01", THIRD: "2024-02-01"}


def digest(store: Store) -> str:
    state = verify(store)
    assert state["broken"] == []
    assert state["audit"]["chain"] == "whole"
    return str(state["digest"])


def test_undo_leaves_what_was_before(store: Store) -> None:
    bring_in(store, NCVO, LISTS[NCVO], said_on=DAYS[NCVO])
    before = digest(store)
    second = bring_in(store, LOCAL, LISTS[LOCAL], said_on=DAYS[LOCAL])
    assert digest(store) != before
    undone = undo_import(store, second.import_id, "ann")
    assert (undone["restored"], undone["removed"], undone["kept"]) == (1, 2, [])
    assert digest(store) == before
    assert import_state(store, second.import_id).state == "undone"  # type: ignore[union-attr]
    assert undo_import(store, second.import_id, "ann")["removed"] == 0
    assert search_organisations(store, "cedar").items == ()
    bring_in(store, LOCAL, LISTS[LOCAL], said_on=DAYS[LOCAL])
    assert [each.name for each in search_organisations(store, "cedars").items] == ["Cedar"]


def test_lists_in_any_order_end_in_the_same_facts_and_undo_in_any_order_in_none(store: Store) -> None:
    found = set()
    empty = digest(store)
    for order in permutations(LISTS):
        outcomes = {body: bring_in(store, body, LISTS[body], said_on=DAYS[body]) for body in order}
        found.add(digest(store))
        for body in order[1:] + order[:1]:
            undo_import(store, outcomes[body].import_id, "ann")
        assert digest(store) == empty
    assert len(found) == 1


def test_same_day_lists_that_differ_have_one_winner_in_any_order(store: Store) -> None:
    found = set()
    for order in permutations(LISTS):
        done = [bring_in(store, body, LISTS[body]) for body in order]
        found.add(digest(store))
        for outcome in done:
            undo_import(store, outcome.import_id, "ann")
    assert len(found) == 1


def test_what_another_import_vouches_for_stays(store: Store) -> None:
    first = bring_in(store, NCVO, LISTS[NCVO], said_on="2024-01-01")
    bring_in(store, LOCAL, LISTS[LOCAL], said_on="2024-02-01")
    again = bring_in(store, NCVO, LISTS[NCVO], said_on="2024-03-01")
    assert again.changes == 0
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    assert organisation(store, acorn.id).record.postcode == "LS1 4AB"  # type: ignore[union-attr]
    before = digest(store)
    undo_import(store, first.import_id, "ann")
    assert digest(store) == before
    undo_import(store, again.import_id, "ann")
    assert organisation(store, acorn.id).record.postcode == "LS2 7EW"  # type: ignore[union-attr]
    assert [each.name for each in search_organisations(store, "birch").items] == []
    assert verify(store)["ok"]


def test_undoing_the_list_that_vouches_takes_its_day_away(store: Store) -> None:
    bring_in(store, NCVO, LISTS[NCVO], said_on="2024-01-01")
    bring_in(store, LOCAL, LISTS[LOCAL], said_on="2024-02-01")
    before = digest(store)
    again = bring_in(store, NCVO, LISTS[NCVO], said_on="2024-03-01")
    undo_import(store, again.import_id, "ann")
    assert digest(store) == before


def test_a_list_that_comes_again_after_its_undo_has_its_day_again(store: Store) -> None:
    """An older list had kept its words meanwhile, which are the same."""
    bring_in(store, LOCAL, LISTS[LOCAL], said_on="2024-02-01")
    newest = bring_in(store, NCVO, LISTS[NCVO], said_on="2024-03-01")
    bring_in(store, NCVO, LISTS[NCVO], said_on="2024-01-01")
    before = digest(store)
    undo_import(store, newest.import_id, "ann")
    assert digest(store) != before
    again = bring_in(store, NCVO, LISTS[NCVO], said_on="2024-03-01")
    assert (again.changes, digest(store)) == (0, before)


def test_undo_keeps_what_a_person_edited_since_and_lists_it(store: Store) -> None:
    outcome = bring_in(store, NCVO, LISTS[NCVO])
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    edit_organisation(store, "ben", acorn.id, 1, {"website": "new.example"}, "edit")
    undone = undo_import(store, outcome.import_id, "ann")
    assert [(each["name"], each["field"]) for each in undone["kept"]] == [("Acorn Trust", "website")]
    assert re.fullmatch(r"edited by ben on \d{1,2} [A-Z][a-z]+ \d{4}", undone["kept"][0]["why"])
    page = organisation(store, acorn.id)
    assert page is not None
    assert (page.name, page.gone, page.kept_only, page.record.website) == (
        "Acorn Trust",
        False,
        True,
        "new.example",
    )
    assert page.record.memberships == ()
    assert verify(store)["ok"]


def test_undo_keeps_a_body_that_other_lists_name(store: Store) -> None:
    first = bring_in(store, NCVO, [line("Acorn", "GB-CHC-1")])
    bring_in(store, LOCAL, [line("Body of its own", NCVO)])
    undo_import(store, first.import_id, "ann")
    assert verify(store)["ok"]
    assert [each.roles for each in search_organisations(store, NCVO).items] == [("member",)]


def test_undo_takes_back_declarations(store: Store) -> None:
    seed(store)
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1")])
    before = digest(store)
    declared = {
        "declaration": {
            "reply": "yes",
            "declared_by": "reported",
            "declared_on": "2024-05-01",
            "leadership": {"DEI020000": {"board": "over_half"}},
        }
    }
    second = bring_in(store, LOCAL, [line("Acorn", "GB-CHC-1", facts=declared)])
    with_it = digest(store)
    again = bring_in(store, LOCAL, [line("Acorn", "GB-CHC-1", facts=declared)])
    assert digest(store) == with_it
    undo_import(store, second.import_id, "ann")
    assert digest(store) == with_it
    undo_import(store, again.import_id, "ann")
    assert digest(store) == before


def test_who_is_named_beside_alone_is_gone_with_the_last_list_that_names_it(
    store: Store, tmp_path: Path
) -> None:
    bring_in(store, NCVO, LISTS[NCVO])
    before = digest(store)
    made = []
    for topic in ("health", "money"):
        path = tmp_path / f"{topic}.csv"
        path.write_text(f"Name,Charity number,From organisation,Topic\nBirch,1138860,Odd Office,{topic}\n")
        asked = ImportRequest(path=path, kind="liaisons", actor="ann", said_on="2024-06-01")
        made.append(import_file(store, asked)[0].plan.import_id)
    for import_id in made:
        undo_import(store, import_id, "ann")
    assert digest(store) == before


WAITING = """
MATCH (organisation:Organisation) WHERE organisation.withheld IS NOT NULL
RETURN organisation.name AS name, organisation.withheld_text AS text
"""


def test_number_goes_to_whom_it_was_withheld_from(store: Store) -> None:
    """Undo brings back a number that somebody else holds by now: it waits until it is free."""
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1", identifiers=["GB-CHC-1", "GB-CHC-5"])])
    newer = bring_in(store, NCVO, [line("Acorn", "GB-CHC-1")], said_on="2024-07-01")
    other = bring_in(store, LOCAL, [line("Quite Unlike", "GB-CHC-5")])
    undo_import(store, newer.import_id, "ann")
    assert verify(store)["broken"] == []
    assert [each.name for each in search_organisations(store, "GB-CHC-5").items] == ["Quite Unlike"]
    assert store.read(WAITING) == [{"name": "Acorn", "text": "GB-CHC-5"}], "an index of texts finds it"
    undo_import(store, other.import_id, "ann")
    assert [each.name for each in search_organisations(store, "GB-CHC-5").items] == ["Acorn"]
    assert verify(store)["broken"] == []


def test_unknown_import_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no import"):
        undo_import(store, "nothing", "ann")


def test_undo_that_is_killed_goes_on_and_nothing_else_can_be_done_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [line(f"Group {n}", f"GB-CHC-{n}") for n in range(200_000, 200_600)]
    bring_in(store, LOCAL, many[:100])
    before = digest(store)
    outcome = bring_in(store, NCVO, many)
    waits = bring_in(store, THIRD, many[:2])
    with_third = digest(store)
    write, done = Store.write, []

    def dies_in_the_second_portion(at: Store, write_id: str, actor: str, action: str, *more: Any) -> Any:
        done.append(action)
        if done.count("undo a part of an import") == 2:
            raise KeyboardInterrupt
        return write(at, write_id, actor, action, *more)

    monkeypatch.setattr(Store, "write", dies_in_the_second_portion)
    with pytest.raises(KeyboardInterrupt):
        undo_import(store, outcome.import_id, "ann")
    monkeypatch.undo()
    assert imports_half_undone(store) == []
    with monkeypatch.context() as later:
        later.setattr(undo, "now", lambda: "2999-01-01T00:00:00.000000Z")
        assert imports_half_undone(store) == [outcome.import_id]
    assert verify(store)["broken"] == []
    with pytest.raises(Refused, match="undoing"):
        commit_import(store, outcome.import_id)
    undone = undo_import(store, outcome.import_id, "ann")
    assert (undone["restored"], undone["removed"]) == (100, 500 + 1)
    assert imports_half_undone(store) == []
    assert digest(store) != with_third
    undo_import(store, waits.import_id, "ann")
    assert digest(store) == before


def test_list_that_says_the_same_while_another_is_undone_keeps_its_word(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second list is committed after the undo of the first has looked who else says what it said."""
    first = bring_in(store, NCVO, LISTS[NCVO])
    before = digest(store)
    again = planned(store, NCVO, LISTS[NCVO])
    store_plan(store, again, "ann")
    looked = undo.scope_of

    def meanwhile(at: Store, state: ImportState) -> Any:
        scope = looked(at, state)
        commit_import(at, again.import_id)
        return scope

    monkeypatch.setattr(undo, "scope_of", meanwhile)
    undo_import(store, first.import_id, "ann")
    assert digest(store) == before
    monkeypatch.undo()
    undo_import(store, again.import_id, "ann")
    assert search_organisations(store, "acorn").items == ()
