"""Tables whose rows begin with a name or number that no heading stands over, as R writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from importers.field_registry import BY_ID
from importers.heading_words import fields_meant
from importers.read.cells import is_typed

LEAST_ROWS = 2
VALUES = frozenset(("identifier", "charity", "company", "postcode", "date", "email", "website", "income"))
WORDS = frozenset(("name", "place"))
"""What a field's cells are (``Field.value``): values of a kind, or words."""

PLAIN_NUMBER = re.compile(r"[0-9]{1,7}")
COUNTED = re.compile(r"(#|row|index|key|.*\b(no|nr|num|number|id|ref|reference|code)\b\.?)\W*", re.IGNORECASE)
"""Headings that a column of running numbers may have."""


def begins_with_row_names(heading: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether the headings belong one column further right than they stand.

    So it is where the rows have one cell more than there are headings, and these fit what then stands below
    them better; or fit as well, and the rows begin with running numbers.
    """
    rows = [list(map(str.strip, cells)) for cells in below if sum(1 for cell in cells if cell.strip()) > 1]
    own = _trimmed(list(map(str.strip, heading)))
    if (
        not own
        or len(rows) < LEAST_ROWS
        or not all(own)
        or any(cells[1][:1] == " " for cells in below if cells[1:])
    ):
        return False
    rows = [_trimmed(cells) for cells in rows]
    longer = sum(len(cells) == len(own) + 1 for cells in rows)
    if longer * 2 < len(rows) or any(len(cells) > len(own) + 1 or not cells[0] for cells in rows):
        return False
    as_it_stands, moved = _fit(own, rows, 0), _fit(own, rows, 1)
    if moved != as_it_stands:
        return moved > as_it_stands
    firsts = [cells[0] for cells in rows]
    if COUNTED.fullmatch(own[0]) or not all(map(PLAIN_NUMBER.fullmatch, firsts)):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(firsts))


def _trimmed(cells: list[str]) -> list[str]:
    """Return the cells up to the last that holds anything."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _fit(heading: Sequence[str], rows: Sequence[Sequence[str]], by: int) -> int:
    """Return how many headings, moved ``by`` columns, stand over what they mean, less those that don't."""
    fit = 0
    for at, own in enumerate(heading, start=by):
        meant = {BY_ID[field].value for field in fields_meant(own)}
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        typed = sum(map(is_typed, cells)) * 2 > len(cells)
        if cells and meant & WORDS and not meant & VALUES:
            fit += -1 if typed else 1
        elif cells and meant & VALUES:
            fit += 1 if typed else -1
    return fit
