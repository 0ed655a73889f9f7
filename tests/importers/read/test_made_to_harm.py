"""Small files made to take for ever or to fill the memory: each is read or refused in about its length.

They go through a process of their own with bounds, so that a fault here fails the test and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importers.read.building import SHEET_START, cell, workbook

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 60, 1500
BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]) << 20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]),) * 2)
from importers.errors import FileRefused
from importers.read import read_table
try:
    table = read_table(sys.argv[1])
    print("read", table.rows_read)
except FileRefused as refused:
    print("refused", refused.code)
"""
PAGE = "<html><table><tr><td>"
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
)
ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a">'
    + '<table:table-column table:visibility="collapse" table:number-columns-repeated="16384"/>'
    * 20_000
    + "<table:table-row><table:table-cell/></table:table-row></table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)

TEXTS: dict[str, str] = {
    "addresses that are none": "Name,Email\n" + ("x," + "@." * 15_000 + " y\n") * 20,
    "a number that is none": "Name,Ref\n" + ("x,A" + "1" * 30_000 + "!\n") * 20,
    "tags that never end": PAGE + "<a " * 150_000,
    "comments that never end": PAGE + "<!--" * 150_000,
    "sections that never end": PAGE + "<![x" * 150_000,
    "quotes that never end": PAGE + "<a b='" * 150_000,
    "cells over a thousand columns": PAGE + "<td colspan=1000>" * 200_000,
    "cells over all rows": PAGE + "<td rowspan=99999>" * 1_000 + "<tr>" * 100_000,
    "tables in tables": "<table><tr><td>x" * 25_000,
    "far cells in XML": XML + '<Row><Cell ss:Index="1000"><Data>x</Data></Cell></Row>' * 25_000,
    "quotes, one to a line": "Name,Notes\n" + 'x,"y\n' * 100_000,
    "quotes that close and open again on each line": (
        "Name,Place,Ref,Email\n"
        + "".join(f'end, z",{"y," * (at % 7 * 5)}"x, the trust","Alder,1\n' for at in range(3_000))
    ),
    "apostrophes": "'Name','Notes'\n" + "'x','" + "''" * 200_000 + "\n" + "'x','y'\n" * 20,
}


def rows(content: str) -> str:
    return f"{SHEET_START}<sheetData>{content}</sheetData></worksheet>"


def two_columns(count: int) -> str:
    return "".join(f'<row r="{n}">{cell(f"A{n}", "x")}{cell(f"B{n}", "y")}</row>' for n in range(1, count))


SHEETS: dict[str, Callable[[], str]] = {
    "every row in the last column": lambda: rows(
        "".join(f'<row r="{n}">{cell(f"XFD{n}", "x")}</row>' for n in range(1, 20_000))
    ),
    "cells that never end": lambda: rows('<row r="1"><f t="e"' + "<c " * 900_000 + "</row>"),
    "errors that never end": lambda: rows('<row r="1">' + '<c r="A1" t="e"><f>' * 100_000 + "</row>"),
    "an attribute that never ends": lambda: rows('<row r="1" hidden="' + "a" * 900_000 + " >"),
    "merged again and again": lambda: rows(two_columns(10_000)).replace(
        "</worksheet>",
        "<mergeCells>"
        + "".join(f'<mergeCell ref="B1:B{5_000 + n}"/>' for n in range(4_000))
        + "</mergeCells></worksheet>",
    ),
    "columns hidden again and again": lambda: rows(two_columns(20_000)).replace(
        "<sheetData>", "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 20_000 + "</cols><sheetData>"
    ),
}


def outcome(path: Path) -> str:
    """What a bounded process says of the file: "read" or "refused", and how many rows or why."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(path), str(MEGABYTES), str(SECONDS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return done.stdout.split(maxsplit=1)[0] if done.stdout else done.stderr[-300:] or str(done.returncode)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_made_to_harm_is_read_or_refused_in_bounds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TEXTS[name])
    assert outcome(path) in ("read", "refused")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_made_to_harm_is_read_or_refused_in_bounds(tmp_path: Path, name: str) -> None:
    assert outcome(workbook(tmp_path / "list.xlsx", SHEETS[name]())) in ("read", "refused")


def test_columns_hidden_without_end_fill_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
    assert outcome(path) in ("read", "refused")
