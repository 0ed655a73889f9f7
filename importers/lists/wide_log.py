"""Events of an engagement log in the wide form: ticks, dates and initials in columns such as Met."""

from __future__ import annotations

import re
from typing import Any

from graph.model.days import long_date
from importers.fields.reading import quote, warning
from importers.fields.words import is_blank
from importers.fields.yes_no import read_yes_no
from importers.lists.log_events import WIDE, read_notes, shared
from importers.lists.rows import RowBuilder, impossible_day

_DATE_INSIDE = re.compile(
    r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}|[0-9]{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9} [0-9]{2,4}"
)
_DAY_AND_MONTH = re.compile(
    r"(?<![0-9/.-])[0-9]{1,2}[/.][0-9]{1,2}(?![0-9]|[/.-][0-9])"
    r"|(?<![0-9])[0-9]{1,2}(?:st|nd|rd|th)? "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?! ?[0-9])",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\s*([0-9]{1,2})/([0-9]{1,2})\s*")
"""What may be a day without its year, or how many of how many."""

_COUNTED = ("attended", "met")
"""Columns in which people write how many of those invited came."""

_SERIAL = re.compile(r"[0-9]{5}(?:\.0)?")
_INITIALS = re.compile(
    r"^(?:[A-Za-z]\.? ?){2,4}(?:\s*[/&,+]\s*(?:[A-Za-z]\.? ?){2,4})*$"
    r"|^[A-Z][a-z]+(?:(?: and | & |, | )[A-Z][a-z]+)*$"
)
_YES_AND_MORE = re.compile(r"^(?:yes|y|x|done|sent|✓|✔)[\s,;:(–-]", re.IGNORECASE)
_NOTHING = re.compile(
    r"^(?:no|none|nothing|not)(?: (?:reply|response|answer|contact|yet|met|replied|responded|contacted))*"
    r"(?: yet)?$|^(?:awaiting|waiting|pending|to do|todo|tbd)\b",
    re.IGNORECASE,
)
"""Words that say that nothing has happened, or nothing yet."""

_LEFT_OVER = " -,;:()&+/"


def wide_events(builder: RowBuilder) -> list[dict[str, Any]]:
    """Return the events that ticks, dates and initials under Contacted, Responded, Met and so on mean.

    A cell with several dates is as many events. The row's notes go with the last of them, unless the row
    has an event in the long form too.
    """
    events: list[dict[str, Any]] = []
    for column, stands_for in WIDE.items():
        latest = events[-1]["held_on"] if events else None
        events += _of_cell(builder, column, stands_for, latest)
    notes = builder.read("notes", read_notes) if events and not builder.text("kind") else None
    if notes:
        events[-1]["notes"] = "; ".join(text for text in (events[-1].get("notes"), notes) if text)
    return events


def _of_cell(
    builder: RowBuilder, column: str, stands_for: dict[str, Any], latest: str | None
) -> list[dict[str, Any]]:
    """Return the events that one cell stands for; [] when it says nothing or "no"."""
    text = builder.text(column)
    if is_blank(text) or read_yes_no(text).value is False or _NOTHING.match(text.strip()):
        return []
    if _may_be_a_share(builder, column, text):
        note = f'"{quote(text)}" may be a day or how many came: it was left out. Write the day with its year.'
        builder.say(warning("day_or_share", note, text), column)
        return []
    written, words = _dates_inside(_with_years(builder, column, text))
    days = _days(builder, column, written)
    if written and not days:
        return []  # what is wrong with it was said: a contact on another day would be a guess
    if not days and _DAY_AND_MONTH.search(words):
        note = f'"{quote(text)}" has no year, and no one year fits this log: it was left out. Write the year.'
        builder.say(warning("day_without_year", note, text), column)
        return []
    if not days and not _is_tick(words):
        note = f'"{quote(text)}" is neither a date, a tick nor initials: it was left out.'
        builder.say(warning("tick_unreadable", note, text), column)
        return []
    if not days:
        days = [_usual_day(builder, column, text, latest)]
    found = {**shared(builder), **stands_for, **_said_beside(builder, column, words)}
    return [{**found, "held_on": day} for day in days]


