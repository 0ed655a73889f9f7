"""Who leads an organisation: names, shares as bands, replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.declarations import Band, Reply
from graph.model.taxonomy import standard_index
from importers.fields.leadership import (
    NamedCommunities,
    contradiction,
    leadership_of,
    read_communities,
    read_reply,
    share_column,
)

INDEX = standard_index()


def test_several_communities_are_parted_by_semicolons_only() -> None:
    named = read_communities("Women; Black / African / Caribbean / Black British;DEI02", INDEX)
    assert named.codes == ("DEI090000", "DEI010100", "DEI020000")
    assert named.questions == ()
    commas = read_communities("BAME, women", INDEX)
    assert commas.codes == ()
    assert "separated by ;" in commas.questions[0]


def test_a_name_for_two_communities_stays_one_group() -> None:
    assert read_communities("Refugees and asylum seekers; women", INDEX).groups == (
        ("DEI050100", "DEI050200"),
        ("DEI090000",),
    )


def test_an_ambiguous_name_asks() -> None:
    named = read_communities("Jewish; women", INDEX)
    assert named.codes == ("DEI090000",)
    assert named.questions == ('Which community does "Jewish" mean: Jewish (ethnicity) or Jewish (faith)?',)


@pytest.mark.parametrize(
    "text", ["Women?", "?women", "women (tbc)", "Orthodox", "Black and White", "not women"]
)
def test_a_name_in_doubt_waits(text: str) -> None:
    named = read_communities(text, INDEX)
    assert (named.codes, named.named) == ((), 1)
    assert named.questions


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "unknown"])
def test_an_empty_cell_is_no_information(text: str) -> None:
    assert read_communities(text, INDEX) == NamedCommunities()
    assert read_reply(text).value is None


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Yes", Reply.YES),
        ("none of these", Reply.NONE_OF_THESE),
        ("All communities", Reply.GENERAL),
        ("Prefer not to say", Reply.PREFER_NOT_TO_SAY),
        ("may not be shared", Reply.MAY_NOT_BE_SHARED),
        ("no reply", Reply.NO_REPLY),
        ("not asked", Reply.NOT_ASKED),
        ("withdrawn", Reply.WITHDRAWN),
        ("none_of_these", Reply.NONE_OF_THESE),
    ],
)
def test_replies(text: str, reply: Reply) -> None:
    assert read_reply(text).value is reply


def test_a_reply_in_place_of_communities() -> None:
    assert read_communities("Prefer not to say", INDEX).reply is Reply.PREFER_NOT_TO_SAY
    assert read_reply("who knows").refused


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("80", (Band.THREE_QUARTERS,)),
        ("75%", (Band.THREE_QUARTERS,)),
        ("74.9%", (Band.OVER_HALF,)),
        ("50", (Band.HALF,)),
        ("0", (Band.NONE,)),
        ("3 of 4", (Band.THREE_QUARTERS,)),
        ("2/3", (Band.OVER_HALF,)),
        ("over half", (Band.OVER_HALF,)),
        ("75% or more", (Band.THREE_QUARTERS,)),
        ("no staff", (Band.NOBODY_THERE,)),
        ("under half; half", (Band.UNDER_HALF, Band.HALF)),
        ("60;", (Band.OVER_HALF, Band.NOT_GIVEN)),
    ],
)
def test_shares_become_bands(text: str, bands: tuple[Band, ...]) -> None:
    assert share_column([text]).read(text, len(bands)).value == bands


def test_fractions_are_told_by_the_whole_column() -> None:
    assert share_column(["0.8", "1", ""]).read("1", 1).value == (Band.THREE_QUARTERS,)
    assert share_column(["0.8", "80"]).read("0.8", 1).refused
    assert share_column(["1", "0", "1"]).read("1", 1).refused
    assert share_column(["1", "0", "60"]).read("1", 1).value == (Band.UNDER_HALF,)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("60-70%", Band.OVER_HALF),
        ("75% to 100%", Band.THREE_QUARTERS),
        ("75%+", Band.THREE_QUARTERS),
        ("at least 80%", Band.THREE_QUARTERS),
        ("less than 25%", Band.UNDER_HALF),
        ("1–49%", Band.UNDER_HALF),
        ("none", Band.NONE),
        ("51%-75%", None),
        ("0-24%", None),
        ("50% or more", None),
        ("under 75%", None),
        ("70-60", None),
        ("about 60%", None),
    ],
)
def test_ranges_are_read_where_they_are_one_band(text: str, band: Band | None) -> None:
    found = share_column([text]).read(text, 1)
    assert found.value == ((band,) if band else None)
    assert found.refused is (band is None)


@pytest.mark.parametrize(
    ("text", "communities", "code"),
    [
        ("80", 2, "shares_dont_match"),
        ("80;20", 1, "shares_dont_match"),
        ("lots", 1, "share_unreadable"),
        ("101", 1, "share_unreadable"),
        ("-5", 1, "share_unreadable"),
    ],
)
def test_shares_that_dont_fit_are_left_out_and_said(text: str, communities: int, code: str) -> None:
    reading = share_column([text]).read(text, communities)
    assert reading.refused
    assert [issue.code for issue in reading.issues] == [code]


def test_leadership_holds_a_band_of_each_kind() -> None:
    found = leadership_of((("DEI090000",),), {"board": (Band.HALF,), "senior_staff": None, "all_staff": None})
    assert found == {
        "DEI090000": {"board": "half", "senior_staff": "not_given", "all_staff": "not_given"},
    }


@pytest.mark.parametrize(
    ("reply", "text", "code"),
    [
        (Reply.NONE_OF_THESE, "women", "led_by_contradiction"),
        (Reply.YES, "", "led_by_missing"),
        (Reply.YES, "women", None),
        (Reply.MAY_NOT_BE_SHARED, "women", None),
        (None, "women", None),
        (Reply.GENERAL, "", None),
    ],
)
def test_contradictions(reply: Reply | None, text: str, code: str | None) -> None:
    found = contradiction(reply, read_communities(text, INDEX))
    assert (found.code if found else None) == code


@given(st.text(max_size=40), st.integers(0, 4))
def test_any_cell_has_an_answer(text: str, communities: int) -> None:
    bands = share_column([text]).read(text, communities).value
    assert bands is None or len(bands) == communities
    read_communities(text, INDEX)
    read_reply(text)
