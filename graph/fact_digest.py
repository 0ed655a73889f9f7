"""A digest of the facts in force: equal for equal facts, whatever engine, order, clocks and made ids.

Each fact becomes one line of text in which organisations go by their register numbers (else by name and
postcode); the digest adds up the lines' hashes, so that their order doesn't matter and none is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.every_node import pages
from graph.model.plan import canonical_json
from graph.store import Store
from graph.transaction import rows_from

AT_ONCE = 1000

NOT_FACTS = frozenset(
    (
        *("id", "n", "version", "name_sort", "canonical", "other_names_text", "disputed", "gone"),
        *(
            "withheld",
            "withheld_text",
            "import_id",
            "row",
            "recorded_at",
            "retracted_at",
            "said_on",
            "source",
            "key",
            "occasion",
            "also_imports",
            "also_days",
        ),
        *(
            "recorded_by",
            "also_rows",
            "slot",
            "ended_by",
            "place",
            "works_in",
            "branch_of",
            "undone_at",
            "made_in",
            "created_at",
        ),
    )
)
"""Properties that say how a fact is kept or how it came to be known, or that edges say too."""


@dataclass(frozen=True)
class Facts:
    """How much there is, and the digest of it."""

    organisations: int
    relationships: int
    digest: str


class LineSum:
    """Adds up the hashes of lines of text, modulo 2 to the power of 256."""

    def __init__(self) -> None:
        self._sum = 0

    def add(self, line: Any) -> None:
        """Add one line, given as any plain value."""
        self._sum += int.from_bytes(
            hashlib.sha256(canonical_json(line).encode("utf-8", "surrogatepass")).digest()
        )
        self._sum %= 1 << 256

    def hexdigest(self) -> str:
        """Return the sum of the lines so far as 64 hex digits."""
        return f"{self._sum:064x}"


NAMES = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS id, collect(coalesce(organisation.identifiers, [])) AS identifiers,
       collect(coalesce(organisation.name, '')) AS name,
       collect(coalesce(organisation.postcode, '')) AS postcode
"""


class _Names:
    """What organisations go by: their numbers, else name and postcode."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def learn(self, ids: Iterator[str] | list[str]) -> None:
        """Look up those that aren't known yet; forgets all when there are too many."""
        missing = sorted({each for each in ids if each and each not in self._known})
        if len(self._known) > 50_000:
            self._known.clear()
            missing = sorted({*missing, *(each for each in ids if each)})
        if missing:
            for row in rows_from(self._store.columns(NAMES, ids=missing)):
                by_name = f"{row['name']} {row['postcode']}"
                self._known[row["id"]] = " ".join(sorted(row["identifiers"])) or by_name

    def of(self, org_id: str | None) -> str:
        """Return what an organisation goes by; the text itself for one that isn't there."""
        return self._known.get(org_id or "", org_id or "")


ORGANISATIONS = """
MATCH (organisation:Organisation)
WHERE organisation.id > $after AND organisation.id <= $upto
RETURN collect(organisation.id) AS id, collect(organisation.id) AS subject,
       collect(properties(organisation)) AS properties,
       collect([(organisation)-[tie:MEMBER_OF]->(body:Organisation) | [body.id, tie.since, tie.until]])
           AS member_of,
       collect([(organisation)-[tie:WORKS_WITH]->(community:Community) | [community.id, tie.status]])
           AS works_with,
       collect([(organisation)-[:BASED_IN]->(place:Place) | place.id]) AS based_in,
       collect([(organisation)-[:WORKS_IN]->(area:Place) | area.id]) AS works_in,
       collect([(organisation)-[:BRANCH_OF]->(whole:Organisation) | whole.id]) AS branch_of
"""

DECLARATIONS = """
MATCH (declaration:Declaration)-[:ABOUT]->(organisation:Organisation)
WHERE declaration.id > $after AND declaration.id <= $upto AND declaration.retracted_at IS NULL
RETURN collect(declaration.id) AS id, collect(organisation.id) AS subject,
       collect(properties(declaration)) AS properties,
       collect([(declaration)-[led:LEADERSHIP]->(community:Community) |
                [community.id, led.board, led.senior_staff, led.all_staff]]) AS leadership
"""

PARTICIPATIONS = """
MATCH (part:Participation)-[:BY]->(organisation:Organisation)
WHERE part.id > $after AND part.id <= $upto AND part.retracted_at IS NULL
MATCH (part)-[:IN]->(engagement:Engagement)
OPTIONAL MATCH (engagement)-[:HELD_FOR]->(consultation:Consultation)
RETURN collect(part.id) AS id, collect(organisation.id) AS subject, collect(properties(part)) AS properties,
       collect(properties(engagement)) AS engagement, collect(coalesce(consultation.id, '')) AS held_for,
       collect([(part)-[:IN_PERSON]->(person:Person) | person.name]) AS people,
       collect([(part)-[:SPOKE_ON]->(principle:Principle) | principle.name]) AS principles,
       collect([(part)-[:ASKED_THROUGH]->(through:Organisation) | through.id]) AS asked_through
"""

ACTIONS = """
MATCH (action:Action)-[:FOLLOWS]->(engagement:Engagement)
WHERE action.id > $after AND action.id <= $upto AND action.retracted_at IS NULL
RETURN collect(action.id) AS id, collect(coalesce(action.organisation, '')) AS subject,
       collect(properties(action)) AS properties, collect(properties(engagement)) AS engagement
"""

