"""Tables of claims: both forms, and what they can't say."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.claims import ClaimedRow, ClaimsTable, read_claims
from importers.errors import FileRefused
from importers.read import read_table

OAK = ClaimedRow((2, 3), "Oak", "2024-06-30", 340, {"DEI020000": 40, "DEI090000": 120}, "Ann", "report")


def read(tmp_path: Path, text: str) -> ClaimsTable:
    path = tmp_path / "claims.csv"
    path.write_text(text)
    return read_claims(read_table(path))


def test_a_row_for_each_community(tmp_path: Path) -> None:
    text = "Body,Date,Members,Led by,Number,Said by,Source\n"
    text += (
        "Oak,30/06/2024,340,Disabled people,40,Ann,report\nOak,30/06/2024,,Women and girls,120,Ann,report\n"
    )
    assert read(tmp_path, text) == ClaimsTable((OAK,), ())


def test_a_column_for_each_community(tmp_path: Path) -> None:
    text = 'Body,Date,Total,Led by disabled people,DEI09,Source\nOak,2024-06-30,"1,340",40,0,report\n'
    text += "Elm,2024-06-30,5,,,\n"
    oak, elm = read(tmp_path, text).claims
    assert (oak.total, oak.communities) == (1340, {"DEI020000": 40, "DEI090000": 0})
    assert (elm.total, elm.communities) == (5, {}), "an empty cell claims nothing, it is no 0"


def test_the_notes_of_all_rows_of_a_claim_stay(tmp_path: Path) -> None:
    text = "Body,Date,Community,Number,Notes\nOak,2024-06-30,Disabled people,4,by hand\n"
    text += "Oak,2024-06-30,Faith communities,3,a guess\nOak,2024-06-30,Carers,2,by hand\n"
    (oak,) = read(tmp_path, text).claims
    assert oak.notes == "by hand; a guess"
    long = read(tmp_path, f"Body,Date,Total,Notes\nOak,2024-06-30,4,{'n' * 501}\n")
    assert long == ClaimsTable((), ((2, "A cell is longer than 500 characters. Shorten it."),))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",2024-06-30,1,,", "No body is named"),
        ("Oak,,1,,", "The day is missing"),
        ("Oak,soon,1,,", "no date"),
        ("Oak,2024-06-30,many,,", "no whole number"),
        ("Oak,2024-06-30,1,Martians,3", "no community"),
        ("Oak,2024-06-30,1,Disabled people,", "number is missing"),
        ("Oak,2024-06-30,9,Disabled people,3", "total differs from that of row 2"),
        ("Oak,2024-06-30,4,Faith communities,2", "another number for the same community"),
    ],
)
def test_rows_that_cant_be_used_are_named(tmp_path: Path, row: str, words: str) -> None:
    text = f"Body,Date,Total,Community,Number\nOak,2024-06-30,4,Faith communities,3\n{row}\n"
    table = read(tmp_path, text)
    assert len(table.claims) == 1
    ((number, said),) = table.rejected
    assert (number, words in said) == (3, True), said


@pytest.mark.parametrize(
    "headings",
    ["Body,Total", "Date,Total", "Body,Date,Community", "Body,Date,Shoe size", "Body,Date,BAME and women"],
)
def test_headings_that_say_too_little_are_refused(tmp_path: Path, headings: str) -> None:
    with pytest.raises(FileRefused, match="Use Body, Date"):
        read(tmp_path, f"{headings}\n{','.join('1' for _ in headings.split(','))}\n")


@pytest.mark.parametrize("headings", ["Led by disabled people,DEI02", "Total,Members", "Source,Document"])
def test_two_columns_that_mean_the_same_are_refused_unless_one_is_empty(
    tmp_path: Path, headings: str
) -> None:
    with pytest.raises(FileRefused, match="mean the same"):
        read(tmp_path, f"Body,Date,{headings}\nOak,2024-06-30,4,\nElm,2024-06-30,,5\n")
    assert len(read(tmp_path, f"Body,Date,{headings}\nOak,2024-06-30,4,\n").claims) == 1