def _may_be_a_share(builder: RowBuilder, column: str, text: str) -> bool:
    """Tell whether "3/4" may say that three of four came, as nothing else in its column is surely a day."""
    found = _FRACTION.fullmatch(text)
    if column not in _COUNTED or found is None or int(found[1]) > int(found[2]):
        return False
    return not builder.reader.some_cell(column, _is_surely_a_day)


def _is_surely_a_day(text: str) -> bool:
    found = _FRACTION.fullmatch(text)
    if found:
        return int(found[1]) > int(found[2]) > 0
    return bool(_DATE_INSIDE.search(text) or _DAY_AND_MONTH.search(text) or _SERIAL.fullmatch(text.strip()))


def _with_years(builder: RowBuilder, column: str, text: str) -> str:
    """Return a cell's text with a year for days that have none, where only one year can be meant; it is said.

    That is the one year in which the day lies between the consultation's first day and the list's own.
    """
    opens, closes = builder.reader.context.opens, builder.reader.context.said_on
    if opens is None or _DATE_INSIDE.search(text) or _SERIAL.fullmatch(text.strip()):
        return text

    def with_year(found: re.Match[str]) -> str:
        read = builder.reader.ticks(column).read
        full = [f"{found[0]} {year}" for year in range(int(opens[:4]), int(closes[:4]) + 1)]
        meant = [one for one in full if opens <= (read(one).value or "") <= closes]
        if len(meant) != 1:
            return found[0]
        day = read(meant[0]).value
        note = f'"{quote(found[0])}" has no year: taken as {long_date(day)}, the only such day of this log.'
        builder.say(warning("day_without_year", note, text), column)
        return meant[0]

    return _DAY_AND_MONTH.sub(with_year, text)


def _dates_inside(text: str) -> tuple[list[str], str]:
    """Return the dates written in a cell, and the words beside them."""
    if _SERIAL.fullmatch(text.strip()):
        return [text.strip()], ""
    written = _DATE_INSIDE.findall(text)
    words = re.sub(r"(?:^|\s)and(?:\s|$)", " ", _DATE_INSIDE.sub(" ", text)) if written else text
    return written, " ".join(words.split()).strip(_LEFT_OVER)


def _days(builder: RowBuilder, column: str, written: list[str]) -> list[str]:
    """Return the days that can be used; what is wrong with the others is said."""
    days: list[str] = []
    for one in written:
        reading = builder.reader.ticks(column).read(one)
        for issue in reading.issues:
            builder.say(issue, column)
        impossible = impossible_day(reading.value, builder.reader.context.today)
        if impossible is not None:
            builder.say(impossible, column)
        elif reading.value is not None:
            days.append(reading.value)
    return list(dict.fromkeys(days))


def _is_tick(words: str) -> bool:
    plain = words.casefold()
    if read_yes_no(words).value or not words or "declin" in plain or "bounce" in plain:
        return True
    return bool(_INITIALS.match(words) or _YES_AND_MORE.match(words))


def _usual_day(builder: RowBuilder, column: str, text: str, latest: str | None) -> str:
    """Return the day of a tick without a date, and say so: the row's, the event's before, the first day."""
    context = builder.reader.context
    day = builder.date("date") or latest or context.opens or context.said_on
    builder.say(warning("tick_without_date", f"No date: taken as {long_date(day)}.", text), column)
    return day


def _said_beside(builder: RowBuilder, column: str, words: str) -> dict[str, Any]:
    """Return what the words beside a date or tick say: kept as notes, with the flags they mean."""
    plain = words.casefold()
    found: dict[str, Any] = {name: True for name in ("declined", "bounced") if name[:6] in plain}
    if words and not read_yes_no(words).value:
        found["notes"] = f"{builder.reader.heading(column)}: {words}"
    return found
