"""Candidates: found by rare words, ranked by letters, words, place and website; the same in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.plan import KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import SHOWN, KnownIndex, host_of


def known(org_id: str, name: str, **more: object) -> KnownOrganisation:
    given = {"id": org_id, "version": 1, "name": name, "names": (name,), "identifiers": (), "postcode": None}
    return KnownOrganisation(**{**given, **more})  # type: ignore[arg-type]


def row(name: str, **values: object) -> ParsedRow:
    return ParsedRow(2, (name,), {"name": name, **values})


def test_the_shorter_name_within_the_longer_one_comes_before_another_of_its_kind() -> None:
    index = KnownIndex(
        [
            known("a", "Stockport Hydro Limited"),
            known("b", "Staverton Hydro Community Benefit Society Limited"),
        ]
    )
    assert [each.org_id for each in index.candidates(row("Staverton Hydro"))] == ["b", "a"]


def test_the_same_place_and_website_come_first_and_say_so() -> None:
    near = known("a", "Ash Hall Friends", postcode="LS1 4AB", record={"website": "https://ashhall.org/x"})
    far = known("b", "Ash Hall Friends", postcode="BN1 1AA")
    index = KnownIndex([far, near])
    found = index.candidates(row("Ash Hall Friend", postcode="LS1 4AB", website="www.ashhall.org"))
    assert [each.org_id for each in found] == ["a", "b"]
    assert "same postcode LS1 4AB" in found[0].reasons
    assert "same website ashhall.org" in found[0].reasons
    assert "1 other of the same name" in found[1].reasons


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("http://www.ashhall.org/about?x=1", "ashhall.org"),
        ("AshHall.org", "ashhall.org"),
        ("https://facebook.com/ashhall", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_website_counts_by_its_host(website: str, host: str) -> None:
    assert host_of(website) == host


@given(st.permutations(["Ash Hall", "Ash Hall Trust", "Ashley Hall", "Oak Hall", "Ash Court", "Hall of Ash"]))
def test_the_order_of_what_is_known_decides_nothing(names: list[str]) -> None:
    several = [known(name, name) for name in names]
    found = KnownIndex(several).candidates(row("Ash Hal Trust"))
    assert found == KnownIndex(sorted(several, key=lambda each: each.id)).candidates(row("Ash Hal Trust"))
    assert found[0].name == "Ash Hall Trust"
    assert len(found) <= SHOWN
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_who_is_near_by_is_asked_for_once_and_only_when_somebody_must_choose() -> None:
    asked: list[int] = []

    def nearby() -> list[KnownOrganisation]:
        asked.append(1)
        return [known("a", "Ash Hall")]

    index = KnownIndex([], nearby)
    assert not asked
    assert [each.org_id for each in index.candidates(row("Ash Hal"))] == ["a"]
    assert index.named("ash hall") == ()
    index.candidates(row("Ash Hally"))
    assert len(asked) == 1
