"""Infrastructure bodies with their numbers of members: counted from the same table as every other figure."""

from __future__ import annotations

from dataclasses import dataclass

from app.coverage import today
from app.runtime import Earshot


@dataclass(frozen=True)
class BodyLine:
    """A body in the list of them; ``members`` are its memberships in force today."""

    id: str
    name: str
    identifiers: tuple[str, ...]
    members: int
    example: bool


def body_lines(running: Earshot, sort: str = "name") -> list[BodyLine]:
    """Return every infrastructure body, by name or the one with most members first; [] for none."""
    from graph.briefs import briefs  # noqa: PLC0415 - the table only when it is asked for
    from graph.network.gathering import members_of_bodies  # noqa: PLC0415

    members = members_of_bodies(running.snapshot(), today().isoformat())
    found = [
        BodyLine(one.id, one.name, one.identifiers, len(members[one.id]), one.example)
        for one in briefs(running.store, list(members), limit=len(members) or 1)
    ]
    return sorted(found, key=lambda one: -one.members) if sort == "members" else found
