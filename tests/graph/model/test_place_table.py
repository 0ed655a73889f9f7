"""Places: every council in its region and nation, and what people call them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.place_table import (
    PLACES,
    PlaceMatch,
    ancestors,
    councils_in,
    nation_of,
    place,
    place_for,
)
from graph.model.places import PlaceLevel

REAL = Path(__file__).parents[4] / "shared" / "data"


def test_the_whole_country_is_there() -> None:
    assert Counter(one.level for one in PLACES) == {
        PlaceLevel.COUNCIL: 361,
        PlaceLevel.REGION: 9,
        PlaceLevel.NATION: 4,
    }
    nations = Counter(nation.name for one in PLACES if (nation := nation_of(one.code)))
    assert nations == {"England": 306, "Scotland": 33, "Wales": 23, "Northern Ireland": 12}
    assert len({one.name for one in PLACES}) == len(PLACES)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("E08000035", ["Yorkshire and The Humber", "England"]),
        ("W06000015", ["Wales"]),
        ("E12000007", ["England"]),
        ("E92000001", []),
        ("X", []),
    ],
)
def test_where_a_place_lies(code: str, above: list[str]) -> None:
    assert [one.name for one in ancestors(code)] == above


def test_former_codes_lead_to_the_council_of_today() -> None:
    for old, now in (("E07000191", "Somerset"), ("S12000046", "Glasgow City"), ("E08000016", "Barnsley")):
        found = place(old)
        assert found is not None
        assert found.name == now
    assert place("E99999999") is None
    assert nation_of("E99999999") is None


def test_councils_of_a_region() -> None:
    assert len(councils_in("E12000007")) == 33
    assert len(councils_in("N92000002")) == 11
    assert councils_in("E08000035") == ("E08000035",)
    assert councils_in("nowhere") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Leeds", "E08000035"),
        ("Leeds City Council", "E08000035"),
        ("LONDON BOROUGH OF CAMDEN", "E09000007"),
        ("Royal Borough of Kensington & Chelsea", "E09000020"),
        ("City of London", "E09000001"),
        ("London", "E12000007"),
        ("Hull", "E06000010"),
        ("Bristol", "E06000023"),
        ("Edinburgh", "S12000036"),
        ("Caerdydd", "W06000015"),
        ("Cyngor Gwynedd", "W06000002"),
        ("King’s Lynn and West Norfolk", "E07000146"),
        ("Western Isles", "S12000013"),
        ("South Somerset 023D", "E06000066"),
        ("Derry", "N09000005"),
        ("NI", "N92000002"),
        ("e08000035", "E08000035"),
        ("Yorkshire & Humber", "E12000003"),
    ],
)
def test_what_people_call_one_place(text: str, code: str) -> None:
    assert place_for(text) == PlaceMatch((code,))


@pytest.mark.parametrize(
    ("text", "count"),
    [("Kent", 12), ("Greater Manchester", 10), ("UK", 4), ("Cumbria", 2), ("Merseyside", 5)],
)
def test_a_text_for_several_places(text: str, count: int) -> None:
    match = place_for(text)
    assert match is not None
    assert not match.ambiguous
    assert len(match.codes) == count


@pytest.mark.parametrize("text", ["", "-", "Narnia", "City Council", "Springfield"])
def test_no_place(text: str) -> None:
    assert place_for(text) is None


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    match = place_for(text)
    assert match is None or all(place(code) for code in match.codes)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data isn't here")
def test_the_names_that_councils_are_really_given() -> None:
    with (REAL / "er/place_names_to_gss_DEV.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code_type"] in ("LONB", "NMD", "UA", "MD")]
    assert len(rows) == 18
    for row in rows:
        found = place(row["gss_code"])
        assert found is not None
        assert place_for(row["place_name"]) == PlaceMatch((found.code,)), row
