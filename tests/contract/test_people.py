"""People, posts and liaisons out of lists, on both engines: who is the same, and who may be contacted."""

from __future__ import annotations

from typing import Any

import pytest

from graph.commit import commit_import
from graph.errors import Refused
from graph.fact_writers import known_facts
from graph.imports import store_plan
from graph.model.facts import fact_keys
from graph.model.plan import Plan, PlannedRow, RowVerdict
from graph.organisations import organisation
from graph.people import (
    PeopleCounts,
    government_contacts,
    liaisons_from,
    liaisons_of,
    people_at,
    people_counts,
    set_do_not_contact,
)
from graph.store import Store
from graph.undo import undo_import
from graph.verify import verify
from tests.contract.making import context, covenant, organisations, planned, versions
from tests.contract.test_fact_writers import log, undo, write

ANN: dict[str, Any] = {
    "name": "Ann Lee",
    "email": "Ann.Lee@trees.example",
    "role": "Policy adviser",
    "since": "2024-01-08",
    "basis": "public task",
    "obtained": "department's list",
}


@pytest.fixture
def graph(store: Store) -> Store:
    """Two departments and a body."""
    covenant(store)
    organisations(store, gov1="Department of Trees", gov2="Department of Roads", o1="Acorn Network")
    return store


def contact(row: int = 2, organisation: str = "gov1", **changes: Any) -> Any:
    return planned(row, organisation, person={**ANN, **changes})


def names(store: Store, organisation: str = "gov1") -> list[tuple[str, str | None, str]]:
    return [(one.name, one.email, one.role) for one in people_at(store, organisation)]


def test_row_of_contacts_becomes_a_person_with_a_post(graph: Store) -> None:
    assert people_counts(graph) == PeopleCounts(0, 0, 0, 0)
    write(graph, [contact()], where=context(1, source="list:contacts"))
    (ann,) = people_at(graph, "gov1")
    assert (ann.name, ann.email, ann.role) == ("Ann Lee", "ann.lee@trees.example", "Policy adviser")
    assert (ann.since, ann.until, ann.basis, ann.obtained) == (
        "2024-01-08",
        None,
        "public task",
        "department's list",
    )
    assert (ann.source, ann.import_id, ann.row) == ("list:contacts", "i1", 2)
    assert government_contacts(graph).items == (ann,)
    assert people_counts(graph) == PeopleCounts(1, 1, 0, 0)
    assert versions(graph)["gov1"] == 2


@pytest.mark.parametrize(
    "again",
    [
        {"name": "Dr Ann LEE", "email": None},
        {"name": "Lee, Ann", "email": None},
        {"name": "A. Lee"},
        {"name": "", "email": "ANN.LEE@trees.example"},
    ],
)
def test_person_of_a_later_list_is_the_same_person(graph: Store, again: dict[str, Any]) -> None:
    write(graph, [contact()])
    write(graph, [contact(**again)], where=context(2, source="list:other"))
    assert people_counts(graph).people == 1


def test_same_address_at_another_organisation_is_the_same_person(graph: Store) -> None:
    write(graph, [contact()])
    write(graph, [contact(organisation="gov2", role="Director")], where=context(2, source="list:other"))
    assert [one.organisation_name for one in government_contacts(graph).items] == [
        "Department of Roads",
        "Department of Trees",
    ]
    assert people_counts(graph) == PeopleCounts(1, 1, 0, 0)


@pytest.mark.parametrize(
    ("organisation", "changes"),
    [
        ("gov2", {"email": None}),
        ("gov1", {"name": "Bo Ray", "email": None}),
        ("gov1", {"name": "Bo Ray"}),
    ],
)
def test_others_are_other_people(graph: Store, organisation: str, changes: dict[str, Any]) -> None:
    write(graph, [contact(), contact(3, organisation, **changes)])
    assert people_counts(graph).people == 2


def test_same_contacts_again_change_nothing(graph: Store) -> None:
    rows = [contact(), contact(3, name="Bo Ray", email="bo@trees.example")]
    write(graph, rows)
    before = people_at(graph, "gov1")
    keys = {key for row in rows for key in fact_keys(row.facts, "list:log", "gov1", None)}
    assert keys == known_facts(graph, "list:log", ["gov1"])
    write(graph, rows, where=context(2))
    assert people_at(graph, "gov1") == before
    assert versions(graph)["gov1"] == 2


def test_later_list_of_a_source_replaces_its_word_and_undoing_it_puts_that_back(graph: Store) -> None:
    write(graph, [contact()])
    write(graph, [contact(role="Director")], where=context(3))
    assert names(graph) == [("Ann Lee", "ann.lee@trees.example", "Director")]
    assert undo(graph, 3) == {"gov1"}
    assert names(graph) == [("Ann Lee", "ann.lee@trees.example", "Policy adviser")]


