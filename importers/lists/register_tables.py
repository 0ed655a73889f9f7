"""The tables that registers are published as: their headings, and what their columns hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from importers.heading_words import plain_heading
from importers.mapping import HeadingError
from importers.read.encodings import decoded_head
from importers.read.kinds import ARCHIVE_ERRORS, file_kind

HEAD = 65_536
"""Bytes of a file in which its headings must stand for its table to be known."""

NUMBERS = "numbers"
"""The table of two numbers of one organisation: each such file is a source of its own, by its name."""

_TWO_NUMBERS = {"org id a": "identifier", "org id b": "company_number", "relationship": "related_as"}
_OWN = {"registered charity number": "identifier", "linked charity number": "linked_number"}


@dataclass(frozen=True)
class RegisterTable:
    """One published table.

    It is known by having all the headings ``known_by``; ``fields`` gives the field of each heading that is
    taken (plain words), every other column is left out on purpose. ``gathers``: several rows of it speak of
    one number and say one thing each. ``scheme`` is the org-id prefix of the register that publishes it, ""
    for a table of several registers' numbers.
    """

    name: str
    known_by: frozenset[str]
    fields: Mapping[str, str] = field(default_factory=dict)
    gathers: bool = False
    scheme: str = "GB-CHC"


def _table(
    name: str, known_by: Iterable[str], fields: Mapping[str, str], *, gathers: bool, scheme: str = "GB-CHC"
) -> RegisterTable:
    return RegisterTable(name, frozenset(known_by), fields, gathers, scheme)


TABLES: tuple[RegisterTable, ...] = (
    _table(
        "charity",
        ("registered charity number", "charity registration status", "charity name"),
        {
            **_OWN,
            "charity name": "name",
            "charity type": "legal_form",
            "charity registration status": "status",
            "latest income": "income",
            **{f"charity contact address{line}": "address" for line in range(1, 6)},
            "charity contact postcode": "postcode",
            "charity contact web": "website",
            "charity company registration number": "company_number",
        },
        gathers=False,
    ),
    _table(
        "charity_other_names",
        ("registered charity number", "charity name type", "charity name"),
        {**_OWN, "charity name": "other_names"},
        gathers=True,
    ),
    _table(
        "charity_classification",
        ("registered charity number", "classification type", "classification description"),
        {**_OWN, "classification type": "helps_type", "classification description": "helps"},
        gathers=True,
    ),
    _table(
        "charity_area_of_operation",
        ("registered charity number", "geographic area type", "geographic area description"),
        {**_OWN, "geographic area type": "area_type", "geographic area description": "works_in"},
        gathers=True,
    ),
    _table(
        "charity_governing_document",
        ("registered charity number", "governing document description", "charitable objects"),
        _OWN,
        gathers=True,
    ),
    _table(
        "scottish_register",
        ("charity number", "charity name", "charity status", "constitutional form"),
        {
            "charity number": "identifier",
            "charity name": "name",
            "known as": "other_names",
            "charity status": "status",
            "constitutional form": "legal_form",
            "postcode": "postcode",
            "principal office trustees address": "address",
            "website": "website",
            "most recent year income": "income",
            "main operating location": "works_in",
            "beneficiaries": "helps",
        },
        gathers=False,
        scheme="GB-SC",
    ),
    _table(
        "northern_irish_register",
        ("reg charity number", "charity name", "who the charity helps"),
        {
            "reg charity number": "identifier",
            "charity name": "name",
            "other name": "other_names",
            "status": "status",
            "total income": "income",
            "public address": "address",
            "website": "website",
            "company number": "company_number",
            "who the charity helps": "helps",
            "type of governing document": "legal_form",
        },
        gathers=False,
        scheme="GB-NIC",
    ),
    _table(
        "companies",
        ("company name", "company number", "company category", "company status"),
        {
            "company name": "name",
            "company number": "identifier",
            "company category": "legal_form",
            "company status": "status",
            "reg address address line1": "address",
            "reg address address line2": "address",
            "reg address post town": "address",
            "reg address post code": "postcode",
            **{f"previous name {number} company name": "other_names" for number in range(1, 11)},
        },
        gathers=False,
        scheme="GB-COH",
    ),
    _table(
        "mergers",
        ("org id a", "org id b", "transferor regno", "transferee regno"),
        _TWO_NUMBERS,
        gathers=False,
    ),
    _table(
        NUMBERS,
        ("org id a", "org id b", "relationship"),
        {**_TWO_NUMBERS, "org name": "name", "org name b": "name"},
        gathers=False,
        scheme="",
    ),
)
"""Headings as the Charity Commission's public extract, the Scottish and the Northern Irish register's
downloads and Companies House's basic company data have them, the Commission's register of mergers (a cell of
its names may hold several: they aren't taken), and tables of one organisation's numbers in two registers."""


def register_table(headings: Sequence[str]) -> RegisterTable | None:
    """Return the published table that has such headings; None for any other list of a register."""
    plain = {plain_heading(heading) for heading in headings}
    return next((table for table in TABLES if table.known_by <= plain), None)


def register_mapping(headings: Sequence[str]) -> tuple[str | None, ...] | None:
    """Return the field of each column of a published table; None when it isn't one."""
    table = register_table(headings)
    if table is None:
        return None
    return tuple(table.fields.get(plain_heading(heading)) for heading in headings)


def check_numbers(mapping: Sequence[str | None], headings: Sequence[str]) -> None:
    """Raise HeadingError when no column holds a register's numbers: no row of it could be told apart."""
    if any(field in ("identifier", "charity_number", "company_number") for field in mapping):
        return
    shown = ", ".join(headings[:8]) or "none"
    raise HeadingError(
        "no_register_numbers",
        f"No column holds the numbers of a register (headings found: {shown}).",
        'Choose the column, as in identifier="Reg no". Organisations without numbers come in as a list of '
        "organisations; a table of codes or words isn't for importing.",
    )


def table_name(path: Path, file_name: str, headings: Callable[[], Sequence[str]]) -> str:
    """Return the name of the table that a file holds, "register" when it shows none of the known ones.

    Each table of a register is a source of its own, in whatever format it comes, and which one it is must be
    known before the file is read as a whole: of a text only the beginning is read, of the first file in a
    ZIP archive. Of a workbook or a page ``headings`` returns what it has. ``file_name`` tells tables of
    numbers apart, of which there are many. Raises FileRefused for what is no list.
    """
    if file_kind(path) not in ("text", "zip"):
        return _named(register_table(headings()), file_name)
    for line in decoded_head(_head(path)).splitlines()[:20]:
        for mark in ("\t", ",", ";", "|"):
            table = register_table([cell.strip().strip('"') for cell in line.split(mark)])
            if table is not None:
                return _named(table, file_name)
    return _named(None, file_name)


def _named(table: RegisterTable | None, file_name: str) -> str:
    if table is None:
        return "register"
    return f"{table.name}:{file_name}" if table.name == NUMBERS else table.name


def _head(path: Path) -> bytes:
    """Return the first bytes of a file, or of the first file in an archive; none of a damaged one."""
    if not is_zipfile(path):
        with path.open("rb") as file:
            return file.read(HEAD)
    try:
        with ZipFile(path) as archive, archive.open(archive.infolist()[0]) as packed:
            return packed.read(HEAD)
    except ARCHIVE_ERRORS:
        return b""
