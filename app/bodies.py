"""Infrastructure bodies with their numbers of members: counted from the same table as every other figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.coverage import today
from app.runtime import Earshot

if TYPE_CHECKING:
    from graph.store import Store


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


def unknown_body(store: Store, asked: Mapping[str, Any]) -> dict[str, str]:
    """Return what a form has to say of a body that nobody has and that it doesn't name; {} for nothing."""
    from graph.bodies import body_exists  # noqa: PLC0415

    org_id = asked.get("body_org_id")
    if not org_id or asked.get("body_name") or body_exists(store, org_id):
        return {}
    return {"body_name": f"Nobody here has the org-id {org_id}: give the body's name too, or check the id."}
