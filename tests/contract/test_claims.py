"""Claims on both engines: what a body says of its members in numbers, never organisations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.bodies import ensure_body
from graph.claims import ClaimsFile, claims, import_claims, latest_claims, record_claim, take_claim_back
from graph.errors import Refused
from graph.imports import import_state, undo_import
from graph.model.claims import NewClaim
from graph.model.identifiers import made_id, new_id
from graph.seed import seed
from graph.store import Store
from graph.verify import verify

OAK_ID = made_id("body", "XI-EARSHOT-OAK")
OAK = NewClaim(OAK_ID, "2024-05-01", 340, {"DEI020000": 40, "DEI090000": 120}, "Ann", "annual report")
OLD = NewClaim(OAK_ID, "2020-01-01", 300)


@pytest.fixture
def graph(store: Store) -> Store:
    seed(store)
    ensure_body(store, "XI-EARSHOT-OAK", "Oak Network", actor="ann", write_id="make oak")
    return store


def file(**more: object) -> ClaimsFile:
    return ClaimsFile(new_id(), "claims.csv", 3, 3, "claims:claims", **more)  # type: ignore[arg-type]


def test_claims_are_facts_about_a_body_and_no_organisations(graph: Store) -> None:
    before = verify(graph)
    record_claim(graph, "ann", OLD, "w1")
    assert record_claim(graph, "ann", OAK, "w2") == {"new": 1, "same": 0}
    assert record_claim(graph, "ben", OAK, "w3") == {"new": 0, "same": 1}
    newest, oldest = claims(graph, [OAK_ID])
    assert (newest.total, oldest.total) == (340, 300)
    assert [(code, number) for code, _, number in newest.communities] == [
        ("DEI020000", 40),
        ("DEI090000", 120),
    ]
    assert (newest.body_name, newest.said_by, newest.recorded_by) == ("Oak Network", "Ann", "ann")
    assert latest_claims(graph, [OAK_ID, "gov1"]) == {OAK_ID: newest}
    after = verify(graph)
    assert (after["ok"], after["organisations"]) == (True, before["organisations"])
    assert after["digest"] != before["digest"]
    take_claim_back(graph, "ann", newest.id, "w4")
    take_claim_back(graph, "ann", oldest.id, "w5")
    assert verify(graph)["digest"] == before["digest"]
    assert claims(graph) == []
    assert claims(graph, on="2020-01-01") == []
    with pytest.raises(Refused, match="no such claim"):
        take_claim_back(graph, "ann", newest.id, "w6")


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (NewClaim("gov1", "2024-05-01", 3), "body"),
        (NewClaim(OAK_ID, "soon", 3), "counted_on"),
        (NewClaim(OAK_ID, "2024-05-01"), "total"),
        (NewClaim(OAK_ID, "2024-05-01", -1), "total"),
        (NewClaim(OAK_ID, "2024-05-01", 3, {"DEI020000": 4}), "communities"),
        (NewClaim(OAK_ID, "2024-05-01", 3, {"NOBODY000": 1}), "communities"),
    ],
)
def test_what_cant_be_claimed_is_refused(graph: Store, claim: NewClaim, field: str) -> None:
    with pytest.raises(Refused) as refused:
        record_claim(graph, "ann", claim, "w1")
    assert refused.value.field == field


def test_a_file_of_claims_is_an_import_that_can_be_undone_in_any_order(graph: Store) -> None:
    empty = verify(graph)["digest"]
    first, second = file(rejected=[(4, "no body")]), file()
    assert import_claims(graph, "ann", [OAK, OLD], first) == {"new": 2, "same": 0}
    assert import_claims(graph, "ann", [OAK, OLD], first) == {"new": 2, "same": 0}, "a retry answers the same"
    once = verify(graph)["digest"]
    state = import_state(graph, first.import_id)
    assert state is not None
    assert (state.state, state.counts) == ("committed", {"new": 2, "same": 0, "rejected": 1})
    assert import_claims(graph, "ann", [OAK], second) == {"new": 0, "same": 1}
    assert verify(graph)["digest"] == once
    undo_import(graph, first.import_id, "ann")
    assert [each.total for each in claims(graph)] == [340], "the second file says it too"
    assert verify(graph)["broken"] == []
    undo_import(graph, second.import_id, "ann")
    assert claims(graph) == []
    assert verify(graph)["digest"] == empty


def test_what_somebody_said_by_hand_stays_when_a_file_that_says_it_too_is_undone(graph: Store) -> None:
    record_claim(graph, "ann", OAK, "w1")
    again = file()
    import_claims(graph, "ann", [OAK], again)
    undo_import(graph, again.import_id, "ann")
    assert len(claims(graph)) == 1
    assert verify(graph)["broken"] == []


def test_a_corrected_file_takes_the_place_of_its_earlier_numbers_until_it_is_undone(graph: Store) -> None:
    first, second, third = file(), file(), file()
    import_claims(graph, "ann", [OAK, OLD], first)
    once = verify(graph)["digest"]
    corrected = replace(OAK, total=341, communities={"DEI020000": 41})
    assert import_claims(graph, "ann", [corrected, OLD], second) == {"new": 1, "same": 1}
    assert [each.total for each in claims(graph)] == [341, 300]
    assert import_claims(graph, "ann", [corrected, OLD], third) == {"new": 0, "same": 2}
    undo_import(graph, second.import_id, "ann")
    assert [each.total for each in claims(graph)] == [341, 300], "the third file says it too"
    undo_import(graph, third.import_id, "ann")
    (again, _) = claims(graph)
    assert (again.total, [(code, number) for code, _, number in again.communities]) == (
        340,
        [("DEI020000", 40), ("DEI090000", 120)],
    )
    assert (verify(graph)["digest"], verify(graph)["broken"]) == (once, [])
    import_claims(graph, "ann", [corrected], file(example=True))
    undo_import(graph, first.import_id, "ann")
    assert [each.total for each in claims(graph)] == [341]
    assert verify(graph)["broken"] == []


def test_an_earlier_version_of_a_file_that_goes_in_last_changes_nothing_until_the_later_is_undone(
    graph: Store,
) -> None:
    earlier, later = file(), file()
    import_claims(graph, "ann", [replace(OAK, total=341)], later)
    once = verify(graph)["digest"]
    import_claims(graph, "ann", [OAK, OLD], earlier)
    assert [each.total for each in claims(graph)] == [341, 300]
    undo_import(graph, later.import_id, "ann")
    assert [each.total for each in claims(graph)] == [340, 300]
    undo_import(graph, earlier.import_id, "ann")
    import_claims(graph, "ann", [replace(OAK, total=341)], file())
    assert (verify(graph)["digest"], verify(graph)["broken"]) == (once, [])
