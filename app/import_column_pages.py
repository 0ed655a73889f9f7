"""The page on which a person says what each column holds, and what was said on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.errors import Refused
from app.import_checks import check_readings, checked_day
from app.import_columns import remembered_columns
from app.import_request import ImportRequest, source_of, table_of
from graph.model.statements import Policy
from importers.column_policies import POLICY_FIELDS, POLICY_WORDS
from importers.column_values import column_sample, in_words
from importers.columns import ASK, Column, Memory, Origin, columns_without_check
from importers.field_registry import BY_ID, Field, fields_of
from importers.fields.dates import AS_SHOWN, DateOrder
from importers.lists.log_events import WIDE

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.uploads import Upload
    from graph.store import Store
    from importers.read import Table

SHOWN_VALUES = 3

LEFT_OPEN = ("date_order", "event_kind", "held_on")

ORIGIN_WORDS: Mapping[Origin, str] = {
    Origin.CHOSEN: "as you said",
    Origin.REMEMBERED: "as in this source’s last list",
    Origin.RENAMED: "taken for “{was}” of the last list: is it?",
    Origin.SUGGESTED: "suggested",
    Origin.EMPTY: "nothing in it",
    Origin.OPEN: "not known: please say",
}


ORDER_WORDS: Mapping[str, str] = {
    AS_SHOWN: "as their column shows; the day first where nothing shows it",
    str(DateOrder.DAY_FIRST): "the day first (3 April)",
    str(DateOrder.MONTH_FIRST): "the month first (4 March)",
}
"""How dates such as 3/4/2024 may be read."""


@dataclass(frozen=True)
class ColumnLine:
    """One column on the page: its first values, what it holds, whose word that is, and its policy.

    ``beside`` are the other columns that hold the same, where that is a field of one value.
    """

    heading: str
    samples: tuple[str, ...]
    chosen: str
    origin: Origin
    why: str
    looks_like: str
    policy: str | None
    beside: tuple[str, ...] = ()

    @property
    def policy_name(self) -> str:
        """The name under which the form sends the policy of the field that the column holds now."""
        return f"policy-{self.chosen}"


@dataclass(frozen=True)
class ColumnPage:
    """The page: a line for each column, the fields there are, and what earlier lists had besides.

    ``orders`` are the (value, words) of how its dates may be read, none without a column of dates;
    ``event_kind`` and ``held_on`` what a log's rows are that don't say; ``other_sheets`` are (name, words) of
    the workbook's sheets that hold something and aren't this one.
    """

    table: Table
    lines: tuple[ColumnLine, ...]
    fields: tuple[Field, ...]
    gone: tuple[str, ...]
    is_known: bool
    has_doubled_text: bool
    orders: tuple[tuple[str, str], ...] = ()
    date_order: str = ""
    is_log: bool = False
    event_kind: str = ""
    held_on: str = ""
    other_sheets: tuple[tuple[str, str], ...] = ()
    policies: tuple[tuple[str, str], ...] = tuple((str(one), words) for one, words in POLICY_WORDS.items())

    @property
    def first_open(self) -> int:
        """The number of the first column that nobody knows, else of the first column."""
        return next((number for number, line in enumerate(self.lines, 1) if line.chosen == ASK), 1)


def column_page(store: Store, request: ImportRequest) -> ColumnPage:
    """Return the page for a file; raises FileRefused when it can't be read."""
    memory = remembered_columns(store, source_of(request, _body_of(store, request)))
    table, columns = _read(request, memory)
    policies = {**_by_field(memory.policies), **request.policies}
    headings = {column.heading for column in columns} | {column.was for column in columns}
    return ColumnPage(
        table,
        tuple(_line(table, at, columns, policies) for at in range(len(columns))),
        fields_of(request.kind),
        _gone(memory, headings),
        bool(memory.fields),
        any(issue.code == "double_encoded" for issue in table.issues),
        _orders(memory) if any(_may_be_dates(column) for column in columns) else (),
        request.date_order or ("" if memory.date_order else AS_SHOWN),
        is_log=request.kind == "log",
        event_kind=request.event_kind or "",
        held_on=request.held_on or "",
        other_sheets=_other_sheets(table),
    )


