"""A list is handed back as it came, with what became of each row; read again it is the same list."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.annotated.annotate import annotate, own_ending
from importers.annotated.note import RowNote
from importers.read import Table, read_table
from importers.read.ours import OUR_HEADINGS
from tests.importers.read.building import SHEET_START, cell, workbook

LISTS = Path(__file__).resolve().parents[2] / "data" / "lists"
SAMPLES = sorted(path for path in LISTS.rglob("*.*") if path.suffix != ".json")
HOSTILE = ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def notes_for(table: Table) -> dict[int, RowNote]:
    note = RowNote(
        "to review", 'Beck, "Ash" & <Co>', "Which one – it isn’t certain; see", "=decide", "review"
    )
    return {row.number: note for row in table.rows}


def hand_back(path: Path, out: Path, ending: str | None = None) -> tuple[Table, Table, tuple[str, ...]]:
    table = read_table(path)
    ending = ending or own_ending(path, path.name) or "xlsx"
    done = annotate(path, out, notes_for(table), ending=ending, file_name=path.name)
    return table, read_table(out), done.said


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "-".join(path.parts[-2:]))
def test_handed_back_and_read_again_it_is_the_same_list(path: Path, tmp_path: Path) -> None:
    before, after, _ = hand_back(path, tmp_path / "out")
    assert after.headings == before.headings
    assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows]
    assert after.skipped == before.skipped
    assert "own_columns" in {issue.code for issue in after.issues}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "-".join(path.parts[-2:]))
def test_in_another_format_the_rows_are_the_same(path: Path, ending: str, tmp_path: Path) -> None:
    before, after, _ = hand_back(path, tmp_path / "out", ending)
    assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows]
    left_out = [{row for row, why in table.skipped if why != "blank"} for table in (before, after)]
    assert left_out[0] == left_out[1]


TEXTS = [path for path in SAMPLES if path.suffix in (".csv", ".tsv", ".txt")]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: "-".join(path.parts[-2:]))
def test_every_byte_of_a_text_file_is_still_there(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    hand_back(path, out)
    rest = iter(out.read_bytes())
    kept = path.read_bytes() if path.parent.name != "cut_off" else path.read_bytes()[:-1]
    assert all(byte in rest for byte in kept)


def test_lines_keep_their_ends_and_their_quotes(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        b'"Members, 2025"\r\n\r\nName;Postcode\r\n"Ash; Hall";LS1 4AP\r\nBeck;"LS1\r\n4AQ"\nTotal;2'
    )
    out = tmp_path / "out.csv"
    table = read_table(path)
    annotate(
        path,
        out,
        {4: RowNote("new"), 5: RowNote("the same", "Beck; Ltd")},
        ending="csv",
        file_name="list.csv",
    )
    assert table.delimiter == ";"
    assert out.read_bytes() == (
        b'"Members, 2025"\r\n\r\nName;Postcode;Earshot row;Earshot verdict;Earshot organisation;Earshot why;'
        b'Earshot what to do\r\n"Ash; Hall";LS1 4AP;4;new;;;\r\nBeck;"LS1\r\n4AQ";5;the same;"Beck; Ltd";;\n'
        b"Total;2;6;left out;;It counts or sums other rows.;"
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_cell_of_ours_begins_a_formula(text: str, ending: str, tmp_path: Path) -> None:
    path, out = tmp_path / "list.csv", tmp_path / f"out.{ending}"
    path.write_text(f'Name,Postcode\n"{text}",LS1 4AP\n')
    note = RowNote(text, text, text, text)
    annotate(path, out, {2: note}, ending=ending, file_name="list.csv")
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(out).active
        assert "f" not in {cell.data_type for cell in sheet[2]}
        ours = [cell.value for cell in sheet[2]][3:]
    else:
        ours = list(csv.reader(io.StringIO(out.read_text())))[-1][-4:]
    assert all(cell[0] == "'" for cell in ours)


TEXT_CELL = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)


KINDS = st.tuples(
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(TEXT_CELL, min_size=2, max_size=4), min_size=2, max_size=6),
    kind=KINDS,
    quoted=st.booleans(),
)
def test_whatever_the_text_it_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], kind: tuple[str, str, str], quoted: bool
) -> None:
    mark, end, codec = kind
    folder = tmp_path_factory.mktemp("any")
    lines = [["Name", "Postcode", "Email", "Notes"], *([f"Org {at}", *row] for at, row in enumerate(rows))]
    written = io.StringIO(newline="")
    if quoted:
        csv.writer(written, delimiter=mark, lineterminator=end).writerows(lines)
    else:
        written.write(end.join(mark.join(cell.replace(mark, " ") for cell in line) for line in lines))
    path, out = folder / "list.csv", folder / "out.csv"
    path.write_bytes(written.getvalue().encode(codec))
    before, after, _ = hand_back(path, out, "csv")
    assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows]
    assert after.headings == before.headings


def a_rich_workbook(path: Path) -> Path:
    """A workbook with what a person would miss: formats, formulas, a chart, validation, other sheets."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        guide, members = book.add_worksheet("Guide"), book.add_worksheet("Members")
        guide.write("A1", "Fill in the next sheet")
        day, money = (
            book.add_format({"num_format": "dd mmm yyyy"}),
            book.add_format({"num_format": "£#,##0.00"}),
        )
        bold = book.add_format({"bold": True, "bg_color": "#112233"})
        members.merge_range("A1:D1", "Members of the Vale Forum", bold)
        for at, heading in enumerate(("Name", "Joined", "Fee", "Twice")):
            members.write(2, at, heading, bold)
        for at in range(3, 8):
            members.write(at, 0, f"Trust {at}")
            members.write(at, 1, 43_000 + at, day)
            members.write(at, 2, at * 10.5, money)
            members.write_formula(at, 3, f"=C{at + 1}*2", money, at * 21)
        members.set_column(0, 0, 44)
        members.set_column(3, 16_383, 7, None, {"hidden": False})
        members.autofilter(2, 0, 7, 3)
        members.data_validation(3, 0, 7, 0, {"validate": "list", "source": ["a", "b"]})
        members.write_comment("A4", "Check this one")
        members.conditional_format(3, 2, 7, 2, {"type": "data_bar"})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Members!$C$4:$C$8"})
        members.insert_chart("F4", chart)
        book.define_name("Fees", "=Members!$C$4:$C$8")
    return path


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def test_a_workbook_is_the_same_but_for_our_columns(tmp_path: Path) -> None:
    path, out = a_rich_workbook(tmp_path / "list.xlsx"), tmp_path / "out.xlsx"
    table = read_table(path, sheet="Members")
    annotate(path, out, notes_for(table), ending="xlsx", file_name="list.xlsx", sheet="Members")
    before, after = parts(path), parts(out)
    changed = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert changed == {"xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"}
    old, new = openpyxl.load_workbook(path)["Members"], openpyxl.load_workbook(out)["Members"]
    for row in old.iter_rows():
        for was in row:
            same = new[was.coordinate]
            assert (same.value, same.number_format) == (was.value, was.number_format)
            assert (repr(same.font), repr(same.fill)) == (repr(was.font), repr(was.fill))
    assert new.column_dimensions["A"].width == old.column_dimensions["A"].width
    assert new["D4"].value == "=C4*2"
    assert openpyxl.load_workbook(out, data_only=True)["Members"]["D4"].value == 63
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new.data_validations.dataValidation[0].sqref == old.data_validations.dataValidation[0].sqref


