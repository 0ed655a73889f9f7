"""Days as people type them into a record: ISO form, and a day that there is."""

from __future__ import annotations

from datetime import date

from graph.errors import Refused


def check_day(field: str, day: str) -> None:
    """Raise Refused, naming the field, unless a text is a day such as 2024-10-17."""
    try:
        is_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        raise Refused(f"{day!r} isn't a day. Write it like 2024-10-17.", field)
