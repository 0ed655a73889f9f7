"""Headings that stand there twice are no rows of the list, and no row of it is taken for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from importers.mapping import suggest_mapping
from importers.read import Table, read_table

LABELS = ("Organisation name", "Charity number", "Postcode")
NAMES = ("org_name", "reg_no", "pcode")
SALESFORCE = ("AccountName", "CharityNumber__c", "BillingPostalCode")
ROWS = (
    ("Alder Trust", "1038860", "DE6 9ZA"),
    ("Birch Trust", "1038861", "DE6 9ZB"),
    ("Cedar Trust", "1038862", "DE6 9ZC"),
)


def text_file(tmp_path: Path, rows: Sequence[Sequence[str]]) -> Table:
    path = tmp_path / "list.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return read_table(path)


def workbook(tmp_path: Path, rows: Sequence[Sequence[str]], *, hidden: int | None = None) -> Table:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if hidden:
            sheet.set_row(hidden - 1, None, None, {"hidden": True})
    return read_table(path)


@pytest.mark.parametrize("write", [text_file, workbook])
@pytest.mark.parametrize(
    ("top", "heading_row", "skipped"),
    [
        ([NAMES, LABELS], 1, [(2, "repeated heading")]),
        ([LABELS, NAMES], 1, [(2, "repeated heading")]),
        ([SALESFORCE, LABELS], 1, [(2, "repeated heading")]),
        ([LABELS, SALESFORCE], 1, [(2, "repeated heading")]),
        ([("acct_nm", "chy_no", "pc_out"), LABELS], 2, [(1, "title")]),
        ([LABELS, ("acct_nm", "chy_no", "pc_out")], 1, [(2, "repeated heading")]),
        ([LABELS, ("Sefydliad", "Rhif elusen", "Cod post")], 1, [(2, "repeated heading")]),
        ([LABELS, ("Text", "Number", "Text")], 1, [(2, "repeated heading")]),
        ([LABELS, ("Text(255)", "Single line of text", "Lookup (Place)")], 1, [(2, "repeated heading")]),
        ([LABELS, ("Name", "Charity_Number__c", "Pc__c")], 1, [(2, "repeated heading")]),
        ([LABELS, ("1", "2", "3")], 1, [(2, "repeated heading")]),
        ([LABELS, ("(a)", "(b)", "(c)")], 1, [(2, "repeated heading")]),
        ([LABELS, ("group_a/org_name", "group_a/reg_no", "pc_out")], 1, [(2, "repeated heading")]),
        ([LABELS, ("Required", "Optional", "Required")], 1, [(2, "repeated heading")]),
        ([LABELS, NAMES, ("text", "number", "text")], 1, [(2, "repeated heading"), (3, "repeated heading")]),
        (
            [("Q1", "Q2", "Q3"), LABELS, tuple(f'{{"ImportId":"QID{at}"}}' for at in range(3))],
            2,
            [(1, "title"), (3, "repeated heading")],
        ),
    ],
)
def test_headings_that_stand_there_twice_are_no_row(
    tmp_path: Path, write, top: list[Sequence[str]], heading_row: int, skipped: list[tuple[int, str]]
) -> None:
    table = write(tmp_path, [*top, *ROWS])
    assert (table.heading_row, table.skipped) == (heading_row, tuple(skipped))
    assert [row.cells for row in table.rows] == list(ROWS)
    assert table.rows_seen == table.rows_read + len(table.skipped)


def test_the_headings_that_are_known_better_are_taken(tmp_path: Path) -> None:
    lines = [("nm", "org_name", "pcode"), ("Contact", "Organisation", "Postcode"), ("Ana Lee", *ROWS[0][::2])]
    table = text_file(tmp_path, lines)
    assert (table.heading_row, table.skipped) == (2, ((1, "title"),))


def test_blank_rows_between_the_two_stay_blank(tmp_path: Path) -> None:
    table = text_file(tmp_path, [LABELS, ("", "", ""), NAMES, *ROWS])
    assert table.skipped == ((2, "blank"), (3, "repeated heading"))
    assert table.rows_read == 3


def test_hidden_headings_of_a_system_are_no_headings_where_others_show(tmp_path: Path) -> None:
    table = workbook(tmp_path, [NAMES, LABELS, *ROWS], hidden=1)
    assert (table.heading_row, table.headings, table.rows_read) == (2, LABELS, 3)
    table = workbook(tmp_path, [LABELS, NAMES, *ROWS], hidden=2)
    assert (table.skipped, table.rows_read) == (((2, "hidden"),), 3)


@pytest.mark.parametrize(
    "lines",
    [
        ["Name,Type,Status,Postcode", "Community Group,Charity,Active,tbc", "Alder,Charity,Active,DE6 9ZA"],
        ["Name,Charity number,Town", "The Forum,None,Town", "Alder,1038860,Derby"],
        ["Organisation,Contact,Email", "Members Network,Secretary,not given", "Alder,Ana,a@example.org"],
        ["Group name,Group type", "Alder Group,Support group", "Birch Group,Youth group"],
        ["Group,Contact", "Charity,Ana Lee", "Trust,Bo Lee"],
        ["Name,Website,E-mail", "Alder,No website,No e-mail", "Birch,example.org,b@example.org"],
        ["Name,Parent,Town", "YouthLink,SafeLives,Derby", "Birch,CareUK,Leek"],
        ["name,login,team", "alder,al_der,team_a", "birch,bi_rch,team_b"],
        ["Name,Text", "Text,Number of texts", "Birch,1"],
        ["Members,Staff,Board", "1,2,3", "4,5,6"],
        ["Name,No", "1,2", "Birch,7"],
        ["a,b,c", "1,2,3", "4,5,x"],
        ["a,b,c", "1,2,3", "4,5,Birch Trust", "6,7,Cedar Trust"],
        ["Name,Members,Staff", "1,3,2", "Birch,7,8"],
    ],
)
def test_a_row_of_words_that_headings_are_made_of_is_data(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = read_table(path)
    assert (table.heading_row, table.rows_read, table.skipped) == (1, len(lines) - 1, ())


SURVEY = [
    [
        "Respondent ID",
        "Start Date",
        "What is the name of your organisation?",
        "Who leads it?",
        "",
        "Contact",
        "",
    ],
    ["", "", "Open-Ended Response", "Women", "Other (please specify)", "Name", "Postcode"],
    ["118", "12/03/2024 10:15", "Alder Trust", "Women", "", "Ana Lee", "DE6 9ZA"],
    ["119", "12/03/2024 10:16", "Birch Trust", "", "Carers", "Bo Lee", "DE6 9ZB"],
]


@pytest.mark.parametrize("write", [text_file, workbook])
def test_the_row_below_a_surveys_questions_goes_on_with_them(tmp_path: Path, write) -> None:
    table = write(tmp_path, SURVEY)
    assert (table.heading_row, table.skipped) == (2, ((1, "title"),))
    assert table.headings[2:5] == (
        "What is the name of your organisation?",
        "Who leads it? Women",
        "Who leads it? Other (please specify)",
    )
    assert table.short_headings[4:] == ("Other (please specify)", "Name", "Postcode")
    assert [row.cells for row in table.rows] == [tuple(row) for row in SURVEY[2:]]
    mapping = suggest_mapping(table, "members")
    assert (mapping[1], mapping[2], mapping[6]) == (None, "name", "postcode")


@pytest.mark.parametrize(
    "lines",
    [
        ["ID,Name,Town", ",Alder,Derby", "2,Birch,Leek", "3,Cedar,Leek"],
        ["ID,Name,Town,", ",Alder,Derby,new", "2,Birch,Leek,old", "3,Cedar,Leek,old"],
        ["Name,Contact,", "Alder,Ana Lee,Chair", "Birch,Bo Lee,Chair", "Cedar,Cy Lee,Chair"],
        ["ID,Name,,Town", ",Alder,DE6 9ZA,Derby", "2,Birch,DE6 9ZB,Leek", "3,Cedar,DE6 9ZC,Leek"],
    ],
)
def test_a_row_without_its_first_cell_is_data(tmp_path: Path, lines: list[str]) -> None:
    table = text_file(tmp_path, [line.split(",") for line in lines])
    assert (table.heading_row, table.rows_read) == (1, 3)


def test_groups_that_stand_over_each_of_their_columns_are_no_headings_of_their_own(tmp_path: Path) -> None:
    lines = [("", "Office", "Office", "Post", "Post"), ("", "Name", "Charity no", "Postcode", "Town")]
    table = text_file(tmp_path, [*lines, *((str(at), *row, "Leek") for at, row in enumerate(ROWS))])
    assert table.heading_row == 2
    assert table.headings == ("", "Office Name", "Office Charity no", "Post Postcode", "Post Town")