def _other_sheets(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple(
        (sheet.name, f"{sheet.name} ({sheet.rows:,} row{'s' * (sheet.rows != 1)}{', hidden' * sheet.hidden})")
        for sheet in table.sheets
        if sheet.rows and sheet.name != table.sheet
    )


def _gone(memory: Memory, headings: Collection[str]) -> tuple[str, ...]:
    """Return the columns of the source's last list that this one lacks.

    None where it has few of them: then it is a sheet of another kind, as the logs of a consultation are.
    """
    gone = tuple(heading for heading in memory.newest if heading not in headings)
    return gone if 2 * len(gone) <= len(memory.newest) else ()


def _may_be_dates(column: Column) -> bool:
    return column.field is not None and (BY_ID[column.field].value == "date" or column.field in WIDE)


def _orders(memory: Memory) -> tuple[tuple[str, str], ...]:
    """Return the ways to read dates; what was said of the source's last list stands first."""
    before = ORDER_WORDS.get(memory.date_order)
    return (*((("", f"as in this source’s last list: {before}"),) if before else ()), *ORDER_WORDS.items())


def _read(request: ImportRequest, memory: Memory) -> tuple[Table, tuple[Column, ...]]:
    """Return the file and its columns, also when they allow no import yet."""
    table = table_of(request)
    return table, columns_without_check(table, request.kind, memory, request.mapping)


def _body_of(store: Store, request: ImportRequest) -> Any:
    from graph.bodies import body_for  # noqa: PLC0415 - the driver only when needed

    return body_for(store, request.body_org_id) if request.body_org_id and request.kind == "members" else None


def _by_field(policies: Mapping[str, str]) -> dict[str, str]:
    fields = {kept: field for field, kept in POLICY_FIELDS.items()}
    return {fields[kept]: policy for kept, policy in policies.items() if kept in fields}


def _beside(columns: Sequence[Column], at: int) -> tuple[str, ...]:
    """Return the headings of the other columns of the same field, where it is one of a single value."""
    field = columns[at].field
    if field is None or BY_ID[field].repeatable:
        return ()
    return tuple(one.heading for other, one in enumerate(columns) if other != at and one.field == field)


def _line(table: Table, at: int, columns: Sequence[Column], policies: Mapping[str, str]) -> ColumnLine:
    column, sample = columns[at], column_sample(table, at)
    usual = str(next(iter(POLICY_WORDS)))
    return ColumnLine(
        column.heading,
        tuple(dict.fromkeys(sample))[:SHOWN_VALUES],
        column.field or (ASK if column.is_open else ""),
        column.origin,
        ORIGIN_WORDS[column.origin].format(was=column.was),
        in_words(sample) if column.is_open else "",
        policies.get(column.field or "", usual) if column.field in POLICY_FIELDS else None,
        _beside(columns, at),
    )


def choices_in(form: MultiDict[str, str], upload: Upload) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the changes to an upload that the form says (its mapping, its policies), and errors by field.

    A field that isn't one is as good as none: the column is asked about again, unless all that nobody knows
    are to be left out.
    """
    unknown = "" if form.get("leave_out_unknown") else ASK
    mapping = tuple(held if held in BY_ID or not held else unknown for held in form.getlist("field"))
    policies = {
        field: form[f"policy-{field}"]
        for field in POLICY_FIELDS
        if form.get(f"policy-{field}") in set(Policy)
    }
    asked = {**upload.asked, "policies": {**upload.asked.get("policies", {}), **policies}}
    left_open = {name: form[name].strip() or None for name in LEFT_OPEN if name in form}
    return {"mapping": mapping, "asked": {**asked, **_repair(form), **left_open}}, _wrong(left_open)


def _wrong(said: Mapping[str, str | None]) -> dict[str, str]:
    """Return a sentence for each field whose day, kind of contact or order of dates isn't one."""
    checks: dict[str, Callable[[str | None], object]] = {
        "date_order": lambda text: check_readings(text, None),
        "event_kind": lambda text: check_readings(None, text),
        "held_on": lambda text: checked_day(text, "day of the contacts"),
    }
    errors = {}
    for name, text in said.items():
        try:
            checks[name](text)
        except Refused as refused:
            errors[name] = str(refused)
    return errors


def _repair(form: Mapping[str, str]) -> dict[str, bool]:
    return {"repair_text": True} if form.get("repair_text") else {}


def choices_again(form: MultiDict[str, str], upload: Upload) -> dict[str, Any]:
    """Return what is asked for with the file when it is planned anew.

    Rows left out, text repaired, and whether it is a part of a list or the whole of it, though many leave.
    """
    rows = {int(number) for number in form.getlist("leave_out") if number.isascii() and number.isdigit()}
    left_out = sorted({*upload.asked.get("left_out", ()), *rows})
    whole = {"part": {"whole_list": False}, "whole": {"whole_list": True, "whole_list_sure": True}}
    said = whole.get(form.get("list", ""), {})
    return {**upload.asked, **({"left_out": left_out} if left_out else {}), **_repair(form), **said}


def another_sheet(upload: Upload, sheet: str) -> dict[str, Any]:
    """Return the changes that have another sheet of the workbook read: its columns are asked about anew."""
    of_the_sheet = ("left_out", "policies", "sheet")
    asked = {name: value for name, value in upload.asked.items() if name not in of_the_sheet}
    return {"mapping": None, "asked": {**asked, "sheet": sheet}}
