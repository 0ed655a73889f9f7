"""Row by row: data, or left out with a reason. What might be data is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from importers.read.cells import is_label, is_plain_heading, is_typed
from importers.read.footnotes import MARKED, begins_as_footnote, is_footnote, notes_from
from importers.read.heading_text import same_text, tidy
from importers.read.headings import Record
from importers.read.notes import Notes
from importers.read.sections import looks_like_section
from importers.read.sums import Sums
from importers.read.table import Row, Skipped, Why
from importers.read.table_shape import Shape
from importers.read.totals import AGGREGATES, RULES, is_ruled, is_sum

INITIAL = re.compile(r"[^\W_]|[A-Z] ?[-–] ?[A-Z]|0 ?[-–] ?9|#")
WORDED = re.compile(r"[^\W\d_]{4}|[a-z]{2}")
"""A word, and not just a code that lost a sign."""

NEW = tuple.__new__
"""Makes a row in half the time that its class takes."""

UNUSUAL = frozenset([*RULES, *map(chr, range(ord(" ") + 1))])
"""What the first cell of a row of data doesn't begin with."""

LAST_LETTERS = "".join({word[-1] for word in AGGREGATES})
"""What the words of sums end in: most cells end otherwise, and one letter is soon looked up."""

PENDING = 100
"""Lone cells held back at most until it is clear what follows them."""

SENTENCE_WORDS = 9
SHORT_RULE = 8


@dataclass(frozen=True)
class _Lone:
    """A row with a single filled cell, waiting for what follows it; or with two that look like a footnote.

    ``parted``: a blank row or a total stands above it; ``alone``: there is no second cell.
    """

    number: int
    cells: Sequence[str]
    column: int
    text: str
    after_blank: bool
    parted: bool
    alone: bool


def sort_rows(
    records: Iterable[Record], shape: Shape, again: Callable[[], Iterable[Record]], notes: Notes | None = None
) -> Iterator[Row | Skipped]:
    """Yield every record but the heading row as a row, or as skipped with the reason.

    Rows come in the order of the file. ``again`` gives the records once more, for adding columns up.
    ``notes`` gets a warning for rows that might be section headings but were kept as data.
    """
    return _Sorter(shape, again, notes).sort(records)


