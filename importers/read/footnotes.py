"""Which lone cells are footnotes: notes, sources, page numbers and what else stands below a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKED = re.compile(r"[*†‡§^#¹²³]|\(?[a-z0-9]\) ", re.IGNORECASE)
"""What explains a mark or a number; names may begin so, too."""

STATED = re.compile(
    r"""\(?\d?\)?\s*notes?\b\s*[:.]
    |(sources?|key|legend|nb|n\.b\.|disclaimer)\s*[:.]|©|\(c\)\ |copyright\ \W*(c|\d|of)\b
    |(report|list)\ (created|run|date)|this\ (list|report|file)\ |end\ of\ (list|report|file|data)
    |(last\ )?(updated|printed|exported|generated|produced|prepared|compiled|correct|figures)\b
        .*\b(on|by|as\ at|as\ of|at|from|\d{4})\b
    |(\w+\ ){0,4}as\ (at|of)\ (the\ )?\d
    |page\ \d+(\ ?(of|/)\ ?\d+)?$|data\ (as\ at|correct)|for\ (more|further)\ information|[-=_*.]{3,}
        (\s*end\s*[-=_*.]{3,})?$
    |\d+\ (rows?|records?|members)\ (listed|in\ (total|set)|returned|selected|exported)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Wherever in a list they stand, if nothing stands beside them."""

BELOW = re.compile(
    r"""(notes?|key|legend|sources?|end|thank\ you)\W*$
    |(strictly\ |private\ (and|&)\ )?confidential(\ information)?\W*$
    |(nb|n\.b\.|for\ \w+\ (please\ )?contact)\s|confidential(\ information)?\s*[-–:]
    |(filters?|applied\ filters|filtered\ by|sorted\ by|run\ by|contact|contacts|tel|telephone|phone|e-?mail
        |web|website|date|report|report\ id|query|user|author|owner)\s*:""",
    re.IGNORECASE | re.VERBOSE,
)
"""Only below a list, where a blank row parts them from it."""

STAMP = re.compile(
    r"(19|20)\d\d|\d{3}|\d[/.:]\d|\d ?%|\d of \d|\d (members|rows|records|groups)|^\(?\d+[.)]|£\d|^[\d.,% ]+$"
)
"""Dates, times, versions, counts and numbered notes; "42nd Street" and "Group 27" are names."""

FEWEST_NOTES = 3
"""Footnotes there must be below a list for what stands among them to be one, too."""

VERB = re.compile(
    r"(?<!['’])\b(is|are|was|were|been|has|have|must|please|may|should|includes?|excludes?|refers?|denotes?)\b",
    re.I,
)
"""Found in sentences and hardly ever in names."""


def begins_as_footnote(text: str) -> bool:
    """Tell whether a text begins as footnotes do."""
    return bool(MARKED.match(text) or STATED.match(text))


def is_footnote(text: str, *, at_end: bool, after_blank: bool, spanning: bool, alone: bool = True) -> bool:
    """Tell whether a cell is a footnote.

    ``at_end``: no row of data follows it; ``after_blank``: it stands under a blank row; ``spanning``: it is
    merged across the table. One that isn't ``alone`` in its row must be both.
    """
    if begins_as_footnote(text):
        return (at_end or (alone and not MARKED.match(text))) and (alone or after_blank)
    if not at_end or not alone:
        return False
    words = len(text.split())
    long = words > (3 if after_blank else 5)
    sentence = (words > 3 and text.endswith(".")) or (long and bool(VERB.search(text)))
    parted = after_blank and bool(STAMP.search(text) or BELOW.match(text) or ("@" in text and words > 1))
    return sentence or parted or spanning


def notes_from(notes: Sequence[bool], after_blank: Sequence[bool]) -> int:
    """Return from which of a list's last lone cells on all are footnotes; their number when none are.

    ``notes`` tells which are known to be, ``after_blank`` which stand below a blank row. What stands among
    several is one, too: a report's name, and whose it is, look like organisations by themselves.
    """
    first = max((at for at, blank in enumerate(after_blank) if blank), default=len(notes))
    found = sum(notes[first:])
    return first if found >= FEWEST_NOTES and found * 2 > len(notes) - first else len(notes)
