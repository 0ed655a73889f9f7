"""Rows that sum or count the others, and lines that hold nothing but a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.read.cells import NUMBER

WHAT = r"(members?|organisations?|charities|groups|rows|records|entries)"
TOTAL = re.compile(
    r"((grand|sub|overall|running|final)[- ]?)?totals?"
    rf"( (number|no\.?|count|sum|amount|income|{WHAT}))?"
    rf"( of ((current|full|all|our) )?{WHAT}( organisations)?)?\s*[:=]?\s*[£(]?[£\d,. ]*\)?"
    rf"|{WHAT} in total\s*[:=]?\s*[\d,]*"
    r"|[\d,]+ (members|organisations|rows|records|entries)( in (total|all)| listed)?"
    r"|cyfanswm\s*[:=]?\s*[£\d,. ]*",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"(number|no\.?|count) of {WHAT}( organisations)?\s*[:=]?\s*[\d,]*",
    re.IGNORECASE,
)
AGGREGATES = ("count", "sum", "average", "mean")
"""Words that rows of sums begin or end with besides "total"; a name may be such a word, too."""

AGGREGATE = re.compile(rf"({'|'.join(AGGREGATES)})( of (?P<heading>.+?))?\s*[:=]?", re.IGNORECASE)
PART = re.compile(
    rf"(?P<before>.+?) (sub-?)?(total|{'|'.join(AGGREGATES)})s?|(sub-?)?total( for| of)? (?P<after>.+)",
    re.IGNORECASE,
)
REGISTERED = re.compile(r"[0-9]{6,8}")
"""A number beside which "Count" is rather a name than a sum."""

RULES = "-=_+~"
"""What a drawn line may begin with."""

RULE = re.compile(r":?[-=_+~*|]{2,}:?")


def is_total(cell: str) -> bool:
    """Tell whether a cell says that its row counts or sums the others ("Total members: 340")."""
    text = cell.strip()
    return len(text) < 60 and bool(TOTAL.fullmatch(text) or COUNTED.fullmatch(text))


def is_sum(filled: Sequence[str], headings: Sequence[str], near: Sequence[str]) -> bool:
    """Tell whether a row, given its filled cells, sums or counts the others or those right above it.

    ``headings`` are the table's in small letters; ``near`` are the cell above and the section's text, after
    which a row of a part is called ("North total").
    """
    text = filled[0].strip()
    others = [cell.strip() for cell in filled[1:]]
    if is_total(text) and all(NUMBER.fullmatch(cell) or cell.casefold() in AGGREGATES for cell in others):
        return True
    if len(text) > 90 or not all(map(NUMBER.fullmatch, others)):
        return False
    part = PART.fullmatch(text)
    whose = ((part["before"] or part["after"]) if part else "").strip(" :").casefold()
    if whose and whose in {other.strip(" :").casefold() for other in near}:
        return True
    if len(filled) < 2 or any(REGISTERED.fullmatch(cell.strip()) for cell in filled[1:]):
        return False
    found = AGGREGATE.fullmatch(text)
    return found is not None and (not found["heading"] or found["heading"].casefold() in headings)


def is_ruled(filled: Sequence[str]) -> bool:
    """Tell whether cells hold nothing but lines drawn with dashes and the like."""
    return all(RULE.fullmatch(cell.strip()) for cell in filled)
