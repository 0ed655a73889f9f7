"""Facts of logs, contacts and liaisons: typed, with keys equal for equal sayings. And people's names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.facts import (
    EngagementFact,
    FollowUp,
    engagement_fact,
    fact_keys,
    liaison_fact,
    person_fact,
)
from graph.model.people import names_fit, person_key

CALL: dict[str, Any] = {"kind": "call", "held_on": "2024-11-05"}


def test_absent_keys_say_nothing() -> None:
    expected = EngagementFact("covenant", "call", "out", "2024-11-05")
    assert engagement_fact(CALL, "covenant") == expected
    assert engagement_fact({**CALL, "people": None, "notes": None, "spoke": None}, "covenant") == expected


def test_own_consultation_goes_before_the_files() -> None:
    assert engagement_fact({**CALL, "consultation": "own"}, "covenant").consultation == "own"
    assert engagement_fact(CALL, None).consultation == ""


def test_mandate_beside_or_below() -> None:
    mandate = {"members_claimed": 9, "members_asked": 5, "members_answered": 2, "method": "poll"}
    assert engagement_fact({**CALL, **mandate}, "c") == engagement_fact({**CALL, "mandate": mandate}, "c")


def test_follow_up() -> None:
    fact = engagement_fact({**CALL, "follow_up": {"what": "Ring back", "owner": None}}, "c")
    assert fact.follow_up == FollowUp("Ring back")


@pytest.mark.parametrize(
    "other",
    [
        {"held_on": "2024-11-06"},
        {"kind": "meeting"},
        {"direction": "in"},
        {"channel": "Zoom"},
        {"place": "Leeds"},
        {"topic": "Trust"},
        {"consultation": "another"},
    ],
)
def test_other_occasions(other: dict[str, Any]) -> None:
    assert engagement_fact(CALL, "c").occasion != engagement_fact({**CALL, **other}, "c").occasion


def test_spelling_and_who_took_part_make_no_other_occasion() -> None:
    one = engagement_fact({**CALL, "place": "Leeds  Town Hall"}, "c")
    other = engagement_fact({**CALL, "place": " leeds town hall", "notes": "x", "people": ["Ann"]}, "c")
    assert one.occasion == other.occasion
    assert one.key("list:log", "o1") != other.key("list:log", "o1")


def test_keys_of_a_row_in_order() -> None:
    person, liaison = {"name": "Ann"}, {"from_person": "Ann"}
    facts = {"engagements": [CALL, {**CALL, "kind": "meeting"}], "person": person, "liaison": liaison}
    keys = fact_keys(facts, "list:log", "o1", "c")
    assert len(set(keys)) == 4
    assert keys[2] == person_fact(person).key("list:log", "o1")
    assert keys[3] == liaison_fact(liaison).key("list:log", "o1")
    assert set(keys).isdisjoint(fact_keys(facts, "list:log", "o2", "c"))
    assert set(keys).isdisjoint(fact_keys(facts, "list:other", "o1", "c"))
    assert fact_keys({"declaration": {}}, "list:log", "o1", "c") == ()


@pytest.mark.parametrize(
    ("given", "expected"),
    [(" Ann@X.Example ", "ann@x.example"), ("", None), (None, None), ("a" * 400 + "@x.example", None)],
)
def test_addresses(given: str | None, expected: str | None) -> None:
    assert person_fact({"name": "Ann", "email": given}).email == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr Ann O’Lee", "ann o'lee"),
        ("Lee, Ann", "Ann Lee"),
        ("Cllr. Zoë Ray MBE", "Zoe Ray"),
        ("Ann Lee (she/her)", "Ann  LEE"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    assert person_key(one) == person_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("Ann Lee", "A. Lee", True),
        ("Ann Lee", "Ann Ray", True),
        ("Ann Lee", "", True),
        ("Ann Lee", "Bo Ray", False),
        ("A B", "A C", False),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, fits: bool) -> None:
    assert names_fit(one, other) is names_fit(other, one) is fits


def test_name_of_titles_only_stays() -> None:
    assert person_key("Professor") == "professor"
    assert person_key("—") == ""


@given(st.text(max_size=40))
def test_key_is_its_own_key(name: str) -> None:
    assert person_key(person_key(name)) == person_key(name)
