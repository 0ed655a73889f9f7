"""Workbooks: what lies beside the values, and what a hostile or damaged one does to Earshot (nothing)."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.column_letters import column_index, column_letters
from importers.read import FileRefused, Table, read_table
from importers.read.calamine_child import AS_TEXT, as_text, column_of
from tests.importers.read.building import SHEET_START, cell, sheet, two_rows, workbook

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "lists"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1038860.0, "1038860"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (1234567890123456.0, "1234567890123456"),
        (datetime.timedelta(hours=36, minutes=5), "36:05:00"),
        ("a\r\nb\rc", "a\nb\nc"),
        (True, "TRUE"),
        (datetime.date(2024, 3, 4), "2024-03-04"),
        (datetime.datetime(2024, 3, 4), "2024-03-04"),
        (datetime.datetime(2024, 3, 4, 9, 30), "2024-03-04 09:30:00"),
        (datetime.time(9, 30), "09:30:00"),
        ("SC\0 012", "SC 012"),
        ("", ""),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


def test_cells_that_hold_our_own_separators_stay_one_cell() -> None:
    assert column_of(("a\x1fb", "c\x1ed\0", 1.0)) == "a b\x1fc d\x1f1"


def test_a_column_is_text_as_its_cells_are() -> None:
    assert column_of((1.5, 1e15, 2.0)) == "1.5\x1f1000000000000000\x1f2"
    assert column_of(("a\r\nb", "c")) == "a\nb\x1fc"


VALUES = (
    st.text(st.sampled_from("a +e\0\r\n\x1e\x1f.1")),
    st.floats(),
    st.integers(-(10**17), 10**17).map(float),
    st.dates(),
    st.datetimes(),
    st.booleans(),
)


@given(st.one_of(st.lists(kind, min_size=1, max_size=5) for kind in (*VALUES, st.one_of(VALUES))))
def test_a_column_all_at_once_is_what_its_cells_are_one_by_one(cells: list[object]) -> None:
    plain = [as_text(cell).replace("\0", "").translate({0x1E: " ", 0x1F: " "}) for cell in cells]
    plain = [text.replace("\r\n", "\n").replace("\r", "\n") for text in plain]
    assert column_of(tuple(cells)).split("\x1f") == plain


def test_days_that_come_again_are_written_once() -> None:
    days = AS_TEXT[datetime.date]
    days.cache_clear()
    column_of((datetime.date(2024, 3, 4), datetime.date(2024, 3, 5)) * 50)
    assert days.cache_info().misses == 2


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)])
def test_column_letters(letters: str, index: int) -> None:
    assert (column_index(letters), column_letters(index)) == (index, letters)


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Empty")
        notes = book.add_worksheet("Read me")
        notes.write_row(0, 0, ["Column", "What it means"])
        notes.write_row(1, 0, ["Postcode", "of the office"])
        first = book.add_worksheet("Members")
        first.write_row(0, 0, ["Name", "Postcode"])
        first.write_row(1, 0, ["Alder Trust", "DE6 9ZA"])
        second = book.add_worksheet("Old members")
        second.write_row(0, 0, ["Name", "Town"])
        second.write_row(1, 0, ["Birch Trust", "Derby"])
    table = read_table(path)
    assert table.sheet == "Members"
    assert [tuple(one) for one in table.sheets] == [
        ("Empty", 0, 0, False),
        ("Read me", 2, 2, False),
        ("Members", 2, 2, False),
        ("Old members", 2, 2, False),
    ]
    assert [issue.message for issue in table.issues if "Old members" in issue.message]
    assert read_table(path, sheet="Old members").rows[0].cells == ("Birch Trust", "Derby")


def test_hidden_sheets_rows_and_columns_come_only_when_asked_for() -> None:
    path = SAMPLES / "damaged" / "workbook" / "sample.xlsx"
    table = read_table(path, include_hidden=True)
    assert table.headings[-1] == "Internal Score"
    assert 10 in [row.number for row in table.rows]
    assert read_table(path, sheet="Old").rows[0].cells == ("Gone Trust", "y")


def test_a_page_without_a_table_around_its_rows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "members.xls"
    path.write_text("<tr><td>Name</td><td>Town</td></tr><tr><td>Alder</td><td>Derby</td></tr>")
    assert [row.cells for row in read_table(path).rows] == [("Alder", "Derby")]


def test_one_far_cell_is_left_out_and_named(tmp_path: Path) -> None:
    far = sheet(cell("A1", "Name") + cell("B1", "Postcode"), cell("A2", "Alder") + cell("B2", "DE6 9ZA"))
    far = far.replace("</sheetData>", f'<row r="1048576">{cell("XFD1048576", "oops")}</row></sheetData>')
    table = read_table(workbook(tmp_path / "far.xlsx", far))
    assert [row.cells for row in table.rows] == [("Alder", "DE6 9ZA")]
    assert [(issue.code, issue.row, issue.value) for issue in table.issues] == [
        ("far_cell", 1_048_576, "oops")
    ]


def test_a_cell_far_beside_the_table_is_no_column(tmp_path: Path) -> None:
    far = two_rows().replace("</row></sheetData>", f"{cell('XFD2', 'oops')}</row></sheetData>")
    table = read_table(workbook(tmp_path / "far.xlsx", far))
    assert (table.headings, [row.cells for row in table.rows]) == (
        ("Name", "Postcode"),
        [("Alder Trust", "DE6 9ZA")],
    )
    assert [(issue.code, issue.row, issue.value) for issue in table.issues] == [("far_cell", 2, "oops")]


def test_a_cell_far_below_doesnt_make_a_million_blank_rows(tmp_path: Path) -> None:
    far = two_rows().replace("</sheetData>", f'<row r="90000">{cell("A90000", "x")}</row></sheetData>')
    table = read_table(workbook(tmp_path / "far.xlsx", far))
    assert (table.rows_seen, [issue.code for issue in table.issues]) == (1, ["far_cell"])


def test_a_dimension_that_lies_hides_nothing(tmp_path: Path) -> None:
    rows = [cell("A1", "Name") + cell("B1", "Postcode")]
    rows += [cell(f"A{n}", f"Trust {n}") + cell(f"B{n}", "DE6 9ZA") for n in range(2, 42)]
    path = workbook(tmp_path / "lies.xlsx", sheet(*rows, before='<dimension ref="A1:B1"/>'))
    assert read_table(path).rows_read == 40


def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    rows = sheet(
        cell("A1", "Name") + cell("B1", "Postcode"), cell("A2", "Alder") + '<c r="B2"><f>UPPER("x")</f></c>'
    )
    table = read_table(workbook(tmp_path / "formula.xlsx", rows))
    assert [(issue.code, issue.row) for issue in table.issues] == [("not_calculated", 2)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("parts", ["", "sheet1"])
def test_a_workbook_whose_xml_is_in_utf_16_is_read(tmp_path: Path, encoding: str, parts: str) -> None:
    plain = workbook(tmp_path / "plain.xlsx", two_rows().replace("Alder", "Ålder"))
    path = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wide:
        for part in archive.infolist():
            text = archive.read(part).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
            wide.writestr(part.filename, text.encode(encoding if parts in part.filename else "utf-8"))
    table = read_table(path)
    assert [row.cells for row in table.rows] == [("Ålder Trust", "DE6 9ZA")]
    assert table.issues == ()


def test_macros_are_noted_and_never_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "macros.xlsx", two_rows())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    table = read_table(path)
    assert (table.kind, [issue.code for issue in table.issues]) == ("xlsm", ["macros_ignored"])


def test_cells_merged_down_over_the_headings_make_one_heading(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:A2", "Name")
        page.merge_range("B1:C1", "Address")
        page.write_row("B2", ["Town", "Postcode"])
        page.write_row("A3", ["Alder Trust", "Derby", "DE6 9ZA"])
    table = read_table(path)
    assert (table.heading_row, table.headings) == (2, ("Name", "Address Town", "Address Postcode"))
    assert [row.cells for row in table.rows] == [("Alder Trust", "Derby", "DE6 9ZA")]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=25,
    deadline=None,
)
@given(data=st.data())
@pytest.mark.parametrize("name", ["workbook.xlsx", "old_excel.xls", "open_document.ods", "saved_as_xml.xls"])
def test_a_workbook_with_bytes_changed_is_read_or_refused(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    content = bytearray((SAMPLES / "equivalents" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(bytes(content))
    assert_adds_up(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(content=st.one_of(st.binary(max_size=300), st.text(",;\t\"'\n\r ab1é#", max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "anything.csv"
    path.write_bytes(content)
    assert_adds_up(path)


def assert_adds_up(path: Path) -> Table | None:
    """Read the file; every row of it is the heading row, read or skipped, once each."""
    try:
        table = read_table(path)
    except FileRefused:
        return None
    numbers = [row.number for row in table.rows] + [number for number, _ in table.skipped]
    numbers += [table.heading_row] if table.heading_row else []
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert table.rows_seen == table.rows_read + len(table.skipped)
    assert all(len(row.cells) == len(table.headings) == len(table.positions) for row in table.rows)
    return table


def test_a_sheet_without_row_numbers_is_read(tmp_path: Path) -> None:
    bare = f"{SHEET_START}<sheetData>" + "".join(
        f'<row><c t="inlineStr"><is><t>{name}</t></is></c><c t="inlineStr"><is><t>{code}</t></is></c></row>'
        for name, code in (("Name", "Postcode"), ("Alder", "DE6 9ZA"))
    )
    table = read_table(workbook(tmp_path / "bare.xlsx", bare + "</sheetData></worksheet>"))
    assert [row.cells for row in table.rows] == [("Alder", "DE6 9ZA")]
