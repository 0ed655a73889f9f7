"""The row below the headings of a survey that goes on with them: what could be ticked, parts of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.read.cells import is_typed

FILLER = re.compile(r"(open-ended )?(response|comment)", re.IGNORECASE)
"""What stands there below a question with one answer."""

FILLED_SHARE = 0.9


def sub_headings(heading: Sequence[str], below: Sequence[Sequence[str]]) -> list[str] | None:
    """Return the cells of the first row below that go on with the headings; None where data follows them.

    It has nothing in the first column, where the rows below it have something, and fills every gap in the
    headings: a question that has several columns stands over the first of them.
    """
    if len(below) < 2:
        return None
    width = max(len(heading), len(below[0]))
    over, under = _padded(heading, width), _padded(below[0], width)
    first = next((at for at, cell in enumerate(over) if cell), 0)
    named = sum(1 for cells in below[1:] if first < len(cells) and cells[first].strip())
    gaps = [at for at in range(first, width) if not over[at]]
    filled = [at for at in range(width) if under[at]]
    fillers = [at for at in filled if FILLER.fullmatch(under[at])]
    if under[first] or named < (len(below) - 1) * FILLED_SHARE or not (gaps or fillers):
        return None
    if not all(under[at] for at in gaps) or any(map(is_typed, under)):
        return None
    if not all(at in fillers or at in gaps or at + 1 in gaps for at in filled):
        return None
    return ["" if at in fillers else cell for at, cell in enumerate(under)]


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*map(str.strip, cells), *[""] * (width - len(cells))]
