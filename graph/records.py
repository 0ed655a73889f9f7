"""The record that the graph keeps beside the statements: properties and edges, written where they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.identifiers import claims_of
from graph.model.names import canonical, name_sort
from graph.model.organisations import Record
from graph.record_edges import EDGE_TYPES, Edges, change_edges, change_other_names, edges_of, reachable_edges
from graph.store import Store, Tx
from graph.transaction import rows_from


@dataclass(frozen=True)
class Derived:
    """What follows from an organisation's statements. ``kept_only``: on no list and not added by hand.

    ``as_member``: recorded as a member by other means than a membership list. ``reference``: a register that
    was brought in holds it. One of which only a register speaks has no edges: nobody counts it.
    """

    record: Record
    spoken_of: bool = True
    kept_only: bool = False
    as_member: bool = False
    reference: bool = False

    @cached_property
    def properties(self) -> dict[str, Any]:
        """The properties of its node; None for those it doesn't have."""
        return properties_of(self)

    @cached_property
    def edges(self) -> Edges:
        """Its edges by their type."""
        return edges_of(self.record) if self.spoken_of else {}


@dataclass(frozen=True)
class Stored:
    """What the graph keeps of an organisation's record by now; edges by their type."""

    version: int = 0
    properties: Mapping[str, Any] = field(default_factory=dict)
    edges: Edges = field(default_factory=dict)


def properties_of(derived: Derived, withheld: Iterable[str] = ()) -> dict[str, Any]:
    """Return the properties of an organisation's node; None for those it doesn't have.

    ``withheld`` are numbers that its statements give and that another organisation holds.
    """
    record, kept_back = derived.record, sorted(withheld)
    disputed = set(record.disputed) | ({"identifiers"} if kept_back else set())
    return {
        "roles": sorted(record.roles),
        "name": record.name,
        "name_sort": name_sort(record.name),
        "canonical": canonical(record.name),
        "other_names": list(record.other_names) or None,
        "other_names_text": "\n".join(record.other_names) or None,
        "identifiers": [each for each in record.identifiers if each not in kept_back],
        "withheld": kept_back or None,
        "withheld_text": "\n".join(kept_back) or None,
        "legal_form": record.legal_form,
        "status": record.status,
        "income_band": record.income_band,
        "website": record.website,
        "email": record.email,
        "address": record.address,
        "postcode": record.postcode,
        "place": record.place,
        "works_in": list(record.works_in) or None,
        "successors": list(record.successors) or None,
        "branch_of": record.branch_of,
        "hide_location": record.hide_location,
        "example": record.example,
        "disputed": sorted(disputed) or None,
        "kept_only": derived.kept_only,
        "as_member": derived.as_member or None,
        "reference": derived.reference or None,
    }


STORED = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(organisation.id) AS id, collect(coalesce(organisation.version, 0)) AS version,
       collect(properties(organisation)) AS properties,
       collect([(organisation)-[edge:MEMBER_OF]->(body:Organisation) | [body.id, edge.since, edge.until]])
           AS MEMBER_OF,
       collect([(organisation)-[edge:WORKS_WITH]->(community:Community) | [community.id, edge.status, null]])
           AS WORKS_WITH,
       collect([(organisation)-[:BASED_IN]->(place:Place) | [place.id, null, null]]) AS BASED_IN,
       collect([(organisation)-[:WORKS_IN]->(area:Place) | [area.id, null, null]]) AS WORKS_IN,
       collect([(organisation)-[:BRANCH_OF]->(whole:Organisation) | [whole.id, null, null]]) AS BRANCH_OF
"""


def stored_records(graph: Tx | Store, org_ids: Sequence[str]) -> dict[str, Stored]:
    """Return {organisation id: what the graph keeps of it by now}; no key for one that isn't there."""
    return {
        row["id"]: Stored(
            row["version"],
            row["properties"],
            {kind: frozenset(tuple(edge) for edge in row[kind]) for kind in EDGE_TYPES if row[kind]},
        )
        for row in rows_from(graph.columns(STORED, organisations=list(org_ids)))
    }


SET_PROPERTIES = """
UNWIND $organisations AS row
MATCH (organisation:Organisation {id: row.id})
SET organisation += row.properties
RETURN count(organisation) AS number
"""


@dataclass(frozen=True)
class Written:
    """The organisations whose record changed, and the register numbers that became free."""

    changed: frozenset[str]
    released: tuple[str, ...]


