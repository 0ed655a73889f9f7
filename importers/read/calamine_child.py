"""Reads a workbook in a process of its own, so that no file can take Earshot down with it.

Started as ``python -I -S calamine_child.py ROOT SITE FILE SHEET HIDDEN MEMORY SECONDS``: imports nothing but
calamine, from the folder SITE, and the bounds of a process, from our own folder ROOT; and writes a line of
JSON at a time to stdout: the names of the sheets, the sheet it tries, what is known of the chosen sheet, its
rows, that it is done, and the sizes of all sheets.
Rows come in batches: a line ``{"bytes": N}`` and then N bytes of UTF-8 in which columns are parted by U+001E
and the cells of each by U+001F: columns, since cells of one kind are turned into text, joined and parted
again together (an eighth of the time that JSON takes, and as safe to read). SHEET is a name, or empty for
the first sheet that holds a table; hidden sheets are only tried when HIDDEN is "1".
"""

from __future__ import annotations

import datetime
import gc
import json
import re
import sys
from functools import lru_cache
from itertools import islice
from typing import Any

BATCH = 2000
MOST_CELLS = 60_000_000
"""A sheet that reaches over more cells, blank ones among them, has a cell far from its table."""

COLUMN, CELL = "\x1e", "\x1f"
UNWANTED = {0: None, 0x1E: " ", 0x1F: " "}
RARE = (COLUMN, "\0", "\r")
"""What a column may hold that must be looked at cell by cell."""

MOST_DAYS = 20_000
"""Days kept as text: a column has the same ones over and over, and no list has more than half a century's."""

LONGEST_WHOLE = 1e16
"""Whole numbers below are told apart; spreadsheets keep fifteen digits."""

short_number = "%.15g".__mod__
"""As many digits as a spreadsheet keeps; whole numbers without a point."""


def moment_as_text(value: datetime.datetime) -> str:
    """Return a day, with the time of day if there is one, in ISO form."""
    text = value.isoformat(" ", "seconds")
    return text[:10] if text.endswith(" 00:00:00") else text[:19]


def other_as_text(value: Any) -> str:
    """Return any other value as text with plain line ends, without what would part cells and columns."""
    return str(value).translate(UNWANTED).replace("\r\n", "\n").replace("\r", "\n")


def number_as_text(value: float) -> str:
    """Return a number with as many digits as a spreadsheet keeps; a long whole one in full."""
    text = short_number(value)
    return f"{value:.0f}" if "e+" in text and abs(value) < LONGEST_WHOLE else text


def duration_as_text(value: datetime.timedelta) -> str:
    """Return a length of time as a spreadsheet shows it: 36:00:00, not a day and twelve hours."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


AS_TEXT: dict[type, Any] = {
    float: number_as_text,
    bool: {True: "TRUE", False: "FALSE"}.__getitem__,
    datetime.date: lru_cache(MOST_DAYS)(datetime.date.isoformat),
    datetime.datetime: moment_as_text,
    datetime.time: "{:%H:%M:%S}".format,
    datetime.timedelta: duration_as_text,
}
"""How a value of each type becomes text."""


def as_text(value: Any) -> str:
    """Return a cell's value as the text that the person sees."""
    text: str = AS_TEXT.get(value.__class__, other_as_text)(value)
    return text


def numbers_as_text(cells: tuple[float, ...]) -> str:
    """Return a column of numbers as text, all at once; one by one when some are too long to be shortened."""
    text = CELL.join(["%.15g"] * len(cells)) % cells
    return CELL.join(map(number_as_text, cells)) if "+" in text else text