def test_newest_list_gives_name_and_address_and_undo_takes_them_back(graph: Store) -> None:
    write(graph, [contact()])
    newer = contact(name="Ann Lee", email="ann@roads.example", role="Adviser")
    write(graph, [newer], where=context(2, source="list:newer"))
    assert {email for _, email, _ in names(graph)} == {"ann@roads.example"}
    undo(graph, 2)
    assert names(graph) == [("Ann Lee", "ann.lee@trees.example", "Policy adviser")]
    undo(graph, 1)
    assert names(graph) == []
    assert people_counts(graph) == PeopleCounts(0, 0, 0, 0)


def test_do_not_contact_hides_the_address_and_outlives_later_lists(graph: Store) -> None:
    write(graph, [contact()])
    (ann,) = people_at(graph, "gov1")
    set_do_not_contact(graph, "kim", ann.person, "w1")
    write(graph, [contact(role="Director")], where=context(2))
    (after,) = government_contacts(graph).items
    assert (after.role, after.email, after.do_not_contact) == ("Director", None, True)
    assert people_counts(graph).do_not_contact == 1
    set_do_not_contact(graph, "kim", ann.person, "w2", wish=False)
    assert people_at(graph, "gov1")[0].email == "ann.lee@trees.example"
    with pytest.raises(Refused):
        set_do_not_contact(graph, "kim", "nobody", "w3")


def test_person_met_at_an_engagement_is_the_contact_known_before(graph: Store) -> None:
    write(graph, [contact()])
    meeting = {"kind": "meeting", "held_on": "2024-11-01", "people": ["Ann Lee", "Bo Ray", " "]}
    write(graph, [log(meeting, organisation="gov1")], where=context(2, source="list:log of meetings"))
    assert [(name, role) for name, _, role in names(graph)] == [("Ann Lee", "Policy adviser"), ("Bo Ray", "")]
    write(graph, [log(meeting, organisation="gov1")], where=context(3, source="list:log of meetings"))
    assert undo(graph, 2) == set()
    assert [name for name, _, _ in names(graph)] == ["Ann Lee", "Bo Ray"]
    assert undo(graph, 3) == {"gov1"}
    assert [name for name, _, _ in names(graph)] == ["Ann Lee"]


@pytest.mark.parametrize("contacts_first", [True, False])
def test_who_a_log_and_a_list_of_contacts_name_stands_once_and_each_list_says_so_itself(
    graph: Store, contacts_first: bool
) -> None:
    meeting = {"kind": "meeting", "held_on": "2024-11-01", "people": ["ann lee"]}
    lists = [
        ([contact()], context(1, source="list:contacts")),
        ([log(meeting, organisation="gov1")], context(2, source="list:log")),
        ([log(meeting, organisation="gov1")], context(3, source="list:other log")),
    ]
    for rows, where in lists if contacts_first else reversed(lists):
        write(graph, rows, where=where)
    assert names(graph) == [("Ann Lee", "ann.lee@trees.example", "Policy adviser")]
    assert len(government_contacts(graph).items) == people_counts(graph).government_contacts == 1
    undo(graph, 1)
    assert names(graph) == [("ann lee", None, "")]
    undo(graph, 2)
    assert names(graph) == [("ann lee", None, "")]
    undo(graph, 3)
    assert (names(graph), people_counts(graph).people) == ([], 0)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_of_two_writings_of_a_name_the_newer_log_has_the_word(graph: Store, order: tuple[int, ...]) -> None:
    for number in order:
        called = ["Ann Lee", "Dr Ann Lee", "Ann Lee"][number - 1]
        meeting = {"kind": "meeting", "held_on": f"2024-11-0{number}", "people": [called]}
        write(graph, [log(meeting, organisation="gov1", row=number)], where=context(number))
    assert names(graph) == [("Ann Lee", None, "")]
    undo(graph, 3)
    assert names(graph) == [("Dr Ann Lee", None, "")]
    undo(graph, 1)
    assert names(graph) == [("Dr Ann Lee", None, "")]
    undo(graph, 2)
    assert (names(graph), people_counts(graph).people) == ([], 0)


def test_contacts_come_in_pages(graph: Store) -> None:
    write(graph, [contact(row, name=name, email=None) for row, name in enumerate(("Cy", "al", "Bo"), 2)])
    first = government_contacts(graph, limit=2)
    rest = government_contacts(graph, after=first.after, limit=2)
    assert [one.name for one in (*first.items, *rest.items)] == ["al", "Bo", "Cy"]
    assert rest.after is None


def tie(row: int = 2, **changes: Any) -> Any:
    said = {
        "from_person": "Ann Lee",
        "from_organisation": "Department of Trees",
        "topic": "Covenant",
        **changes,
    }
    return planned(row, "o1", liaison=said)


