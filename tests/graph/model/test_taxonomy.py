"""The communities, their levels, and what people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.communities import Community, CommunityLevel
from graph.model.taxonomy import (
    BY_CODE,
    TAXONOMY,
    CommunityIndex,
    CommunityMatch,
    ancestors,
    communities_for,
    descendants,
    level_of,
    long_code,
)


def test_every_group_of_product_is_there_in_order() -> None:
    groups = [one.code for one in TAXONOMY if one.level is CommunityLevel.GROUP]
    dei = [f"DEI0{number}0000" for number in range(1, 10)]
    assert groups == [*dei, "DEI700000", "DEI800000", *(f"EAR0{number}0000" for number in range(1, 5))]
    assert len(TAXONOMY) == 78


def test_everything_lies_under_something_that_comes_before_it() -> None:
    seen: set[str] = set()
    for community in TAXONOMY:
        assert community.under is None or community.under in seen
        assert len(community.code) == 9
        seen.add(community.code)
    assert len(seen) == len({one.name for one in TAXONOMY}) == len(TAXONOMY)


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("DEI010000", CommunityLevel.GROUP, ()),
        ("DEI010100", CommunityLevel.CATEGORY, ("DEI010000",)),
        ("DEI010110", CommunityLevel.SUB_CATEGORY, ("DEI010100", "DEI010000")),
        ("DEI031000", CommunityLevel.CATEGORY, ("DEI030000",)),
        ("DEI800010", CommunityLevel.CATEGORY, ("DEI800000",)),
    ],
)
def test_levels(code: str, level: CommunityLevel, above: tuple[str, ...]) -> None:
    assert level_of(code) is level
    assert ancestors(code) == above


def test_below() -> None:
    assert descendants("DEI800000") == ("DEI800010", "DEI800020", "DEI800030")
    assert descendants("DEI040400") == ("DEI040410", "DEI040420")
    assert descendants("DEI060000") == ()


def test_communities_bound_to_a_nation() -> None:
    assert BY_CODE["DEI700000"].only_in == "W92000004"
    bound = [BY_CODE[code] for code in ("DEI800000", *descendants("DEI800000"))]
    assert all(one.only_in == "N92000002" and one.never_below_nation for one in bound)
    assert sum(one.only_in is not None for one in TAXONOMY) == 5
    assert [one.name for one in TAXONOMY if one.own_list] == [
        "Deaf people (BSL/ISL users)",
        "Carers",
        "Care-experienced people",
        "Veterans",
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("DEI02", ("DEI020000",)),
        ("dei0201", ("DEI020100",)),
        ("DEI030000: Faith", ("DEI030000",)),
        ("BAME", ("DEI010000",)),
        ("b.a.m.e", ("DEI010000",)),
        ("Black people", ("DEI010100",)),
        ("Black / African / Caribbean / Black British", ("DEI010100",)),
        ("GRT", ("DEI019930",)),
        ("LGBTQIA+", ("DEI040000",)),
        ("lgbt", ("DEI040000",)),
        ("Disabled people’s organisations", ("DEI020000",)),
        ("women-led", ("DEI090000",)),
        ("Children & Young People", ("DEI070000",)),
        ("young people", ("DEI070200",)),
        ("Deaf people", ("EAR010000",)),
        ("Refugees / Asylum Seekers", ("DEI050100", "DEI050200")),
        ("Welsh Language Speaking", ("DEI700000",)),
        ("faith communities", ("DEI030000",)),
    ],
)
def test_what_people_call_them(text: str, codes: tuple[str, ...]) -> None:
    assert communities_for(text) == CommunityMatch(codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Jewish", {"DEI019920", "DEI030600"}),
        ("Other", {"DEI029900", "DEI039900", "DEI049900"}),
        ("D/deaf", {"EAR010000", "DEI020130"}),
        ("Christian", {"DEI030100", "DEI030200", "DEI030300"}),
    ],
)
def test_words_that_mean_several_things(text: str, codes: set[str]) -> None:
    match = communities_for(text)
    assert match is not None
    assert match.ambiguous
    assert set(match.codes) == codes


@pytest.mark.parametrize("text", ["", "  ", "Muslim women", "everyone", "DEI99", "people", "Men", "12"])
def test_words_that_name_no_community(text: str) -> None:
    assert communities_for(text) is None


def test_names_that_staff_add_are_found_and_retired_ones_are_not() -> None:
    added = Community("EAR050000", "Coastal communities", CommunityLevel.GROUP, own_list=True)
    retired = Community("EAR060000", "Islanders", CommunityLevel.GROUP, retired=True)
    index = CommunityIndex([added, retired], [])
    assert index.match("coastal people") == CommunityMatch(("EAR050000",))
    assert index.match("Islanders") is None


def test_every_name_title_and_synonym_is_understood() -> None:
    for community in TAXONOMY:
        match = communities_for(community.name)
        assert match == CommunityMatch((community.code,)), community


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    match = communities_for(text)
    assert match is None or set(match.codes) <= set(BY_CODE)
    assert long_code(text) is None or len(long_code(text) or "") == 9