def values_as_text(cells: tuple[Any, ...]) -> str:
    """Return a column that doesn't only hold text as text."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        return numbers_as_text(cells)
    if len(kinds) == 1:
        return CELL.join(map(AS_TEXT.get(kinds.pop(), other_as_text), cells))
    return CELL.join([cell if cell.__class__ is str else as_text(cell) for cell in cells])


def column_of(cells: tuple[Any, ...]) -> str:
    """Return a column of a batch as text, its cells parted by U+001F."""
    try:
        text = CELL.join(cells)
    except TypeError:
        text = values_as_text(cells)
    if text.count(CELL) >= len(cells) or any(sign in text for sign in RARE):
        return CELL.join([as_text(cell).translate(UNWANTED) for cell in cells])
    return text


def say(message: object) -> None:
    """Write one message as a line of JSON, at once."""
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
    sys.stdout.buffer.flush()


def say_rows(rows: list[list[Any]]) -> None:
    """Write a batch of rows, column by column."""
    content = COLUMN.join(map(column_of, zip(*rows, strict=True))).encode("utf-8", "replace")
    sys.stdout.buffer.write(b'{"bytes": %d}\n' % len(content))
    sys.stdout.buffer.write(content)


ASIDE = re.compile(
    r"(read ?me|notes?|guidance|guide|instructions?|about|cover( sheet| page)?|contents|index|key|legend"
    r"|look ?ups?|lists|drop ?downs?|options|choices|codes?|validation|definitions|data dictionary)( sheet)?",
    re.IGNORECASE,
)
"""What sheets are called that hold no list."""


def is_visible(sheet: Any) -> bool:
    """Tell whether a sheet's tab is shown."""
    return str(sheet.visible).endswith(".Visible")


def extent(sheet: Any) -> tuple[int, int]:
    """Return how many rows and columns a sheet reaches over, counted from A1."""
    return (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)


class Sheets:
    """The sheets of a book, each parsed at most once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sizes: dict[int, tuple[int, int]] = {}

    def open(self, at: int) -> Any:
        """Say which sheet is tried (so that it can be looked over meanwhile) and return it."""
        say({"trying": at})
        sheet = self.book.get_sheet_by_index(at)
        self.sizes[at] = extent(sheet)
        return sheet

    def choose(self, wanted: str, hidden: bool) -> tuple[int, Any]:
        """Return the sheet called ``wanted``, else the first with two rows and columns, else the first.

        Sheets called as notes and lists of choices are come last.
        """
        sheets = self.book.sheets_metadata
        if wanted:
            at = [sheet.name for sheet in sheets].index(wanted)
            return at, self.open(at)
        shown = [at for at, sheet in enumerate(sheets) if hidden or is_visible(sheet)]
        shown.sort(key=lambda at: bool(ASIDE.fullmatch(sheets[at].name.strip())))
        fallback = None
        for at in shown:
            sheet = self.open(at)
            if sheet.height > 1 and sheet.width > 1:
                return at, sheet
            if sheet.height and fallback is None:
                fallback = at
        at = fallback if fallback is not None else (shown or [0])[0]
        return at, self.open(at)

    def all_sizes(self) -> list[tuple[int, int]]:
        """Return rows and columns of every sheet, parsing those that weren't yet."""
        for at in range(len(self.book.sheets_metadata)):
            if at not in self.sizes:
                try:
                    self.sizes[at] = extent(self.book.get_sheet_by_index(at))
                except Exception:
                    self.sizes[at] = (0, 0)
        return [self.sizes[at] for at in sorted(self.sizes)]


def read(path: str, wanted: str, hidden: bool) -> None:
    """Write the sheets, and the cells of one of them."""
    import python_calamine  # noqa: PLC0415 - only now is its folder on the path

    book = python_calamine.CalamineWorkbook.from_path(path)
    say({"sheets": [[sheet.name, not is_visible(sheet)] for sheet in book.sheets_metadata]})
    sheets = Sheets(book)
    at, sheet = sheets.choose(wanted, hidden)
    if sheet.height * sheet.width > MOST_CELLS:
        raise MemoryError("the sheet reaches too far")
    merged = [[list(start), list(end)] for start, end in sheet.merged_cell_ranges or ()]
    say({"sheet": at, "left": (sheet.start or (0, 0))[1], "merged": merged})
    rows = iter(sheet.iter_rows() if sheet.height else ())
    while batch := list(islice(rows, BATCH)):
        say_rows(batch)
    say({"done": True})
    del sheet
    say({"sizes": sheets.all_sizes()})


def main() -> None:
    """Run once; a failure is one line with the kind of error."""
    root, site, path, wanted, hidden, memory, seconds = sys.argv[1:]
    sys.path[:0] = [site, root]
    from importers.limits import limit  # noqa: PLC0415 - only now is its folder on the path

    limit(int(memory), int(seconds))
    gc.disable()  # short-lived, and nothing here refers to itself
    try:
        read(path, wanted, hidden == "1")
    except BaseException as error:  # calamine's panics are no Exceptions
        say({"error": type(error).__name__, "text": str(error)[:300]})


if __name__ == "__main__":
    main()