POSTS = """
MATCH (person:Person)-[post:HOLDS]->(organisation:Organisation)
WHERE post.id > $after AND post.retracted_at IS NULL
RETURN post.id AS id, organisation.id AS subject, properties(post) AS properties,
       [person.name, person.email, person.do_not_contact] AS person
ORDER BY id
LIMIT $limit
"""

LIAISONS = """
MATCH (from)-[liaison:LIAISES_WITH]->(organisation:Organisation)
WHERE liaison.id > $after AND liaison.retracted_at IS NULL
RETURN liaison.id AS id, organisation.id AS subject, properties(liaison) AS properties,
       CASE WHEN from:Organisation THEN [from.id] ELSE [] END AS asked_through,
       CASE WHEN from:Organisation THEN [] ELSE [from.name] END AS person
ORDER BY id
LIMIT $limit
"""

GRANTS = """
MATCH (funder:Organisation)-[grant:FUNDED]->(organisation:Organisation)
WHERE grant.id > $after AND grant.retracted_at IS NULL
RETURN grant.id AS id, organisation.id AS subject, properties(grant) AS properties,
       [funder.id] AS asked_through
ORDER BY id
LIMIT $limit
"""

CONSULTATIONS = """
MATCH (consultation:Consultation)
WHERE consultation.id > $after AND consultation.id <= $upto
RETURN collect(consultation.id) AS id, collect('') AS subject, collect(consultation.id) AS held_for,
       collect(properties(consultation)) AS properties,
       collect([(consultation)<-[:OF]-(principle:Principle) | [principle.position, principle.name]])
           AS principles
"""

LISTS = """
MATCH (entry:BodyList)-[:LIST_OF]->(organisation:Organisation)
WHERE entry.id > $after AND entry.id <= $upto AND entry.retracted_at IS NULL
RETURN collect(entry.id) AS id, collect(organisation.id) AS subject, collect(properties(entry)) AS properties
"""

CLAIMS = """
MATCH (claim:Claim)-[:SAID_OF]->(organisation:Organisation)
WHERE claim.id > $after AND claim.id <= $upto AND claim.retracted_at IS NULL
RETURN collect(claim.id) AS id, collect(organisation.id) AS subject, collect(properties(claim)) AS properties,
       collect([(claim)-[of:COUNTS]->(community:Community) | [community.id, of.number]]) AS communities
"""

NODES: Mapping[str, tuple[str, str]] = {
    "organisation": ("Organisation", ORGANISATIONS),
    "declaration": ("Declaration", DECLARATIONS),
    "participation": ("Participation", PARTICIPATIONS),
    "action": ("Action", ACTIONS),
    "consultation": ("Consultation", CONSULTATIONS),
    "list": ("BodyList", LISTS),
    "claim": ("Claim", CLAIMS),
}
"""Kinds of facts that are nodes, each with its label and the query for those between two ids."""

EDGES: Mapping[str, str] = {"post": POSTS, "liaison": LIAISONS, "grant": GRANTS}
"""Kinds of facts that are relationships, each with the query that walks them by their ids."""

_BY_NAME = ("branch_of", "asked_through")
_IDS = ("reported_by", "about", "organisation")
_TIES = ("member_of", "works_with", "based_in", "works_in", "branch_of")


def digest_of_facts(store: Store) -> Facts:
    """Return how many organisations and relationships are in force, and the digest of all facts."""
    names, lines = _Names(store), LineSum()
    organisations = relationships = 0
    for kind, page in _pages(store):
        names.learn([each for row in page for each in _named(row)])
        for row in page:
            if kind == "organisation" and row["properties"].get("gone"):
                continue
            organisations += kind == "organisation"
            relationships += sum(len(row.get(tie) or ()) for tie in _TIES) + (kind in EDGES)
            lines.add([kind, _line(row, names)])
    return Facts(organisations, relationships, lines.hexdigest())


def _pages(store: Store) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the facts of every kind, a page at a time, each with its kind."""
    for kind, (label, query) in NODES.items():
        yield from ((kind, page) for page in pages(store, label, query, AT_ONCE))
    for kind, query in EDGES.items():
        after = ""
        while page := store.read(query, after=after, limit=AT_ONCE):
            yield kind, page
            after = page[-1]["id"]


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of the organisations that a row names."""
    yield row["subject"]
    yield from (each[0] for each in row.get("member_of") or ())
    for name in _BY_NAME:
        yield from row.get(name) or ()
    yield from (row["properties"].get(name) or "" for name in _IDS)


def _line(row: Mapping[str, Any], names: _Names) -> dict[str, Any]:
    """Return a row as what it says: names in place of ids, lists in order, no clocks."""
    line: dict[str, Any] = {"organisation": names.of(row["subject"])}
    for name, value in row.items():
        if name in ("properties", "engagement"):
            line[name] = _facts_of(value, names)
        elif name == "member_of":
            line[name] = sorted([names.of(body), since, until] for body, since, until in value)
        elif name in _BY_NAME:
            line[name] = sorted(names.of(each) for each in value)
        elif name == "held_for":
            line[name] = value or None
        elif name not in ("id", "subject"):
            line[name] = sorted(value, key=str)
    return line


def _facts_of(properties: Mapping[str, Any], names: _Names) -> dict[str, Any]:
    kept = {
        name: value
        for name, value in properties.items()
        if name not in NOT_FACTS and value not in (None, "", [])
    }
    return {**kept, **{name: names.of(kept[name]) for name in _IDS if name in kept}}
