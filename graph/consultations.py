"""Consultations and their principles or topics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graph.days import check_day, today
from graph.errors import Refused
from graph.model.consultations import Consultation
from graph.model.identifiers import made_id
from graph.store import Store, Tx

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
"""What a consultation's id may look like: it stands in addresses and on command lines."""


@dataclass(frozen=True)
class ConsultationCounts:
    """How much was logged for a consultation; facts in force only.

    ``organisations`` counts each organisation once, ``kinds`` is {kind of engagement: how many}.
    """

    engagements: int = 0
    participations: int = 0
    organisations: int = 0
    kinds: tuple[tuple[str, int], ...] = ()


HAS_CONSULTATION = """
MATCH (consultation:Consultation {id: $id})
RETURN consultation.id AS id
"""


CREATE_CONSULTATION = """
CREATE (consultation:Consultation {
    id: $id, name: $name, opens: $opens, closes: $closes, example: $example, recorded_at: $recorded_at})
WITH consultation
UNWIND $principles AS principle
CREATE (made:Principle {id: principle.id, name: principle.name, position: principle.position})
CREATE (made)-[:OF]->(consultation)
"""


def add_consultation(store: Store, actor: str, consultation: Consultation, write_id: str) -> dict[str, Any]:
    """Record a consultation and return {"id"}; its principles keep their order.

    Raises Refused for an id that is taken or malformed, a missing name, a day that isn't one, a closing
    day before the opening day, or a principle that is empty or named twice.
    """
    checked = _checked(consultation)

    def work(tx: Tx) -> dict[str, Any]:
        if tx.run(HAS_CONSULTATION, id=checked.id):
            raise Refused(
                f"There is a consultation with the id {checked.id} already. Choose another id.", "id"
            )
        tx.run(
            CREATE_CONSULTATION,
            id=checked.id,
            name=checked.name,
            opens=checked.opens,
            closes=checked.closes,
            example=checked.example,
            recorded_at=tx.at,
            principles=[
                {"id": made_id(checked.id, "principle", position), "name": name, "position": position}
                for position, name in enumerate(checked.principles)
            ],
        )
        tx.touch_everything()
        return {"id": checked.id}

    return store.write(write_id, actor, "add consultation", work)


CONSULTATIONS = """
MATCH (consultation:Consultation)
RETURN consultation.id AS id, consultation.name AS name, consultation.opens AS opens,
       consultation.closes AS closes, coalesce(consultation.example, false) AS example,
       [(consultation)<-[:OF]-(principle:Principle) |
        {name: principle.name, position: principle.position}] AS principles
ORDER BY opens DESC, id DESC
"""


def consultations(store: Store) -> list[Consultation]:
    """Return every consultation, the one that opened last first; [] when there is none."""
    return [_consultation(row) for row in store.read(CONSULTATIONS)]


CONSULTATION = """
MATCH (consultation:Consultation {id: $id})
RETURN consultation.id AS id, consultation.name AS name, consultation.opens AS opens,
       consultation.closes AS closes, coalesce(consultation.example, false) AS example,
       [(consultation)<-[:OF]-(principle:Principle) |
        {name: principle.name, position: principle.position}] AS principles
"""


def consultation(store: Store, consultation_id: str) -> Consultation | None:
    """Return one consultation with its principles in order; None when nobody has that id."""
    rows = store.read(CONSULTATION, id=consultation_id)
    return _consultation(rows[0]) if rows else None


def latest_consultation(store: Store, on: str | None = None) -> Consultation | None:
    """Return the consultation that opened last by an ISO day (default: today).

    When none has opened yet, the one that opens first; None when there is none at all.
    """
    day = on or today()
    every = consultations(store)
    opened = [each for each in every if each.opens <= day]
    if opened:
        return opened[0]
    return every[-1] if every else None


COUNT_ENGAGEMENTS = """
MATCH (consultation:Consultation {id: $id})<-[:HELD_FOR]-(engagement:Engagement)
WHERE engagement.retracted_at IS NULL
RETURN engagement.kind AS kind, count(engagement) AS number
ORDER BY number DESC, kind
"""


COUNT_PARTICIPATIONS = """
MATCH (consultation:Consultation {id: $id})<-[:HELD_FOR]-(engagement:Engagement)
      <-[:IN]-(participation:Participation)-[:BY]->(organisation:Organisation)
WHERE participation.retracted_at IS NULL
RETURN count(participation) AS participations, count(DISTINCT organisation) AS organisations
"""


def consultation_counts(store: Store, consultation_id: str) -> ConsultationCounts:
    """Return how much was logged for a consultation; all 0 when nothing was or nobody has that id."""
    totals = store.read(COUNT_PARTICIPATIONS, id=consultation_id)[0]
    kinds = store.read(COUNT_ENGAGEMENTS, id=consultation_id)
    return ConsultationCounts(
        engagements=sum(row["number"] for row in kinds),
        participations=totals["participations"],
        organisations=totals["organisations"],
        kinds=tuple((row["kind"], row["number"]) for row in kinds),
    )


def _checked(consultation: Consultation) -> Consultation:
    """Return the consultation with trimmed texts. Raises Refused where it can't be one."""
    name = consultation.name.strip()
    principles = tuple(principle.strip() for principle in consultation.principles)
    if not _ID.fullmatch(consultation.id):
        raise Refused(
            f"{consultation.id!r} can't be a consultation's id. Use up to 80 small letters, figures, "
            "hyphens, full stops and underscores, beginning with a letter or figure.",
            "id",
        )
    if not name:
        raise Refused("The consultation has no name. Give it one.", "name")
    for field, day in (("opens", consultation.opens), ("closes", consultation.closes)):
        check_day(field, day)
    if consultation.closes < consultation.opens:
        raise Refused(
            f"The consultation would close on {consultation.closes}, before it opens on "
            f"{consultation.opens}. Give a closing day that is not before the opening day.",
            "closes",
        )
    if "" in principles or len(set(principles)) < len(principles):
        raise Refused("Each principle or topic needs a name of its own.", "principles")
    return Consultation(
        consultation.id, name, consultation.opens, consultation.closes, principles, consultation.example
    )


def _consultation(row: dict[str, Any]) -> Consultation:
    principles = sorted(row["principles"], key=lambda principle: principle["position"])
    return Consultation(
        id=row["id"],
        name=row["name"],
        opens=row["opens"],
        closes=row["closes"],
        principles=tuple(principle["name"] for principle in principles),
        example=row["example"],
    )
