"""Grants in force as edges from funders to recipients: written, and read for pages and maps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from graph.facts_in_force import ANY_TIME
from graph.model.settling import InForce, facts_said
from graph.store import Store, Tx


@dataclass(frozen=True)
class NewGrant:
    """A grant to write, with its properties."""

    funder: str
    recipient: str
    properties: dict[str, Any]


CREATE_GRANTS = """
UNWIND $grants AS one
MATCH (funder:Organisation {id: one.funder})
MATCH (recipient:Organisation {id: one.recipient})
CREATE (funder)-[fact:FUNDED]->(recipient)
SET fact += one.properties
RETURN count(fact) AS made
"""


def create_grants(tx: Tx, grants: Sequence[NewGrant]) -> None:
    """Write grants between organisations that are there."""
    if grants:
        tx.run(CREATE_GRANTS, grants=[vars(grant) for grant in grants])


GRANTS_SAID_BY = """
UNWIND $funders AS funder
MATCH (:Organisation {id: funder})-[fact:FUNDED]->(:Organisation)
WHERE fact.source = $source AND (fact.retracted_at IS NULL OR fact.ended_by IS NOT NULL)
RETURN fact.id AS id, fact.key AS key, funder AS holder, fact.slot AS within, fact.import_id AS import_id,
       fact.said_on AS said_on, coalesce(fact.also_imports, []) AS vouched_by,
       coalesce(fact.also_days, []) AS also_days,
       fact.ended_by AS ended_by, fact.recorded_at AS recorded_at
"""


def grants_said_by(tx: Tx, source: str, funders: Collection[str]) -> list[InForce]:
    """Return what a source said of some funders, in force or ended; a slot is one grant of one funder."""
    rows = tx.run(GRANTS_SAID_BY, source=source, funders=sorted(funders))
    return facts_said(rows)


@dataclass(frozen=True)
class Funding:
    """All grants of one currency between one funder and one recipient.

    ``total`` is the sum of those whose amount is known, None when none is; ``first`` and ``last`` are ISO
    days, None when no day is known; ``imports`` are the imports that say so, ``titles`` some of the titles.
    """

    funder: str
    funder_name: str
    recipient: str
    recipient_name: str
    grants: int
    total: float | None
    currency: str
    first: str | None
    last: str | None
    imports: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def amount(self) -> str:
        """The total in words: "£12,500" or "USD 400"; "" when no amount is known."""
        if self.total is None:
            return ""
        figure = f"{self.total:,.2f}".removesuffix(".00")
        return f"£{figure}" if self.currency == "GBP" else f"{self.currency} {figure}"

    @property
    def words(self) -> str:
        """How many grants and how much, as a tie's label."""
        number = "1 grant" if self.grants == 1 else f"{self.grants:,} grants"
        return f"{number}, {self.amount}" if self.amount else number


FUNDED_BY = """
MATCH (recipient:Organisation {id: $organisation})<-[fact:FUNDED]-(funder:Organisation)
WHERE fact.recorded_at <= $at AND coalesce(fact.retracted_at, '~') > $at
WITH funder, recipient, coalesce(fact.currency, 'GBP') AS currency, count(fact) AS grants,
     count(fact.amount) AS known, sum(coalesce(fact.amount, 0.0)) AS total,
     min(fact.awarded_on) AS first, max(fact.awarded_on) AS last,
     collect(DISTINCT fact.import_id) AS imports, collect(DISTINCT fact.title) AS titles
RETURN funder.id AS funder, funder.name AS funder_name, recipient.id AS recipient,
       recipient.name AS recipient_name, currency, grants, known, total, first, last, imports, titles
ORDER BY total DESC, funder_name, funder, currency
LIMIT $limit
"""

FUNDS = """
MATCH (funder:Organisation {id: $organisation})-[fact:FUNDED]->(recipient:Organisation)
WHERE fact.recorded_at <= $at AND coalesce(fact.retracted_at, '~') > $at
WITH funder, recipient, coalesce(fact.currency, 'GBP') AS currency, count(fact) AS grants,
     count(fact.amount) AS known, sum(coalesce(fact.amount, 0.0)) AS total,
     min(fact.awarded_on) AS first, max(fact.awarded_on) AS last,
     collect(DISTINCT fact.import_id) AS imports, collect(DISTINCT fact.title) AS titles
RETURN funder.id AS funder, funder.name AS funder_name, recipient.id AS recipient,
       recipient.name AS recipient_name, currency, grants, known, total, first, last, imports, titles
ORDER BY total DESC, recipient_name, recipient, currency
LIMIT $limit
"""


def funded_by(store: Store, organisation: str, limit: int = 50, at: str = ANY_TIME) -> list[Funding]:
    """Return who funded an organisation, as known at an ISO instant (UTC), the largest sum first; or []."""
    return _fundings(store.read(FUNDED_BY, organisation=organisation, limit=limit, at=at))


def funds(store: Store, organisation: str, limit: int = 50, at: str = ANY_TIME) -> list[Funding]:
    """Return whom an organisation funded, as known at an ISO instant (UTC), the largest sum first; or []."""
    return _fundings(store.read(FUNDS, organisation=organisation, limit=limit, at=at))


def _fundings(rows: Sequence[dict[str, Any]]) -> list[Funding]:
    found = []
    for row in rows:
        known = row.pop("known")
        row["total"] = round(row["total"], 2) if known else None
        row["imports"] = tuple(sorted(filter(None, row["imports"])))
        row["titles"] = tuple(sorted(filter(None, row["titles"])))[:3]
        found.append(Funding(**row))
    return found


HOW_MANY_FUNDED = """
MATCH (:Organisation {id: $organisation})-[fact:FUNDED]->(recipient:Organisation)
WHERE fact.retracted_at IS NULL
RETURN count(fact) AS grants, count(DISTINCT recipient.id) AS recipients
"""


def how_many_funded(store: Store, organisation: str) -> tuple[int, int]:
    """Return how many grants an organisation gave, and to how many others; (0, 0) for none."""
    row = store.read(HOW_MANY_FUNDED, organisation=organisation)[0]
    return row["grants"], row["recipients"]
