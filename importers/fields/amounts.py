"""Amounts of money, and the income band they fall into."""

from __future__ import annotations

import re

from graph.model.organisations import IncomeBand, income_band
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

_FACTORS = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_FACTORS |= {"bn": 1_000_000_000, "billion": 1_000_000_000}
_NUMBER = (
    r"(?:£|gbp\s*)?\s*([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*(k|thousand|mn|million|m|bn|billion)?(?![a-z0-9])"
)
_AMOUNT = re.compile(rf"^{_NUMBER}\s*(?:gbp|pounds?|p\.?a\.?|per (?:year|annum)|a year)?$")
_RANGE = re.compile(rf"^(?:from|between)?\s*{_NUMBER}\s*(?:-|–|—|to|and)\s*{_NUMBER}$")
_UNDER = re.compile(rf"^(?:under|less than|below|up to|<=?|to)\s*{_NUMBER}$")
_OVER = re.compile(
    rf"^(?:over|more than|above|greater than|>=?)\s*{_NUMBER}$|^{_NUMBER}\s*(?:\+|and over|or more|plus)$"
)
_ABOUT = re.compile(r"^(?:c\.?|ca\.?|circa|approx(?:imately)?\.?|about|around|roughly|~)\s*(?=[£0-9])")
_THREE_DECIMALS = re.compile(
    r"(?<![0-9,.])[0-9]{1,3}\.[0-9]{3}(?![0-9])(?!\s*(?:k|thousand|m|mn|million|bn|billion)\b)"
)
"""A thousand parted by a full stop, as on the Continent, or pounds with tenths of pence: nobody can tell."""

_YEAR = re.compile(r"\s*\((?:fy|year|y/e)?\s*[0-9/ -]{2,9}\)$")


def read_money(text: str) -> Reading[float]:
    """Return an amount in pounds, such as "£1.2m" or "12,345.67"; refused when it is none."""
    if is_blank(text):
        return Reading()
    found = _AMOUNT.match(text.strip().casefold())
    if found:
        return Reading(_pounds(found[1], found[2]))
    note = f'"{quote(text)}" is no amount of money: it was left out.'
    return Reading(None, (warning("amount_unreadable", note, text),))


def read_income(text: str) -> Reading[IncomeBand]:
    """Return the band of a yearly income: an amount, a range ("£10k to £100k") or one of our bands.

    A range that lies in two of the bands is refused, and so is anything else that is no amount.
    """
    if is_blank(text):
        return Reading()
    word = text.strip().casefold()
    named = word.replace(" ", "_").replace("-", "_")
    if named in set(IncomeBand):
        return Reading(IncomeBand(named))
    about = _ABOUT.match(word)
    ends = _ends(_YEAR.sub("", word[about.end() :] if about else word))
    if ends is None:
        note = f'"{quote(text)}" is no income: it was left out.'
        return Reading(None, (warning("income_unreadable", note, text),))
    low, high = ends
    lowest, highest = income_band(low), income_band(high)
    if lowest is not highest:
        note = f'"{quote(text)}" lies in more than one of the income bands: it was left out.'
        return Reading(None, (warning("income_too_wide", note, text),))
    if about:
        note = f'"{quote(text)}" is about an amount: the band it lies in was taken.'
        return Reading(highest, (warning("income_about", note, text),))
    return Reading(highest)


def _ends(word: str) -> tuple[float, float] | None:
    """Return the least and the greatest amount that a text allows, or None when it is no amount."""
    if _THREE_DECIMALS.search(word):
        return None
    if found := _AMOUNT.match(word):
        amount = _pounds(found[1], found[2])
        return amount, amount
    if found := _RANGE.match(word):
        low, high = (
            _pounds(found[1], found[2] or (found[4] if float(found[1].replace(",", "")) < 1000 else "")),
            0.0,
        )
        high = _pounds(found[3], found[4])
        return (low + 1 if low >= 10_000 else low, high - 1 if high <= 10_000 else high)
    if found := _UNDER.match(word):
        high = _pounds(found[1], found[2])
        return 0.0, high - 1
    if found := _OVER.match(word):
        low = _pounds(found[1] or found[3], found[2] or found[4])
        return low + 1, float("inf")
    return None


def _pounds(number: str, factor: str | None) -> float:
    """Return a number with its factor ("1.2", "m") in pounds."""
    return float(number.replace(",", "")) * _FACTORS[factor or ""]
