"""Cells as every format of a file has them: a workbook types numbers and days that a text file spells."""

from __future__ import annotations

import re
from decimal import Decimal

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_NUMBER = re.compile(r"(£?)(-?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?)(%?)", re.ASCII)
_DAY = re.compile(
    r"(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{1,4})(?:[ t]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)


def plain_cell(text: str) -> str:
    """Return the same text for the same cell, whichever format it came in.

    ``30000.0`` and ``30,000`` are one number, ``80%`` and ``0.8`` too, and ``04/03/2024``, ``4 Mar 24`` and
    ``2024-03-04`` one day: the order of its figures is left open. Good for telling cells apart, not for
    reading them.
    """
    plain = " ".join(text.split())
    if number := _NUMBER.fullmatch(plain):
        value = Decimal(number[2].replace(",", "")) / (100 if number[3] else 1)
        return f"{value.normalize():f}"
    if day := _DAY.fullmatch(plain.casefold()):
        figures = [_figure(part) for part in day.group(1, 2, 3)]
        return "day " + " ".join(map(str, sorted(figures)))
    return plain.casefold() if plain.casefold() in ("true", "false") else plain


def _figure(part: str) -> int:
    """Return a day's figure: years by their last two, months by their place in the year."""
    if part.isdigit():
        return int(part) % 100
    return MONTHS.index(part[:3]) + 1 if part[:3] in MONTHS else 0
