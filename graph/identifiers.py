"""Who holds which register number: each number one organisation, made together with its edge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.store import Store, Tx

HOLDERS = """
UNWIND $given.identifiers AS wanted
MATCH (identifier:Identifier {id: wanted})-[:IDENTIFIES]->(organisation:Organisation)
RETURN collect(wanted) AS identifier, collect(organisation.id) AS holder
"""


def holders(graph: Tx | Store, identifiers: Iterable[str]) -> dict[str, str]:
    """Return {org-id: id of the organisation that holds it}; nothing for numbers nobody holds."""
    wanted = sorted(set(identifiers))
    if not wanted:
        return {}
    columns = graph.columns(HOLDERS, given={"identifiers": wanted})
    return dict(zip(columns["identifier"], columns["holder"], strict=True))


REMOVE_IDENTIFIERS = """
UNWIND $identifiers AS id
MATCH (identifier:Identifier {id: id})
DETACH DELETE identifier
"""

CREATE_IDENTIFIERS = """
UNWIND $identifiers AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (identifier:Identifier {id: row.id, scheme: row.scheme, value: row.value})
CREATE (identifier)-[:IDENTIFIES]->(organisation)
"""


@dataclass(frozen=True)
class Claims:
    """Numbers to give and to take: pairs of (org-id, organisation id). ``withheld`` are those of others."""

    added: Sequence[tuple[str, str]] = ()
    removed: Sequence[tuple[str, str]] = ()
    withheld: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def write(self, tx: Tx) -> None:
        """Take first, then give."""
        if self.removed:
            tx.run(REMOVE_IDENTIFIERS, identifiers=[each for each, _ in self.removed])
        if self.added:
            rows = [{**number_row(number), "organisation": holder} for number, holder in self.added]
            tx.run(CREATE_IDENTIFIERS, identifiers=rows)


def claims_of(tx: Tx, wanted: Mapping[str, tuple[Collection[str], Collection[str]]]) -> Claims:
    """Return what changes, given {organisation id: (the numbers it holds, the numbers it should hold)}.

    A number that another organisation goes on holding is withheld; of several organisations that ask for
    the same free number the one with the lowest id gets it.
    """
    removed = [(each, org) for org, (held, due) in sorted(wanted.items()) for each in held if each not in due]
    asked = [(each, org) for org, (held, due) in sorted(wanted.items()) for each in due if each not in held]
    taken = holders(tx, [identifier for identifier, _ in asked])
    for identifier, organisation in removed:
        if taken.get(identifier) == organisation:
            del taken[identifier]
    added: list[tuple[str, str]] = []
    withheld: dict[str, list[str]] = {}
    for identifier, organisation in asked:
        if taken.setdefault(identifier, organisation) == organisation:
            added.append((identifier, organisation))
        else:
            withheld.setdefault(organisation, []).append(identifier)
    return Claims(added, removed, withheld)


WITHHELD = """
MATCH (organisation:Organisation) WHERE organisation.withheld_text > ''
RETURN organisation.id AS id, organisation.withheld AS withheld
"""
"""Few organisations wait for a number; both engines find them in an index of texts, and none of lists."""


def waiting_for(tx: Tx, identifiers: Collection[str]) -> list[str]:
    """Return the organisations from which one of these numbers was withheld, now that it is free."""
    if not identifiers:
        return []
    free = set(identifiers)
    return sorted(row["id"] for row in tx.run(WITHHELD) if free & set(row["withheld"]))


def scheme_and_value(org_id: str) -> tuple[str, str]:
    """Return ("GB-CHC", "225922") of an org-id; the scheme is its first two parts."""
    first, _, rest = org_id.partition("-")
    second, _, value = rest.partition("-")
    return (f"{first}-{second}", value) if value else (first, rest)


def number_row(identifier: str) -> dict[str, str]:
    """Return an org-id as its node keeps it."""
    scheme, value = scheme_and_value(identifier)
    return {"id": identifier, "scheme": scheme, "value": value}
