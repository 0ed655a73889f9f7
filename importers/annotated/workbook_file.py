"""A workbook handed back: asks the process that writes beside its rows, and never waits for ever."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from importers.annotated.note import RowNote, in_order
from importers.annotated.text_file import our_cells
from importers.read.sheet_facts import sheet_part
from importers.read.table import Limits, Table

CHILD = Path(__file__).with_name("book_child.py")
ROOT = Path(__file__).resolve().parents[2]


class CannotWriteBeside(Exception):
    """This workbook can't be written beside its rows: its rows are handed back in a new one."""


def annotate_workbook(
    path: Path, out: Path, table: Table, notes: Mapping[int, RowNote], limits: Limits
) -> None:
    """Write the .xlsx or .xlsm at ``path`` to ``out`` with the notes beside its rows.

    Every other part of it is as it was; nothing is computed. Raises CannotWriteBeside.
    """
    place = next((at for at, sheet in enumerate(table.sheets) if sheet.name == table.sheet), 0)
    part = sheet_part(path, place)
    if part is None:
        raise CannotWriteBeside("its sheet isn't where it should be")
    work = {
        "book": str(path),
        "out": str(out),
        "part": part,
        "sheet": table.sheet,
        "place": place,
        "heading": table.heading_row,
        "left": min(table.positions, default=1) - 1,
    }
    answer = _asked(work, table, notes, limits)
    if not answer.get("done"):
        raise CannotWriteBeside(str(answer.get("text", "")))


def _asked(
    work: Mapping[str, object], table: Table, notes: Mapping[int, RowNote], limits: Limits
) -> dict[str, object]:
    """Return what the child answers; nothing when it was ended by its limits."""
    command = [sys.executable, "-I", "-S", str(CHILD), str(ROOT), str(limits.memory_bytes)]
    command += [str(limits.seconds), str(limits.unpacked_bytes)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        encoding="utf-8",
    ) as child:  # fmt: skip
        alarm = threading.Timer(limits.seconds, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            said, _ = child.communicate(_told(work, table, notes))
        finally:
            alarm.cancel()
            child.kill()
    answer: dict[str, object] = json.loads(said) if said.strip() else {}
    return answer


def _told(work: Mapping[str, object], table: Table, notes: Mapping[int, RowNote]) -> str:
    """Return what the child is told: the work, then each row that gets cells."""
    tones = {number: note.tone for number, note in in_order(notes)}
    rows = sorted(our_cells(table, notes).items())
    lines = (json.dumps([row, cells, tones.get(row, "")]) for row, cells in rows)
    return "\n".join([json.dumps(work), *lines]) + "\n"
