"""What a source said before of organisations besides their records, so that saying it again adds nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from graph.declaration_facts import declaration_key
from graph.fact_writers import known_facts
from graph.model.facts import fact_keys
from graph.store import Store

AT_ONCE = 2000

DECLARED = """
UNWIND $organisations AS organisation_id
MATCH (organisation:Organisation {id: organisation_id})<-[:ABOUT]-(declaration:Declaration)
WHERE declaration.retracted_at IS NULL AND declaration.source = $source
RETURN collect(organisation_id) AS organisation, collect(coalesce(declaration.key, '')) AS key
"""


@dataclass(frozen=True)
class FactsSaid:
    """The facts in force that one source said of some organisations."""

    source: str
    body_id: str | None
    consultation: str | None
    keys: frozenset[str]
    declarations: frozenset[tuple[str, str]]

    def has_all_of(self, org_id: str, facts: Mapping[str, Any]) -> bool:
        """Return whether a row's facts about an organisation all are in the graph already."""
        if "declaration_waiting" in facts:
            return False
        said = facts.get("declaration")
        if said and (org_id, declaration_key(said, self.source, self.body_id)) not in self.declarations:
            return False
        return self.keys.issuperset(fact_keys(facts, self.source, org_id, self.consultation))


def facts_said_by(
    store: Store,
    source: str,
    org_ids: Collection[str],
    *,
    body_id: str | None = None,
    consultation: str | None = None,
    said_on: str | None = None,
) -> FactsSaid:
    """Return what a source said of these organisations, read in portions.

    With ``said_on``, the day of a list, also what newer lists have ended: see ``known_facts``.
    """
    wanted = sorted(set(org_ids))
    declared: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), AT_ONCE):
        columns = store.columns(DECLARED, organisations=wanted[start : start + AT_ONCE], source=source)
        declared.update(zip(columns["organisation"], columns["key"], strict=True))
    return FactsSaid(
        source, body_id, consultation, known_facts(store, source, wanted, said_on), frozenset(declared)
    )
