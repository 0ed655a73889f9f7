"""Headings that stand there twice: a system's names over or under people's words; and rows about columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from string import ascii_lowercase

from importers.heading_words import fields_meant, plain_heading
from importers.read.cells import has_heading_word, is_label, is_typed

MOST = 3
"""Rows below the headings that may be about the columns, too."""

LEAST_CELLS = 2
LEAST_COUNTED = 3
SAME_SHARE = 0.6
FILLED_SHARE = 2 / 3

BRACKETS = re.compile(r"\([^()]*\)")
MACHINE = re.compile(r"[A-Za-z][\w/]*")
"""A name that a program gave: one word, in which ``_`` parts others."""

IMPORT_ID = re.compile(r'\{"ImportId":.*\}')
"""What Qualtrics writes below the questions."""

TYPES = """
    boolean char checkbox choice currency date datetime decimal double email float formula int integer logical
    lookup mandatory memo money number numeric optional percent phone picklist required string text time
    timestamp url uuid varchar
"""
ABOUT_COLUMNS = (
    frozenset(TYPES.split())
    | frozenset(("free text", "short text", "long text", "single line text", "single line of text", "yes/no"))
    | frozenset(
        ("multiple lines of text", "date/time", "date only", "date and time", "whole number", "auto number")
    )
)
"""What a row says of its columns where it names their types, or which must be filled in."""


def second_headings(heading: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """Return how many of the filled rows right below the headings are headings too, 0 where data follows.

    It takes more than words that headings are made of, since an organisation may be called "Members Forum":
    the cells mean the same fields as those above them, or all are names that a program gave, or types.
    """
    follows = takewhile(lambda at: _is_heading(heading, below[at], below[at + 1 :]), range(len(below[:MOST])))
    return len(list(follows))


def meaning(cells: Sequence[str]) -> int:
    """Return how many of the cells are headings whose field is known."""
    return sum(1 for cell in cells if fields_meant(cell))


def _is_heading(heading: Sequence[str], cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    pairs = [(own, cell.strip()) for own, cell in zip(heading, cells, strict=False) if cell.strip()]
    texts = [cell for _, cell in pairs]
    if len(texts) < LEAST_CELLS or len(texts) < sum(1 for own in heading if own.strip()) * FILLED_SHARE:
        return False
    if _numbers_the_columns(heading, cells, below):
        return True
    if all(map(IMPORT_ID.fullmatch, texts)) or ABOUT_COLUMNS.issuperset(map(_bare, texts)):
        return True
    if not all(map(is_label, texts)):
        return False
    same = sum(1 for own, cell in pairs if _mean_the_same(own, cell))
    if same >= max(LEAST_CELLS, len(pairs) * SAME_SHARE):
        return True
    return _by_a_program(texts) and not any(map(_by_a_program, below))


def _bare(text: str) -> str:
    """Return the text in small letters without what stands in brackets ("Text(255)")."""
    return BRACKETS.sub("", text).strip().casefold()


def _mean_the_same(heading: str, other: str) -> bool:
    plain = plain_heading(heading)
    return bool(fields_meant(heading) & fields_meant(other)) or (
        plain != "" and plain == plain_heading(other)
    )


def _numbers_the_columns(
    heading: Sequence[str], cells: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Tell whether the cells count the columns (1, 2, 3; a, b, c): words follow below a heading of words."""
    texts = [cell.strip(" ().") for cell in cells if cell.strip()]
    counted = [str(number) for number in range(1, len(texts) + 1)]
    lettered = list(ascii_lowercase[: len(texts)])
    if len(texts) < LEAST_COUNTED or [text.casefold() for text in texts] not in (counted, lettered):
        return False
    for at, own in enumerate(heading):
        column = [row[at] for row in below if at < len(row) and row[at].strip()]
        if len(column) >= LEAST_CELLS and has_heading_word(own) and not any(map(is_typed, column)):
            return True
    return False


def _by_a_program(cells: Sequence[str]) -> bool:
    """Tell whether all filled cells are single words, and most of them have parts joined by ``_``."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    joined = sum(1 for text in texts if "_" in text.strip("_"))
    return joined >= max(LEAST_CELLS, len(texts) * SAME_SHARE) and all(map(MACHINE.fullmatch, texts))