class _Sorter:
    """One pass over the records of a table."""

    def __init__(self, shape: Shape, again: Callable[[], Iterable[Record]], notes: Notes | None) -> None:
        self.shape = shape
        first, narrow = shape.headings.last, shape.width == 1
        self.sums = Sums(again, first, shape.no_numbers, shape.hidden, narrow=narrow)
        self.notes = notes
        self.section: str | None = None
        self.pending: list[_Lone] = []
        self.after_blank = True
        self.after_total = False
        self.heading: list[str] = same_text(shape.headings.own)
        self.begins = self.heading[0][:2] if self.heading else None
        self.titles: set[str] = set()
        self.before: Sequence[str] = ()

    def sort(self, records: Iterable[Record]) -> Iterator[Row | Skipped]:
        """Yield a row or a reason for each record."""
        hidden, begins, below = self.shape.hidden, self.begins, iter(records)
        yield from self._top(below)
        for number, cells in below:
            full = len(cells) > 2 and cells[0] and cells[1] and cells[2]
            if (full or len(cells) - cells.count("") > 2) and number not in hidden:
                text = cells[0].casefold()
                if (
                    text
                    and text[:2] != begins
                    and "total" not in text
                    and " of " not in text
                    and not (text[-1] in LAST_LETTERS and text.endswith(AGGREGATES))
                    and text[0] not in UNUSUAL
                ):
                    self.before = cells
                    if self.pending or self.after_blank or text.isspace():
                        yield from self._filled(number, cells, [cell for cell in cells if cell.strip()])
                    else:
                        yield NEW(Row, (number, tuple(cells), self.section))
                    continue
            filled = [cell for cell in cells if cell and not cell.isspace()]
            if not filled:
                self.after_blank = True
                yield Skipped(number, Why.BLANK)
            elif number in hidden:
                yield Skipped(number, Why.HIDDEN)
            else:
                yield from self._filled(number, cells, filled)
        yield from self._settle(at_end=True)

    def _top(self, records: Iterator[Record]) -> Iterator[Skipped]:
        """Yield what stands above the headings, and headings below them, as skipped; take the heading row."""
        first, last = self.shape.headings.row, self.shape.headings.last
        for number, cells in records if first else ():
            filled = same_text(cells)
            if first and number < first:
                self.titles.update(filled if len(filled) == 1 else ())
                yield Skipped(number, Why.TITLE if filled else Why.BLANK)
            elif number != first:
                yield Skipped(number, Why.REPEATED_HEADING if filled else Why.BLANK)
            if number == last:
                return

    def _filled(self, number: int, cells: Sequence[str], filled: list[str]) -> Iterator[Row | Skipped]:
        why = self._plain_reason(number, cells, filled)
        if why:
            if why is Why.REPEATED_HEADING:
                yield from self._above_headings()
            yield Skipped(number, why)
        elif self._may_wait(number, filled):
            column = next(index for index, cell in enumerate(cells) if cell.strip())
            parted, alone = self.after_blank or self.after_total, len(filled) == 1
            self.pending.append(
                _Lone(number, cells, column, filled[0].strip(), self.after_blank, parted, alone)
            )
            if len(self.pending) > PENDING:
                yield from self._settle()
        else:
            parted = self.after_blank or any(lone.after_blank for lone in self.pending)
            if self.pending:
                yield from self._settle()
            if parted and self.before:
                self._warn_of_headings(number, filled)
            self.before = cells
            yield Row(number, tuple(cells), self.section)
        self.after_blank, self.after_total = False, why is Why.TOTAL

    def _above_headings(self) -> Iterator[Skipped]:
        """Yield the lone cells right above headings that come again: the list's title, or a section."""
        waiting, self.pending = self.pending, []
        for lone in waiting:
            text = tidy(lone.text)
            if begins_as_footnote(text):
                yield Skipped(lone.number, Why.FOOTNOTE)
            elif text.casefold() in self.titles:
                yield Skipped(lone.number, Why.TITLE)
            else:
                self.section = text
                yield Skipped(lone.number, Why.SECTION)

    def _warn_of_headings(self, number: int, filled: list[str]) -> None:
        """Point out a row under a blank one that looks like the headings of another table."""
        words = sum(map(is_plain_heading, filled))
        if self.notes and len(filled) > 1 and words * 2 >= len(filled) and all(map(is_label, filled)):
            self.notes.warn(
                "second_table",
                "Another table seems to begin here. Its rows were read under the headings of the first.",
                row=number,
                value=" | ".join(filled),
            )

    def _plain_reason(self, number: int, cells: Sequence[str], filled: list[str]) -> Why | None:
        """Return the reason that shows from the row alone, or from the rows above it, if any."""
        if len(filled) == len(self.heading) and same_text(filled) == self.heading:
            return Why.REPEATED_HEADING
        if len("".join(filled)) > SHORT_RULE and is_ruled(filled):
            return Why.BLANK
        at = cells.index(filled[0])
        above = self.before[at] if at < len(self.before) else ""
        is_total = is_sum(filled, self.heading, (above, self.section or ""))
        return Why.TOTAL if is_total or self.sums.add_up_to(number, cells, filled) else None

    def _may_wait(self, number: int, filled: list[str]) -> bool:
        """Tell whether a row might be a section heading or a footnote."""
        if number in self.shape.spanning and len(filled) == 1:
            return True
        if len(filled) > 2 or self.shape.width == 1:
            return False
        if len(filled) == 1:
            return True
        text = filled[0].strip()
        if MARKED.match(text) and (is_typed(filled[1]) or self.shape.lone.names_marked):
            return False  # a member with a star and a postcode, not what the star means
        return begins_as_footnote(text) and (self.shape.width > 2 or text.endswith(":"))

    def _settle(self, *, at_end: bool = False) -> Iterator[Row | Skipped]:
        """Decide about the rows that waited; ``at_end`` when no row of data follows them."""
        waiting, self.pending = self.pending, []
        verdicts: list[Why | None] = []
        for lone in waiting:
            below_note = at_end and verdicts[-1:] == [Why.FOOTNOTE]
            verdicts.append(self._verdict(lone, at_end=at_end, parted=lone.parted or below_note))
        if at_end and not self.shape.lone.common:
            notes, apart = [why is Why.FOOTNOTE for why in verdicts], [one.after_blank for one in waiting]
            first = notes_from(notes, apart)
            verdicts[first:] = [why or Why.FOOTNOTE for why in verdicts[first:]]
        shouts = self.shape.lone.rare and not self.shape.lone.names_shouted
        for at in range(len(waiting) - 2, -1, -1):
            if (
                verdicts[at] is None
                and verdicts[at + 1] is Why.SECTION
                and shouts
                and waiting[at].alone
                and waiting[at].text.isupper()
            ):
                verdicts[at] = Why.SECTION
        titles: list[str] = []
        for lone, why in zip(waiting, verdicts, strict=True):
            if why is Why.SECTION:
                titles.append(tidy(lone.text))
            if why is None:
                self._warn(lone)
                yield Row(lone.number, tuple(lone.cells), " – ".join(titles) or self.section)
            else:
                yield Skipped(lone.number, why)
        if titles:
            self.section = " – ".join(titles)

    def _verdict(self, lone: _Lone, *, at_end: bool, parted: bool) -> Why | None:
        """Return what a lone cell is, None for data; ``parted``: a blank row or a note stands above it."""
        spanning = lone.number in self.shape.spanning
        if not spanning and self._is_value(lone):
            return None
        common = self.shape.lone.common  # where most rows have one cell only, that alone tells nothing
        ends = at_end and (not common or begins_as_footnote(lone.text))
        alone = lone.alone and not (common and MARKED.match(lone.text))
        if alone and MARKED.match(lone.text) and lone.column in self.shape.value_columns:
            return Why.FOOTNOTE  # names stand elsewhere
        if is_footnote(lone.text, at_end=ends, after_blank=parted, spanning=spanning, alone=alone):
            return Why.FOOTNOTE
        return Why.SECTION if lone.alone and self._is_section(lone, at_end=ends) else None

    def _is_value(self, lone: _Lone) -> bool:
        """Tell whether a lone cell is a number, code or date in the first column: a row with nothing else."""
        first = lone.column <= self.shape.name_column and lone.column in self.shape.value_columns
        return first and is_typed(lone.text) and not INITIAL.fullmatch(lone.text)

    def _warn(self, lone: _Lone) -> None:
        if self.notes and self.shape.width > 2 and self.shape.lone.rare and lone.alone:
            self.notes.warn(
                "only_one_cell",
                "This row has one cell only. It was kept as a row; if it is a heading for the rows below, "
                "leave it out.",
                row=lone.number,
                value=lone.text,
            )

    def _is_section(self, lone: _Lone, *, at_end: bool) -> bool:
        if lone.number in self.shape.spanning:
            return True
        if lone.column > self.shape.first_column:
            named = lone.column == self.shape.name_column and lone.text not in self.shape.lone.elsewhere
            return named and looks_like_section(lone.text, self.shape.lone.strict())
        if lone.text in self.shape.lone.elsewhere:
            return False
        worded = not self.shape.lone.common and WORDED.search(lone.text)
        among_values = lone.column in self.shape.value_columns and worded
        if among_values or INITIAL.fullmatch(lone.text):
            return True
        if len(lone.text.split()) > SENTENCE_WORDS:
            return False
        lone_rows = self.shape.lone
        placed = lone_rows.after_blank and lone.after_blank and not at_end
        return placed or looks_like_section(lone.text, lone_rows)
