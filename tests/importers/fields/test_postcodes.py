"""Postcodes: their writings, what is repaired, and the council they lie in."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.postcodes import council_of, district_of, find_postcode, read_postcode


@pytest.mark.parametrize("text", ["LS1 4AB", "ls14ab", " LS1  4AB ", "LS1-4AB", "Ls1 4aB"])
def test_one_writing(text: str) -> None:
    reading = read_postcode(text)
    assert reading.value is not None
    assert (reading.value.text, reading.value.partial, reading.issues) == ("LS1 4AB", False, ())


@pytest.mark.parametrize(
    ("text", "postcode", "code"),
    [
        ("LS1 OAB", "LS1 0AB", "postcode_repaired"),
        ("S014 3FR", "SO14 3FR", "postcode_repaired"),
        ("C091HT", "CO9 1HT", "postcode_repaired"),
        ("ECIM 4XA", "EC1M 4XA", "postcode_repaired"),
        ("NI 6SH", "N1 6SH", "postcode_repaired"),
        ("NE25 JQ", "NE2 5JQ", "postcode_spacing"),
        ("London SW1A 1AA", "SW1A 1AA", "postcode_among_words"),
        ("LS1 4AB / LS2 7XX", "LS1 4AB", "postcode_among_words"),
        ("LS1 4AB?", "LS1 4AB", "doubted"),
        ("LS1", "LS1", "postcode_partial"),
        ("LS1 4", "LS1 4", "postcode_partial"),
    ],
)
def test_what_is_repaired_or_short_is_said(text: str, postcode: str, code: str) -> None:
    reading = read_postcode(text)
    assert reading.value is not None
    assert reading.value.text == postcode
    assert [issue.code for issue in reading.issues] == [code]
    assert reading.value.partial == (code == "postcode_partial")


@pytest.mark.parametrize("text", ["76100", "NY 1001", "POOLE", "B6 4D5", "QQ1 1AA", "LS01 4AB", "SCOTLAND"])
def test_what_is_none_is_refused(text: str) -> None:
    reading = read_postcode(text)
    assert reading.refused
    assert reading.issues[0].code == "postcode_unreadable"


@pytest.mark.parametrize("text", ["", " ", "-", "—", "*", "n/a", "unknown"])
def test_an_empty_cell_says_nothing(text: str) -> None:
    reading = read_postcode(text)
    assert (reading.value, reading.issues) == (None, ())


def test_in_an_address() -> None:
    assert find_postcode("The Lodge, Green Lane, Bolton BL3 2HP, UK") == "BL3 2HP"
    assert find_postcode("1 High Street, Leeds") is None


def test_district() -> None:
    assert (district_of("LS1 4AB"), district_of("LS1"), district_of(None)) == ("LS1", "LS1", None)


@pytest.mark.parametrize(
    ("postcode", "council"),
    [
        ("LS1 4AB", "E08000035"),
        ("SW1A 1AA", "E09000033"),
        ("BT13 2JF", "N09000003"),
        ("S2 4QU", "E08000039"),
        ("JE2 3AB", None),
        ("LS1", None),
        ("ZE3 9ZZ", None),
        ("QQ1 1AA", None),
    ],
)
def test_council(postcode: str, council: str | None) -> None:
    assert council_of(postcode) == council


@given(st.text(max_size=20))
def test_a_reading_reads_as_itself(text: str) -> None:
    value = read_postcode(text).value
    if value is not None:
        assert read_postcode(value.text).value == value


def test_real_postcodes_as_people_typed_them(shared_data: Path) -> None:
    with (shared_data / "er/messy_postcodes_to_lad_DEV.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["normalised"]]
    read = [(row, read_postcode(row["raw_postcode"]).value) for row in rows]
    same = [row for row, value in read if value and value.text.replace(" ", "") == row["normalised"]]
    placed = [row for row, value in read if value and council_of(value.text) == row["lad_code"]]
    assert len(rows) == 1_174
    assert len(same) == 1_174
    assert len(placed) >= 1_173
