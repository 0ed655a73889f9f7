"""Places: councils, regions and nations, by their ONS codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceLevel(StrEnum):
    """How large a place is. Outside England a nation has no regions: councils lie in it directly."""

    COUNCIL = "council"
    REGION = "region"
    NATION = "nation"


@dataclass(frozen=True)
class Place:
    """A place; its id is its ONS code. ``within`` is the next larger place's code (None for a nation)."""

    code: str
    name: str
    level: PlaceLevel
    within: str | None = None
