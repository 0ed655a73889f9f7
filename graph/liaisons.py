"""Who in government is in touch with which infrastructure body, as lists say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.settling import InForce, facts_said
from graph.store import Tx


@dataclass(frozen=True)
class NewLiaison:
    """A tie to write: from a person, or from an organisation when no person is named, to a body."""

    from_person: str | None
    from_organisation: str | None
    body: str
    properties: dict[str, Any]


CREATE_TIES_FROM_PEOPLE = """
UNWIND $ties AS one
MATCH (person:Person {id: one.from_person})
MATCH (body:Organisation {id: one.body})
CREATE (person)-[tie:LIAISES_WITH]->(body)
SET tie += one.properties
RETURN count(tie) AS made
"""


CREATE_TIES_FROM_ORGANISATIONS = """
UNWIND $ties AS one
MATCH (organisation:Organisation {id: one.from_organisation})
MATCH (body:Organisation {id: one.body})
CREATE (organisation)-[tie:LIAISES_WITH]->(body)
SET tie += one.properties
RETURN count(tie) AS made
"""


def create_liaisons(tx: Tx, ties: Sequence[NewLiaison]) -> None:
    """Write ties; one with a person comes from the person, else from the organisation."""
    from_people = [vars(tie) for tie in ties if tie.from_person]
    from_organisations = [vars(tie) for tie in ties if not tie.from_person]
    if from_people:
        tx.run(CREATE_TIES_FROM_PEOPLE, ties=from_people)
    if from_organisations:
        tx.run(CREATE_TIES_FROM_ORGANISATIONS, ties=from_organisations)


TIES_SAID_BY = """
UNWIND $bodies AS body
MATCH (:Organisation {id: body})<-[tie:LIAISES_WITH]-()
WHERE tie.source = $source AND (tie.retracted_at IS NULL OR tie.ended_by IS NOT NULL)
RETURN tie.id AS id, tie.key AS key, body AS holder, tie.tie AS within, tie.import_id AS import_id,
       tie.said_on AS said_on, coalesce(tie.also_imports, []) AS vouched_by,
       coalesce(tie.also_days, []) AS also_days,
       tie.ended_by AS ended_by, tie.recorded_at AS recorded_at
"""


def liaisons_said_by(tx: Tx, source: str, bodies: Iterable[str]) -> list[InForce]:
    """Return a source's ties to some bodies, in force or ended; a slot is who, with whom, about what."""
    rows = tx.run(TIES_SAID_BY, source=source, bodies=sorted(set(bodies)))
    return facts_said(rows)
