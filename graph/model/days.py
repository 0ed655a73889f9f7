"""Days as sentences say them."""

from __future__ import annotations

from datetime import date


def long_date(day: str | date | None) -> str:
    """Return an ISO day (or instant) as "12 December 2024"; empty text for none."""
    if not day:
        return ""
    value = day if isinstance(day, date) else date.fromisoformat(day[:10])
    return f"{value.day} {value:%B %Y}"
