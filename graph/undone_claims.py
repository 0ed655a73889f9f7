"""Undoing an import's claims: retracted, handed over to a file that says them too, or put back as before."""

from __future__ import annotations

from graph.store import Tx
from graph.undone_facts import Portion, Texts, undo_facts

CLAIMS_LEFT = """
MATCH (fact:Claim)-[:SAID_OF]->(body:Organisation)
WHERE (fact.import_id = $import_id
       AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL
            OR size(coalesce(fact.also_imports, [])) > 0))
   OR $import_id IN coalesce(fact.also_imports, []) OR fact.ended_by = $import_id
RETURN collect(coalesce(fact.slot, fact.id)) AS slot, collect(body.id) AS anchor
"""

CLAIMS_OF_IMPORT = """
UNWIND $anchors AS anchor
MATCH (body:Organisation {id: anchor})<-[:SAID_OF]-(fact:Claim)
WHERE coalesce(fact.slot, fact.id) IN $slots
RETURN body.id AS holder, body.id AS organisation, properties(fact) AS fact,
       coalesce(fact.slot, fact.id) AS slot, [] AS people, [] AS others
"""

CHANGE_CLAIMS = """
UNWIND $facts AS one
MATCH (fact:Claim {id: one.id})
SET fact += one.properties
RETURN count(fact) AS changed
"""

PUT_CLAIMS_BACK = """
UNWIND $facts AS one
MATCH (ended:Claim {id: one.id})-[:SAID_OF]->(body:Organisation)
CREATE (fact:Claim {id: one.made})
SET fact += one.properties
CREATE (fact)-[:SAID_OF]->(body)
RETURN count(fact) AS made
"""

_CLAIMS = Texts(CLAIMS_LEFT, (CLAIMS_OF_IMPORT,), CHANGE_CLAIMS, PUT_CLAIMS_BACK)

COPY_COUNTS = """
UNWIND $facts AS one
MATCH (:Claim {id: one.id})-[of:COUNTS]->(community:Community)
MATCH (fact:Claim {id: one.made})
CREATE (fact)-[:COUNTS {number: of.number}]->(community)
RETURN count(fact) AS made
"""


def retract_claims(tx: Tx, import_id: str, at: str, portion: Portion) -> list[str]:
    """Undo some of an import's claims; return the ids of the bodies whose claims changed."""
    undone = undo_facts(tx, _CLAIMS, import_id, at, portion)
    copies = [{"id": fact_id, "made": made} for fact_id, made in undone.made.items()]
    if copies:
        tx.run(COPY_COUNTS, facts=copies)
    return undone.organisations
