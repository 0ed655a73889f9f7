"""Writes cells beside the rows of somebody else's workbook, in a process of its own with limits.

Started as ``python -I -S book_child.py ROOT MEMORY SECONDS FILE_SIZE``: imports the standard library and the
modules beside it, from the folder ROOT. On stdin it takes a line of JSON about the work (``Work``), then a
line for each row: [row, [cell, …], tone]. Answers one line of JSON: {"done": true}, or the error's kind.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import IO, Any


@dataclass(frozen=True)
class Work:
    """What is to be done: the workbook ``book`` goes to ``out``; its ``sheet`` at ``place`` is ``part``.

    ``heading`` is the row of our headings (None: none), ``left`` the table's first column from 0.
    """

    book: str
    out: str
    part: str
    sheet: str
    place: int
    heading: int | None
    left: int


def main() -> None:
    """Run once."""
    root, memory, seconds, file_size = sys.argv[1:]
    sys.path.insert(0, root)
    from importers.limits import limit  # noqa: PLC0415 - only now is its folder on the path

    limit(int(memory), int(seconds), int(file_size))
    answer: dict[str, Any] = {"done": True}
    try:
        from importers.annotated.book import write_beside  # noqa: PLC0415

        work = Work(**json.loads(sys.stdin.readline()))
        write_beside(work, _rows(sys.stdin))
    except Exception as error:
        answer = {"error": type(error).__name__, "text": str(error)[:300]}
    print(json.dumps(answer), flush=True)


def _rows(lines: IO[str]) -> dict[int, tuple[tuple[str, ...], str]]:
    """Return {row: (cells, tone)} from a line of JSON each."""
    found = {}
    for line in lines:
        row, cells, tone = json.loads(line)
        found[row] = (tuple(cells), tone)
    return found


if __name__ == "__main__":
    main()
