"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, guarded, then read by calamine in its own process."""

from __future__ import annotations

from pathlib import Path

from importers.errors import FileRefused
from importers.read.child import ChildDied, Told, ask_child
from importers.read.collecting import no_collecting
from importers.read.far import far_cells_left_out
from importers.read.grid import Grid, make_grid
from importers.read.guard import guard_archive
from importers.read.kinds import ARCHIVE_ERRORS, SAVE_AGAIN, refusal
from importers.read.notes import Notes
from importers.read.ods_facts import ods_facts
from importers.read.options import Options
from importers.read.recoded import in_utf8
from importers.read.shape import shape_table
from importers.read.sheet_facts import SheetFacts, sheet_facts, sheet_part
from importers.read.table import Limits, Sheet, Table
from importers.read.xls_facts import xls_facts

SPREADSHEETML = ("xlsx", "xlsm")


def read_workbook(path: Path, kind: str, options: Options, notes: Notes) -> Table:
    """Return the table on one sheet of the workbook. Raises FileRefused when it can't be read."""
    with no_collecting():
        return _read(path, kind, options, notes)


def _read(path: Path, kind: str, options: Options, notes: Notes) -> Table:
    told, grid = workbook_grid(path, kind, options, notes, include_hidden=options.include_hidden)
    _note_sheets(kind, told, options, notes)
    shaped = shape_table(
        grid.records,
        grid.marks,
        notes,
        options,
        trusted=not told.suspect and not grid.errors,
    )
    sheets = tuple(
        Sheet(name, *size, hidden)
        for (name, hidden), size in zip(told.names, told.sizes or [(0, 0)] * len(told.names), strict=True)
    )
    return shaped.table(kind, notes, sheets=sheets, sheet=told.names[told.sheet][0])


def workbook_grid(
    path: Path, kind: str, options: Options, notes: Notes, *, include_hidden: bool
) -> tuple[Told, Grid]:
    """Return what was told of the workbook, and the cells of the sheet that is read. Raises FileRefused."""
    encodings = guard_archive(path, options.limits) if kind != "xls" else {}
    with in_utf8(path, encodings) as plain:
        told, facts = _told(plain, kind, options, notes)
    _refuse_hidden_only(told, options)
    most = options.limits.columns
    return told, make_grid(told, facts, notes, include_hidden=include_hidden, most_columns=most)


def _refuse_hidden_only(told: Told, options: Options) -> None:
    """Refuse a workbook in which nothing but hidden sheets holds anything, unless one was chosen."""
    sized = zip(told.names, told.sizes or [(0, 0)] * len(told.names), strict=True)
    hidden = [name for (name, is_hidden), (rows, _) in sized if is_hidden and rows]
    if hidden and not options.sheet and (not any(map(any, told.rows)) or told.names[told.sheet][1]):
        raise FileRefused(
            "only_hidden_sheets",
            "The sheets that are shown hold no table; there are hidden ones.",
            f"Choose one of them if it is the list: {', '.join(hidden[:10])}.",
        )


def _told(path: Path, kind: str, options: Options, notes: Notes) -> tuple[Told, SheetFacts]:
    """Return the sheet's cells and facts; a workbook that breaks the child is tried without far cells."""
    try:
        return _ask(path, kind, options)
    except ChildDied as died:
        if died.at_once:
            raise refusal("damaged") from None
        with far_cells_left_out(path, kind, options.limits, notes) as trimmed:
            if trimmed is None:
                raise _too_much(options.limits) from None
            try:
                return _ask(trimmed, kind, options)
            except ChildDied:
                raise _too_much(options.limits) from None


def _ask(path: Path, kind: str, options: Options) -> tuple[Told, SheetFacts]:
    found: dict[int, SheetFacts] = {}

    def look_over(place: int) -> None:
        if place not in found:
            found[place] = _facts(path, kind, place)

    told = ask_child(
        path, options.sheet, options.limits, hidden=options.include_hidden, looked_over=look_over
    )
    facts = found.get(told.sheet, SheetFacts())
    if kind == "ods":
        told.merged = facts.merged
    return told, facts


def _facts(path: Path, kind: str, place: int) -> SheetFacts:
    """Return what calamine doesn't tell of a sheet; nothing for formats that can't be looked over."""
    try:
        if kind in SPREADSHEETML:
            part = sheet_part(path, place)
            return sheet_facts(path, part) if part else SheetFacts()
        if kind == "ods":
            return ods_facts(path, place)
        if kind == "xls":
            return xls_facts(path, place)
    except ARCHIVE_ERRORS:
        return SheetFacts()  # the child will say that the file is damaged
    return SheetFacts()


def _too_much(limits: Limits) -> FileRefused:
    return FileRefused(
        "too_big_unpacked",
        f"The workbook is damaged, or needs more memory or time than it may have ({limits.seconds} seconds).",
        SAVE_AGAIN,
    )


def _note_sheets(kind: str, told: Told, options: Options, notes: Notes) -> None:
    """Say which sheets weren't read, and that macros were ignored."""
    if kind == "xlsm":
        notes.warn("macros_ignored", "The workbook has macros. They were not run.")
    if kind == "xlsb":
        notes.warn(
            "hidden_not_known",
            "Hidden rows and errors of an .xlsb can't be told. Save it as .xlsx to be sure.",
        )
    if told.names[told.sheet][1]:
        notes.warn(
            "hidden_sheet", f"The sheet “{told.names[told.sheet][0]}” is hidden; it was read as asked."
        )
    if options.sheet:
        return
    for place, (name, hidden) in enumerate(told.names):
        rows = told.sizes[place][0] if told.sizes else 1
        if place != told.sheet and rows > 0:
            kind_of = "hidden sheet" if hidden else "sheet"
            code = "hidden_sheet" if hidden else "other_sheet"
            size = f"{rows:,} {'row' if rows == 1 else 'rows'}"
            notes.warn(code, f"The {kind_of} “{name}” ({size}) was not read; choose it to read it.")
