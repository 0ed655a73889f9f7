"""Undoing what an import's rows said besides records: retracted, handed over, and put back.

A fact that another import in force says too is handed over to that one; the others are retracted. What the
import had ended, because the same source said otherwise before, is put back as a fact of its own: the ended
one stays ended, so that an earlier day still shows what was believed then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.posts import recompute_people
from graph.store import Tx
from graph.undone_claims import CLAIMS_LEFT, retract_claims
from graph.undone_engagements import ACTIONS_LEFT, PARTS_LEFT, retract_actions, retract_engagements
from graph.undone_facts import Portion, Texts, people_of, step_aside, undo_facts

POSTS_LEFT = """
MATCH (person:Person)-[fact:HOLDS]->(organisation:Organisation)
WHERE (fact.import_id = $import_id
       AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL
            OR size(coalesce(fact.also_imports, [])) > 0))
   OR $import_id IN coalesce(fact.also_imports, []) OR fact.ended_by = $import_id
RETURN collect(person.id + ' ' + organisation.id) AS slot, collect(person.id) AS anchor,
       collect(coalesce(fact.row, -1) IN $rows
               OR any(row IN coalesce(fact.also_rows, []) WHERE row IN $rows)) AS concerned
"""

POSTS_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (person:Person {id: anchor})-[fact:HOLDS]->(organisation:Organisation)
WHERE person.id + ' ' + organisation.id IN $slots
RETURN person.id AS holder, organisation.id AS organisation, properties(fact) AS fact,
       person.id + ' ' + organisation.id AS slot, [person.id] AS people, [] AS others
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

TIES_LEFT = """
MATCH (body:Organisation)<-[fact:LIAISES_WITH]-(other)
WHERE (fact.import_id = $import_id
       AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL
            OR size(coalesce(fact.also_imports, [])) > 0))
   OR $import_id IN coalesce(fact.also_imports, []) OR fact.ended_by = $import_id
RETURN collect(coalesce(fact.slot, body.id + ' ' + coalesce(fact.tie, fact.id))) AS slot,
       collect(coalesce(fact.about, body.id)) AS anchor,
       collect(coalesce(fact.row, -1) IN $rows
               OR any(row IN coalesce(fact.also_rows, []) WHERE row IN $rows)) AS concerned
"""

TIES_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (body:Organisation {id: anchor})<-[fact:LIAISES_WITH]-(other)
WHERE coalesce(fact.slot, body.id + ' ' + coalesce(fact.tie, fact.id)) IN $slots
RETURN body.id AS holder, body.id AS organisation, properties(fact) AS fact,
       coalesce(fact.slot, body.id + ' ' + coalesce(fact.tie, fact.id)) AS slot,
       CASE WHEN other:Person THEN [other.id] ELSE [] END AS people,
       CASE WHEN other:Organisation THEN [other.id] ELSE [] END AS others
"""

RELATIONS_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (other:Organisation {id: anchor})-[fact:LIAISES_WITH]->(body:Organisation)
WHERE fact.about = anchor AND fact.slot IN $slots
RETURN body.id AS holder, body.id AS organisation, properties(fact) AS fact, fact.slot AS slot, [] AS people,
       [other.id] AS others
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

GRANTS_LEFT = """
MATCH (funder:Organisation)-[fact:FUNDED]->(recipient:Organisation)
WHERE (fact.import_id = $import_id
       AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL
            OR size(coalesce(fact.also_imports, [])) > 0))
   OR $import_id IN coalesce(fact.also_imports, []) OR fact.ended_by = $import_id
RETURN collect(funder.id + ' ' + coalesce(fact.slot, fact.id)) AS slot, collect(funder.id) AS anchor,
       collect(coalesce(fact.row, -1) IN $rows
               OR any(row IN coalesce(fact.also_rows, []) WHERE row IN $rows)) AS concerned
"""

GRANTS_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (funder:Organisation {id: anchor})-[fact:FUNDED]->(recipient:Organisation)
WHERE funder.id + ' ' + coalesce(fact.slot, fact.id) IN $slots
RETURN recipient.id AS holder, recipient.id AS organisation, [funder.id] AS others, properties(fact) AS fact,
       funder.id + ' ' + coalesce(fact.slot, fact.id) AS slot, [] AS people
"""

CHANGE_GRANTS = """
UNWIND $facts AS one
MATCH (:Organisation {id: one.holder})<-[fact:FUNDED {id: one.id}]-(:Organisation)
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_GRANTS_BACK = """
UNWIND $facts AS one
MATCH (recipient:Organisation {id: one.holder})<-[ended:FUNDED {id: one.id}]-(funder:Organisation)
CREATE (funder)-[fact:FUNDED]->(recipient)
SET fact += one.properties
RETURN count(fact) AS made
"""

_POSTS = Texts(POSTS_LEFT, (POSTS_OF_IMPORT,), CHANGE_POSTS, PUT_POSTS_BACK)
_TIES = Texts(TIES_LEFT, (TIES_OF_IMPORT, RELATIONS_OF_IMPORT), CHANGE_TIES, PUT_TIES_BACK)
_GRANTS = Texts(GRANTS_LEFT, (GRANTS_OF_IMPORT,), CHANGE_GRANTS, PUT_GRANTS_BACK)


def retract_people(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Undo some of the posts that an import's lists spoke of; return the ids of organisations touched."""
    undone = undo_facts(tx, _POSTS, import_id, at, portion)
    recompute_people(tx, people_of(undone), at)
    step_aside(tx, _POSTS, undone, portion, at)
    return undone.organisations


def retract_liaisons(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Undo some of an import's ties between government and bodies; return whom they tie."""
    undone = undo_facts(tx, _TIES, import_id, at, portion)
    recompute_people(tx, people_of(undone), at)
    step_aside(tx, _TIES, undone, portion, at)
    return undone.organisations


def retract_grants(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Undo some of an import's grants; return the ids of the recipients and funders touched."""
    undone = undo_facts(tx, _GRANTS, import_id, at, portion)
    step_aside(tx, _GRANTS, undone, portion, at)
    return undone.organisations


@dataclass(frozen=True)
class FactRetracter:
    """How one kind of fact is undone, a portion at a time.

    ``left`` is the text that finds what is left of it (``graph.undone_facts.portions_left``); ``retract``
    undoes a portion and returns the ids of the organisations concerned.
    """

    left: str
    retract: Callable[[Tx, str, str, Portion], list[str]]


FACT_RETRACTERS: Mapping[str, FactRetracter] = {
    "claims": FactRetracter(CLAIMS_LEFT, retract_claims),
    "engagements": FactRetracter(PARTS_LEFT, retract_engagements),
    "follow_ups": FactRetracter(ACTIONS_LEFT, retract_actions),
    "grant": FactRetracter(GRANTS_LEFT, retract_grants),
    "liaison": FactRetracter(TIES_LEFT, retract_liaisons),
    "person": FactRetracter(POSTS_LEFT, retract_people),
}
"""What undoes each kind of fact, in this order. Run every one: a log makes posts of its people too."""
