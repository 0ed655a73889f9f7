"""Organisations on both engines: the page with its sources, search, adding, editing, stale saves."""

from __future__ import annotations

import pytest

from graph.errors import Refused
from graph.imports import decide, waiting_rows
from graph.organisations import (
    StaleVersion,
    add_organisation,
    edit_organisation,
    infrastructure_bodies,
    organisation,
    organisation_count,
    search_organisations,
)
from graph.store import Store
from tests.contract.lists import bring_in, line

NCVO, LOCAL = "GB-CHC-225922", "GB-CHC-1000001"


def only(store: Store, text: str) -> str:
    (found,) = search_organisations(store, text).items
    return found.id


def test_page_says_of_every_fact_who_said_it(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1", postcode="LS1 4AB", joined="2020-01-01")])
    bring_in(store, LOCAL, [line("The Acorns", "GB-CHC-1", postcode="LS2 7EW")], said_on="2024-07-01")
    page = organisation(store, only(store, "GB-CHC-1"))
    assert page is not None
    postcode = next(fact for fact in page.facts if fact.field == "postcode")
    assert postcode.value == "LS2 7EW"
    assert [(source.body_name, source.file_name, source.row) for source in postcode.sources] == [
        (f"Body {LOCAL}", "list.csv", 2)
    ]
    assert [(each.body_name, each.since) for each in page.memberships] == [
        (f"Body {LOCAL}", None),
        (f"Body {NCVO}", "2020-01-01"),
    ]
    assert [value.value for value in page.disputes["postcode"]] != []
    assert [value.value for value in page.other_names] == ["Acorn Trust"]
    assert [len(value.sources) for value in page.identifiers] == [2]


def test_nobody_has_that_id(store: Store) -> None:
    assert organisation(store, "nobody") is None
    assert search_organisations(store, "nothing like it").items == ()


def test_search_forgives_spelling_and_finds_other_names_numbers_and_postcodes(store: Store) -> None:
    bring_in(
        store,
        NCVO,
        [
            line("Thornbury Carers", "GB-CHC-1038860", postcode="LS1 4AB", other_names=["Thornbury Helpers"]),
            line("Riverside Youth", "GB-SC-SC040604", postcode="LS1 4AB", hide_location=True),
        ],
    )
    for text in ("Thornbery Carers", "helpers", "1038860", "GB-CHC-1038860", "ls14ab"):
        assert [each.name for each in search_organisations(store, text).items][:1] == ["Thornbury Carers"], (
            text
        )
    assert [each.name for each in search_organisations(store, "SC40604").items] == ["Riverside Youth"]
    assert [each.postcode for each in search_organisations(store, "riverside").items] == [""]
    assert len(search_organisations(store, "ls1 4ab").items) == 1


def test_lists_page_by_name_and_by_words(store: Store) -> None:
    bring_in(store, NCVO, [line(f"Acorn {number}", f"GB-CHC-{number}") for number in range(1, 8)])
    assert organisation_count(store) == 8
    for text in ("", "acorn"):
        seen, after = [], None
        while True:
            page = search_organisations(store, text, role="member", after=after, limit=3)
            seen += [each.name for each in page.items]
            after = page.after
            if after is None:
                break
        assert sorted(seen) == [f"Acorn {number}" for number in range(1, 8)]


def test_bodies_come_with_their_numbers_of_members(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1"), line("Birch", "GB-CHC-2", left="2020-01-01")])
    (body,) = infrastructure_bodies(store).items
    assert (body.name, body.identifiers, body.roles, body.members) == (
        f"Body {NCVO}",
        (NCVO,),
        ("infrastructure_body",),
        1,
    )


def test_person_adds_an_organisation(store: Store) -> None:
    values = {"name": "Elm House", "roles": ["member"], "identifiers": ["GB-CHC-9"]}
    made = add_organisation(store, "ann", values, "add elm")
    assert add_organisation(store, "ann", values, "add elm") == made
    page = organisation(store, made["id"])
    assert page is not None
    assert (page.name, page.kept_only, page.record.identifiers) == ("Elm House", False, ("GB-CHC-9",))
    assert page.facts[0].sources[0].user == "ann"
    with pytest.raises(Refused, match="Elm House"):
        add_organisation(store, "ann", {"name": "Other", "identifiers": ["GB-CHC-9"]}, "add other")
    with pytest.raises(Refused, match="name"):
        add_organisation(store, "ann", {"name": " "}, "add nobody")


def test_edit_wins_until_somebody_says_otherwise(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1", postcode="LS1 4AB", website="old.example")])
    org_id = only(store, "acorn")
    version = organisation(store, org_id).version  # type: ignore[union-attr]
    saved = edit_organisation(
        store, "ann", org_id, version, {"postcode": "LS9 9ZZ", "name": "Acorn"}, "edit 1"
    )
    assert saved["version"] == version + 1
    bring_in(
        store,
        NCVO,
        [line("Acorn", "GB-CHC-1", postcode="LS3 3AA", website="new.example")],
        said_on="2025-01-01",
    )
    page = organisation(store, org_id)
    assert page is not None
    assert (page.record.postcode, page.record.website) == ("LS9 9ZZ", "new.example")
    assert {value.value for value in page.disputes["postcode"]} == {"LS9 9ZZ", "LS3 3AA"}
    edit_organisation(store, "ann", org_id, page.version, {"postcode": "LS9 9ZZ"}, "settle")
    settled = organisation(store, org_id)
    assert settled is not None
    assert settled.disputes == {}
    edit_organisation(store, "ann", org_id, settled.version, {"postcode": None}, "empty")
    assert organisation(store, org_id).record.postcode is None  # type: ignore[union-attr]


def test_stale_save_is_refused_with_what_changed(store: Store) -> None:
    made = add_organisation(store, "ann", {"name": "Acorn", "roles": ["member"]}, "add")
    edit_organisation(store, "ben", made["id"], 1, {"website": "acorn.example"}, "edit ben")
    with pytest.raises(StaleVersion) as stale:
        edit_organisation(store, "ann", made["id"], 1, {"name": "Acorns"}, "edit ann")
    assert [(each.field, each.value, each.who) for each in stale.value.changed_meanwhile] == [
        ("website", "acorn.example", "ben")
    ]
    assert organisation(store, made["id"]).name == "Acorn"  # type: ignore[union-attr]
    edit_organisation(store, "ann", made["id"], stale.value.version, {"name": "Acorns"}, "edit ann again")
    with pytest.raises(Refused):
        edit_organisation(store, "ann", "nobody", 1, {}, "edit nobody")
    with pytest.raises(Refused, match="colour"):
        edit_organisation(store, "ann", made["id"], 3, {"colour": "red"}, "edit colour")


def test_waiting_rows_are_none_here(store: Store) -> None:
    assert waiting_rows(store).items == ()
    assert decide(store, "ann", [], "nothing") == {"decided": 0, "also": 0, "waiting": 0}
