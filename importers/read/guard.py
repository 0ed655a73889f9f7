"""Looks a zipped workbook over before anything unpacks it: sizes, ratios, and XML that declares things."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from importers.errors import FileRefused
from importers.read.kinds import ARCHIVE_ERRORS, SAVE_AGAIN, refusal
from importers.read.recoded import xml_encoding
from importers.read.table import MEGABYTE, Limits

PROLOGUE = 64 * 1024
"""Bytes at the start of an XML part within which its first element must come."""

ROOT = re.compile(rb"<[A-Za-z]")
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
MANIFEST = "META-INF/manifest.xml"
SMALL = 5 * MEGABYTE
"""Parts smaller than this unpacked may be packed as tightly as they like."""


def guard_archive(path: Path, limits: Limits) -> dict[str, str]:
    """Refuse a workbook that would unpack to too much, or whose XML declares entities.

    Returns the encoding of each XML part that is in UTF-16. Only the archive's directory and the first
    bytes of each XML part are read. What the directory hides is caught by the limits of the process that
    unpacks. Raises FileRefused.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, limits)
            if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
                raise refusal("encrypted")
            written = [part for part in parts if part.filename.endswith((".xml", ".rels")) and part.file_size]
            found = {part.filename: _check_prologue(archive, part) for part in written}
    except ARCHIVE_ERRORS as error:
        raise refusal("damaged") from error
    return {name: encoding for name, encoding in found.items() if encoding}


def _check_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("encrypted")
    if len(parts) > limits.entries:
        raise _unsafe(f"The workbook consists of {len(parts):,} parts.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise FileRefused(
            "too_big_unpacked",
            f"The workbook would unpack to {unpacked // MEGABYTE:,} MB; "
            f"at most {limits.unpacked_bytes // MEGABYTE:,} MB can be read.",
            "Save only the sheet with the list as a new workbook or as CSV.",
        )
    for part in parts:
        if part.file_size > SMALL and part.file_size > part.compress_size * limits.ratio:
            raise _unsafe(f"Its part {part.filename[:80]} is packed more tightly than any list would be.")


def _check_prologue(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str | None:
    """Refuse XML that declares a document type, before or without its first element; return its encoding."""
    with archive.open(part) as file:
        start = file.read(PROLOGUE)
    encoding = xml_encoding(start)
    if encoding:
        start = start.decode(encoding, "replace").encode()
    root = ROOT.search(start)
    if DECLARES.search(start[: root.start() if root else None]) or not root:
        raise _unsafe(f"Its part {part.filename[:80]} declares entities, which no list needs.")
    return encoding


def _unsafe(what: str) -> FileRefused:
    return FileRefused("unsafe", f"The workbook isn't safe to unpack. {what}", SAVE_AGAIN)
