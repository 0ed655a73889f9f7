"""The consultation's meetings, roundtables and workshops: invented, on days that fit."""

from __future__ import annotations

from dataclasses import dataclass

from example.members import Member

LGBT_FAITH = frozenset(("lgbt", "faith"))


@dataclass(frozen=True)
class Event:
    """An event many took part in. ``themes`` and ``scope`` say whom it was for (empty: anybody)."""

    held_on: str
    kind: str
    place: str
    topic: str
    scope: str = "UK"
    themes: frozenset[str] = frozenset()
    provided: str = ""
    language: str = ""

    def suits(self, member: Member) -> bool:
        """Return whether a member would be at it."""
        return member.corner.lies_in(self.scope) and (not self.themes or member.theme.id in self.themes)

    def cells(self) -> dict[str, str]:
        """Return its cells of a log."""
        return {
            "kind": self.kind,
            "direction": "out",
            "channel": "online" if self.place == "online" else "in person",
            "place": self.place,
            "topic": self.topic,
            "provided": self.provided,
            "language": self.language,
        }


EVENTS: tuple[Event, ...] = (
    Event(
        "2024-10-30",
        "Roundtable",
        "Birmingham",
        "Racial justice organisations",
        themes=frozenset(("racial",)),
    ),
    Event("2024-11-05", "Workshop", "online", "What partnership should mean", provided="captions"),
    Event("2024-11-07", "Roundtable", "Cardiff", "Welsh language groups", "W", language="Welsh"),
    Event("2024-11-12", "Workshop", "Glasgow", "Scottish organisations", "S"),
    Event(
        "2024-11-13",
        "Roundtable",
        "London",
        "Women's organisations",
        themes=frozenset(("women",)),
        provided="creche; captions",
    ),
    Event(
        "2024-11-14",
        "Workshop",
        "online",
        "Faith and LGBT+ organisations",
        themes=LGBT_FAITH,
        provided="captions",
    ),
    Event(
        "2024-11-19",
        "Workshop",
        "Leicester",
        "Young people's organisations",
        themes=frozenset(("young", "carers", "care")),
        provided="easy read",
    ),
    Event("2024-11-20", "Roundtable", "Belfast", "Northern Ireland organisations", "N"),
    Event(
        "2024-11-26",
        "Workshop",
        "Manchester",
        "What transparency should mean",
        provided="step-free; captions",
    ),
    Event("2024-11-28", "Roundtable", "online", "Small groups", provided="captions; BSL"),
    Event("2024-12-04", "Workshop", "Bristol", "What recognition should mean", "E"),
    Event("2024-12-09", "Meeting", "online", "Last round before closing", provided="captions"),
)
"""In the order of their days; each member finds at least one that suits."""
