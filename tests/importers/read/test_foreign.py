"""Files that are sent in place of a list: each kind has its own sentence on what to ask for instead."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from importers.errors import FileRefused
from importers.read import read_table


def parts(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x" * 40)
    return content.getvalue()


OPEN = "application/vnd.oasis.opendocument."
BOX = b"\x00\x00\x00\x18ftyp"

INSTEAD = {
    "letter.pdf": (b"%PDF-1.7 x", "pdf", "a PDF"),
    "late.pdf": (b"\r\n\r\n%PDF-1.4 x", "pdf", "a PDF"),
    "letter.docx": (parts("[Content_Types].xml", "word/document.xml"), "word", "a Word document"),
    "letter.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "WordDocument".encode("utf-16-le"),
        "word",
        "a Word document",
    ),
    "letter.rtf": (b"{\\rtf1 x}", "word", "RTF"),
    "letter.odt": (parts("content.xml", mimetype=OPEN + "text"), "word", "a text document"),
    "letter.pages": (parts("Index/Document.iwa", "preview.jpg"), "word", "Apple Pages"),
    "book.epub": (
        parts("META-INF/container.xml", mimetype="application/epub+zip"),
        "word",
        "electronic book",
    ),
    "list.numbers": (
        parts("Index/Document.iwa", "Index/Tables/Tile.iwa"),
        "numbers",
        "Apple Numbers",
    ),
    "talk.pptx": (parts("[Content_Types].xml", "ppt/presentation.xml"), "slides", "a slide show"),
    "talk.odp": (parts("content.xml", mimetype=OPEN + "presentation"), "slides", "a slide show"),
    "talk.key": (parts("Index/Document.iwa", "Index/Slide-1.iwa"), "slides", "Keynote"),
    "drawing.odg": (parts("content.xml", mimetype=OPEN + "graphics"), "picture", "a drawing"),
    "scan.png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture", "a picture"),
    "scan.jpg": (b"\xff\xd8\xff\xe0" + bytes(40), "picture", "a picture"),
    "scan.tiff": (b"II*\x00\x08\x00\x00\x00", "picture", "a picture"),
    "scan.bmp": (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00", "picture", "a picture"),
    "scan.heic": (BOX + b"heic\x00\x00", "picture", "a picture"),
    "scan.webp": (b"RIFF\x00\x10\x00\x00WEBPVP8 ", "picture", "a picture"),
    "scan.svg": (b"<svg xmlns='x'></svg>", "picture", "a picture"),
    "talk.mp4": (BOX + b"mp42\x00\x00", "film", "a film or a sound recording"),
    "talk.mp3": (b"ID3\x03\x00aaaa", "film", "a film or a sound recording"),
    "lists.zip": (parts("a.csv", "b.csv"), "archive", "several files in it"),
    "people.vcf": (b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "cards", "address cards"),
    "mail.eml": (b"Return-Path: <a@b>\r\nMIME-Version: 1.0\r\n\r\nHi\r\n", "message", "an e-mail message"),
    "members.xls": (
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n\r\n",
        "web_archive",
        "saved as one file",
    ),
    "page.mhtml": (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.org\r\nMIME-Version: 1.0\r\n\r\n",
        "web_archive",
        "saved as one file",
    ),
    "notes.one": (b"\xe4\x52\x5c\x7b\x8c\xd8" + bytes(40), "notebook", "OneNote"),
    "list.url": (b"[InternetShortcut]\r\nURL=x\r\n", "shortcut", "a link to a file"),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_it_is_named_and_says_what_to_ask_for(tmp_path: Path, name: str) -> None:
    content, code, words = INSTEAD[name]
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read_table(path, file_name=name)
    assert refused.value.code == code
    assert words in refused.value.message
    assert refused.value.next_step.endswith(".")


@pytest.mark.parametrize("heading", ["BME groups", "From: area", "Date: joined", "X-ray clubs", "RIFF"])
def test_lists_that_only_begin_like_one_are_read(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{heading},Name\n1,Ash Hall\n2,Beck Street\n")
    assert read_table(path).rows_read == 2
