"""Writing engagements with the parts that organisations took in them, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.facts import MANDATE, EngagementFact
from graph.model.names import canonical
from graph.model.settling import InForce, facts_said
from graph.store import Store, Tx


@dataclass(frozen=True)
class NewPart:
    """One organisation's part to write, in the engagement whose id is given.

    ``people`` are ids of people; ``provenance`` says where it comes from (source, import_id, row, said_on,
    recorded_at, example).
    """

    id: str
    engagement: str
    organisation: str
    fact: EngagementFact
    provenance: Mapping[str, Any]
    people: tuple[str, ...] = ()


ENGAGEMENTS_ON_OCCASIONS = """
UNWIND $occasions AS occasion
MATCH (engagement:Engagement {occasion: occasion})
WHERE engagement.source = $source AND engagement.retracted_at IS NULL
RETURN engagement.occasion AS occasion, engagement.id AS id
ORDER BY id DESC
"""


def engagements_on(tx: Tx, source: str, occasions: Iterable[str]) -> dict[str, str]:
    """Return {occasion: id} of the engagements in force that this source spoke of already."""
    rows = tx.run(ENGAGEMENTS_ON_OCCASIONS, source=source, occasions=sorted(set(occasions)))
    return {row["occasion"]: row["id"] for row in rows}


CREATE_ENGAGEMENTS = """
UNWIND $engagements AS one
MATCH (consultation:Consultation {id: one.consultation})
CREATE (engagement:Engagement {id: one.id})
SET engagement += one.properties
CREATE (engagement)-[:HELD_FOR]->(consultation)
RETURN count(engagement) AS made
"""


def create_engagements(
    tx: Tx, new: Mapping[str, EngagementFact], provenance: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write engagements, given as {id: what the first row of each says} and {id: where that comes from}."""
    if new:
        engagements = [
            {
                "id": engagement_id,
                "consultation": fact.consultation,
                "properties": {**provenance[engagement_id], **_engagement_properties(fact)},
            }
            for engagement_id, fact in new.items()
        ]
        tx.run(CREATE_ENGAGEMENTS, engagements=engagements)


def _engagement_properties(fact: EngagementFact) -> dict[str, Any]:
    names = ("kind", "direction", "held_on", "channel", "place", "topic", "occasion")
    return {name: getattr(fact, name) for name in names}


CREATE_PARTS = """
UNWIND $parts AS one
MATCH (engagement:Engagement {id: one.engagement})
MATCH (organisation:Organisation {id: one.organisation})
CREATE (part:Participation {id: one.id})
SET part += one.properties
CREATE (part)-[:IN]->(engagement)
CREATE (part)-[:BY]->(organisation)
RETURN count(part) AS made
"""


CREATE_IN_PERSON = """
UNWIND $edges AS edge
MATCH (part:Participation {id: edge.part})
MATCH (person:Person {id: edge.other})
CREATE (part)-[:IN_PERSON]->(person)
RETURN count(part) AS made
"""


CREATE_SPOKE_ON = """
UNWIND $edges AS edge
MATCH (part:Participation {id: edge.part})
MATCH (principle:Principle {id: edge.other})
CREATE (part)-[:SPOKE_ON]->(principle)
RETURN count(part) AS made
"""


CREATE_ASKED_THROUGH = """
UNWIND $edges AS edge
MATCH (part:Participation {id: edge.part})
MATCH (organisation:Organisation {id: edge.other})
CREATE (part)-[:ASKED_THROUGH]->(organisation)
RETURN count(part) AS made
"""


def create_parts(tx: Tx, parts: Sequence[NewPart]) -> None:
    """Write parts with their edges: to people, principles spoken on, and whom the question went through.

    A name of a principle that the consultation doesn't have stays on the part as ``spoke_on_other``; so
    does whom the question went through as ``asked_through``. Whom a person chose has an edge too; what a
    list calls somebody is read as whom it means whenever it is asked for (``graph.passed_on``), so that it
    doesn't matter which list came in first.
    """
    if not parts:
        return
    principles = principles_by_name(tx, {part.fact.consultation for part in parts})
    tx.run(CREATE_PARTS, parts=[_part(part, principles) for part in parts])
    edges: dict[str, list[dict[str, str]]] = {
        CREATE_IN_PERSON: [_edge(part, person) for part in parts for person in part.people],
        CREATE_SPOKE_ON: [
            _edge(part, principles[key])
            for part in parts
            for key in dict.fromkeys(_principle_key(part.fact, name) for name in part.fact.spoke_on)
            if key in principles
        ],
        CREATE_ASKED_THROUGH: [
            _edge(part, part.fact.asked_through)
            for part in parts
            if part.fact.asked_through and not part.provenance.get("import_id")
        ],
    }
    for query, wanted in edges.items():
        if wanted:
            tx.run(query, edges=wanted)


