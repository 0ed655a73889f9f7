"""Reads a workbook in a process of its own, so that no file can take Earshot down with it.

Started as ``python -I -S calamine_child.py SITE FILE SHEET MEMORY SECONDS``: imports nothing but calamine
from SITE and writes JSON lines to stdout: first the sheets, then the chosen sheet's size, then its rows,
a batch to a line. SHEET is a name, or empty for the first visible sheet that holds more than one row.
"""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

BATCH = 1000


def limit(memory: int, seconds: int) -> None:
    """Bound this process's memory and CPU time where the system can."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # not on Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def as_text(value: Any) -> str:
    """Return a cell's value as the text that the person sees, with dates in ISO form."""
    kind = value.__class__
    if kind is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is datetime.datetime:
        plain = not (value.hour or value.minute or value.second or value.microsecond)
        return f"{value.isoformat(' ', 'seconds')[: 10 if plain else None]}"
    if kind is datetime.date:
        return f"{value:%Y-%m-%d}"
    if kind is datetime.time:
        return f"{value:%H:%M:%S}"
    return str(value).replace("\0", "")


def say(message: object) -> None:
    """Write one message as a line of JSON."""
    sys.stdout.write(json.dumps(message))
    sys.stdout.write("\n")


def choose(book: Any, wanted: str) -> int:
    """Return the index of the sheet to read: the one wanted, else the first visible one with a table."""
    sheets = book.sheets_metadata
    if wanted:
        return [sheet.name for sheet in sheets].index(wanted)
    visible = [at for at, sheet in enumerate(sheets) if str(sheet.visible).endswith(".Visible")]
    for at in visible:
        sheet = book.get_sheet_by_index(at)
        if sheet.height > 1 or sheet.width > 1:
            return at
    return (visible or [0])[0]


def read(path: str, wanted: str) -> None:
    """Write the sheets, and the cells of one of them."""
    import python_calamine  # noqa: PLC0415 - only now is its folder on the path

    book = python_calamine.CalamineWorkbook.from_path(path)
    at = choose(book, wanted)
    sheet = book.get_sheet_by_index(at)
    names = [[one.name, not str(one.visible).endswith(".Visible")] for one in book.sheets_metadata]
    merged = [[list(start), list(end)] for start, end in sheet.merged_cell_ranges or ()]
    start = sheet.start or (0, 0)
    say({"sheets": names, "sheet": at, "start": list(start), "height": sheet.height, "merged": merged})
    batch = []
    for row in sheet.to_python(skip_empty_area=True) if sheet.height else ():
        batch.append([cell if cell.__class__ is str else as_text(cell) for cell in row])
        if len(batch) == BATCH:
            say(batch)
            batch = []
    say(batch)
    say({"done": True})


def main() -> None:
    """Run once; a failure is one JSON line with the kind of error."""
    site, path, wanted, memory, seconds = sys.argv[1:]
    sys.path.insert(0, site)
    limit(int(memory), int(seconds))
    try:
        read(path, wanted)
    except Exception as error:
        say({"error": type(error).__name__, "text": str(error)[:300]})


if __name__ == "__main__":
    main()
