"""Builds small files for tests: workbooks part by part, so that any part can be made wrong."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
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


OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"


def open_row(*texts: str, repeated: int = 1) -> str:
    """A row of an .ods file; each text is the XML within its cell."""
    cells = "".join(
        f'<table:table-cell office:value-type="string">{text}</table:table-cell>' for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def open_document(path: Path, *rows: str) -> Path:
    """Write an .ods file of one sheet with these rows."""
    spaces = " ".join(f'xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Members">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", OPEN_DOCUMENT)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OASIS}manifest:1.0"/>')
        archive.writestr("content.xml", content)
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    """One record of a binary workbook, its kind and length written as the format has them."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content) & 0x7F | 0x80, len(content) >> 7]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write an .xlsb file of one sheet with these rows of short texts."""
    book = (
        _record(0x83)
        + _record(0x8F)
        + _record(0x9C, bytes(4) + struct.pack("<I", 1) + _wide("rId1") + _wide("Members"))
    )
    reach = struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    parts = [_record(0x81), _record(0x94, reach), _record(0x91)]
    for at, row in enumerate(rows):
        parts.append(_record(0x00, struct.pack("<I", at) + bytes(21)))
        parts += [
            _record(0x06, struct.pack("<II", column, 0) + _wide(text)) for column, text in enumerate(row)
        ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", book + _record(0x90) + _record(0x84))
        archive.writestr("xl/_rels/workbook.bin.rels", BOOK_LINKS.replace("sheet1.xml", "sheet1.bin"))
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(parts) + _record(0x92) + _record(0x82))
    return path
