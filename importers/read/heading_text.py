"""The text of headings: on one line, compared, and several rows of them put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def tidy(text: str) -> str:
    """Return a heading on one line, without surplus white space and what can't be seen."""
    return " ".join(text.translate(INVISIBLE).split())


def same_text(cells: Sequence[str]) -> list[str]:
    """Return a row's filled cells as they are compared: headings come again in any case and spacing."""
    return [tidy(cell).casefold() for cell in cells if cell.strip()]


def names_each_again(groups: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell whether each group heading stands over each of its columns, as pandas writes them."""
    below = same_text(cells)
    again = any(left == right for left, right in pairwise(groups))
    return again and len(groups) == len(below) == len(set(below))


def joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Put each group heading in front of the headings that stand under it; the last row names columns.

    A group reaches over the columns to its right that have a heading of their own.
    """
    width = max(map(len, rows))
    texts = [""] * width
    for depth, cells in enumerate(rows):
        group = ""
        below = {at for lower in rows[depth + 1 :] for at, cell in enumerate(lower) if cell.strip()}
        for column in range(width):
            own = tidy(cells[column]) if column < len(cells) else ""
            group = own or (group if depth < len(rows) - 1 else "")
            if group and (own or column in below) and not texts[column].casefold().endswith(group.casefold()):
                texts[column] = f"{texts[column]} {group}".strip()
    return tuple(texts)
