"""Talks to the process that reads a workbook: starts it, takes what it says, and never waits for ever."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

import python_calamine

from importers.errors import FileRefused
from importers.read.kinds import SAVE_AGAIN, refusal
from importers.read.suspect import is_suspect_batch
from importers.read.table import Limits

CHILD = Path(__file__).with_name("calamine_child.py")
ROOT = Path(__file__).resolve().parents[2]
SITE = Path(python_calamine.__file__).parent.parent

COLUMN, CELL = "\x1e", "\x1f"

Place = tuple[int, int]


class Batch(NamedTuple):
    """Columns of some rows as the child sent them, and whether any of their text is suspect or too long."""

    columns: list[list[str]]
    suspect: bool


@dataclass
class Told:
    """What the child said of a workbook.

    ``names`` are (sheet name, hidden), ``sizes`` (rows, columns) of each sheet, empty if the child didn't
    get that far. ``sheet`` is the place of the sheet read; ``rows`` are its cells as text, from A1 on.
    ``merged`` are (first cell, last cell), counted from 0. ``suspect``: some cell is so long, or holds such
    characters, that the rows had better be looked at one by one.
    """

    names: list[tuple[str, bool]] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    sheet: int = 0
    left: int = 0
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    suspect: bool = False
    done: bool = False


class ChildDied(Exception):
    """The child ended before it was done: out of memory, out of time, or the file broke it.

    ``at_once``: it was the file, before anything could be told of its sheets.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self.at_once = at_once


def ask_child(
    path: Path, sheet: str | None, limits: Limits, *, hidden: bool, looked_over: Callable[[int], None]
) -> Told:
    """Return what the child reads from the workbook at ``path``.

    ``looked_over`` is called with the place of each sheet the child tries, while the child is busy with
    it. Raises FileRefused when the workbook says why it can't be read, ChildDied when nobody does.
    """
    told = Told()
    with _running(path, sheet, limits, hidden=hidden) as messages:
        for message in messages:
            _take(message, told, looked_over)
            if told.left >= limits.columns:
                raise FileRefused(
                    "too_many_columns",
                    f"The table begins in column {told.left + 1:,}; {limits.columns:,} columns can be read.",
                    "Delete the empty columns before it and upload the list again.",
                )
            if told.sizes:
                break  # nothing follows, and the child's memory needn't be tidied up first
    if not told.done:
        raise ChildDied
    return told


@contextmanager
def _running(path: Path, sheet: str | None, limits: Limits, *, hidden: bool) -> Iterator[Iterator[Any]]:
    """Start the child and yield its messages; kill it after ``limits.seconds``, or when nobody listens."""
    command = [
        sys.executable,
        "-I",
        "-S",
        str(CHILD),
        str(ROOT),
        str(SITE),
        str(path),
        sheet or "",
        "1" if hidden else "",
    ]
    command += [str(limits.memory_bytes), str(limits.seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        alarm = threading.Timer(limits.seconds, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            yield _messages(child.stdout, limits.cell_characters) if child.stdout else iter(())
        finally:
            alarm.cancel()
            child.kill()


def _messages(stream: IO[bytes], longest: int) -> Iterator[Any]:
    """Yield each message: a mapping, or the rows of a batch. Ends where the child ended, however it did."""
    while (line := stream.readline()).endswith(b"\n"):
        message = json.loads(line)
        if "bytes" not in message:
            yield message
            continue
        content = stream.read(message["bytes"])
        if len(content) < message["bytes"]:
            return
        text = content.decode()
        columns = text.split(COLUMN)
        long = any(_may_hold_long(column, longest) for column in columns)
        yield Batch([column.split(CELL) for column in columns], long or is_suspect_batch(content, text))


def _may_hold_long(column: str, longest: int) -> bool:
    """Tell at a few glances whether a cell of a column may be longer than that: no end within half of it."""
    half = longest // 2
    return any(column.find(CELL, at, at + half) < 0 for at in range(0, len(column) - half, half))


def _take(message: Any, told: Told, looked_over: Callable[[int], None]) -> None:
    """Add one message to what was told. Raises FileRefused for an error."""
    if isinstance(message, Batch):
        margin = [[""] * len(message.columns[0])] * told.left
        told.rows.extend(zip(*margin, *message.columns, strict=True))
        told.suspect = told.suspect or message.suspect
    elif "trying" in message:
        looked_over(message["trying"])
    elif "sheets" in message:
        told.names = [(name, hidden) for name, hidden in message["sheets"]]
    elif "sheet" in message:
        told.sheet, told.left = message["sheet"], message["left"]
        told.merged = [((a[0], a[1]), (b[0], b[1])) for a, b in message["merged"]]
    elif "sizes" in message:
        told.sizes = [(rows, columns) for rows, columns in message["sizes"]]
    elif "error" in message and not told.done:
        raise _refused(message["error"], message["text"], told)
    elif "done" in message:
        told.done = True


def _refused(error: str, text: str, told: Told) -> Exception:
    """Return what to raise for an error the child caught."""
    if error == "PasswordError":
        return refusal("encrypted")
    if error in ("MemoryError", "PanicException"):
        return ChildDied(at_once=error == "PanicException" and not told.names)
    if error == "ValueError" and told.names:
        names = ", ".join(f"“{name}”" for name, _ in told.names)
        return FileRefused(
            "no_such_sheet", "The workbook has no sheet of that name.", f"Its sheets are {names}."
        )
    if "detect file format" in text:
        # An old workbook with a password, under a name without an ending, looks like no workbook at all.
        next_step = "Open it, save a copy as .xlsx without a password, and upload the copy."
        return FileRefused("damaged", "The workbook is protected with a password, or damaged.", next_step)
    return FileRefused("damaged", f"The workbook is damaged or was cut off on the way ({text}).", SAVE_AGAIN)
