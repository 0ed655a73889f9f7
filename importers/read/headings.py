"""Which row holds the headings: found by what the rows look like, never taken for granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from importers.read.cells import has_heading_word, is_label, is_typed

LOOKED_AT = 60
"""Rows at the top of a file among which the heading row is looked for."""

SURE = 1.0
LEAST = 0.45

Record = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Headings:
    """The heading row and its texts; ``row`` is None when the file has none.

    ``own`` are the texts of the row itself, without those of ``upper``, the rows above it that belong to
    the headings (two-row headings). ``sure`` tells whether the decision was clear.
    """

    row: int | None
    texts: tuple[str, ...]
    own: tuple[str, ...] = ()
    upper: frozenset[int] = frozenset()
    sure: bool = True


def tidy(text: str) -> str:
    """Return a heading on one line, without surplus white space."""
    return " ".join(text.replace("\ufeff", "").split())


def find_headings(sample: Sequence[Record], merged: frozenset[int] = frozenset()) -> Headings:
    """Return the headings of the records in ``sample`` (row number, cells), top of the file first.

    ``merged`` are rows in which cells are merged sideways over a part of the row.
    """
    filled = [(number, cells) for number, cells in sample if any(cell.strip() for cell in cells)]
    if not filled:
        return Headings(None, ())
    usual = _usual_width(filled)
    scores = [_score(filled, index, usual) for index in range(min(len(filled), LOOKED_AT))]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    if scores[best] < LEAST:
        return Headings(None, _numbered(filled), sure=scores[best] <= 0)
    number, cells = filled[best]
    upper = _upper_row(filled, best, merged)
    texts = _joined(filled[best - 1][1], cells) if upper else tuple(tidy(cell) for cell in cells)
    rows_above = frozenset({filled[best - 1][0]}) if upper else frozenset()
    return Headings(number, texts, tuple(map(tidy, cells)), rows_above, scores[best] >= SURE)


def _usual_width(filled: Sequence[Record]) -> float:
    """Return how many cells a row usually has filled."""
    return median(sum(1 for cell in cells if cell.strip()) for _, cells in filled)


def _score(filled: Sequence[Record], index: int, usual: float) -> float:
    """Return how much the row at ``index`` looks like headings; 0 when it can't be."""
    cells = filled[index][1]
    texts = [cell.strip() for cell in cells if cell.strip()]
    labels = sum(is_label(text) for text in texts)
    if labels < len(texts) * 0.75 or len(texts) < usual * 0.5 or (usual >= 2 and len(texts) < 2):
        return 0.0
    below = filled[index + 1 : index + 1 + LOOKED_AT]
    words = sum(has_heading_word(text) for text in texts) / len(texts)
    columns = [column for column, cell in enumerate(cells) if cell.strip()]
    contrast, repeats = _contrast(columns, cells, below)
    if usual < 2 and words < 1:
        return 0.0
    distinct = len({text.casefold() for text in texts}) / len(texts)
    width = min(len(texts) / usual, 1.5) - 1
    return 0.3 + 1.2 * words + 1.2 * contrast - 1.5 * repeats + 0.5 * width + 0.4 * (distinct - 1)


def _contrast(columns: list[int], cells: Sequence[str], below: Sequence[Record]) -> tuple[float, float]:
    """Return the shares of columns that hold values under a label, and whose label comes again below."""
    if not columns or not below:
        return 0.0, 0.0
    typed = repeated = 0
    for column in columns:
        values = [row[column].strip() for _, row in below if column < len(row) and row[column].strip()]
        if values and sum(map(is_typed, values)) >= len(values) * 0.5 and not is_typed(cells[column]):
            typed += 1
        if cells[column].strip() in values:
            repeated += 1
    return typed / len(columns), repeated / len(columns)


def _upper_row(filled: Sequence[Record], best: int, merged: frozenset[int]) -> bool:
    """Tell whether the row above the headings holds group headings over several columns each."""
    if best == 0 or filled[best - 1][0] != filled[best][0] - 1:
        return False
    number, cells = filled[best - 1]
    texts = [cell.strip() for cell in cells if cell.strip()]
    gaps = any(not cell.strip() for cell in cells[: len(filled[best][1])])
    if len(texts) < 2 or not gaps or not all(map(is_label, texts)):
        return False
    return number in merged or any(map(has_heading_word, texts))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Put each group heading in front of the headings that stand under it."""
    texts, group = [], ""
    for column, cell in enumerate(lower):
        above = tidy(upper[column]) if column < len(upper) else ""
        group = above or group
        own = tidy(cell)
        texts.append(
            own if not group or own.casefold().startswith(group.casefold()) else f"{group} {own}".strip()
        )
    return tuple(texts)


def _numbered(filled: Sequence[Record]) -> tuple[str, ...]:
    width = max(len(cells) for _, cells in filled)
    return tuple(f"Column {column + 1}" for column in range(width))
