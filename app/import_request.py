"""What a person asks for with a file, and the table with its columns that the file then is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Refused
from graph.model.plan import Issue
from importers.annotated.note import plain_name
from importers.another_kind import check_kind
from importers.columns import Column, Memory, fields_held, settled_columns, understand_columns
from importers.forms import form_as_list, is_form
from importers.lists.register_tables import check_numbers, register_mapping, table_name
from importers.read import Table, read_table
from importers.read.table import MEGABYTE, Limits

if TYPE_CHECKING:
    from graph.bodies import BodyRef

OF_REGISTERS = Limits(file_bytes=2000 * MEGABYTE, unpacked_bytes=2000 * MEGABYTE, rows=6_000_000)
"""What a register's table may hold: Companies House's has 5.5 million rows, and is read and planned from the
disk."""

LEFT_OUT = "left out"
"""Why a row isn't read that the person importing left out."""


@dataclass(frozen=True)
class ImportRequest:
    """What a person asks for with a file. Days are ISO days; ``columns`` maps a field to a heading.

    ``kind`` is a name of IMPORTERS. ``body_org_id`` is the org-id of the body whose list it is (members
    only), ``body_name`` makes it when nobody has that org-id. ``mapping`` is a settled field for each
    heading position (None: left out on purpose; ``importers.columns.ASK``: nobody said yet) and goes before
    ``columns``; ``ignored`` are headings to leave out on purpose. ``policies`` gives fields of the list
    a name of ``graph.model.statements.Policy``. ``left_out`` are numbers of rows not to read,
    ``repair_text`` puts text right that was encoded twice. ``date_order`` is which of a date's numbers is the
    day (a name of DateOrder, or AS_SHOWN; None: as was said of the source's last list), ``event_kind``
    and ``held_on`` what contact every row of a log was, and when, that doesn't say. ``scheme`` is the org-id
    prefix of the register that a table is of. ``whole_list_sure`` lets more leave than the guard would.
    """

    path: Path
    kind: str
    actor: str
    file_name: str | None = None
    sheet: str | None = None
    body_org_id: str | None = None
    body_name: str | None = None
    said_on: str | None = None
    recorded_on: str | None = None
    consultation: str | None = None
    role: str | None = None
    whole_list: bool = False
    whole_list_sure: bool = False
    own_answers: bool = False
    accept: str = "safe"
    example: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    policies: Mapping[str, str] = field(default_factory=dict)
    mapping: tuple[str | None, ...] | None = None
    left_out: tuple[int, ...] = ()
    repair_text: bool = False
    import_id: str | None = None
    scheme: str | None = None
    date_order: str | None = None
    event_kind: str | None = None
    held_on: str | None = None

    @property
    def shown_name(self) -> str:
        """The file's name as the person knows it."""
        return self.file_name or self.path.name


def read_request(
    request: ImportRequest, remembered: Memory | None = None
) -> tuple[Table, tuple[Column, ...]]:
    """Return the file's table and what each of its columns holds.

    ``remembered`` is what earlier lists of the source called their columns. Raises FileRefused for a file
    that can't be read, HeadingError when no column names organisations or says anything that the kind of list
    is for, Refused for a sheet of a text file.
    """
    table = table_of(request)
    columns = _columns_of(request, table, remembered)
    if request.kind == "register":
        check_numbers(fields_held(columns), table.headings)
    seems = check_kind(table, request.kind, columns)
    return replace(table, issues=(*table.issues, *seems)), columns


def _columns_of(request: ImportRequest, table: Table, remembered: Memory | None) -> tuple[Column, ...]:
    """Return what each column of a request's table holds, as somebody said, as published or as it shows."""
    if request.mapping is not None and len(request.mapping) == len(table.headings):
        return settled_columns(table, request.mapping)
    published = register_mapping(table.headings) if request.kind == "register" else None
    if published is not None and not request.columns:
        return settled_columns(table, published)
    return understand_columns(table, request.kind, remembered, request.columns, request.ignored)


def limits_of(kind: str) -> Limits:
    """Return what a file of a kind of list may hold at most."""
    return OF_REGISTERS if kind == "register" else Limits()


def table_of(request: ImportRequest) -> Table:
    """Return the table of a request's file, without the rows that are to be left out. Raises FileRefused."""
    table = read_table(
        request.path,
        sheet=request.sheet,
        file_name=request.file_name,
        repair_text=request.repair_text,
        limits=limits_of(request.kind),
    )
    check_sheets(table, request.sheet)
    if request.kind == "groups" and is_form(table) and table.rows:
        table = form_as_list(table, request.path, sheet=request.sheet, file_name=request.file_name)
    if request.left_out:
        table = without_rows(table, frozenset(request.left_out))
    return table


def check_sheets(table: Table, sheet: str | None) -> None:
    """Raise Refused when a sheet was asked for of a file that has none."""
    if sheet and not table.sheets:
        said = f"A text file has no sheets, so none is called “{sheet}”."
        raise Refused(said, "Leave the sheet out and try again.", code="no_sheets")


def without_rows(table: Table, numbers: frozenset[int]) -> Table:
    """Return a table without the rows of these numbers, counted as left out; a number of no row is told."""
    gone = sorted(row.number for row in table.rows if row.number in numbers)
    unknown = sorted(numbers - {*gone, *(number for number, _ in table.skipped)})
    no_such = [Issue("no_such_row", f"The list has no row {number} to leave out.") for number in unknown]
    return replace(
        table,
        rows=tuple(row for row in table.rows if row.number not in numbers),
        skipped=tuple(sorted((*table.skipped, *((number, LEFT_OUT) for number in gone)))),
        issues=(*no_such, *(issue for issue in table.issues if issue.row not in numbers)),
    )


def source_of(request: ImportRequest, body: BodyRef | None) -> str:
    """Return whose word the file is: all lists of a body are one source, and all logs of a consultation.

    So a log that comes again under another name adds only what is new. Each table of a register is a source
    of its own, and so a workbook of one is read for it. Other files are one source by name, whatever their
    format: handed back and brought in again, a list is the source it was. Raises FileRefused.
    """
    from graph.bodies import body_source  # noqa: PLC0415

    if body is not None:
        return body_source(body.id)
    if request.kind == "log":
        return f"log:{request.consultation}"
    if request.kind == "register":
        name = table_name(request.path, plain_name(request.shown_name), lambda: table_of(request).headings)
        return f"register:{request.scheme}:{name}"
    return f"list:{request.kind}:{plain_name(request.shown_name)}"
