"""Undoing an import's engagements: parts, the engagements that nobody takes part in any more, follow-ups."""

from __future__ import annotations

from graph.actions import action_of, end_actions, put_actions_back
from graph.posts import recompute_people
from graph.store import Tx
from graph.undone_facts import Portion, Texts, people_of, set_aside, step_aside, undo_facts

PARTS_LEFT = """
MATCH (organisation:Organisation)<-[:BY]-(fact:Participation)-[:IN]->(engagement:Engagement)
WHERE (fact.import_id = $import_id
       AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL
            OR size(coalesce(fact.also_imports, [])) > 0))
   OR $import_id IN coalesce(fact.also_imports, []) OR fact.ended_by = $import_id
RETURN collect(organisation.id + ' ' + coalesce(engagement.occasion, engagement.id)) AS slot,
       collect(organisation.id) AS anchor,
       collect(coalesce(fact.row, -1) IN $rows
               OR any(row IN coalesce(fact.also_rows, []) WHERE row IN $rows)) AS concerned
"""

PARTS_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (organisation:Organisation {id: anchor})<-[:BY]-(fact:Participation)-[:IN]->(engagement:Engagement)
WHERE organisation.id + ' ' + coalesce(engagement.occasion, engagement.id) IN $slots
RETURN organisation.id AS holder, organisation.id AS organisation, properties(fact) AS fact,
       organisation.id + ' ' + coalesce(engagement.occasion, engagement.id) AS slot,
       [(fact)-[:IN_PERSON]->(person:Person) | person.id] AS people, [] AS others
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

PARTS = Texts(PARTS_LEFT, (PARTS_OF_IMPORT,), CHANGE_PARTS, PUT_PARTS_BACK)


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

HAND_OVER_ACTIONS = """
UNWIND $handed AS one
MATCH (:Participation {id: one.id})-[:IN]->(engagement:Engagement)<-[:FOLLOWS]-(action:Action)
WHERE action.import_id = $import_id AND action.organisation = one.organisation
SET action.import_id = one.import_id, action.row = one.row
RETURN count(action) AS handed
"""

HAND_OVER_ENGAGEMENTS = """
UNWIND $handed AS one
MATCH (:Participation {id: one.id})-[:IN]->(engagement:Engagement)
WHERE engagement.import_id = $import_id
SET engagement.import_id = one.import_id
RETURN count(engagement) AS handed
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


def retract_engagements(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Undo some of the parts that an import spoke of; return the ids of organisations touched.

    Follow-ups go along with a part that is handed over; the others are retracted once all parts are done.
    """
    undone = undo_facts(tx, PARTS, import_id, at, portion)
    ended = end_actions(tx, undone.undoing.retracted, at)
    copies = [{"id": fact_id, "made": made} for fact_id, made in undone.made.items()]
    for query in (COPY_IN_PERSON, COPY_SPOKE_ON) if copies else ():
        tx.run(query, facts=copies)
    put_actions_back(tx, undone.made, at, ended)
    handed = [
        {
            "id": fact_id,
            "organisation": undone.rows[fact_id]["organisation"],
            "import_id": undone.undoing.changes[fact_id]["import_id"],
            "row": undone.undoing.changes[fact_id]["row"],
        }
        for fact_id in undone.undoing.handed
    ]
    if handed:
        tx.run(HAND_OVER_ACTIONS, handed=handed, import_id=import_id)
        tx.run(HAND_OVER_ENGAGEMENTS, handed=handed, import_id=import_id)
    if undone.undoing.retracted:
        held = tx.run(ENGAGEMENTS_OF_PARTS, parts=list(undone.undoing.retracted))
        tx.run(RETRACT_EMPTY_ENGAGEMENTS, engagements=[row["id"] for row in held], at=at)
        if portion.of:
            set_aside(tx, SET_ENGAGEMENTS_ASIDE, [row["id"] for row in held], at)
    recompute_people(tx, people_of(undone), at)
    parts = step_aside(tx, PARTS, undone, portion, at)
    set_aside(tx, SET_ACTIONS_ASIDE, [action_of(part) for part in parts], at)
    return undone.organisations


SET_ENGAGEMENTS_ASIDE = """
UNWIND $aside AS one
MATCH (engagement:Engagement {id: one.id})
WHERE engagement.retracted_at IS NOT NULL
SET engagement.id = one.new
RETURN count(engagement) AS number
"""

SET_ACTIONS_ASIDE = """
UNWIND $aside AS one
MATCH (action:Action {id: one.id})
SET action.id = one.new
RETURN count(action) AS number
"""


ACTIONS_LEFT = """
MATCH (action:Action)
WHERE action.import_id = $import_id AND action.retracted_at IS NULL
RETURN collect(action.id) AS slot, collect(action.id) AS anchor,
       collect(coalesce(action.row, -1) IN $rows) AS concerned
"""

RETRACT_ACTIONS = """
UNWIND $ids AS id
MATCH (action:Action {id: id})
WHERE action.import_id = $import_id AND action.retracted_at IS NULL
SET action.retracted_at = $at
RETURN count(action) AS retracted
"""


def retract_actions(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Retract some of an import's follow-ups, once its parts are undone; no organisation's record moves."""
    tx.run(RETRACT_ACTIONS, ids=list(portion.slots), import_id=import_id, at=at)
    return []