def test_the_verdict_can_be_filtered_by_and_has_a_colour(tmp_path: Path) -> None:
    path, out = a_rich_workbook(tmp_path / "list.xlsx"), tmp_path / "out.xlsx"
    table = read_table(path, sheet="Members")
    annotate(path, out, notes_for(table), ending="xlsx", file_name="list.xlsx", sheet="Members")
    sheet = openpyxl.load_workbook(out)["Members"]
    assert [cell.value for cell in sheet[3]][4:] == list(OUR_HEADINGS)
    assert sheet.auto_filter.ref == "A3:I8"
    assert [sheet["E4"].value, sheet["F4"].value, sheet["I4"].value] == [4, "to review", "'=decide"]
    assert sheet["F4"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet["E3"].font.bold
    assert sheet.column_dimensions["F"].width == 14
    with zipfile.ZipFile(out) as archive:
        assert b"Members!$A$3:$I$8</definedName>" in archive.read("xl/workbook.xml")


def test_macros_stay_and_are_not_run(tmp_path: Path) -> None:
    path, out = a_rich_workbook(tmp_path / "plain.xlsx"), tmp_path / "out.xlsm"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"not really a program")
    assert own_ending(path, "list.xlsm") == "xlsm"
    table = read_table(path)
    done = annotate(path, out, notes_for(table), ending="xlsm", file_name="list.xlsm")
    assert parts(out)["xl/vbaProject.bin"] == parts(path)["xl/vbaProject.bin"]
    assert done.ending == "xlsm"
    assert "didn't run" in done.said[0]


def test_another_format_is_said(tmp_path: Path) -> None:
    path = LISTS / "equivalents" / "old_excel.xls"
    *_, said = hand_back(path, tmp_path / "out")
    assert "handed back as xlsx" in said[0]
    assert "without formatting" in said[0]


@pytest.mark.parametrize("name", ["no_headings/sample.csv", "sections/sample.csv", "workbook/sample.xlsx"])
def test_handed_back_twice_it_is_still_the_same_list(name: str, tmp_path: Path) -> None:
    path = LISTS / "damaged" / name
    once, twice = tmp_path / f"once{path.suffix}", tmp_path / f"twice{path.suffix}"
    before, _, _ = hand_back(path, once)
    _, after, _ = hand_back(once, twice)
    assert after.headings == before.headings
    assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows]


