"""Undoing what an import's rows said besides records: retracted, handed over, and put back.

A fact that another import in force says too is handed over to that one; the others are retracted. What the
import had ended, because the same source said otherwise before, is put back as a fact of its own: the ended
one stays ended, so that an earlier day still shows what was believed then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.claims import retract_claims
from graph.posts import recompute_people
from graph.store import Tx
from graph.undone_facts import Texts, people_of, undo_facts
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
       coalesce(fact.slot, body.id + ' ' + fact.tie) AS slot,
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


GRANTS_OF_IMPORT = """
MATCH (funder:Organisation)-[fact:FUNDED]->(recipient:Organisation)
WHERE fact.import_id = $import_id OR $import_id IN coalesce(fact.also_imports, [])
   OR fact.ended_by = $import_id
RETURN funder.id AS holder, recipient.id AS organisation, properties(fact) AS fact,
       funder.id + ' ' + fact.slot AS slot, [] AS people
"""

CHANGE_GRANTS = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})-[fact:FUNDED {id: one.id}]->(:Organisation)
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_GRANTS_BACK = """
UNWIND $facts AS one
MATCH (funder:Organisation {id: one.holder})-[ended:FUNDED {id: one.id}]->(recipient:Organisation)
CREATE (funder)-[fact:FUNDED]->(recipient)
SET fact += one.properties
RETURN count(fact) AS made
"""


_PARTS = Texts(PARTS_OF_IMPORT, CHANGE_PARTS, PUT_PARTS_BACK)
_POSTS = Texts(POSTS_OF_IMPORT, CHANGE_POSTS, PUT_POSTS_BACK)
_TIES = Texts(TIES_OF_IMPORT, CHANGE_TIES, PUT_TIES_BACK)
_GRANTS = Texts(GRANTS_OF_IMPORT, CHANGE_GRANTS, PUT_GRANTS_BACK)


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
    undone = undo_facts(tx, _PARTS, import_id, at)
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
    recompute_people(tx, people_of(undone), at)
    return undone.organisations


def retract_people(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo the posts that an import's lists spoke of; return the ids of organisations touched."""
    undone = undo_facts(tx, _POSTS, import_id, at)
    recompute_people(tx, people_of(undone), at)
    return undone.organisations


def retract_liaisons(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo an import's ties between government and bodies; return the ids of the bodies touched."""
    undone = undo_facts(tx, _TIES, import_id, at)
    recompute_people(tx, people_of(undone), at)
    return undone.organisations


def retract_grants(tx: Tx, import_id: str, at: str) -> list[str]:
    """Undo an import's grants; return the ids of the recipients and funders touched."""
    undone = undo_facts(tx, _GRANTS, import_id, at)
    funders = {undone.rows[each]["holder"] for each in (*undone.undoing.retracted, *undone.undoing.put_back)}
    move_versions_on(tx, funders)
    return sorted(funders.union(undone.organisations))


FACT_RETRACTERS: Mapping[str, FactRetracter] = {
    "claims": retract_claims,
    "engagements": retract_engagements,
    "grant": retract_grants,
    "liaison": retract_liaisons,
    "person": retract_people,
}
"""For each key of a row's ``facts`` what undoes it. Run every one: a log makes posts of its people too."""
