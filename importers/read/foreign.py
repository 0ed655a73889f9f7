"""Files that are sent in place of a list: each kind with a sentence on what to ask for instead."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

ASK = "Ask whoever sent it for the list as an Excel workbook (.xlsx) or a CSV file."

PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif")
"""Brands of the box format that phones keep pictures in; any other is film or sound."""

WEB_ARCHIVE_MARKS = (
    b"x-document-type:",
    b"single file web page",
    b"snapshot-content-location:",
    b"<saved by ",
)
"""What Office and browsers write at the top of a page saved as one file, which else looks like an e-mail."""

MAIL_HEADS = (b"return-path:", b"received:", b"mime-version:", b"delivered-to:", b"x-", b"from:", b"date:")


class Foreign(NamedTuple):
    """What a file is, in the terms of ``FileRefused``."""

    code: str
    message: str
    next_step: str


PDF = Foreign("pdf", "This is a PDF. A PDF holds a picture of a table, not the table.", ASK)
PICTURE = Foreign(
    "picture",
    "This is a picture. Earshot reads no lists off pictures, since letters and numbers would be guessed.",
    ASK,
)
FILM = Foreign("film", "This is a film or a sound recording, not a table.", ASK)
CARDS = Foreign(
    "cards",
    "These are address cards (vCard), not a table.",
    "Open them in an address book, export them as CSV, and upload that file.",
)
MESSAGE = Foreign("message", "This is an e-mail message.", "Save the attached list and upload that.")
WEB_ARCHIVE = Foreign(
    "web_archive",
    "This is a web archive (a page saved as one file, .mht), which Earshot doesn't read.",
    "Open it in Excel, save it as .xlsx, and upload that file.",
)
NOTEBOOK = Foreign("notebook", "This is a OneNote notebook, not a table.", ASK)
SHORTCUT = Foreign(
    "shortcut",
    "This is a link to a file, not the file.",
    "Open it, download the list itself, and upload that.",
)
OLD_EXCHANGE = Foreign(
    "old_exchange",
    "This is a table as old programs exchanged them (SYLK or DIF), which Earshot doesn't read.",
    "Open it in Excel or LibreOffice, save it as .xlsx or CSV, and upload that file.",
)
PAGES = Foreign("word", "This is an Apple Pages document, not a table.", ASK)
KEYNOTE = Foreign("slides", "This is an Apple Keynote slide show, not a table.", ASK)
BOOK = Foreign("word", "This is an electronic book, not a table.", ASK)
TEXT = Foreign("word", "This is a text document (OpenDocument), not a table.", ASK)
SLIDES = Foreign("slides", "This is a slide show (OpenDocument), not a table.", ASK)
DRAWING = Foreign("picture", "This is a drawing (OpenDocument), not a table.", ASK)

STARTS: tuple[tuple[bytes, Foreign], ...] = (
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"\x00\x00\x01\x00", PICTURE),
    (b"ID3", FILM),
    (b"\x1a\x45\xdf\xa3", FILM),
    (b"\xe4\x52\x5c\x7b", NOTEBOOK),
    (b"[InternetShortcut]", SHORTCUT),
    (b"BEGIN:VCARD", CARDS),
    (b"TABLE\r\n0,1\r\n", OLD_EXCHANGE),
    (b"TABLE\n0,1\n", OLD_EXCHANGE),
)

SYLK = re.compile(rb"ID;P[^\r\n]*[\r\n]+(?:(?:[A-DFO-QW]|N[LNU])(?:;[A-Z][^\r\n]*)?[\r\n]+){2}")
"""The first records of a SYLK file; a list may have the headings "ID;Postcode"."""


def foreign_by_bytes(head: bytes) -> Foreign | None:
    """Return what a file is by its first bytes when it is known to be no list, else None."""
    for magic, foreign in STARTS:
        if head.startswith(magic):
            return foreign
    if SYLK.match(head):
        return OLD_EXCHANGE
    return _boxed(head) or _written(head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0"))


def _boxed(head: bytes) -> Foreign | None:
    """Tell pictures, films and sound apart that say so a few bytes into the file."""
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and b"\0" in head[2:6]:
        return PICTURE
    if head[:4] == b"RIFF" and b"\0" in head[4:8]:
        return PICTURE if head[8:12] == b"WEBP" else FILM
    if head[4:8] == b"ftyp":
        return PICTURE if head[8:12] in PICTURE_BRANDS else FILM
    return None


def _written(start: bytes) -> Foreign | None:
    """Tell what begins as text and is no table."""
    if start.startswith(b"%PDF-"):
        return PDF
    if start[:64].lower().startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return PICTURE
    lines = start.lower().split(b"\n")[:40]
    is_mail = any(line.startswith(b"mime-version:") for line in lines) and lines[0].startswith(MAIL_HEADS)
    if not is_mail:
        return None
    return WEB_ARCHIVE if any(mark in start.lower() for mark in WEB_ARCHIVE_MARKS) else MESSAGE


def foreign_by_parts(names: Collection[str], mimetype: bytes) -> Foreign | None:
    """Return what an archive is by its parts and its own word when it is known to be no list, else None."""
    for word, foreign in (
        (b"opendocument.text", TEXT),
        (b"opendocument.presentation", SLIDES),
        (b"opendocument.graphics", DRAWING),
        (b"epub", BOOK),
    ):
        if word in mimetype:
            return foreign
    if not any(name.endswith(".iwa") for name in names):
        return None
    if any("/Slide" in name or name.startswith("Slide") for name in names):
        return KEYNOTE
    has_tables = any("Tables/" in name or "CalculationEngine" in name for name in names)
    return None if has_tables else PAGES