def a_bare_workbook(path: Path, after: str = "", prefix: str = "", **parts: str) -> Path:
    """A workbook of two rows as the smallest programs write it: no styles, rows without numbers."""
    first = cell("B1", "Name").replace(' r="B1"', "") + cell("C1", "Postcode").replace(' r="C1"', "")
    third = cell("A3", "Ash &amp; Elm") + cell("B3", "DE6 9ZA")
    rows = f"<row>{first}</row><row/><row spans='1:2'>{third}</row>"
    xml = f"{SHEET_START}<sheetData>{rows}</sheetData>{after}</worksheet>"
    if prefix:
        for tag in ("worksheet", "sheetData", "row", "c", "is", "t"):
            xml = xml.replace(f"<{tag} ", f"<{prefix}:{tag} ").replace(f"<{tag}>", f"<{prefix}:{tag}>")
            xml = xml.replace(f"</{tag}>", f"</{prefix}:{tag}>").replace(f"<{tag}/>", f"<{prefix}:{tag}/>")
        xml = xml.replace("xmlns=", f"xmlns:{prefix}=")
    return workbook(path, xml, **parts)


@pytest.mark.parametrize("prefix", ["", "x"])
def test_the_barest_workbook_gets_its_cells(prefix: str, tmp_path: Path) -> None:
    path, out = a_bare_workbook(tmp_path / "list.xlsx", prefix=prefix), tmp_path / "out.xlsx"
    before, after, said = hand_back(path, out)
    assert said == ()
    assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows]
    cells = openpyxl.load_workbook(out).active
    assert [cells["A3"].value, cells["C3"].value, cells["D3"].value] == ["Ash & Elm", 3, "to review"]
    assert cells["G1"].value == OUR_HEADINGS[-1]


PROTECTED = '<sheetProtection sheet="1"/>'
OWN_TABLE = '<tableParts count="0"/>'
FILTERED = '<autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>'


@pytest.mark.parametrize(
    ("after", "filtered"), [("", "A1:G3"), (PROTECTED, None), (OWN_TABLE, None), (FILTERED, "A1:G3")]
)
def test_a_filter_is_set_or_widened_where_it_may_be(after: str, filtered: str | None, tmp_path: Path) -> None:
    path, out = a_bare_workbook(tmp_path / "list.xlsx", after), tmp_path / "out.xlsx"
    hand_back(path, out)
    with zipfile.ZipFile(out) as archive:
        sheet, book = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/workbook.xml")
    if filtered is None:
        assert b"autoFilter" not in sheet
        assert b"_FilterDatabase" not in book
    else:
        assert f'<autoFilter ref="{filtered}"'.encode() in sheet
        assert b"'Members'!$A$1:$G$3" in book
    assert after.encode()[:12] in sheet


def test_a_workbook_that_cant_be_written_beside_is_written_anew_and_it_is_said(tmp_path: Path) -> None:
    path, out = tmp_path / "list.xlsx", tmp_path / "out.xlsx"
    far = cell("A2", "Ash") + cell("B2", "DE6 9ZA") + cell("XFA2", "far")
    rows = f"<row>{cell('A1', 'Name')}{cell('B1', 'Post')}</row><row>{far}</row>"
    workbook(path, f"{SHEET_START}<sheetData>{rows}</sheetData></worksheet>")
    table = read_table(path)
    done = annotate(path, out, {2: RowNote("new")}, ending="xlsx", file_name="list.xlsx")
    assert "new one" in done.said[0]
    assert [row.cells for row in read_table(out).rows] == [row.cells for row in table.rows]


@pytest.mark.parametrize(
    "lines",
    [
        ["Name^Town^No", "Alder^Derby^1", "Birch^Leek^2"],
        [
            "Name,Town,Postcode,No",
            *(f'"Trust {number},""Derby, Leek"",DE6 9ZA,{number}"' for number in range(8)),
        ],
        [
            "Our members",
            "",
            "Name         Town",
            "Alder Trust  Derby",
            "Birch        Leek",
            "Cedar        Leek",
        ],
        ["Name,Postcode", "1,Alder,DE6 9ZA", "2,Birch,DE6 9ZB"],
        ['"Name" "Postcode"', '"1" "Alder Trust" "DE6 9ZA"', '"2" "Birch" NA'],
        ["org_name,pcode", "Organisation,Postcode", "Alder,DE6 9ZA", "Birch,DE6 9ZB"],
    ],
)
def test_odd_text_files_come_back_as_the_same_list(lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before, after, _ = hand_back(path, tmp_path / "out.txt")
    assert (after.headings, after.rows) == (before.headings, before.rows)
    assert len(before.headings) > 1
