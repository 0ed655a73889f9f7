"""Which row is taken for the headings, and which rows for titles, totals, sections and footnotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping
from importers.read import read_table
from importers.read.cells import is_label, is_typed
from importers.read.totals import is_total


def read(tmp_path: Path, *lines: str):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path)


@pytest.mark.parametrize(
    ("lines", "heading_row", "rows"),
    [
        (["Name,Postcode", "Alder,DE6 9ZA"], 1, [2]),
        (["", "", "Name,Postcode", "Alder,DE6 9ZA"], 3, [4]),
        (["Our members,", "Printed,01/02/2024", "Name,Postcode", "Alder,DE6 9ZA"], 3, [4]),
        (["Alder,DE6 9ZA", "Birch,DE6 9ZB"], None, [1, 2]),
        (["Alder Trust", "Birch Trust"], None, [1, 2]),
        (["Name", "Alder Trust", "Birch Trust"], 1, [2, 3]),
        (["Name,Postcode"], 1, []),
        (["a,b,c", "1,2,3"], 1, [2]),
        (["1,2,3", "4,5,6"], None, [1, 2]),
        (["Group,2022,2023", "Alder,5,7", "Birch,6,8"], 1, [2, 3]),
        (["Alder,Derby", "Birch,Derby", "Cedar,Leek"], None, [1, 2, 3]),
        (["Alder Ltd", "Birch House", "Cedar Barn", "Community Action", "Elm Forum"], None, [1, 2, 3, 4, 5]),
        (["Our members", "", "Organisation", "Alder", "Birch"], 3, [4, 5]),
        (["1. Alder Community Trust", "2. Birch Hall", "3. Cedar"], None, [1, 2, 3]),
        (["Alder Community Trust;Derby", "Birch Group;Leek", "Cedar Forum;Leek"], None, [1, 2, 3]),
        (["Alder Community Trust, Derby DE6 9ZA", "Birch Hall, Leek DE6 9ZB"], None, [1, 2]),
        (["respondent_as_listed;why", "Alder Group;new", "Birch Group;old"], 1, [2, 3]),
        (["Name of group;Where", "Alder Group;Leek", "Birch Group;Derby"], 1, [2, 3]),
        (["• Alder Group – Derby", "• Birch – Leek"], None, [1, 2]),
        (["Alder Community Trust", "Birch Group", "Cedar Forum", "Elm"], None, [1, 2, 3, 4]),
        (["Community groups", "Alder Group", "Birch Forum"], 1, [2, 3]),
        (["Name of the charity or club", "Alder", "Birch", "Cedar"], 1, [2, 3, 4]),
        (["Organisation,Q1,Q2,Q3a,FY23", "Alder,yes,no,,7", "Birch,no,,n/a,8"], 1, [2, 3]),
        (["Organisation,05/03/2024,12/03/2024", "Alder,JS,", "Birch,,MK"], 1, [2, 3]),
        (["Alder,M001,A12", "Birch,M002,A13"], None, [1, 2]),
        (["ID;Postcode;Name", "A1;DE6 9ZA;Alder", "B2;DE6 9ZB;Birch"], 1, [2, 3]),
        (["Enw,Tref", "Alder,Derby", "Birch,Derby"], 1, [2, 3]),
        (["Name,No", "Alder,1", "Birch,2", "\fName,No", "Cedar,3"], 1, [2, 3, 5]),
        (["Name,No", "Alder,1", "Birch,2", " NAME ,No", "Cedar,3"], 1, [2, 3, 5]),
        (["Membership list,,2024", "Name,Postcode,No", "Alder,DE6 9ZA,1"], 2, [3]),
        (["CnBio_Name,CnAdrPrf_Addrline1,CnPh_1_01_Phone_number", "Alder,1 Low Road,0113 496 0000"], 1, [2]),
    ],
)
def test_heading_row(tmp_path: Path, lines: list[str], heading_row: int | None, rows: list[int]) -> None:
    table = read(tmp_path, *lines)
    assert table.heading_row == heading_row
    assert [row.number for row in table.rows] == rows


def test_without_headings_columns_are_numbered_and_it_is_said(tmp_path: Path) -> None:
    table = read(tmp_path, "Alder,,DE6 9ZA", "Birch,,DE6 9ZB")
    assert table.headings == ("Column 1", "Column 3")
    assert [issue.code for issue in table.issues] == ["no_headings"]


def test_group_headings_stand_in_front_and_the_lower_row_is_kept_too(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "Organisation,,Contact,",
        "Ref,Name,Postcode,Website",
        "1,Alder,DE6 9ZA,",
        "2,Birch,DE6 9ZB,",
    )
    assert table.headings == ("Organisation Ref", "Organisation Name", "Contact Postcode", "Contact Website")
    assert table.short_headings == ("Ref", "Name", "Postcode", "Website")
    assert (table.heading_row, table.skipped) == (2, ((1, "title"),))


REPORT = [
    "Meeting ID,Topic,Start time,People",
    "824 123,Roundtable,12/03/2024,4",
    "",
    "Name,E-mail,Joined at,Guest",
]
CAME = [f"Lee {letter},{letter}@example.org,12/03/2024 10:0{at},Yes" for at, letter in enumerate("abcd")]


@pytest.mark.parametrize("between", [(), ("Who came,,,",)])
def test_what_a_report_says_of_itself_stands_above_the_headings_of_its_list(
    tmp_path: Path, between: tuple[str, ...]
) -> None:
    table = read(tmp_path, *REPORT[:3], *between, REPORT[3], *CAME)
    assert (table.heading_row, table.rows_read) == (4 + len(between), 4)
    assert table.skipped[:3] == ((1, "title"), (2, "title"), (3, "blank"))
    assert [issue.row for issue in table.issues if issue.code == "row_above_headings"] == [2]


@pytest.mark.parametrize(
    "lines",
    [
        ["Name,Type,No", "Alder,Charity,1038860", "", "Members Forum,Group,none", "Birch,Charity,1038861"],
        ["Name,Type,No", "Alder,Charity,1038860", "", "Name,Type,No", "Birch,Charity,1038861"],
        ["Name,Type,No", "Alder,Charity,", "", "Members Forum,Group,Members", "Birch,Charity,1038861"],
        ["Name,Type,No", "Alder,Charity,1038860", "", "Birch,Charity,1038861", "Cedar,Charity,1038862"],
    ],
)
def test_a_row_and_a_blank_one_below_the_headings_are_no_report(tmp_path: Path, lines: list[str]) -> None:
    table = read(tmp_path, *lines, "Dogwood,Charity,1038863", "Elm,Charity,1038864")
    assert table.heading_row == 1
    assert 2 in [row.number for row in table.rows]


def test_a_title_over_several_cells_is_no_group_and_what_cant_be_seen_goes(tmp_path: Path) -> None:
    lines = ["Membership list,,2024", "\u200bName,Post\u00adcode,Members", "Alder,DE6 9ZA,3"]
    assert read(tmp_path, *lines).headings == ("Name", "Postcode", "Members")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",,", "blank"),
        (" , ,", "blank"),
        ("Name,Postcode,Members", "repeated heading"),
        ("NAME,postcode,Members", "repeated heading"),
        ("Total,,12", "total"),
        (",Total,12", "total"),
        ("Grand total: 12,,", "total"),
        ("Number of members,,12", "total"),
        ("Total (6),,", "total"),
        ("6 members,,", "total"),
        ("TOTAL NUMBER OF MEMBER ORGANISATIONS,,6", "total"),
        ("Members in total,,6", "total"),
        ("Count,,6", "total"),
        ("Average,,2.5", "total"),
        ("Sum of Members,,15", "total"),
        ("Trust 5 total,,15", "total"),
        (",,15", "total"),
        (",,16", None),
        ("Subtotal,Count,6", "total"),
        ("Grand total,,Sum", "total"),
        ("Count,Sum,6", None),
        ("Total,Leek,6", None),
        ("6,,", "total"),
        ("All in total,,15", "total"),
        ("Total Voice Network,,15", None),
        ("Total members all areas,,15", "total"),
        ("2023,,", "section"),
        (",DE6 9ZG,15", None),
        ("Sum of Us,,15", None),
        ("Count,,1038860", None),
        ("Average,,", None),
        ("Trust 1 total,,14", None),
        ("-----,-----,---", "blank"),
        ("Region: North,,", "section"),
        ("North East,,", "section"),
        ("Anchor: North,,", None),
        ("A,,", "section"),
        ("Youth clubs,,", None),
        ("Derbyshire Dales:,,", "section"),
        ("Total Voice Network,DE6 9ZB,3", None),
        ("Totally Local,,", None),
        ("RSPB,,", None),
        ("Association of Youth Clubs,,", None),
        ("# Hashtag Trust,DE6 9ZD,4", None),
    ],
)
def test_a_row_among_others(tmp_path: Path, line: str, why: str | None) -> None:
    rows = [f"Trust {number},DE6 9Z{letter},{number}" for number, letter in enumerate("ABCDEF")]
    table = read(tmp_path, "Name,Postcode,Members", *rows, line, "Last Trust,DE6 9ZZ,7")
    assert dict(table.skipped).get(8) == why
    assert table.rows_read == (7 if why else 8)


def test_acronyms_and_names_in_capitals_are_no_sections(tmp_path: Path) -> None:
    lines = ["ALDER TRUST,,", "Birch,DE6 9ZB,4", "RSPB,,", "Cedar,DE6 9ZC,6", "NSPCC,,", "Elm,DE6 9ZD,1"]
    assert read(tmp_path, "Name,Postcode,No", *lines).rows_read == 6


@pytest.mark.parametrize(
    "names",
    [
        ["1) Alder", "2) Birch", "3) Cedar", "4) Elm"],
        ["* Alder", "* Birch", "Cedar", "* Elm"],
        ["Alder", "This List Theatre", "Key: Changes", "#Hashtag"],
        ["Alder", "Printed Matter at Leek", "(A) Team", "Updated Lives on the Wirral"],
    ],
)
def test_names_that_begin_as_footnotes_do_are_rows(tmp_path: Path, names: list[str]) -> None:
    towns = read(tmp_path, "Name,Town", *(f"{name},Derby" for name in names))
    gaps = read(tmp_path, "Name,Town,Postcode", *(f"{name},Derby," for name in names), "Zelkova,Leek,DE6 9ZA")
    assert [row.cells[0] for row in towns.rows] == names
    assert [row.cells[0] for row in gaps.rows] == [*names, "Zelkova"]


def test_rows_with_nothing_but_a_code_are_rows(tmp_path: Path) -> None:
    lines = [
        "M001,",
        "M002,DE6 9ZA",
        "M003,",
        "EH15 3PZ,",
        "M004,",
        "M005,DE6 9ZB",
        "M006,DE6 9ZC",
        "M007,DE1",
    ]
    assert read(tmp_path, "Member,Postcode", *lines).rows_read == 8


@pytest.mark.parametrize(
    ("lines", "whys"),
    [
        (["* figures as at the last meeting,,"], ["footnote"]),
        (["", "Source: our own records,,"], ["blank", "footnote"]),
        (["", ",,15", "", ",,99"], ["blank", "total", "blank", "footnote"]),
        (["Last updated on 3 March,,"], ["footnote"]),
        (["Members as at 31 March 2024,,"], ["footnote"]),
        (["Page 1 of 1,,"], ["footnote"]),
        (["Page 1/1,,"], ["footnote"]),
        (["", "Notes,,", "1. For the year to March.,,", "2. With branches,,"], ["blank", *["footnote"] * 3]),
        (["This list is for members only and must not be passed on.,,"], ["footnote"]),
        (["Total,,12", "(1) without branches,,"], ["total", "footnote"]),
        (["10 rows in set (0.00 sec),,"], ["footnote"]),
        (["", "Confidential Information - Do Not Distribute,,"], ["blank", "footnote"]),
        (
            [
                "",
                "Our members,,",
                "(c) 2024 x,,",
                "Generated By: Ana 12/03/2024,,",
                "Confidential,,",
                "Moor Body,,",
            ],
            ["blank", *["footnote"] * 5],
        ),
        (
            ["", "Moor Federation,,", "Source: our own records,,", "Page 1 of 1,,"],
            ["blank", *["footnote"] * 2],
        ),
        (["Moorland Wanderers,,"], []),
        (["*Moorland Wanderers,DE6 9ZG,", "* provisional,,"], ["footnote"]),
        (["", "CONFIDENTIAL - do not share,,", "--- end ---,,"], ["blank", "footnote", "footnote"]),
        (["", "For queries contact list@body.example,,"], ["blank", "footnote"]),
        (["", "Filter: status is active,,"], ["blank", "footnote"]),
        (["", "Any errors please tell us,,"], ["blank", "footnote"]),
        (["", "Source:,our own records,"], ["blank", "footnote"]),
        (["Total,,15", "* provisional,see minutes,"], ["total", "footnote"]),
        (["# Hash Club,,", "Moorland Wanderers,DE6 9ZG,2"], []),
        (["", "Any Old Club,,"], ["blank"]),
        (["", "42nd Street,,", "Group 27,,"], ["blank"]),
        (["", "v1.2,,", "12/03/24,,"], ["blank", "footnote", "footnote"]),
        (["", "Moorland Wanderers,,"], ["blank"]),
    ],
)
def test_the_end_of_a_list(tmp_path: Path, lines: list[str], whys: list[str]) -> None:
    rows = [f"Trust {number},DE6 9Z{letter},{number}" for number, letter in enumerate("ABCDEF")]
    table = read(tmp_path, "Name,Postcode,Members", *rows, *lines)
    assert [why for _, why in table.skipped] == whys


def test_a_section_stays_with_the_rows_below_it(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "Name,Postcode,Town",
        "Alder,DE6 9ZA,Derby",
        "NORTH,,",
        "Sports clubs,,",
        "Birch,DE6 9ZB,Leek",
        "Dogwood,DE6 9ZD,Leek",
        "Elm,DE6 9ZE,Leek",
        "Choirs and music groups,,",
        "Fir,DE6 9ZF,Leek",
        "Gorse,DE6 9ZG,Leek",
        "SOUTH,,",
        "Cedar,DE6 9ZC,Buxton",
    )
    assert [(row.number, row.section) for row in table.rows] == [
        (2, None),
        (5, "NORTH – Sports clubs"),
        (6, "NORTH – Sports clubs"),
        (7, "NORTH – Sports clubs"),
        (9, "Choirs and music groups"),
        (10, "Choirs and music groups"),
        (12, "SOUTH"),
    ]


def test_sums_without_a_word_are_totals_of_their_part_and_of_all(tmp_path: Path) -> None:
    north = ["NORTH,,,", "Alder,DE6 9ZA,£1.10,1", "Birch,DE6 9ZB,£2.20,2", ",,£3.30,3"]
    south = ["SOUTH,,,", "Cedar,DE6 9ZC,£4.50,4", "Dogwood,DE6 9ZD,,5", ",,£4.50,9"]
    table = read(tmp_path, "Name,Postcode,Fee,Staff", *north, *south, ",,7.80,12")
    assert [row.cells[0] for row in table.rows] == ["Alder", "Birch", "Cedar", "Dogwood"]
    assert [number for number, why in table.skipped if why == "total"] == [5, 9, 10]
    assert read(tmp_path, "Name,Fee", "Alder,0", "Birch,0", ",0", "Cedar,0").rows_read == 4
    assert read(tmp_path, "Member,Fee", "M01,1.47", "M02,2.57", ",4.04").rows_read == 2
    parts = {"Derby": "ABC", "Leicester": "DEF"}
    lines = [[f"{part},,", *(f"{name},DE6 9ZA,2" for name in names), ",,6"] for part, names in parts.items()]
    placed = read(tmp_path, "Name,Postcode,No", *lines[0], *lines[1])
    assert [row.section for row in placed.rows] == ["Derby"] * 3 + ["Leicester"] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Region: North,,", "Region: South,,"),
        ("Arts (2),,", "Sport - associates (2),,"),
        ("Tier 1,,", "Tier 2,,"),
        ("Full members,,", "Associate members,,"),
        ("Northern half,,", "Southern half,,"),
    ],
)
def test_sections_are_known_by_what_they_have_in_common(tmp_path: Path, first: str, second: str) -> None:
    north, south = ["Alder,DE6 9ZA,1", "Birch,DE6 9ZB,2"], ["Cedar,DE6 9ZC,3", "Elm,DE6 9ZD,4"]
    table = read(tmp_path, "Name,Postcode,No", first, *north, "", second, *south)
    assert [row.section for row in table.rows] == [first[:-2]] * 2 + [second[:-2]] * 2


def test_sections_stand_where_names_do_also_behind_a_column_of_numbers(tmp_path: Path) -> None:
    north, south = ["1,Alder,DE6 9ZA", "2,Birch,DE6 9ZB"], ["3,Cedar,DE6 9ZC", "4,Elm,DE6 9ZD"]
    table = read(tmp_path, "Ref,Name,Postcode", ",NORTH,", *north, ",SOUTH,", *south)
    assert [row.section for row in table.rows] == ["NORTH", "NORTH", "SOUTH", "SOUTH"]


def test_what_stands_over_headings_that_come_again_is_title_or_section(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "Our members",
        "Name,Postcode,No",
        "Alder,DE6 9ZA,1",
        "Page 1,,",
        "",
        "Our members,,",
        "Name,Postcode,No",
        "Birch,DE6 9ZB,2",
        "Friends of ours,,",
        "Name,Postcode,No",
        "Cedar,DE6 9ZC,3",
    )
    assert [(row.number, row.section) for row in table.rows] == [
        (3, None),
        (8, None),
        (11, "Friends of ours"),
    ]
    assert dict(table.skipped)[6] == "title"


def test_a_row_with_only_a_name_is_kept_and_pointed_out(tmp_path: Path) -> None:
    rows = [f"Trust {number},DE6 9ZA,{number}" for number in range(8)]
    table = read(tmp_path, "Name,Postcode,Members", *rows, "Moorland Wanderers,,", "Last Trust,DE6 9ZZ,7")
    assert [(issue.code, issue.row) for issue in table.issues] == [("only_one_cell", 10)]


def test_columns_without_anything_go_and_odd_ones_are_told(tmp_path: Path) -> None:
    table = read(tmp_path, ",Name,,Name,Postcode,", ",Alder,,x,DE6 9ZA,more", ",Birch,,y,DE6 9ZB,")
    assert table.positions == (2, 4, 5, 6)
    assert table.headings == ("Name", "Name", "Postcode", "")
    assert {issue.code for issue in table.issues} == {"no_heading", "same_heading"}
    assert table.rows[1].cells == ("Birch", "y", "DE6 9ZB", "")


def test_every_row_that_a_comma_parted_is_known_however_many(tmp_path: Path) -> None:
    rows = [f"Alder {number}{', Elm' * (number < 700)},DE6 9ZA" for number in range(1500)]
    table = read(tmp_path, "Name,Postcode", *rows)
    assert list(table.shifted) == list(range(2, 702))
    assert "more_more_cells" in [issue.code for issue in table.issues]
    parsed = IMPORTERS["members"].parse(
        table, suggest_mapping(table, "members"), ListContext("members", "2024-12-20")
    )
    assert [bool(row.questions) for row in parsed] == [True] * 700 + [False] * 800


def test_columns_that_are_numbered_on_are_headings(tmp_path: Path) -> None:
    answers = [f"Answer {number}" for number in range(1, 61)]
    rows = [",".join((f"Alder {number} Trust", "DE6 9ZA", *["Agree"] * 60)) for number in range(3)]
    table = read(tmp_path, ",".join(("Name", "Postcode", *answers)), *rows)
    assert (table.heading_row, table.rows_read, table.headings[-1]) == (1, 3, "Answer 60")
    lines = [f"Hut {number},Hut {number + 1},x" for number in range(1, 9, 2)]
    assert read(tmp_path, *lines).rows_read >= 3


def test_a_second_table_is_pointed_out_and_keeps_its_rows(tmp_path: Path) -> None:
    table = read(
        tmp_path, "Name,Postcode", "Alder,DE6 9ZA", "Birch,DE6 9ZB", "", "Contact,Email", "Jo,jo@x.example"
    )
    assert (table.heading_row, table.rows_read) == (1, 4)
    assert [(issue.code, issue.row) for issue in table.issues] == [("second_table", 5)]


def test_a_full_row_above_the_headings_is_pointed_out(tmp_path: Path) -> None:
    rows = ["Alder,M1,DE6 9ZA", "Name,Member,Postcode", "Birch,M2,DE6 9ZB", "Cedar,M3,DE6 9ZC"]
    table = read(tmp_path, *rows)
    assert (table.heading_row, table.skipped) == (2, ((1, "title"),))
    assert [(issue.code, issue.row) for issue in table.issues] == [("row_above_headings", 1)]


def test_tables_side_by_side_or_on_their_side_are_pointed_out(tmp_path: Path) -> None:
    beside = read(tmp_path, "Name,No,,Region,Sum", "Alder,1,,North,2", "Birch,2,,,", "Cedar,3,,,", "Elm,4,,,")
    assert [(issue.code, issue.column) for issue in beside.issues] == [("table_beside", "Region")]
    for between in (",", ",,"):
        twice = [
            between.join(("Name,No",) * 2),
            between.join(("Alder,1", "Elm,4")),
            between.join(("Birch,2",) * 2),
        ]
        told = {issue.code: issue.column for issue in read(tmp_path, *twice).issues}
        assert told == {"same_heading": "No", "table_beside": "Name"}
    gap = read(tmp_path, "Name,No,,Region,Sum", *(f"Trust {number},{number},,North,2" for number in range(5)))
    assert gap.issues == ()
    turned = read(
        tmp_path, "Name,Alder,Birch", "Postcode,DE6 9ZA,DE6 9ZB", "Town,Leek,", "Joined,2020,2021", "Notes,,x"
    )
    assert "turned_table" in [issue.code for issue in turned.issues]
    alike = read(tmp_path, "Name,Number", *(f"Group {number},{number}" for number in range(1, 9)))
    assert alike.issues == ()


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (
            ["Name           Postcode", "Alder Trust    DE6 9ZA", "Birch Trust    DE6 9ZB"],
            ["Alder Trust", "DE6 9ZA"],
        ),
        (
            ["Our members", "", "Name    No  Town", "Alder    5  Leek", "Birch   12", "Cedar    7  Leek"],
            ["Alder", "5", "Leek"],
        ),
        (["Name  Town", "----- ----", "Alder Leek", "Birch Leek", "C  D  Leek"], ["Alder Leek"]),
        (["Name   Town", "-----  ----", "Alder  Leek", "Birch  Leek"], ["Alder", "Leek"]),
        (
            [
                *("Our members   12.03.2024  Page 1", "Name     Town", "-------  ----"),
                *(f"{name:<7}  Leek" for name in ("Alder", "Birch", "Cedar", "Elm")),
            ],
            ["Birch", "Leek"],
        ),
        (["Name  Town", "Alder Trust  Leek", "Birch  Leek"], ["Alder Trust  Leek"]),
    ],
)
def test_columns_parted_by_blanks_are_cut_when_beyond_doubt(
    tmp_path: Path, lines: list[str], cells: list[str]
) -> None:
    table = read(tmp_path, *lines)
    assert cells in [list(row.cells) for row in table.rows]
    assert len(cells) == 1 or "fixed_width" in [issue.code for issue in table.issues]


def test_a_line_across_the_columns_stays_whole(tmp_path: Path) -> None:
    rows = [
        "Name           Town",
        "Alder Trust    Leek",
        "Birch Trust    Leek",
        "A very long name of a trust",
    ]
    table = read(tmp_path, *rows)
    assert [row.cells[0] for row in table.rows] == ["Alder Trust", "Birch Trust", rows[-1]]


def test_a_cell_beyond_the_limit_is_kept_and_rejects_its_row(tmp_path: Path) -> None:
    table = read(tmp_path, "Name,Notes", "Alder," + "x" * 40_000, "Birch,fine")
    (issue,) = table.issues
    assert (issue.code, issue.severity, issue.row, issue.column) == ("cell_too_long", "error", 2, "Notes")
    assert len(table.rows[0].cells[1]) == 40_000
    context = ListContext("members", "2024-12-20")
    first, second = IMPORTERS["members"].parse(table, suggest_mapping(table, "members"), context)
    assert [(issue.code, issue.column) for issue in first.issues] == [("cell_too_long", "Notes")]
    assert (first.rejected, second.rejected) == (True, False)


@pytest.mark.parametrize("text", ["5", "£1,200.50", "(12)", "75%", "04/03/2021", "3 March 2021", "Mar-21"])
def test_values_are_told_from_words(text: str) -> None:
    assert is_typed(text)
    assert not is_label(text)


@pytest.mark.parametrize("text", ["Name", "#", "%", "2023", "2023/24", "Charity no.", "Amount (£)"])
def test_headings_may_be_marks_and_years(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize("text", ["Total", "TOTALS:", "Sub-total", "Grand Total 1,204", "Total members = 3"])
def test_totals(text: str) -> None:
    assert is_total(text)
    assert not is_total(f"{text} Voice Network")


def test_names_in_capitals_are_never_taken_for_sections_or_notes(tmp_path: Path) -> None:
    lines = ["ALDER TRUST,DE6 9ZA,1", "UNITED CHARITIES,,", "BIRCH TRUST,DE6 9ZB,2", "", "LEEK ARTS GROUPS,,"]
    lines += [f"TRUST {letter} OF LEEK,DE6 9Z{letter},3" for letter in "CDEFGH"]
    table = read(tmp_path, "Name,Postcode,Members", *lines, "SPIRITUAL ASSEMBLY OF THE BAHA'IS OF LEEK,,")
    assert table.rows_read == 11
    assert [why for _, why in table.skipped] == ["blank"]
