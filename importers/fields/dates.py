"""Dates in columns: the order of day and month is decided once, from all the values of the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from graph.model.days import long_date
from graph.model.plan import Issue, Severity
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

EXCEL_DAY_ZERO = date(1899, 12, 30)
"""The day that a spreadsheet's serial number 0 stands for, from 1 March 1900 on."""

_ISO = re.compile(r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[t ].*)?$")
_NUMERIC = re.compile(
    r"^([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4}|[0-9]{2})(?:[ ,t]+[0-9]{1,2}[:.].*)?$"
)
_COMPACT = re.compile(r"^([0-9]{4})([01][0-9])([0-3][0-9])$")
_SERIAL = re.compile(r"^([1-9][0-9]{4})(?:\.[0-9]+)?$")
_DAY_MONTH = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,]+)?([0-9]{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?([a-z]{3,9})\.?"
    r"[\s\-/.,]*([0-9]{4}|[0-9]{2})(?:[ ,t]+[0-9]{1,2}[:.].*)?$"
)
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?[\s,]+([0-9]{4})$")
_MONTH_NUMBER_YEAR = re.compile(r"^(0?[1-9]|1[0-2])\s*[-/.]\s*([0-9]{4})$")
_MONTH_SHORT_YEAR = re.compile(r"^([a-z]{3,9})\.?[-/'’]([0-9]{2})$")
_ISO_MONTH = re.compile(r"^([0-9]{4})-(0[1-9]|1[0-2])$")
_MONTH_YEAR = re.compile(r"^([a-z]{3,9})\.?[\s\-/,]+([0-9]{4})$")
_YEAR = re.compile(r"^(1[5-9][0-9]{2}|20[0-9]{2})(?:\.0)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december", "sept"),
)


class DateOrder(StrEnum):
    """Which of the first two numbers of a date is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


AS_SHOWN = "as_shown"
"""Said of a list in place of an order: its values are to show it."""


def order_called(name: str | None) -> DateOrder | None:
    """Return the order of a name; None for none, and for AS_SHOWN."""
    return DateOrder(name) if name and name != AS_SHOWN else None


@dataclass(frozen=True)
class DateColumn:
    """How the dates of one column are to be read.

    ``order`` is how ambiguous dates are read; None when the column proves both orders: then they are left
    out until a person says. ``issues`` are about the column as a whole. ``latest`` is the last year that a
    year of two digits may stand for.
    """

    order: DateOrder | None
    issues: tuple[Issue, ...] = ()
    latest: int = 2049
    _seen: dict[str, Reading[str]] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: str) -> Reading[str]:
        """Return the day in a cell as ISO text (``2024-03-31``); nothing for an empty cell.

        Serial numbers of spreadsheets are read. A month or year alone gives its first day and is said. A
        day that never was, or a text that is no date, is refused.
        """
        reading = self._seen.get(text)
        if reading is None:
            reading = self._seen[text] = self._read(text)
        return reading

    def _read(self, text: str) -> Reading[str]:
        """Return what ``read`` does, without remembering it."""
        plain = " ".join(text.split()).casefold().removeprefix("'")
        if is_blank(plain):
            return Reading()
        numeric = _NUMERIC.match(plain)
        if numeric:
            return self._numeric(text, int(numeric[1]), int(numeric[2]), self._year(numeric[3]))
        return self._unambiguous(text, plain)

    def _numeric(self, text: str, first: int, second: int, year: int) -> Reading[str]:
        """Return a date written in numbers, in the column's order unless only one order is possible."""
        order = _proof(first, second) or self.order
        if order is None:
            note = f'"{quote(text)}" may be two days: this column writes some dates each way round.'
            return Reading(None, (warning("date_ambiguous", note, text),))
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        return _day(text, year, month, day)

    def _unambiguous(self, text: str, plain: str) -> Reading[str]:
        """Return a date of any other writing, or say that it is none."""
        if found := _ISO.match(plain) or _COMPACT.match(plain):
            return _day(text, int(found[1]), int(found[2]), int(found[3]))
        if found := _SERIAL.match(plain):
            return Reading((EXCEL_DAY_ZERO + timedelta(days=int(found[1]))).isoformat())
        if (found := _DAY_MONTH.match(plain)) and (month := _month(found[2])):
            return _day(text, self._year(found[3]), month, int(found[1]))
        if (found := _MONTH_DAY.match(plain)) and (month := _month(found[1])):
            return _day(text, int(found[3]), month, int(found[2]))
        if (found := _MONTH_SHORT_YEAR.match(plain)) and (month := _month(found[1])):
            return _first_day(text, self._year(found[2]), month)
        return _month_or_year(text, plain)

    def _year(self, digits: str) -> int:
        """Return a year; one of two digits is the latest that isn't after ``latest``."""
        year = int(digits)
        if len(digits) == 4:
            return year
        century = self.latest - self.latest % 100
        return century + year if century + year <= self.latest else century - 100 + year


