"""The columns that Earshot adds to a list it hands back; a list that has them is read as if it hadn't."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

OUR_HEADINGS = (
    "Earshot row",
    "Earshot verdict",
    "Earshot organisation",
    "Earshot why",
    "Earshot what to do",
)
"""Row number, verdict, organisation, reason, what to do: always in this order when handed back."""

REWRITTEN = "Earshot row of the original"
"""Stands for the first heading where every cell was written anew: text that would begin a formula got an
apostrophe, and what the sheet hid or merged is told by our cells only."""

LEFT_OUT = "left out"
HIDDEN, SECTION = (
    "It is hidden in the sheet.",
    "It is a heading for the rows below it; they keep it as a value.",
)
"""What our cells say of rows that were left out."""

HEADLESS = re.compile(r"Earshot row \d+")
"""What the first of the columns holds in a list without headings."""

GUARDED = re.compile("'(?=\\s*[=+@\t\r\n＝＋－＠-])")

Record = tuple[int, Sequence[str]]


class Ours:
    """Where Earshot's columns lie among a list's (``positions`` from 0), and how to do without them."""

    def __init__(self, sample: Iterable[Record]) -> None:
        self.positions: frozenset[int] = frozenset()
        self.rewritten = False
        for _, cells in sample:
            texts = [cell.strip() for cell in cells]
            if OUR_HEADINGS[1] in texts:
                wanted = {*OUR_HEADINGS, REWRITTEN}
                self.positions = frozenset(at for at, text in enumerate(texts) if text in wanted)
                self.rewritten = REWRITTEN in texts
                return
            firsts = [at for at, text in enumerate(texts) if HEADLESS.fullmatch(text)]
            if firsts:
                self.positions = frozenset(at + more for at in firsts for more in range(len(OUR_HEADINGS)))
                return

    def told(self, records: Iterable[Record]) -> tuple[frozenset[int], frozenset[int]]:
        """Return which rows of a rewritten list were hidden, and which were sections."""
        hidden: set[int] = set()
        sections: set[int] = set()
        for number, cells in records:
            said = [cells[at] for at in self.positions if at < len(cells)] if self.rewritten else ()
            if LEFT_OUT in said:
                hidden.update([number] if HIDDEN in said else ())
                sections.update([number] if SECTION in said else ())
        return frozenset(hidden), frozenset(sections)

    def left_out(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records with nothing in Earshot's columns, and texts as they were before."""
        ours, rewritten = self.positions, self.rewritten
        first = min(ours)
        for number, cells in records:
            kept = list(cells[:first])
            kept += ["" if at in ours else cell for at, cell in enumerate(cells[first:], start=first)]
            while len(kept) > first and not kept[-1]:
                kept.pop()
            yield number, [_unguarded(cell) for cell in kept] if rewritten else kept


def _unguarded(cell: str) -> str:
    """Return the text without the apostrophe that kept it from becoming a formula."""
    return cell[1:] if GUARDED.match(cell) else cell
