"""Undoing what an import's rows said besides records: retracted, handed over, and put back.

A fact that another import in force says too is handed over to that one; the others are retracted. What the
import had ended, because the same source said otherwise before, is put back as a fact of its own: the ended
one stays ended, so that an earlier day still shows what was believed then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.claims import retract_claims
from graph.model.identifiers import made_id
from graph.model.settling import ImportedFact, Undoing, undo
from graph.posts import recompute_people
from graph.store import Tx
from graph.versions import move_versions_on

FactRetracter = Callable[[Tx, str, str], list[str]]

PARTS_OF_IMPORT = """
MATCH (organisation:Organisation)<-[:BY]-(fact:Participation)-[:IN]->(engagement:Engagement)
WHERE fact.import_id = $import_id OR $import_id IN coalesce(fact.also_imports, [])
   OR fact.ended_by = $import_id
RETURN organisation.id AS holder, organisation.id AS organisation, properties(fact) AS fact,
       organisation.id + ' ' + engagement.occasion AS slot,
       [(fact)-[:IN_PERSON]->(person:Person) | person.id] AS people
"""

CHANGE_PARTS = """
UNWIND $facts AS one
MATCH (fact:Participation {id: one.id})
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_PARTS_BACK = """
UNWIND $facts AS one
MATCH (ended:Participation {id: one.id})-[:IN]->(engagement:Engagement)
MATCH (ended)-[:BY]->(organisation:Organisation)
CREATE (fact:Participation {id: one.made})
SET fact += one.properties
CREATE (fact)-[:IN]->(engagement)
CREATE (fact)-[:BY]->(organisation)
RETURN count(fact) AS made
"""

POSTS_OF_IMPORT = """
MATCH (person:Person)-[fact:HOLDS]->(organisation:Organisation)
WHERE fact.import_id = $import_id OR $import_id IN coalesce(fact.also_imports, [])
   OR fact.ended_by = $import_id
RETURN person.id AS holder, organisation.id AS organisation, properties(fact) AS fact,
       person.id + ' ' + organisation.id AS slot, [person.id] AS people
"""

CHANGE_POSTS = """
UNWIND $facts AS one
MATCH (:Person {id: one.holder})-[fact:HOLDS {id: one.id}]->(:Organisation)
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_POSTS_BACK = """
UNWIND $facts AS one
MATCH (person:Person {id: one.holder})-[ended:HOLDS {id: one.id}]->(organisation:Organisation)
CREATE (person)-[fact:HOLDS]->(organisation)
SET fact += one.properties
RETURN count(fact) AS made
"""

TIES_OF_IMPORT = """
MATCH (body:Organisation)<-[fact:LIAISES_WITH]-(other)
WHERE fact.import_id = $import_id OR $import_id IN coalesce(fact.also_imports, [])
   OR fact.ended_by = $import_id
RETURN body.id AS holder, body.id AS organisation, properties(fact) AS fact,
       body.id + ' ' + fact.tie AS slot,
       CASE WHEN other:Person THEN [other.id] ELSE [] END AS people