def bring_ties(store: Store, number: int, *ties: Any) -> None:
    """Commit a list of liaisons as import "i<number>"."""
    rows = tuple(
        PlannedRow(row.row, RowVerdict.CHANGED, {"name": "Acorn Network"}, "o1", 1, row.facts) for row in ties
    )
    head = (f"i{number}", "liaisons", "list:liaisons", "l.csv", f"2025-02-{number:02d}", ("Body",), ("name",))
    store_plan(store, Plan(*head, rows), "kim")
    commit_import(store, f"i{number}")


def test_liaison_comes_from_the_contact_known_before(graph: Store) -> None:
    write(graph, [contact()])
    (ann,) = people_at(graph, "gov1")
    bring_ties(graph, 2, tie(since="2024-05-01"))
    (line,) = liaisons_of(graph, "o1")
    assert (line.person, line.person_name, line.organisation) == (ann.person, "Ann Lee", "gov1")
    assert (line.body, line.topic, line.since, line.until) == ("o1", "Covenant", "2024-05-01", None)
    assert (line.source, line.import_id, line.row) == ("list:liaisons", "i2", 2)
    assert liaisons_from(graph, "gov1") == [line]
    assert people_counts(graph) == PeopleCounts(1, 1, 0, 1)


def test_liaison_moves_the_versions_of_both_on(graph: Store) -> None:
    write(graph, [contact()])
    before = versions(graph)
    write(graph, [tie(from_organisation="gov1")], where=context(2, source="list:liaisons"))
    assert versions(graph) == {**before, "gov1": before["gov1"] + 1, "o1": before["o1"] + 1}


def test_liaison_of_somebody_new_makes_a_contact(graph: Store) -> None:
    bring_ties(graph, 1, tie(), tie(3, topic="Grants"))
    assert [line.topic for line in liaisons_of(graph, "o1")] in (
        ["Covenant", "Grants"],
        ["Grants", "Covenant"],
    )
    assert names(graph) == [("Ann Lee", None, "")]


def test_liaison_of_an_organisation_without_a_person(graph: Store) -> None:
    write(graph, [tie(from_person=None, from_organisation="gov1")])
    (line,) = liaisons_of(graph, "o1")
    assert (line.person, line.person_name, line.organisation_name) == (None, "", "Department of Trees")
    assert liaisons_from(graph, "gov1") == [line]


def test_liaison_of_somebody_without_an_organisation(graph: Store) -> None:
    bring_ties(graph, 1, tie(from_organisation=None))
    (line,) = liaisons_of(graph, "o1")
    assert (line.person_name, line.organisation, line.organisation_name) == ("Ann Lee", None, "")
    undo_import(graph, "i1", "kim")
    assert people_counts(graph) == PeopleCounts(0, 0, 0, 0)


def test_same_liaisons_again_change_nothing_and_a_correction_can_be_undone(graph: Store) -> None:
    bring_ties(graph, 1, tie())
    (before,) = liaisons_of(graph, "o1")
    bring_ties(graph, 2, tie())
    assert liaisons_of(graph, "o1") == [before]
    bring_ties(graph, 3, tie(until="2025-01-01"))
    assert [line.until for line in liaisons_of(graph, "o1")] == ["2025-01-01"]
    undo_import(graph, "i3", "kim")
    assert [line.until for line in liaisons_of(graph, "o1")] == [None]
    undo_import(graph, "i1", "kim")
    assert [line.import_id for line in liaisons_of(graph, "o1")] == ["i2"]


@pytest.mark.parametrize("person", ["Ann Lee", None])
def test_liaison_of_an_unknown_organisation_makes_it_until_the_last_list_is_undone(
    graph: Store, person: str | None
) -> None:
    for number in (9, 10):
        bring_ties(graph, number, tie(from_person=person, from_organisation="Ministry of Cats"))
    (line,) = liaisons_of(graph, "o1")
    assert (line.person_name, line.organisation_name) == (person or "", "Ministry of Cats")
    assert liaisons_from(graph, str(line.organisation)) == [line]
    both = verify(graph)["digest"]
    undo_import(graph, "i9", "kim")
    assert verify(graph)["digest"] == both
    undo_import(graph, "i10", "kim")
    made = organisation(graph, str(line.organisation))
    assert (liaisons_of(graph, "o1"), made and made.gone) == ([], True)
    assert people_counts(graph) == PeopleCounts(0, 0, 0, 0)


def test_list_says_do_not_contact_until_it_is_undone_or_a_person_decides(graph: Store) -> None:
    write(graph, [contact()])
    write(graph, [contact(do_not_contact=True)], where=context(2, source="list:wishes"))
    assert [one.do_not_contact for one in people_at(graph, "gov1")] == [True, True]
    undo(graph, 2)
    (ann,) = people_at(graph, "gov1")
    assert not ann.do_not_contact
    set_do_not_contact(graph, "kim", ann.person, "w1", wish=False)
    write(graph, [contact(do_not_contact=True)], where=context(3, source="list:wishes"))
    assert not people_at(graph, "gov1")[0].do_not_contact