def _edge(part: NewPart, other: str) -> dict[str, str]:
    return {"part": part.id, "other": other}


def _part(part: NewPart, principles: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    fact = part.fact
    said = ("language", "notes", "spoke", "bounced", "declined", "told", "asked_through", *MANDATE)
    properties = {
        **part.provenance,
        **{name: getattr(fact, name) for name in said},
        "key": fact.key(part.provenance["source"], part.organisation),
        "formats_needed": list(fact.formats_needed),
        "formats_provided": list(fact.formats_provided),
        "spoke_on_other": [name for name in fact.spoke_on if _principle_key(fact, name) not in principles],
    }
    return {
        "id": part.id,
        "engagement": part.engagement,
        "organisation": part.organisation,
        "properties": properties,
    }


PRINCIPLES_OF = """
UNWIND $consultations AS id
MATCH (consultation:Consultation {id: id})<-[:OF]-(principle:Principle)
RETURN id AS consultation, principle.name AS name, principle.id AS id
"""


def principles_by_name(tx: Tx, consultations: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return {(consultation, name in small letters): id of the principle}."""
    rows = tx.run(PRINCIPLES_OF, consultations=sorted(set(consultations)))
    return {(row["consultation"], row["name"].casefold()): row["id"] for row in rows}


def _principle_key(fact: EngagementFact, name: str) -> tuple[str, str]:
    return (fact.consultation, name.strip().casefold())


ORGANISATIONS_WITH_IDS = """
UNWIND $texts AS text
OPTIONAL MATCH (organisation:Organisation {id: text})
OPTIONAL MATCH (:Identifier {id: text})-[:IDENTIFIES]->(identified:Organisation)
WITH text, coalesce(organisation.id, identified.id) AS id
WHERE id IS NOT NULL
RETURN text, id
"""


ORGANISATIONS_WITH_NAMES = """
UNWIND $names AS name
MATCH (organisation:Organisation {canonical: name})
WHERE coalesce(organisation.gone, false) = false
RETURN name, organisation.id AS id
"""


OTHER_NAMES_LIKE = """
UNWIND $names AS name
MATCH (:OtherName {canonical: name})-[:NAMES]->(organisation:Organisation)
WHERE coalesce(organisation.gone, false) = false
RETURN name, organisation.id AS id
"""


def organisations_named(graph: Tx | Store, texts: Iterable[str]) -> dict[str, str]:
    """Return {text: organisation id} for ids, identifiers and names that only one organisation has."""
    wanted = sorted(set(texts))
    if not wanted:
        return {}
    found = {row["text"]: row["id"] for row in graph.read(ORGANISATIONS_WITH_IDS, texts=wanted)}
    names = {text: canonical(text) for text in wanted if text not in found}
    holders = holders_of_names(graph, names.values())
    for text, name in names.items():
        if len(holders.get(name, ())) == 1:
            found[text] = next(iter(holders[name]))
    return found


def holders_of_names(graph: Tx | Store, names: Iterable[str]) -> dict[str, set[str]]:
    """Return {canonical name: ids of all that are called so}, without names that nobody has."""
    asked = sorted({name for name in names if name})
    holders: dict[str, set[str]] = {}
    for query in (ORGANISATIONS_WITH_NAMES, OTHER_NAMES_LIKE) if asked else ():
        for row in graph.read(query, names=asked):
            holders.setdefault(row["name"], set()).add(row["id"])
    return holders


PARTS_SAID_BY = """
UNWIND $organisations AS organisation
MATCH (:Organisation {id: organisation})<-[:BY]-(part:Participation)-[:IN]->(engagement:Engagement)
WHERE part.source = $source AND (
    part.retracted_at IS NULL OR part.retracted_by IS NOT NULL OR part.ended_by IS NOT NULL)
RETURN part.id AS id, part.key AS key, organisation AS holder, engagement.occasion AS within,
       part.retracted_by IS NOT NULL AS taken_back,
       part.import_id AS import_id, part.said_on AS said_on,
       coalesce(part.also_imports, []) AS vouched_by,
       coalesce(part.also_days, []) AS also_days,
       part.ended_by AS ended_by, part.recorded_at AS recorded_at
"""


def parts_said_by(tx: Tx, source: str, organisations: Iterable[str]) -> list[InForce]:
    """Return the parts of some organisations that a source said: in force, ended, or taken back by hand.

    A slot is one occasion.
    """
    rows = tx.run(PARTS_SAID_BY, source=source, organisations=sorted(set(organisations)))
    return facts_said(rows)
