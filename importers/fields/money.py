"""Sums of money in cells: strict, since an amount that was guessed is worse than one that is missing."""

from __future__ import annotations

import re
from decimal import Decimal

from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
_FACTORS = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_LARGEST = Decimal(10) ** 12
_AMOUNT = re.compile(
    r"^(?P<before>[£€$]|[a-z]{3})?\s*"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"\s*(?P<factor>k|m|mn|thousand|million)?\s*(?P<after>[£€$]|[a-z]{3})?$"
)
_LOST_DIGITS = re.compile(r"^[0-9](?:\.[0-9]+)?e\+?[0-9]{1,2}$")
_THREE_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_CURRENCY = re.compile(r"^[a-z]{3}$")
_CURRENCY_WORDS = {
    **dict.fromkeys(("£", "pound", "pounds", "sterling", "pounds sterling", "uk pounds"), "GBP"),
    **{"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us dollars": "USD"},
}


def read_amount(text: str) -> Reading[float]:
    """Return an amount in whole units with two decimals at most; nothing for an empty cell.

    "£1,234.50", "1234.0", "GBP 2,000" and "1.5m" are read. Ranges, several amounts, commas that don't part
    thousands, numbers below nought and numbers that lost digits (1.2E+05) are left out and said.
    """
    plain = " ".join(text.split()).casefold()
    if is_blank(plain):
        return Reading()
    found = _AMOUNT.match(plain)
    if found is None or (found["before"] and found["after"]) or _is_unclear(found):
        return Reading(None, (warning("amount_unreadable", _why_not(text, plain), text),))
    amount = Decimal(found["number"].replace(",", "")) * _FACTORS[found["factor"] or ""]
    if amount >= _LARGEST:
        note = f'"{quote(text)}" is more than any sum that could be meant: it was left out.'
        return Reading(None, (warning("amount_too_large", note, text),))
    return Reading(float(round(amount, 2)))


def _is_unclear(found: re.Match[str]) -> bool:
    """Tell whether "12.345" may be twelve thousand, as the Continent writes it."""
    return not found["factor"] and bool(_THREE_DECIMALS.fullmatch(found["number"]))


def currency_in(text: str) -> str | None:
    """Return the currency (ISO 4217) that an amount is written with, None when with none."""
    found = _AMOUNT.match(" ".join(text.split()).casefold())
    sign = (found["before"] or found["after"]) if found else None
    return (_SIGNS.get(sign) or sign.upper()) if sign else None


def read_currency(text: str) -> Reading[str]:
    """Return a currency's three letters (ISO 4217); nothing for an empty cell, refused when it is none."""
    plain = " ".join(text.split()).casefold()
    if is_blank(plain):
        return Reading()
    if plain in _CURRENCY_WORDS:
        return Reading(_CURRENCY_WORDS[plain])
    if _CURRENCY.match(plain):
        return Reading(plain.upper())
    note = f'"{quote(text)}" is no currency: write its three letters, such as GBP.'
    return Reading(None, (warning("currency_unreadable", note, text),))


def _why_not(text: str, plain: str) -> str:
    if _LOST_DIGITS.match(plain):
        return f'"{quote(text)}" has lost digits in a spreadsheet: show the column as numbers, export again.'
    if plain.startswith(("-", "(", "−")):
        return f'"{quote(text)}" is below nought: it was left out.'
    return f'"{quote(text)}" is no single amount: it was left out.'
