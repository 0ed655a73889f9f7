"""Reads that the map and the handed-back workbook stand on, on both engines."""

from __future__ import annotations

import pytest

from graph.import_outcomes import row_outcomes
from graph.imports import decide, waiting_rows
from graph.liaison_ties import LiaisonTie, liaison_ties
from graph.model.plan import RowVerdict
from graph.organisation_search import organisation_count
from graph.organisations import search_organisations
from graph.people import people_at, set_do_not_contact
from graph.store import Store
from tests.contract.lists import bring_in, line
from tests.contract.making import context, covenant, organisations, planned
from tests.contract.test_fact_writers import write
from tests.contract.test_people import ANN, bring_ties, tie
from tests.contract.test_review import NCVO, row, waiting_list


@pytest.fixture
def graph(store: Store) -> Store:
    """A department with a contact, and a body."""
    covenant(store)
    organisations(store, gov1="Department of Trees", o1="Acorn Network")
    write(store, [planned(2, "gov1", person=ANN)], where=context(1, source="list:contacts"))
    return store


def test_ties_between_government_and_bodies(graph: Store) -> None:
    bring_ties(graph, 2, tie(since="2024-05-01"))
    (found,) = liaison_ties(graph, ["o1", "nobody"], "2025-01-01")
    assert (found.name, found.organisation, found.organisation_name) == (
        "Ann Lee",
        "gov1",
        "Department of Trees",
    )
    assert (found.body, found.since) == ("o1", "2024-05-01")
    assert liaison_ties(graph, ["o1"], "2024-04-30") == []
    assert liaison_ties(graph, [], "2025-01-01") == []


def test_name_of_somebody_who_wants_no_contact_stays_off_the_map(graph: Store) -> None:
    bring_ties(graph, 2, tie())
    (ann,) = people_at(graph, "gov1")
    set_do_not_contact(graph, "tester", ann.person, "leave her alone")
    (found,) = liaison_ties(graph, ["o1"], "2025-01-01")
    assert found == LiaisonTie(
        found.contact, "", "gov1", "Department of Trees", "o1", found.topic, found.since
    )


def test_organisations_are_counted(graph: Store) -> None:
    assert organisation_count(graph) == 2


def test_every_row_with_what_became_of_it(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1")])
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    made = waiting_list(store, row(2, "Acorns"), row(3, "Elm"), row(4, "Total"))
    assert {each.verdict for each in row_outcomes(store, made)} == {RowVerdict.REVIEW}
    items = waiting_rows(store, made).items
    decide(store, "ann", [(items[0].id, "accept", acorn.id), (items[2].id, "skip", None)], "d1")
    became = {each.planned.row: (each.organisation, each.decided) for each in row_outcomes(store, made)}
    assert list(became) == [2, 3, 4]
    assert became[2] == (acorn.id, True)
    assert became[3] == (None, False)
    assert became[4][1]
    assert list(row_outcomes(store, "no such import")) == []
