"""Days as people type them into a record: ISO form, a day that there is, and when it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from graph.errors import Refused
from graph.model.days import long_date

LONDON = ZoneInfo("Europe/London")


def today() -> str:
    """Return the day that it is in London, as ISO text."""
    return datetime.now(LONDON).date().isoformat()


def check_day(field: str, day: str) -> None:
    """Raise Refused, naming the field, unless a text is a day such as 2024-10-17."""
    try:
        is_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        raise Refused(f"{day!r} isn't a day. Write it like 2024-10-17.", field)


def check_day_so_far(field: str, day: str) -> None:
    """Raise Refused, naming the field, unless a text is a day and that day has begun."""
    check_day(field, day)
    if day > today():
        raise Refused(f"{long_date(day)} is still to come.", field)


def end_of_day(day: str) -> str:
    """Return the last instant of an ISO day in London, in UTC: "by the end of that day" as records say it.

    Raises ValueError for what isn't a day.
    """
    next_day = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), LONDON)
    last = next_day.astimezone(UTC) - timedelta(microseconds=1)
    return last.isoformat(timespec="microseconds").replace("+00:00", "Z")
