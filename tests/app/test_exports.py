from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotFound
from app.exports import EXPORTS, Sheet, as_attachment, download
from app.exports.sheet import LONGEST_CELL, plain_cell

HOSTILE = (
    "=1+1", "+44 113 496 0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "\u200b=1",
    "=HYPERLINK(\"http://x\")",
)  # fmt: skip


def _read(ending: str, content: bytes) -> list[list[object]]:
    if ending == "csv":
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Table"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_begins_a_formula(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["a=b", "St. Mary's", "", "1038860", -3, 2.5, None])
def test_plain_values_stay_as_they_are(value: object) -> None:
    assert plain_cell(value) == value


@given(st.text(max_size=40))
def test_whatever_the_text_its_first_sign_is_harmless(text: str) -> None:
    written = plain_cell(text)
    assert isinstance(written, str)
    assert written.strip()[:1] not in ("=", "+", "-", "@")
    assert "\x00" not in written


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.ending)
def test_every_format_hands_back_what_went_in_with_its_mark(export) -> None:
    sheet = Sheet("Coverage", ("Community", "Led"), [("Disabled people", 40), ("=cmd|x", 0)], example=True)
    lines = _read(export.ending, export.write(sheet))
    assert lines[0] == ["Community", "Led", "Data"]
    assert [str(cell) for cell in lines[1]] == ["Disabled people", "40", "example data"]
    assert lines[2][0] == "'=cmd|x"


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.ending)
def test_without_example_data_there_is_no_mark(export) -> None:
    lines = _read(export.ending, export.write(Sheet("Coverage", ("Community",), [("Disabled people",)])))
    assert lines == [["Community"], ["Disabled people"]]


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.ending)
def test_an_empty_table_and_hostile_text_can_be_written(export) -> None:
    assert _read(export.ending, export.write(Sheet("Nothing", ("A",), []))) == [["A"]]
    text = "a\x00b\x0bc" + "x" * 40_000
    cell = _read(export.ending, export.write(Sheet("Long", ("A",), [(text,)])))[1][0]
    assert str(cell).startswith("a�b�c")
    assert "more characters)" in str(cell)
    assert len(str(cell)) < LONGEST_CELL + 100


def test_the_workbook_says_what_it_was_made_from() -> None:
    sheet = Sheet("Coverage", ("A",), [], about=(("Rule", "says so"),), example=True)
    content = next(export for export in EXPORTS if export.ending == "xlsx").write(sheet)
    about = openpyxl.load_workbook(io.BytesIO(content))["About"]
    values = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert values["Rule"] == "says so"
    assert "example data" in values["Data"]


def test_a_download_has_a_plain_name_and_an_unknown_format_is_refused(app) -> None:
    response = download(Sheet('Cov"erage\r\n: Ünïque', ("A",), [], example=True), "csv")
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="cov-erage-unique-example-data.csv"'
    )
    with pytest.raises(NotFound):
        download(Sheet("Coverage", ("A",), []), "exe")


def test_a_list_keeps_its_own_name_whatever_is_in_it(app) -> None:
    response = as_attachment('Café "A"\r\n.csv', b"")
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Cafe A.csv\"; filename*=UTF-8''Caf%C3%A9%20%22A%22%0D%0A.csv"
    )
    assert response.headers["Content-Type"].startswith("text/csv")
