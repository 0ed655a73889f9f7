"""Lines of text become records: lists of cells, in which one stray quote costs one row and no more.

The standard csv reader does the splitting. It never sees a line whose quotes don't add up: those are
joined to the lines they run on to, or, when nothing sensible closes the quote, taken as they stand.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from importers.read.fixed import cut
from importers.read.inside import Inside
from importers.read.notes import Notes
from importers.read.parting import Dialect, mended_cells, split_line

BATCH = 512
CSV_FIELD = 100_000
"""Longer lines are split here: csv refuses fields over 131,072 characters."""

KEPT_AS_TEXT = re.compile(r'\s*="([^"=]*)"\s*')

AFTER_DOUBLED = ";,\t"

MAX_LINES = 500
"""A quoted cell that runs over more lines than this isn't one."""

FEWEST_LINES = 50
"""Lines that are always looked at; more only until it was in vain, so that damage costs no square time."""

MAX_CHARACTERS = 200_000


def read_records(lines: Iterable[str], dialect: Dialect, notes: Notes | None = None) -> Iterator[list[str]]:
    """Yield the cells of each record; a blank line is an empty list.

    ``notes`` gets a warning for each record whose quotes had to be repaired.
    """
    if dialect.edges:
        return (cut(line, dialect.edges) for line in lines)
    found = _Records(usual_quotes(lines, dialect), dialect, notes)
    records = found.read()
    return (_undoubled(record, dialect) for record in records) if dialect.doubled else records


def record_spans(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield how many lines each record runs over, and its cells: the same records as ``read_records``."""
    if dialect.edges:
        yield from ((1, cut(line, dialect.edges)) for line in lines)
        return
    for count, record in _Records(usual_quotes(lines, dialect), dialect, None).spans():
        yield count, _undoubled(record, dialect) if dialect.doubled else record


def usual_quotes(lines: Iterable[str], dialect: Dialect) -> Iterable[str]:
    """Return the lines as the standard reader takes them.

    Quotation marks stand where apostrophes quote cells; what a doubled export has after each line goes.
    """
    if dialect.doubled:
        return (line.strip().rstrip(AFTER_DOUBLED) for line in lines)
    return (_usually_quoted(line, dialect) for line in lines) if dialect.single else lines


def _usually_quoted(line: str, dialect: Dialect) -> str:
    """Return a line as the standard reader takes it; one whose apostrophes don't add up stays as it is."""
    if "'" not in line or not dialect.single_quoted.fullmatch(line):
        return line
    cells = csv.reader([line], delimiter=dialect.separator, quotechar="'")
    doubled = (cell.replace('"', '""') for cell in next(cells))
    return dialect.separator.join(f'"{cell}"' for cell in doubled)


def _undoubled(record: list[str], dialect: Dialect) -> list[str]:
    """Split the one cell that a doubled export makes of each line; a line that is none stays as it is."""
    if len(record) > 1:
        return record
    return split_line(record[0], dialect) if record and record[0] else []


def _unwrapped(cell: str) -> str:
    """Return the text that a cell such as ="01038860" keeps from becoming a number."""
    found = KEPT_AS_TEXT.fullmatch(cell)
    return found.group(1) if found else cell


class _Records:
    """One pass over the lines, with those that were looked at too early put back."""

    def __init__(self, lines: Iterable[str], dialect: Dialect, notes: Notes | None) -> None:
        self.lines = iter(lines)
        self.dialect = dialect
        self.notes = notes
        self.returned: deque[str] = deque()
        self.number = 0
        self.span = 1
        self.most = MAX_LINES

    def spans(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (lines, cells) one by one."""
        while batch := self._take(1):
            if self._plain(batch):
                yield 1, next(self._split(batch))
            else:
                self.span = 1
                cells = [_unwrapped(cell) for cell in self._difficult(batch[0])]
                yield self.span, cells

    def read(self) -> Iterator[list[str]]:
        """Yield the cells of each record, reading many lines at once where all of them are plain."""
        size = BATCH
        while batch := self._take(size):
            plain = self._plain(batch)
            yield from self._split(batch[:plain])
            if plain == len(batch):
                size = min(size * 2, BATCH)
                continue
            self.returned.extendleft(reversed(batch[plain + 1 :]))
            self.number += 1
            yield [_unwrapped(cell) for cell in self._difficult(batch[plain])]
            size = max(1, plain)

    def _take(self, size: int) -> list[str]:
        """Return the next lines, as many as are wanted or left."""
        taken = [self.returned.popleft() for _ in range(min(size, len(self.returned)))]
        return taken + list(islice(self.lines, size - len(taken))) if len(taken) < size else taken

    def _plain(self, lines: list[str]) -> int:
        """Return how many of the lines, from the first on, the standard reader can be trusted with."""
        whole = self.dialect.whole.fullmatch
        for at, line in enumerate(lines):
            if '"' in line:
                if '="' in line or not whole(line) or len(line) >= CSV_FIELD:
                    return at
            elif len(line) >= CSV_FIELD:
                return at
        return len(lines)

    def _split(self, batch: list[str]) -> Iterator[list[str]]:
        self.number += len(batch)
        return csv.reader(batch, delimiter=self.dialect.separator, skipinitialspace=self.dialect.spaced)

    def _difficult(self, line: str) -> list[str]:
        """Return the record that begins with a line whose quotes don't add up by themselves."""
        if self.dialect.whole.fullmatch(line):
            return split_line(line, self.dialect)
        if "\\" in line and self.dialect.escaped.fullmatch(line):
            mark, spaced = self.dialect.separator, self.dialect.spaced
            return next(csv.reader([line], delimiter=mark, skipinitialspace=spaced, escapechar="\\"))
        joined = self._joined(line)
        if joined is not None:
            return split_line(joined, self.dialect)
        self._warn(line)
        return mended_cells(line, self.dialect)

    def _joined(self, line: str) -> str | None:
        """Return the line with those its open cell runs on to; None, and put back, if that is wrong."""
        taken: list[str] = []
        inside = Inside(self.dialect.width, lambda row: len(split_line(row, self.dialect)))
        part = line
        while self._is_open(part):
            closed = self._take_until_closed(taken)
            if closed is None or inside.swallows_rows(taken[:-1]):
                break
            part = closed
        else:
            if self.dialect.whole.fullmatch(f'""{part}' if taken else part):
                self.span = 1 + len(taken)
                self.most = MAX_LINES
                return "\n".join([line, *taken])
        self._put_back(taken)
        return None

    def _put_back(self, taken: list[str]) -> None:
        """Give back lines taken in vain; where that happens again and again, fewer are looked at."""
        self.returned.extendleft(reversed(taken))
        if len(taken) > FEWEST_LINES:
            self.most = max(FEWEST_LINES, self.most // 2)

    def _is_open(self, part: str) -> bool:
        return self.dialect.opened.fullmatch(part) is not None

    def _take_until_closed(self, taken: list[str]) -> str | None:
        """Take lines until one closes the cell; return what follows the closing quote, None if none does."""
        length = 0
        while len(taken) < self.most and length < MAX_CHARACTERS:
            line = self.returned.popleft() if self.returned else next(self.lines, None)
            if line is None:
                return None
            taken.append(line)
            length += len(line)
            if '"' not in line:
                continue
            match = self.dialect.closing.match(line)
            if match:
                return line[match.end() :]
            if '"' in line.replace('""', ""):
                return None
        return None

    def _warn(self, line: str) -> None:
        if self.notes:
            self.notes.warn(
                "stray_quote",
                "A quotation mark in this row isn't matched by another; it was kept as it stands.",
                row=self.number,
                value=line,
            )
