"""What a file is by its bytes, whatever its name says; and what to ask for when it is no list."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from importers.errors import FileRefused
from importers.read.foreign import foreign_by_bytes, foreign_by_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD_BYTES = 64 * 1024
MAC_EXTRAS, MAC_STORE = "__MACOSX/", ".DS_Store"

ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises at a ZIP archive that is damaged, or made to harm."""

ASK_FOR_TABLE = "Ask whoever sent it for the list as an Excel workbook (.xlsx) or a CSV file."
SAVE_AGAIN = "Open it in the program that made it, save it again as .xlsx or CSV, and upload that file."

OLD_EXCEL = "This is a workbook of an Excel from before 1995."

FOREIGN = (
    (b"%PDF", "pdf", "This is a PDF. A PDF holds a picture of a table, not the table.", ASK_FOR_TABLE),
    (b"{\\rtf", "word", "This is a text document (RTF), not a table.", ASK_FOR_TABLE),
    (b"\x89PNG", "picture", "This is a picture.", ASK_FOR_TABLE),
    (b"\xff\xd8\xff", "picture", "This is a picture.", ASK_FOR_TABLE),
    (b"GIF8", "picture", "This is a picture.", ASK_FOR_TABLE),
    (
        b"7z\xbc\xaf\x27\x1c",
        "archive",
        "This is an archive (7z).",
        "Unpack it and upload the list inside it.",
    ),
    (b"Rar!", "archive", "This is an archive (RAR).", "Unpack it and upload the list inside it."),
    (b"\x1f\x8b", "archive", "This is an archive (gzip).", "Unpack it and upload the list inside it."),
    (b"SQLite format 3", "database", "This is a database file, not a list.", ASK_FOR_TABLE),
    (
        b"\x00\x01\x00\x00Standard ",
        "database",
        "This is an Access database.",
        "Export the table as .xlsx or CSV.",
    ),
    (b"PAR1", "database", "This is a Parquet file.", "Export the table as .xlsx or CSV."),
    (b"\x09\x00\x04\x00", "too_old", OLD_EXCEL, SAVE_AGAIN),
    (b"\x09\x02\x06\x00", "too_old", OLD_EXCEL, SAVE_AGAIN),
    (b"\x09\x04\x06\x00", "too_old", OLD_EXCEL, SAVE_AGAIN),
    (b"\x7fELF", "binary", "This is a program, not a list.", ASK_FOR_TABLE),
    (b"MZ", "binary", "This is a program, not a list.", ASK_FOR_TABLE),
)
"""(first bytes, code, what it is, what to do)"""

OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("__substg1.0_", "message"),
)
"""Stream names in the directory of an OLE file that is no plain .xls, and the code of each."""

REFUSALS = {
    "encrypted": (
        "The file is protected with a password.",
        "Open it, save a copy without a password, and upload the copy.",
    ),
    "word": ("This is a Word document, not a table.", ASK_FOR_TABLE),
    "slides": ("This is a slide show, not a table.", ASK_FOR_TABLE),
    "message": ("This is an e-mail message.", "Save the attached list and upload that."),
    "numbers": (
        "This is an Apple Numbers document.",
        "In Numbers choose File, Export To, Excel, and upload the exported file.",
    ),
    "damaged": ("The workbook is damaged or was cut off on the way.", SAVE_AGAIN),
    "archive": (
        "This is a ZIP archive with several files in it.",
        "Unpack it and upload the lists one by one.",
    ),
}


def refusal(code: str) -> FileRefused:
    """Return the refusal for ``code``, ready to raise."""
    message, next_step = REFUSALS[code]
    return FileRefused(code, message, next_step)


def file_kind(path: Path) -> str:
    """Return "xlsx", "xlsm", "xlsb", "ods", "xls", "zip", "html", "xml" or "text".

    "zip" is an archive with one file in it, "xml" a workbook saved as XML.

    Raises FileRefused for an empty file and for everything that is known not to hold a list.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b" \t\r\n\0\x1a\xef\xbb\xbf"):
        raise FileRefused("empty", "The file is empty.", "Check that the right file was saved and sent.")
    for magic, code, message, next_step in FOREIGN:
        if head.startswith(magic):
            raise FileRefused(code, message, next_step)
    if found := foreign_by_bytes(head):
        raise FileRefused(*found)
    if head.startswith(OLE):
        return _ole_kind(path)
    if head.startswith(ZIP):
        return _zip_kind(path)
    return _markup_kind(head)


def _ole_kind(path: Path) -> str:
    """Tell .xls from other OLE files by the names in their directory (UTF-16 in the raw bytes)."""
    content = path.read_bytes()
    for name, code in OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            raise refusal(code)
    return "xls"


def parts_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in an archive without what a Mac adds to them."""
    parts = [part for part in archive.infolist() if not part.is_dir()]
    return [
        part for part in parts if not part.filename.startswith(MAC_EXTRAS) and MAC_STORE not in part.filename
    ]


def _zip_kind(path: Path) -> str:
    """Tell the workbook formats apart by the parts in the archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in parts_of(archive)]
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except ARCHIVE_ERRORS as error:
        raise refusal("damaged") from error
    if b"spreadsheet" in mimetype:
        return "ods"
    if found := foreign_by_parts(names, mimetype):
        raise FileRefused(*found)
    return _kind_by_parts(names)


def _kind_by_parts(names: list[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if any(name.startswith("word/") for name in names):
        raise refusal("word")
    if any(name.startswith("ppt/") for name in names):
        raise refusal("slides")
    if any(name.endswith(".iwa") for name in names):
        raise refusal("numbers")
    if "content.xml" in names:
        return "ods"
    if "[Content_Types].xml" in names:
        return "xlsx"
    if len(names) == 1:
        return "zip"
    raise refusal("archive")


def _markup_kind(head: bytes) -> str:
    """Tell a web page (often named .xls) and a workbook saved as XML from plain text."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "xml"
    if start.startswith((b"[{", b'{"')) and start.count(b'":') > start.count(b"\n"):
        raise FileRefused("markup", "This is a JSON file, not a table.", ASK_FOR_TABLE)
    if start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<tr")
    ):
        return "html"
    if start.startswith((b"<?xml", b"<!--")) and (b"<html" in start or b"<table" in start):
        return "html"
    if start.startswith(b"<?xml"):
        raise FileRefused("markup", "This is an XML file, not a table.", ASK_FOR_TABLE)
    return "text"
