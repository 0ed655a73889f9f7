"""Engagements as people read them: by consultation, one with all who took part, and an organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.facts import MANDATE
from graph.model.happenings import EngagementLine, EngagementPage, Part
from graph.model.pages import Page
from graph.passed_on import Through, passed_on
from graph.store import Store

LISTS_OF_A_PART = ("formats_needed", "formats_provided", "spoke_on_other")


ENGAGEMENTS_OF_CONSULTATION = """
MATCH (consultation:Consultation {id: $consultation})<-[:HELD_FOR]-(engagement:Engagement)
WHERE engagement.retracted_at IS NULL
  AND ($day IS NULL OR engagement.held_on < $day OR (engagement.held_on = $day AND engagement.id < $id))
WITH consultation, engagement
ORDER BY engagement.held_on DESC, engagement.id DESC
LIMIT $limit
OPTIONAL MATCH (engagement)<-[:IN]-(part:Participation)-[:BY]->(organisation:Organisation)
WHERE part.retracted_at IS NULL
WITH consultation, engagement, organisation
ORDER BY organisation.name_sort
WITH consultation, engagement, collect(organisation.name) AS names
RETURN engagement.id AS id, consultation.id AS consultation, engagement.kind AS kind,
       engagement.direction AS direction, engagement.held_on AS held_on,
       coalesce(engagement.channel, '') AS channel, coalesce(engagement.place, '') AS place,
       coalesce(engagement.topic, '') AS topic, coalesce(engagement.example, false) AS example,
       size(names) AS organisations, names[0..3] AS names
ORDER BY held_on DESC, id DESC
"""


def engagements(
    store: Store, consultation: str, *, after: str | None = None, limit: int = 50
) -> Page[EngagementLine]:
    """Return a consultation's engagements, newest first; ``after`` is the page before's ``after``."""
    day, _, last = (after or "").partition(" ")
    rows = store.read(
        ENGAGEMENTS_OF_CONSULTATION, consultation=consultation, day=day or None, id=last, limit=limit + 1
    )
    lines = tuple(EngagementLine(**{**row, "names": tuple(row["names"])}) for row in rows[:limit])
    return Page(lines, f"{lines[-1].held_on} {lines[-1].id}" if len(rows) > limit else None)


PARTS_OF_ORGANISATION = """
MATCH (organisation:Organisation {id: $organisation})<-[:BY]-(part:Participation)-[:IN]->
      (engagement:Engagement)-[:HELD_FOR]->(consultation:Consultation)
WHERE part.retracted_at IS NULL AND ($consultation IS NULL OR consultation.id = $consultation)
  AND ($day IS NULL OR engagement.held_on < $day OR (engagement.held_on = $day AND part.id < $id))
WITH organisation, part, engagement, consultation
ORDER BY engagement.held_on DESC, part.id DESC
LIMIT $limit
RETURN properties(part) AS part, properties(engagement) AS engagement, organisation.id AS organisation,
       organisation.name AS organisation_name, consultation.id AS consultation,
       consultation.name AS consultation_name,
       [(part)-[:IN_PERSON]->(person:Person) | [person.id, person.name]] AS people,
       [(part)-[:SPOKE_ON]->(principle:Principle) | [principle.position, principle.name]] AS spoke_on,
       [(part)-[:ASKED_THROUGH]->(other:Organisation) | [other.id, other.name]] AS through,
       engagement.held_on AS held_on, part.id AS id
ORDER BY held_on DESC, id DESC
"""


def what_happened(
    store: Store,
    organisation: str,
    *,
    consultation: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[Part]:
    """Return an organisation's parts in engagements, newest first, of one consultation or of all."""
    day, _, last = (after or "").partition(" ")
    rows = store.read(
        PARTS_OF_ORGANISATION,
        organisation=organisation,
        consultation=consultation,
        day=day or None,
        id=last,
        limit=limit + 1,
    )
    parts = _parts(store, rows[:limit])
    return Page(parts, f"{parts[-1].held_on} {parts[-1].id}" if len(rows) > limit else None)


