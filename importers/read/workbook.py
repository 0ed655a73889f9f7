"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, read by calamine in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine

from importers.errors import FileRefused
from importers.read.headings import Record
from importers.read.kinds import SAVE_AGAIN, refusal
from importers.read.notes import Notes
from importers.read.shape import Marks, shape_table
from importers.read.table import Limits, Sheet, Table

CHILD = Path(__file__).with_name("calamine_child.py")
SITE = Path(python_calamine.__file__).parent.parent


@dataclass
class Grid:
    """The cells of one sheet as text: ``rows[0]`` is the row numbered ``first_row``, padded to column A."""

    sheets: tuple[Sheet, ...]
    sheet: str | None
    first_row: int = 1
    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def records(self, _: Notes | None) -> Iterator[Record]:
        """Yield (row number, cells); rows above the first written one are blank."""
        for number in range(1, self.first_row):
            yield number, ()
        yield from enumerate(self.rows, start=self.first_row)


def read_workbook(path: Path, kind: str, sheet: str | None, limits: Limits, notes: Notes) -> Table:
    """Return the table on one sheet of the workbook. Raises FileRefused when it can't be read."""
    grid = read_grid(path, sheet, limits)
    marks = _marks(grid)
    shaped = shape_table(grid.records, marks, notes, limits)
    if not shaped.headings and not shaped.rows:
        raise FileRefused(
            "empty", "The workbook holds no table.", "Check that the right file was saved and sent."
        )
    return Table(
        kind=kind,
        encoding=None,
        certain=True,
        delimiter=None,
        sheets=grid.sheets,
        sheet=grid.sheet,
        heading_row=shaped.heading_row,
        headings=shaped.headings,
        positions=shaped.positions,
        rows=shaped.rows,
        skipped=shaped.skipped,
        issues=notes.issues(),
    )


def read_grid(path: Path, sheet: str | None, limits: Limits) -> Grid:
    """Return the cells of one sheet. Raises FileRefused when the child process can't read it."""
    command = [sys.executable, "-I", "-S", str(CHILD), str(SITE), str(path), sheet or ""]
    command += [str(limits.memory_bytes), str(limits.seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None  # noqa: S101
        try:
            return _collected((json.loads(line) for line in child.stdout), limits)
        finally:
            child.kill()


def _collected(messages: Iterator[Any], limits: Limits) -> Grid:
    """Put together what the child says. Raises FileRefused on an error or an early end."""
    head = next(messages, None)
    if head is None:
        raise refusal("damaged")
    if "error" in head:
        raise _refused(head)
    sheets = tuple(Sheet(name, 0, 0, hidden) for name, hidden in head["sheets"])
    top, left = head["start"]
    merged = [((start[0], start[1]), (end[0], end[1])) for start, end in head["merged"]]
    grid = Grid(sheets, sheets[head["sheet"]].name, top + 1, merged=merged)
    margin = [""] * left
    for message in messages:
        if isinstance(message, dict):
            if "error" in message:
                raise _refused(message)
            return grid
        grid.rows.extend([*margin, *row] for row in message) if margin else grid.rows.extend(message)
    raise refusal("damaged")


def _refused(message: dict[str, str]) -> FileRefused:
    if message["error"] == "PasswordError":
        return refusal("encrypted")
    if message["error"] == "ValueError":
        return FileRefused(
            "no_such_sheet", "The workbook has no sheet of that name.", "Choose one of its sheets."
        )
    return FileRefused("damaged", f"The workbook can't be read ({message['text']}).", SAVE_AGAIN)


def _marks(grid: Grid) -> Marks:
    """Return which rows have merged cells, and which are one cell merged across the table."""
    merged: set[int] = set()
    spanning: set[int] = set()
    width = max(map(len, grid.rows), default=0)
    for (top, left), (bottom, right) in grid.merged:
        if right > left and top == bottom:
            (spanning if right - left + 1 >= max(2, width * 0.6) else merged).add(top + 1)
    return Marks(frozenset(merged), frozenset(spanning))
