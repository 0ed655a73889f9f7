"""Which row holds the headings: found by what the rows look like, never taken for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest
from statistics import median

from importers.fields.words import is_blank
from importers.read.cells import (
    YEAR,
    has_heading_word,
    is_label,
    is_plain_heading,
    is_typed,
    kind_of_value,
)
from importers.read.heading_text import joined, names_each_again, same_text, tidy
from importers.read.row_names import begins_with_row_names
from importers.read.second_headings import meaning, second_headings
from importers.read.sub_headings import sub_headings
from importers.read.totals import is_total

LOOKED_AT = 60
"""Rows at the top of a file among which the heading row is looked for."""

MOST_HEADING_ROWS = 6
SURE = 1.0
WIDE_SHARE = 0.15
LEAST = 0.45
MAYBE = 0.5
"""Score of the first line of a list of one column that may be its heading or its first name."""

Record = tuple[int, Sequence[str]]


ITEM = re.compile(r"\s*(\d{1,4}[.)]|[•·*–-])\s")
COMPARED = 20
ALIKE_SHARE = 0.3
"""Share of a list's other lines that hold a heading's word as its first does, for that one to be a name."""

NUMBERED = re.compile(r"([^\W\d][^\d]*?)\s*([0-9]{1,3})")
"""A label with a running number after it."""


@dataclass(frozen=True)
class Marks:
    """What a workbook says of its rows beyond their cells; a text file says nothing.

    ``merged`` are rows with cells merged sideways over a part of the row, ``spanning`` rows whose first
    cell is merged across the table, ``hidden`` hidden rows; ``hidden_columns`` are counted from 0.
    ``tall`` are (first row, last row) of cells merged downwards.
    """

    merged: frozenset[int] = frozenset()
    spanning: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    tall: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Headings:
    """The heading row and its texts; ``row`` is None when the file has none.

    ``own`` are the texts of the row itself, without those of the rows above it that belong to the headings
    (headings over two rows and more). ``sure`` tells whether the decision was clear. ``last`` is the last
    row of those below that are headings once more (a system's names for the columns, or their types); the
    heading row where there are none, 0 without headings. ``moved``: each belongs to the next column, since
    rows begin with a name that has no heading.
    """

    row: int | None
    texts: tuple[str, ...]
    own: tuple[str, ...] = ()
    sure: bool = True
    last: int = 0
    moved: bool = False


@dataclass(frozen=True)
class _Top:
    """The filled rows at the top of a file, and how many cells a row usually has filled."""

    rows: Sequence[Record]
    marks: Marks
    usual: float
    values: dict[int, tuple[list[str], list[bool]]] = field(default_factory=dict)


TITLE = re.compile(
    r"\b(list|directory|report|as (at|of|on)|printed|exported|updated|version)\b", re.IGNORECASE
)
"""What a title says, and no heading over several columns."""


def find_headings(sample: Sequence[Record], marks: Marks | None = None) -> Headings:
    """Return the headings of the records in ``sample`` (row number, cells), top of the file first."""
    rows = [(number, cells) for number, cells in sample if any(cell.strip() for cell in cells)]
    if not rows:
        return Headings(None, ())
    top = _Top(rows, marks or Marks(), _usual_width(rows))
    scores = [_score(top, index) for index in range(min(len(rows), LOOKED_AT))]
    for index in range(len(scores) - 1):
        if scores[index + 1] > SURE and _is_group_row(top, index + 1):
            scores[index] = min(scores[index], scores[index + 1] - 0.01)
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    best = _below_the_report(top, scores, best)
    if scores[best] < LEAST:
        width = max(len(cells) for _, cells in rows)
        return Headings(None, tuple(f"Column {column + 1}" for column in range(width)))
    first, last = _block(top, best)
    again = _second(top, last)
    if again and first == last and _says_more(top, last + 1, last):
        first, last, best, again = last + 1, last + 1, last + 1, again - 1
    texts = joined([cells for _, cells in rows[first : last + 1]])
    own = tuple(map(tidy, rows[best][1]))
    under = None if again else sub_headings(rows[last][1], [cells for _, cells in rows[last + 1 :]])
    if under:
        texts = joined([texts, under])
        own = tuple(tidy(lower) or upper for upper, lower in zip_longest(own, under, fillvalue=""))
        last += 1
    moved = begins_with_row_names(rows[last][1], [cells for _, cells in rows[last + again + 1 :]])
    if moved:
        texts, own = ("", *texts), ("", *own)
    return Headings(rows[last][0], texts, own, scores[best] >= SURE, rows[last + again][0], moved)


def _below_the_report(top: _Top, scores: Sequence[float], best: int) -> int:
    """Return the index of the headings: those of a list below what its report says of itself, if it does.

    Zoom and its like put one row with headings of its own, and a blank one, over the list of who came.
    """
    list_at = best + 2
    while list_at < len(top.rows) and _filled(top.rows[list_at][1]) == 1:
        list_at += 1
    if len(top.rows) < list_at + 3 or list_at >= len(scores) or scores[list_at] < LEAST:
        return best
    (first, heading), (one, said), (number, _) = top.rows[best : best + 3]
    cells = top.rows[list_at][1]
    texts = [cell.strip() for cell in cells if cell.strip()]
    told = [at for at, cell in enumerate(said) if is_typed(cell) and at < len(cells) and cells[at].strip()]
    apart = one == first + 1 and number > one + 1 and bool(told) and same_text(cells) != same_text(heading)
    over_values, _ = _contrast(cells, top.rows[list_at + 1 :][:LOOKED_AT])
    words = sum(map(has_heading_word, texts)) * 2 >= len(texts)
    is_heading = words and over_values > 0 and all(map(is_label, texts)) and not any(map(is_blank, texts))
    return list_at if apart and is_heading else best


def _second(top: _Top, last: int) -> int:
    """Return how many rows below the headings are headings once more; hidden ones are left out anyway."""
    below = takewhile(lambda row: row[0] not in top.marks.hidden, top.rows[last + 1 :])
    return second_headings(top.rows[last][1], [cells for _, cells in below])


def _says_more(top: _Top, index: int, other: int) -> bool:
    """Tell whether the headings at ``index`` are known better than at ``other``, or those are hidden."""
    (_, cells), (hidden, over) = top.rows[index], top.rows[other]
    return hidden in top.marks.hidden or meaning(cells) > meaning(over)


def _usual_width(rows: Sequence[Record]) -> float:
    """Return how many cells a row usually has filled; rows with one only don't count beside longer ones."""
    counts = [_filled(cells) for _, cells in rows]
    wide = [count for count in counts if count > 1]
    return median(wide if len(wide) >= len(counts) * WIDE_SHARE else counts)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _score(top: _Top, index: int) -> float:
    """Return how much the row at ``index`` looks like headings; 0 when it can't be."""
    number, cells = top.rows[index]
    texts = [cell.strip() for cell in cells if cell.strip()]
    values, codes = _values(top, index)
    values /= len(texts)
    if values > 0.25 or len(texts) < top.usual * 0.5:
        return 0.0
    alone = len(texts) < 2 and (top.usual >= 2 or len(top.rows) < 2 or number in top.marks.spanning)
    if alone or all(map(is_total, texts)):
        return 0.0
    below = top.rows[index + 1 : index + 1 + LOOKED_AT]
    contrast, repeats = _contrast(cells, below)
    words = _words(cells, below if contrast == 0 else ()) / (len(texts) - codes)
    if top.usual < 2 and contrast < 1 and not is_plain_heading(texts[0]):
        return MAYBE if words and index == 0 and not _is_one_of_many(texts[0], below) else 0.0
    if top.usual < 2 and _stands_among_names(top, index):
        return 0.0
    distinct = len({text.casefold() for text in texts}) / len(texts)
    width = min(len(texts) / top.usual, 1.5) - 1
    empty = 0.4 if not below and words < 1 else 0.0
    against = 1.5 * repeats + 1.5 * values + 0.4 * (1 - distinct) + empty
    series = _series(texts) / len(texts)
    return 0.3 + 1.2 * words + 1.2 * contrast + 0.8 * series + 0.5 * width - against - _crowd(top, index)


def _words(cells: Sequence[str], below: Sequence[Record]) -> int:
    """Return how many cells hold a word of headings, unless they are like those below: "Alder Group"."""
    found = 0
    for at, cell in enumerate(cells):
        if has_heading_word(cell):
            column = [row[at] for _, row in below[:COMPARED] if at < len(row) and row[at].strip()]
            alike = sum(map(has_heading_word, column)) >= max(len(column) * ALIKE_SHARE, 1)
            found += is_plain_heading(cell) or not alike or (" " not in cell and any(map(cell.count, "-_")))
    return found


def _is_one_of_many(text: str, below: Sequence[Record]) -> bool:
    """Tell whether the first line of a list of one column is one like those below: "1. Alder Group"."""
    lines = [next(filter(str.strip, cells)) for _, cells in below]
    if ITEM.match(text):
        return any(map(ITEM.match, lines[:1]))
    return sum(map(has_heading_word, lines)) >= max(len(lines) * ALIKE_SHARE, 1)


def _series(texts: Sequence[str]) -> int:
    """Return how many cells are one of a series: "Answer 1", "Answer 2"."""
    parts = [NUMBERED.fullmatch(text.casefold()) for text in texts]
    ends = [(part[1], int(part[2])) if part else None for part in parts]
    on = [bool(left and right == (left[0], left[1] + 1)) for left, right in pairwise(ends)]
    return sum(before or after for before, after in zip([False, *on], [*on, False], strict=True))


def _stands_among_names(top: _Top, index: int) -> bool:
    """Tell whether a line of a list of one column is a title, or one of many lines that are all alike."""
    numbers = [number for number, _ in top.rows[: index + 2]]
    after_blank = index == 0 or numbers[index] > numbers[index - 1] + 1
    is_title = index + 1 < len(numbers) and numbers[index + 1] > numbers[index] + 1
    return is_title or (index > 2 and not after_blank)


def _values(top: _Top, index: int) -> tuple[float, int]:
    """Return how many cells of the row are values, and how many are dates or codes that head other values."""
    cells = top.rows[index][1]
    values = [at for at, cell in enumerate(cells) if cell.strip() and not is_label(cell)]
    if len(values) * 4 <= _filled(cells) or not any(map(is_plain_heading, cells)):
        return len(values), 0
    below = [row for _, row in top.rows[index + 1 : index + 1 + LOOKED_AT]]
    heads = sum(
        bool(kind := kind_of_value(cells[at]))
        and not any(kind_of_value(row[at]) == kind for row in below if at < len(row))
        for at in values
    )
    return (len(values) - heads, heads) if below else (len(values), 0)


def _crowd(top: _Top, index: int) -> float:
    """Return how much speaks against headings under rows as full as any, above all under rows of data."""
    above = [cells for _, cells in top.rows[:index] if _filled(cells) >= top.usual * 0.8]
    return sum(0.4 if any(map(is_typed, cells)) else 0.3 for cells in above)


def _contrast(cells: Sequence[str], below: Sequence[Record]) -> tuple[float, float]:
    """Return the shares of labels that stand over values, and that come again below themselves."""
    columns = [column for column, cell in enumerate(cells) if cell.strip()]
    if not columns or not below:
        return 0.0, 0.0
    own = same_text(cells)
    again = any(len(row) >= len(own) and same_text(row) == own for _, row in below)
    typed = repeated = 0
    for column in columns:
        label = cells[column].strip()
        values = [row[column].strip() for _, row in below if column < len(row) and row[column].strip()]
        over_values = sum(map(is_typed, values)) >= max(len(values) * 0.5, 1)
        is_year = bool(YEAR.fullmatch(label)) and not any(map(YEAR.fullmatch, values))
        typed += over_values and (is_year or not is_typed(label))
        repeated += label in values and not again
    return typed / len(columns), repeated / len(columns)


def _block(top: _Top, best: int) -> tuple[int, int]:
    """Return the first and last index of the rows that make up the headings."""
    first = last = best
    while best - first < MOST_HEADING_ROWS and _is_group_row(top, first):
        first -= 1
    number = top.rows[best][0]
    for start, end in top.marks.tall:
        if start <= number <= end and end - start < MOST_HEADING_ROWS:
            first = min([first, *(at for at, row in enumerate(top.rows) if start <= row[0] <= end)])
            last = max([last, *(at for at, row in enumerate(top.rows) if start <= row[0] <= end)])
    return first, last


def _is_group_row(top: _Top, best: int) -> bool:
    """Tell whether the row above the headings holds group headings over several columns each."""
    if best == 0 or top.rows[best - 1][0] != top.rows[best][0] - 1:
        return False
    number, cells = top.rows[best - 1]
    texts = [cell.strip() for cell in cells if cell.strip()]
    gaps = _filled(cells) < _filled(top.rows[best][1]) or names_each_again(texts, top.rows[best][1])
    if len(texts) < 2 or not gaps or not all(map(is_label, texts)) or any(t.endswith(":") for t in texts):
        return False
    if any(map(TITLE.search, texts)) and number not in top.marks.merged:
        return False
    return number in top.marks.merged or any(map(has_heading_word, texts))