ENGAGEMENT = """
MATCH (engagement:Engagement {id: $id})-[:HELD_FOR]->(consultation:Consultation)
WHERE engagement.retracted_at IS NULL
RETURN properties(engagement) AS engagement, consultation.id AS consultation,
       consultation.name AS consultation_name,
       [(engagement)<-[:FOLLOWS]-(action:Action) WHERE action.retracted_at IS NULL |
        [action.id, action.what, coalesce(action.owner, ''), action.due, action.done_on]] AS follow_ups
"""


PARTS_OF_ENGAGEMENT = """
MATCH (engagement:Engagement {id: $id})-[:HELD_FOR]->(consultation:Consultation)
MATCH (engagement)<-[:IN]-(part:Participation)-[:BY]->(organisation:Organisation)
WHERE part.retracted_at IS NULL
RETURN properties(part) AS part, properties(engagement) AS engagement, organisation.id AS organisation,
       organisation.name AS organisation_name, consultation.id AS consultation,
       consultation.name AS consultation_name,
       [(part)-[:IN_PERSON]->(person:Person) | [person.id, person.name]] AS people,
       [(part)-[:SPOKE_ON]->(principle:Principle) | [principle.position, principle.name]] AS spoke_on,
       [(part)-[:ASKED_THROUGH]->(other:Organisation) | [other.id, other.name]] AS through,
       organisation.name_sort AS name_sort, part.id AS id
ORDER BY name_sort, id
LIMIT $limit
"""


def engagement(store: Store, engagement_id: str, *, limit: int = 2000) -> EngagementPage | None:
    """Return one engagement with at most ``limit`` parts; None when it isn't there or was retracted."""
    rows = store.read(ENGAGEMENT, id=engagement_id)
    if not rows:
        return None
    parts = _parts(store, store.read(PARTS_OF_ENGAGEMENT, id=engagement_id, limit=limit))
    own = rows[0]["engagement"]
    texts = ("channel", "place", "topic", "language", "notes")
    return EngagementPage(
        id=engagement_id,
        consultation=rows[0]["consultation"],
        consultation_name=rows[0]["consultation_name"],
        kind=own["kind"],
        direction=own["direction"],
        held_on=own["held_on"],
        **{name: own.get(name) or "" for name in texts},
        formats_needed=_together(own.get("formats_needed"), [part.formats_needed for part in parts]),
        formats_provided=_together(own.get("formats_provided"), [part.formats_provided for part in parts]),
        parts=parts,
        follow_ups=tuple(tuple(one) for one in sorted(rows[0]["follow_ups"], key=_by_due)),
        source=own["source"],
        import_id=own.get("import_id"),
        recorded_at=own["recorded_at"],
        example=bool(own.get("example")),
    )


def _together(own: list[str] | None, parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(own or ()), *(one for part in parts for one in part)]))


def _by_due(follow_up: list[Any]) -> tuple[str, str]:
    return (follow_up[3] or "9999-12-31", follow_up[0])


def _parts(store: Store, rows: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
    meant = passed_on(store, rows)
    return tuple(_part(row, meant) for row in rows)


def _part(row: dict[str, Any], meant: Mapping[str, Through]) -> Part:
    part, engagement = row["part"], row["engagement"]
    through = row["through"][0] if row["through"] else meant.get(part.get("asked_through") or "")
    values: dict[str, Any] = {
        **{name: engagement[name] for name in ("kind", "direction", "held_on")},
        **{name: engagement.get(name) or "" for name in ("channel", "place", "topic")},
        **{name: bool(part.get(name)) for name in ("bounced", "declined", "told", "example")},
        **{name: part.get(name) or "" for name in ("language", "notes", "source", "recorded_at")},
        **{name: tuple(part.get(name) or ()) for name in LISTS_OF_A_PART},
        **{name: part.get(name) for name in ("spoke", "import_id", "row", *MANDATE)},
        **{name: row[name] for name in ("organisation", "organisation_name")},
        **{name: row[name] for name in ("consultation", "consultation_name")},
    }
    return Part(
        id=part["id"],
        engagement=engagement["id"],
        people=tuple(tuple(person) for person in sorted(row["people"], key=lambda person: person[1])),
        spoke_on=tuple(name for _, name in sorted(row["spoke_on"])),
        through=tuple(through) if through else None,
        **values,
    )