"""

CHANGE_TIES = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})<-[fact:LIAISES_WITH {id: one.id}]-()
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_TIES_BACK = """
UNWIND $facts AS one
MATCH (body:Organisation {id: one.holder})<-[ended:LIAISES_WITH {id: one.id}]-(other)
CREATE (other)-[fact:LIAISES_WITH]->(body)
SET fact += one.properties
RETURN count(fact) AS made
"""


@dataclass(frozen=True)
class _Texts:
    """The three texts by which one kind of fact is found, changed and put back."""

    find: str
    change: str
    put_back: str


_PARTS = _Texts(PARTS_OF_IMPORT, CHANGE_PARTS, PUT_PARTS_BACK)
_POSTS = _Texts(POSTS_OF_IMPORT, CHANGE_POSTS, PUT_POSTS_BACK)
_TIES = _Texts(TIES_OF_IMPORT, CHANGE_TIES, PUT_TIES_BACK)


@dataclass(frozen=True)
class _Undone:
    """What was undone of one kind: the rows found, what was done, and whose facts changed."""

    rows: Mapping[str, Mapping[str, Any]]
    undoing: Undoing
    made: Mapping[str, str]
    organisations: list[str]


def _undo(tx: Tx, texts: _Texts, import_id: str, at: str) -> _Undone:
    rows = {row["fact"]["id"]: row for row in tx.run(texts.find, import_id=import_id)}
    undoing = undo([_fact(row) for row in rows.values()], import_id, at)
    if undoing.changes:
        tx.run(
            texts.change,
            facts=[
                {"id": fact_id, "holder": rows[fact_id]["holder"], "properties": properties}
                for fact_id, properties in undoing.changes.items()
            ],
        )
    made = {fact_id: made_id(fact_id, "put back", import_id) for fact_id in undoing.put_back}
    if made:
        tx.run(texts.put_back, facts=[_put_back(rows[each], made[each], at) for each in made])
    touched = [rows[fact_id] for fact_id in (*undoing.retracted, *undoing.put_back)]
    organisations = sorted({row["organisation"] for row in touched})
    move_versions_on(tx, organisations)
    return _Undone(rows, undoing, made, organisations)


def _fact(row: Mapping[str, Any]) -> ImportedFact:
    fact = row["fact"]
    return ImportedFact(
        id=fact["id"],
        slot=row["slot"],
        import_id=fact.get("import_id"),
        row=fact.get("row"),
        also_imports=tuple(fact.get("also_imports") or ()),
        also_rows=tuple(fact.get("also_rows") or ()),
        retracted_at=fact.get("retracted_at"),
        ended_by=fact.get("ended_by"),
    )


def _put_back(row: Mapping[str, Any], made: str, at: str) -> dict[str, Any]:
    fact = {name: value for name, value in row["fact"].items() if name not in ("retracted_at", "ended_by")}
    return {
        "id": fact["id"],
        "holder": row["holder"],
        "made": made,
        "properties": {**fact, "id": made, "recorded_at": at},
    }


def _people_of(undone: _Undone) -> set[str]:
    changed = (*undone.undoing.retracted, *undone.undoing.put_back)
    return {person for fact_id in changed for person in undone.rows[fact_id]["people"]}


COPY_IN_PERSON = """
UNWIND $facts AS one
MATCH (:Participation {id: one.id})-[:IN_PERSON]->(person:Person)
MATCH (fact:Participation {id: one.made})
CREATE (fact)-[:IN_PERSON]->(person)
RETURN count(fact) AS made
"""

COPY_SPOKE_ON = """
UNWIND $facts AS one
MATCH (:Participation {id: one.id})-[:SPOKE_ON]->(principle:Principle)
MATCH (fact:Participation {id: one.made})
CREATE (fact)-[:SPOKE_ON]->(principle)
RETURN count(fact) AS made
"""

COPY_ASKED_THROUGH = """
UNWIND $facts AS one
MATCH (:Participation {id: one.id})-[:ASKED_THROUGH]->(organisation:Organisation)
MATCH (fact:Participation {id: one.made})
CREATE (fact)-[:ASKED_THROUGH]->(organisation)
RETURN count(fact) AS made
"""

HAND_OVER_ACTIONS = """
UNWIND $handed AS one
MATCH (:Participation {id: one.id})-[:IN]->(engagement:Engagement)<-[:FOLLOWS]-(action:Action)
WHERE action.import_id = $import_id AND action.organisation = one.organisation
SET action.import_id = one.import_id
RETURN count(action) AS handed
"""

HAND_OVER_ENGAGEMENTS = """
UNWIND $handed AS one
MATCH (:Participation {id: one.id})-[:IN]->(engagement:Engagement)
WHERE engagement.import_id = $import_id
SET engagement.import_id = one.import_id
RETURN count(engagement) AS handed
"""

RETRACT_ACTIONS = """
MATCH (action:Action)
WHERE action.import_id = $import_id AND action.retracted_at IS NULL
SET action.retracted_at = $at
RETURN count(action) AS retracted
"""

ENGAGEMENTS_OF_PARTS = """
UNWIND $parts AS id
MATCH (:Participation {id: id})-[:IN]->(engagement:Engagement)
RETURN DISTINCT engagement.id AS id
"""

RETRACT_EMPTY_ENGAGEMENTS = """
UNWIND $engagements AS id
MATCH (engagement:Engagement {id: id})
OPTIONAL MATCH (engagement)<-[:IN]-(part:Participation) WHERE part.retracted_at IS NULL
WITH engagement, count(part) AS parts
WHERE parts = 0 AND engagement.retracted_at IS NULL
SET engagement.retracted_at = $at
RETURN count(engagement) AS retracted
"""


def retract_engagements(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo an import's engagements with parts and follow-ups; return the ids of organisations touched."""
    undone = _undo(tx, _PARTS, import_id, at)
    copies = [{"id": fact_id, "made": made} for fact_id, made in undone.made.items()]
    for query in (COPY_IN_PERSON, COPY_SPOKE_ON, COPY_ASKED_THROUGH) if copies else ():
        tx.run(query, facts=copies)
    handed = [
        {
            "id": fact_id,
            "organisation": undone.rows[fact_id]["organisation"],
            "import_id": undone.undoing.changes[fact_id]["import_id"],
        }
        for fact_id in undone.undoing.handed
    ]
    if handed:
        tx.run(HAND_OVER_ACTIONS, handed=handed, import_id=import_id)
        tx.run(HAND_OVER_ENGAGEMENTS, handed=handed, import_id=import_id)
    tx.run(RETRACT_ACTIONS, import_id=import_id, at=at)
    if undone.undoing.retracted:
        held = tx.run(ENGAGEMENTS_OF_PARTS, parts=list(undone.undoing.retracted))
        tx.run(RETRACT_EMPTY_ENGAGEMENTS, engagements=[row["id"] for row in held], at=at)
    recompute_people(tx, _people_of(undone), at)
    return undone.organisations


def retract_people(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo the posts that an import's lists spoke of; return the ids of organisations touched."""
    undone = _undo(tx, _POSTS, import_id, at)
    recompute_people(tx, _people_of(undone), at)
    return undone.organisations


def retract_liaisons(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo an import's ties between government and bodies; return the ids of the bodies touched."""
    undone = _undo(tx, _TIES, import_id, at)
    recompute_people(tx, _people_of(undone), at)
    return undone.organisations


FACT_RETRACTERS: Mapping[str, FactRetracter] = {
    "claims": retract_claims,
    "engagements": retract_engagements,
    "liaison": retract_liaisons,
    "person": retract_people,
}
"""For each key of a row's ``facts`` what undoes it. Run every one: a log makes posts of its people too."""