def write_records(tx: Tx, derived: Mapping[str, Derived], *, always: bool = True) -> Written:
    """Bring what the graph keeps of these organisations in line with what follows from their statements.

    With ``always`` all of them get their next version, without it only those that changed.
    """
    stored = stored_records(tx, sorted(derived))
    wanted = {each: derived[each] for each in sorted(derived) if each in stored}
    claims = claims_of(tx, {each: _claimed(stored[each], wanted[each]) for each in wanted})
    properties = {each: properties_of(one, claims.withheld.get(each, ())) for each, one in wanted.items()}
    before = {each: stored[each].edges for each in wanted}
    edges = reachable_edges(tx, {each: one.edges for each, one in wanted.items()}, before)
    changes = {each: _differing(stored[each].properties, properties[each]) for each in wanted}
    changed = {each for each in wanted if changes[each] or edges[each] != before[each]}
    claims.write(tx)
    names = {each: (_names(stored[each].properties), _names(properties[each])) for each in changed}
    change_other_names(tx, names)
    change_edges(tx, {each: (before[each], edges[each]) for each in changed})
    changed |= _set_properties(tx, wanted, stored, changes, set(wanted) if always else changed)
    tx.touch(*(wanted if always else changed))
    return Written(frozenset(changed), tuple(number for number, _ in claims.removed))


def _claimed(stored: Stored, derived: Derived) -> tuple[list[str], tuple[str, ...]]:
    """Return the numbers that an organisation holds, and those that its statements give."""
    return stored.properties.get("identifiers") or [], derived.record.identifiers


def _set_properties(
    tx: Tx,
    wanted: Mapping[str, Derived],
    stored: Mapping[str, Stored],
    changes: Mapping[str, dict[str, Any]],
    moved: set[str],
) -> set[str]:
    """Write what changed with the next versions; return the ids of those that came or went by it.

    Only now, when the edges are written, can be said of whom nothing speaks and to whom nothing refers.
    """
    silent = [each for each, one in wanted.items() if not one.spoken_of]
    gone = set(silent) - referred_to(tx, silent)
    turned = {each for each in wanted if bool(stored[each].properties.get("gone")) != (each in gone)}
    rows = []
    for each in sorted(moved | turned):
        new = {**changes[each], "version": stored[each].version + 1}
        if each in turned:
            new["gone"] = each in gone
        rows.append({"id": each, "properties": new})
    if rows:
        tx.run(SET_PROPERTIES, organisations=rows)
    return turned


REFERENCES = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS id,
       collect(size([(organisation)<-[:BY|ASKED_THROUGH]-(part:Participation)
                     WHERE part.retracted_at IS NULL | 1])) AS engagements,
       collect(size([(organisation)<-[:ABOUT]-(said:Declaration) WHERE said.retracted_at IS NULL | 1]))
           AS declarations,
       collect(size([(organisation)<-[post:HOLDS]-(:Person) WHERE post.retracted_at IS NULL | 1])) AS posts,
       collect(size([(organisation)<-[liaison:LIAISES_WITH]-() WHERE liaison.retracted_at IS NULL | 1])
               + size([(organisation)-[from:LIAISES_WITH]->() WHERE from.retracted_at IS NULL | 1]))
           AS liaisons,
       collect(size([(organisation)<-[grant:FUNDED]-(:Organisation) WHERE grant.retracted_at IS NULL | 1])
               + size([(organisation)-[given:FUNDED]->(:Organisation) WHERE given.retracted_at IS NULL | 1]))
           AS grants,
       collect(size([(organisation)<-[:MEMBER_OF]-(:Organisation) | 1])) AS members,
       collect(size([(organisation)<-[:BRANCH_OF]-(:Organisation) | 1])) AS branches,
       collect(size([(organisation)<-[:LIST_OF]-(entry:BodyList) WHERE entry.retracted_at IS NULL | 1]))
           AS lists,
       collect(size([(organisation)<-[:SAID_OF]-(claim:Claim) WHERE claim.retracted_at IS NULL | 1]))
           AS claims
"""


def referred_to(tx: Tx, org_ids: Sequence[str]) -> set[str]:
    """Return those of these organisations that something in force refers to, whoever speaks of them."""
    return set(references(tx, org_ids))


def references(graph: Tx | Store, org_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return {organisation id: what in force refers to it, in words}; nothing for those nothing refers to."""
    if not org_ids:
        return {}
    found = {}
    for row in rows_from(graph.columns(REFERENCES, organisations=list(org_ids))):
        org_id = row.pop("id")
        kinds = [kind for kind, number in row.items() if number]
        if kinds:
            found[org_id] = kinds
    return found


def _names(properties: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(properties.get("other_names") or ())


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that change; a list, and none at all, of nothing are the same."""
    return {key: value for key, value in new.items() if (value or None) != (old.get(key) or None)}