def date_column(
    values: Iterable[str],
    order: DateOrder | None = None,
    latest: int = 2049,
    usual: DateOrder | None = None,
) -> DateColumn:
    """Return how to read a column of dates, from all its values (given an order, that order).

    One date that can only be read one way settles the rest. Without any, they are read as the source's dates
    ``usual``ly are, else with the day first, and an issue says so. When both orders are proved, the order is
    None and an issue asks.
    """
    proofs: set[DateOrder] = set()
    ambiguous: str | None = None
    for value in values:
        found = _NUMERIC.match(" ".join(value.split()).casefold())
        if not found or found[1].lstrip("0") == found[2].lstrip("0"):
            continue
        proof = _proof(int(found[1]), int(found[2]))
        if proof:
            proofs.add(proof)
        elif ambiguous is None and int(found[1]) <= 12:
            ambiguous = value
    if order is not None:
        return DateColumn(order, latest=latest)
    if len(proofs) == 2:
        return DateColumn(None, (_both_orders(),) if ambiguous else (), latest)
    if proofs:
        return DateColumn(proofs.pop(), latest=latest)
    first = f"{_FIRST[usual]}, as in this source's last list" if usual else _FIRST[DateOrder.DAY_FIRST]
    note = f'Dates such as "{quote(ambiguous or "")}" were read with {first}.'
    issues = (Issue("date_order_assumed", note, Severity.WARNING, value=ambiguous),) if ambiguous else ()
    return DateColumn(usual or DateOrder.DAY_FIRST, issues, latest)


_FIRST = {DateOrder.DAY_FIRST: "the day first", DateOrder.MONTH_FIRST: "the month first"}


def _both_orders() -> Issue:
    """Return the question that a column with both orders asks."""
    note = (
        "Some dates in this column can only be day first, others only month first. Dates that may be either "
        "were left out: write them all one way, or say which order holds."
    )
    return Issue("date_order_conflict", note, Severity.WARNING)


def _proof(first: int, second: int) -> DateOrder | None:
    """Return the order that two numbers prove, or None when both or neither is possible."""
    if first > 12 >= second >= 1:
        return DateOrder.DAY_FIRST
    if second > 12 >= first >= 1:
        return DateOrder.MONTH_FIRST
    return None


def _month(name: str) -> int | None:
    """Return the number of a month by its English name or the start of it, or None."""
    known = name in _MONTHS or name in _MONTH_NAMES
    return _MONTHS.index(name[:3]) + 1 if known else None


def _day(text: str, year: int, month: int, day: int) -> Reading[str]:
    """Return a day as ISO text, or say that it never was."""
    try:
        return Reading(date(year, month, day).isoformat())
    except ValueError:
        note = f'"{quote(text)}" is no day of the calendar: it was left out.'
        return Reading(None, (warning("date_impossible", note, text),))


def _month_or_year(text: str, plain: str) -> Reading[str]:
    """Return the first day of a month or year and say so, or say that the text is no date."""
    if found := _ISO_MONTH.match(plain):
        return _first_day(text, int(found[1]), int(found[2]))
    numbered, named, year = (pattern.match(plain) for pattern in (_MONTH_NUMBER_YEAR, _MONTH_YEAR, _YEAR))
    month = int(numbered[1]) if numbered else _month(named[1]) if named else 1
    digits = numbered[2] if numbered else named[2] if named else year[1] if year else ""
    if not month or digits < "1000":
        note = f'"{quote(text)}" is no date: it was left out.'
        return Reading(None, (warning("date_unreadable", note, text),))
    return _first_day(text, int(digits), month)


def _first_day(text: str, year: int, month: int) -> Reading[str]:
    """Return the first day of a month, and say that no day was named."""
    first = date(year, month, 1).isoformat()
    note = f'"{quote(text)}" names no day: taken as {long_date(first)}.'
    return Reading(first, (warning("date_partial", note, text),))
