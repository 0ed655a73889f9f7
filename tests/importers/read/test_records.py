"""Lines become records; what is wrong with one record leaves the others alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.read import read_table
from importers.read.dialect import find_dialect
from importers.read.notes import Notes
from importers.read.parting import Dialect, split_line
from importers.read.records import read_records

COMMA = Dialect(",", width=3)


@pytest.mark.parametrize(
    ("lines", "records"),
    [
        (["a,b,c"], [["a", "b", "c"]]),
        (["a,b", "", "c"], [["a", "b"], [], ["c"]]),
        (['a,"b, c",d'], [["a", "b, c", "d"]]),
        (['a,"b ""c"" d",e'], [["a", 'b "c" d', "e"]]),
        (['a,5" pipe,c'], [["a", '5" pipe', "c"]]),
        (['a,"two', 'lines",c', "d,e,f"], [["a", "two\nlines", "c"], ["d", "e", "f"]]),
        (['a,"one', "", 'three",c'], [["a", "one\n\nthree", "c"]]),
        (['"a', 'b","c', 'd"'], [["a\nb", "c\nd"]]),
        (['a,"b', "c,d,e"], [["a", '"b'], ["c", "d", "e"]]),
        (['"The "a" b","c, d",e'], [['The "a" b', "c, d", "e"]]),
        (['"a "b, c" d","e",f'], [['a "b, c" d', "e", "f"]]),
        (['""a" b","c" , "d"'], [['"a" b', "c", "d"]]),
        (['"a,b,"c"'], [['"a', "b", "c"]]),
        (['"a" b,c,d', "e,f,g"], [['"a" b', "c", "d"], ["e", "f", "g"]]),
        (['a,"x \\" y",c'], [["a", 'x " y', "c"]]),
        (['a,"b', 'c,"d",e'], [["a", '"b'], ["c", "d", "e"]]),
        (['a,"b', '"c",d'], [["a", '"b'], ["c", "d"]]),
        ([",,"], [["", "", ""]]),
        (['a,="01038860",c'], [["a", "01038860", "c"]]),
        (['a,"=HYPERLINK(""x"")",c'], [["a", '=HYPERLINK("x")', "c"]]),
    ],
)
def test_records(lines: list[str], records: list[list[str]]) -> None:
    assert list(read_records(lines, COMMA)) == records


def test_an_unbalanced_quote_swallows_nothing_even_when_a_later_cell_would_close_it() -> None:
    lines = ['1,"Alder,Derby,x', "2,Birch,Derby,x", "3,Cedar,Derby,x", '4,Dogwood,Derby,"y"']
    notes = Notes()
    found = list(read_records(lines, Dialect(",", width=4), notes))
    assert [record[0] for record in found] == ["1", "2", "3", "4"]
    assert [(issue.code, issue.row) for issue in notes.issues()] == [("stray_quote", 1)]


def test_a_cell_too_long_for_the_csv_reader_is_read() -> None:
    long = "x" * 300_000
    assert list(read_records([f'a,"{long}",c', f"d,{long},f"], COMMA)) == [["a", long, "c"], ["d", long, "f"]]


def test_split_line_takes_an_open_quote_as_it_stands() -> None:
    assert split_line('a,"b,c', COMMA) == ["a", '"b', "c"]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_the_csv_writer_quotes_comes_back_as_it_was(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    lines = text.getvalue().removesuffix("\n").split("\n")
    assert list(read_records(lines, Dialect(",", width=3))) == rows


PLAIN = st.text(st.characters(categories=["L", "N"], include_characters=" "), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(PLAIN, PLAIN, PLAIN, PLAIN, PLAIN), min_size=3, max_size=12),
    at=st.integers(0, 11),
    column=st.integers(0, 4),
)
def test_one_stray_quote_costs_one_row_at_most(rows: list[tuple[str, ...]], at: int, column: int) -> None:
    damaged = [list(row) for row in rows]
    damaged[at % len(rows)][column] = '"' + damaged[at % len(rows)][column]
    found = list(read_records([",".join(row) for row in damaged], Dialect(",", width=5)))
    assert found == damaged


def test_end_of_file_marks_and_padding_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(b"Name,Postcode\r\r\nAlder,DE6 9ZA\r\r\n\x1a" + bytes(30))
    table = read_table(path)
    assert [row.cells for row in table.rows] == [("Alder", "DE6 9ZA")]
    assert {why for _, why in table.skipped} == {"blank"}
    assert table.issues == ()


def test_files_appended_to_one_another_leave_no_marks_and_no_row_behind_the_end(tmp_path: Path) -> None:
    path = tmp_path / "appended.csv"
    one, other = "Name,Postcode\nAlder,DE6 9ZA\n", "Name,Postcode\nBirch,DE6 9ZB\n"
    path.write_bytes(one.encode("utf-8-sig") + other.encode("utf-8-sig") + b"\x1a\0\0")
    table = read_table(path)
    assert [row.cells[0] for row in table.rows] == ["Alder", "Birch"]
    assert table.skipped == ((3, "repeated heading"),)


@pytest.mark.parametrize(
    ("lines", "delimiter", "width"),
    [
        (["Name,Postcode", "Alder,DE6"], ",", 2),
        (["Name;Postcode", "Alder, Birch and Cedar;DE6"], ";", 2),
        (["Name\tAmount", "Alder\t1,000", "Birch\t2,000"], "\t", 2),
        (["Name|Town", "Alder|Derby"], "|", 2),
        (["a;1,5;x", "b;2,5;y", "c;3,5;z"], ";", 3),
        (["Name", "Alder", "Birch"], None, 1),
        (["Alder, Birch and Cedar", "Dogwood", "Elm", "Fir"], None, 1),
        (["name* town* id", "Alder, x* Derby* 1", "Birch* Derby, y* 2"], "*", 3),
        (["a|b|c", *["1|Alder|Hall, 3 Low Road, Leek, Staffs, UK"] * 8, "2|Elm|Leek"], "|", 3),
        (['"Name" "No"', '"1" "Alder Trust" 7', '"2" "Birch ""Old"" Hall" NA'], " ", 3),
        (['"Alder" Trust', '"Birch" Hall', '"Cedar" House'], None, 1),
        (['"Name" "Town"', '"Alder, Birch";"Derby"', '"Cedar";"Leek"'], ";", 2),
        (["sep=;", "a;b", "c,d;e"], ";", 2),
        (["sep=\\t", "a\tb"], "\t", 2),
        ([], None, 1),
    ],
)
def test_dialect(lines: list[str], delimiter: str | None, width: int) -> None:
    found = find_dialect(lines, complete=True)
    assert (found.delimiter, found.width) == (delimiter, width)


def test_a_blank_after_each_delimiter_belongs_to_no_cell() -> None:
    lines = ["ID, Name", '1, "Alder, Derby"', '2, "Birch"']
    assert list(read_records(lines, find_dialect(lines, complete=True))) == [
        ["ID", "Name"],
        ["1", "Alder, Derby"],
        ["2", "Birch"],
    ]


def test_a_doubled_export_may_stand_under_a_title_or_plain_headings() -> None:
    rows = [f'"Trust {number},""Derby, Leek"",DE6 9ZA,{number}"' for number in range(8)]
    lines = ["Our members,,", "Name,Town,Postcode,No", *rows]
    records = list(read_records(lines, find_dialect(lines, complete=True)))
    assert records[1:3] == [["Name", "Town", "Postcode", "No"], ["Trust 0", "Derby, Leek", "DE6 9ZA", "0"]]
    names = ["Name", *(f'"Alder, Birch {number}"' for number in range(8))]
    assert find_dialect(names, complete=True).doubled is False


def test_a_long_list_is_read_from_the_disk_each_time_and_always_the_same(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("Members of 2024,,\nName,Charity number,Postcode\n")
        for number in range(60_500):
            file.write(f"Trust {number},{1_000_000 + number},DE6 9ZA\n")
            if number % 20_000 == 0:
                file.write(",,\n")
        file.write("Total,60500,\n")
    table = read_table(path)
    assert not isinstance(table.rows, tuple)
    assert (len(table.rows), table.rows_seen) == (60_500, 60_506)
    assert table.rows[0].cells == table.rows[:2][0].cells == ("Trust 0", "1000000", "DE6 9ZA")
    assert table.rows[-1].number == 60_506
    assert sum(1 for _ in table.rows) == sum(1 for _ in table.rows) == 60_500
    assert [why for _, why in table.skipped] == ["title", "blank", "blank", "blank", "blank", "total"]
    with pytest.raises(IndexError):
        table.rows[60_500]
