"""The schema, declared once as data: unique ids, range indexes, full-text indexes. One line adds one.

Both engines' statements derive from it. Every node label with an own ``id`` has it unique; a full-text
index has the name that the embedded engine gives it, ``Label[property,property]``, on both engines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """Properties of one label that are looked up or ordered by."""

    label: str
    properties: tuple[str, ...]


UNIQUE_IDS = (
    "Organisation",
    "Identifier",
    "OtherName",
    "Place",
    "Community",
    "Statement",
    "Declaration",
    "Rule",
    "Person",
    "Consultation",
    "Principle",
    "Engagement",
    "Participation",
    "Action",
    "Import",
    "Chunk",
    "ReviewItem",
    "MatchRule",
    "User",
    "Change",
    "Head",
    "Job",
    "Setting",
    "BodyList",
    "Claim",
)
"""Labels whose ``id`` is unique."""

UNIQUE_OTHERS = (Index("Organisation", ("n",)),)
"""Other properties that no two nodes of a label share."""

RANGES = (
    Index("Organisation", ("canonical",)),
    Index("Organisation", ("name_sort",)),
    Index("Organisation", ("postcode",)),
    Index("Organisation", ("withheld_text",)),
    Index("OtherName", ("canonical",)),
    Index("Change", ("revision",)),
    Index("Import", ("source",)),
    Index("Import", ("state",)),
    Index("Import", ("started_at",)),
    Index("ReviewItem", ("state",)),
    Index("ReviewItem", ("asks",)),
    Index("ReviewItem", ("repeated_by",)),
    Index("ReviewItem", ("shared",)),
    Index("ReviewItem", ("decided_with",)),
    Index("ReviewItem", ("act",)),
    Index("ReviewItem", ("rule",)),
    Index("Person", ("email",)),
    Index("Engagement", ("held_on",)),
    Index("Engagement", ("occasion",)),
    Index("Engagement", ("import_id",)),
    Index("Participation", ("import_id",)),
)
"""What is looked up or ordered by, besides ids."""

FULLTEXTS = (
    Index("Organisation", ("name", "other_names_text")),
    Index("Person", ("name",)),
)
"""What is searched by words. Its property list differs from that of any range index of the label."""


def fulltext_name(index: Index) -> str:
    """Return the name of a full-text index, the same on both engines: ``Person[name]``."""
    return f"{index.label}[{','.join(index.properties)}]"


ORGANISATION_WORDS, PERSON_WORDS = (fulltext_name(index) for index in FULLTEXTS)
"""Names of the full-text indexes, for Store.fulltext."""


def index_statements() -> tuple[str, ...]:
    """Return the Cypher that both engines understand: unique constraints and range indexes."""
    uniques = [Index(label, ("id",)) for label in UNIQUE_IDS] + list(UNIQUE_OTHERS)
    return tuple(_unique(index) for index in uniques) + tuple(_range(index) for index in RANGES)


def neo4j_statements() -> tuple[str, ...]:
    """Return everything a Neo4j server needs; each may run again without harm."""
    return index_statements() + tuple(_neo4j_fulltext(index) for index in FULLTEXTS)


def embedded_statements() -> tuple[tuple[str, str], ...]:
    """Return (language, statement) pairs for the embedded engine, run by its launcher at every start.

    Types and properties come first, since its full-text indexes (SQL) want them to exist.
    """
    labels = dict.fromkeys((*UNIQUE_IDS, *(index.label for index in UNIQUE_OTHERS + RANGES + FULLTEXTS)))
    types = [("sql", f"CREATE VERTEX TYPE {label} IF NOT EXISTS") for label in labels]
    texts = [statement for index in FULLTEXTS for statement in _embedded_fulltext(index)]
    return (*types, *(("cypher", statement) for statement in index_statements()), *texts)


def _unique(index: Index) -> str:
    (name,) = index.properties
    return (
        f"CREATE CONSTRAINT {_snake(index)} IF NOT EXISTS "
        f"FOR (node:{index.label}) REQUIRE node.{name} IS UNIQUE"
    )


def _range(index: Index) -> str:
    columns = ", ".join(f"node.{name}" for name in index.properties)
    return f"CREATE INDEX {_snake(index)} IF NOT EXISTS FOR (node:{index.label}) ON ({columns})"


def _neo4j_fulltext(index: Index) -> str:
    columns = ", ".join(f"node.{name}" for name in index.properties)
    return (
        f"CREATE FULLTEXT INDEX `{fulltext_name(index)}` IF NOT EXISTS "
        f"FOR (node:{index.label}) ON EACH [{columns}]"
    )


def _embedded_fulltext(index: Index) -> list[tuple[str, str]]:
    made = [f"CREATE PROPERTY {index.label}.{name} IF NOT EXISTS STRING" for name in index.properties]
    made.append(f"CREATE INDEX IF NOT EXISTS ON {index.label} ({', '.join(index.properties)}) FULL_TEXT")
    return [("sql", statement) for statement in made]


def _snake(index: Index) -> str:
    return "_".join((index.label.lower(), *index.properties))


def _version() -> str:
    """Return a hash over all statements, so that no one has to remember to count a number up."""
    everything = repr((neo4j_statements(), embedded_statements()))
    return hashlib.sha256(everything.encode()).hexdigest()[:16]


VERSION = _version()
"""Names this schema; kept on the graph's Head, so that a start on an older graph brings it up to date."""
