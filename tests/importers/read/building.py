"""Builds small files for tests: workbooks part by part, so that any part can be made wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
ROOT_LINKS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Members" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_LINKS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"""
SHEET_START = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"""


def cell(reference: str, text: str) -> str:
    """One cell of text, as it stands in a sheet."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(*rows: str, before: str = "") -> str:
    """The XML of a sheet with these rows of cells, numbered from 1."""
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, start=1))
    return f"{SHEET_START}{before}<sheetData>{body}</sheetData></worksheet>"


def two_rows() -> str:
    """A heading row and one organisation."""
    return sheet(
        cell("A1", "Name") + cell("B1", "Postcode"), cell("A2", "Alder Trust") + cell("B2", "DE6 9ZA")
    )


def workbook(path: Path, sheet_xml: str, **other_parts: str) -> Path:
    """Write a workbook of one sheet; ``other_parts`` replace parts by the words below."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_LINKS,
        "xl/workbook.xml": other_parts.get("book", BOOK),
        "xl/_rels/workbook.xml.rels": BOOK_LINKS,
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if "strings" in other_parts:
        parts["xl/sharedStrings.xml"] = other_parts["strings"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
