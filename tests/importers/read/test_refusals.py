"""Files that hold no list, or aren't safe: each is refused with a code and what to do next."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from importers.read import FileRefused, Limits, read_table
from tests.importers.read.building import cell, sheet, two_rows, workbook

LISTS = Path(__file__).resolve().parents[2] / "data" / "lists"
ENTITIES = """<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = ENTITIES.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"')

CONTENTS = [
    (b"", "empty"),
    (b"\r\n \t\r\n", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b",,,\n,,,\n", "empty"),
    (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    (b"{\\rtf1\\ansi Members}", "word"),
    (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
    (b"Rar!\x1a\x07\x00" + bytes(50), "archive"),
    (b"\x7fELF" + bytes(200), "binary"),
    (b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(40), "too_old"),
    ("NAME,POSTCODE\nALDER TRUST,DE6 9ZA\n".encode("cp500") * 20, "binary"),
    (bytes(range(256)) * 20, "binary"),
    (b"<?xml version='1.0'?><members><m>Alder</m></members>", "markup"),
    (b"<html><body><p>Please sign in</p></body></html>", "empty"),
    (b'[{"name": "Alder", "town": "Derby"}]', "markup"),
    (b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Name"\r\nE\r\n', "old_exchange"),
    (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,1\r\n', "old_exchange"),
    (b"PK\x03\x04" + b"cut off" * 10, "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"cut off" * 10, "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "word"),
]


@pytest.mark.parametrize(("content", "code"), CONTENTS, ids=lambda value: str(value)[:24])
def test_what_is_no_list_is_refused_with_a_next_step(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert refused.value.next_step.endswith(".")


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["word/document.xml"], "word"),
        (["ppt/presentation.xml"], "slides"),
        (["Index/Document.iwa", "Index/CalculationEngine.iwa"], "numbers"),
        (["one.csv", "two.csv"], "archive"),
    ],
)
def test_archives_are_told_apart_by_their_parts(tmp_path: Path, parts: list[str], code: str) -> None:
    path = tmp_path / "members.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, "Name,Postcode\n")
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == code


def test_a_missing_file_and_a_folder_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "nobody.csv", tmp_path):
        with pytest.raises(FileRefused) as refused:
            read_table(path)
        assert refused.value.code == "unreadable"


@pytest.mark.parametrize(
    "xml",
    [ENTITIES, OUTSIDE, *(ENTITIES.encode(f"utf-16{end}").decode("latin-1") for end in ("", "-le", "-be"))],
)
def test_xml_that_declares_entities_is_refused(tmp_path: Path, xml: str) -> None:
    path = workbook(tmp_path / "bomb.xlsx", xml)
    if not xml.startswith("<"):
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/worksheets/sheet2.xml", xml.encode("latin-1"))
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "unsafe"


def test_a_part_packed_too_tightly_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", two_rows(), strings="<sst>" + " " * 30_000_000 + "</sst>")
    assert path.stat().st_size < 100_000
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "unsafe"


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "large.xlsx", two_rows())
    with pytest.raises(FileRefused) as refused:
        read_table(path, limits=Limits(unpacked_bytes=1000))
    assert refused.value.code == "too_big_unpacked"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "many.xlsx", two_rows())
    with pytest.raises(FileRefused) as refused:
        read_table(path, limits=Limits(entries=3))
    assert refused.value.code == "unsafe"


def test_an_encrypted_open_document_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "members.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m:manifest xmlns:m='x'><m:encryption-data/></m:manifest>")
        archive.writestr("content.xml", bytes(range(200)))
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "encrypted"


def test_a_workbook_whose_only_tables_are_hidden_is_refused_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Cover")
        hidden = book.add_worksheet("Members")
        hidden.write_column(0, 0, ["Name", "Alder Trust", "Birch Trust"])
        hidden.hide()
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert (refused.value.code, "Members" in refused.value.next_step) == ("only_hidden_sheets", True)
    assert read_table(path, sheet="Members").rows_read == 2


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_workbook_cut_off_on_the_way_is_refused(tmp_path: Path, keep: float) -> None:
    path = workbook(tmp_path / "cut.xlsx", two_rows())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "damaged"


def test_an_old_workbook_cut_off_on_the_way_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes((LISTS / "equivalents" / "old_excel.xls").read_bytes()[:-300])
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "damaged"


def test_a_damaged_part_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "broken.xlsx", two_rows()[:-40])
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code in ("damaged", "empty")


def test_a_sheet_that_isnt_there_is_refused_with_the_names_of_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "members.xlsx", two_rows())
    with pytest.raises(FileRefused) as refused:
        read_table(path, sheet="Nobody")
    assert refused.value.code == "no_such_sheet"
    assert "“Members”" in refused.value.next_step


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=20), "too_big"),
        (Limits(rows=2), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
    ],
)
def test_limits_are_enforced_and_said(tmp_path: Path, limits: Limits, code: str) -> None:
    path = tmp_path / "members.csv"
    path.write_text("Name,Postcode\nAlder Trust,DE6 9ZA\nBirch Trust,DE6 9ZB\nCedar Trust,DE6 9ZC\n")
    with pytest.raises(FileRefused) as refused:
        read_table(path, limits=limits)
    assert refused.value.code == code


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(b"Name,Postcode\n" + b"x" * 3_000_000)
    with pytest.raises(FileRefused) as refused:
        read_table(path, limits=Limits(line_characters=2_000_000))
    assert refused.value.code == "line_too_long"


def test_200_000_rows_are_allowed_without_asking() -> None:
    assert Limits().rows >= 200_000
    assert Limits().columns >= 500


def test_a_workbook_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    far = sheet(*[cell(f"A{row}", "x") + cell(f"ZZ{row}", "y") for row in range(1, 400)])
    path = workbook(tmp_path / "wide.xlsx", far.replace('r="399"', 'r="1000000"').replace("399", "1000000"))
    table_or_code = "read"
    try:
        read_table(path, limits=Limits(memory_bytes=400 * 1024 * 1024))
    except FileRefused as refused:
        table_or_code = refused.code
    assert table_or_code in ("read", "too_big_unpacked")


@pytest.mark.skipif(os.name == "nt", reason="permissions are different there")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("Name\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert refused.value.code == "unreadable"
