"""Loading the real infrastructure bodies, as an import of its own that can be undone like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.commit import commit_import, outcome_of
from graph.import_records import now
from graph.imports import store_plan
from graph.known import known_organisations
from graph.model.identifiers import new_id
from graph.model.names import canonical
from graph.model.organisations import Role
from graph.model.plan import Plan, RowVerdict
from graph.model.reference_bodies import HEADINGS, ReferenceBody, rows_for
from graph.store import Store

SOURCE = "list:reference:infrastructure bodies"

MAPPING = ("name", "other_names", "identifier", "website", *("notes",) * 6)
"""The field of each column of the reference file."""


@dataclass(frozen=True)
class Loaded:
    """What loading came to. ``import_id`` is None when nothing had to be done."""

    import_id: str | None
    state: str
    counts: dict[str, int]
    changes: int = 0
    review_items: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as the command prints it; "rows_read" is what the counts add up to."""
        rows = sum(self.counts.values())
        return {**vars(self), "rows_seen": rows, "rows_read": rows, "skipped": [], "issues": []}


def load_bodies(store: Store, actor: str, bodies: Sequence[ReferenceBody], file_name: str) -> Loaded:
    """Load bodies into the graph and return what became of each; loading them twice changes nothing.

    Bodies that may be organisations we have under another number wait for review.
    """
    plan = _plan(store, bodies, file_name)
    if all(row.verdict is RowVerdict.SAME for row in plan.rows):
        return Loaded(None, "committed", plan.counts())
    store_plan(store, plan, actor)
    commit_import(store, plan.import_id)
    outcome = outcome_of(store, plan.import_id)
    return Loaded(plan.import_id, outcome.state, dict(outcome.counts), outcome.changes, outcome.review_items)


def _plan(store: Store, bodies: Sequence[ReferenceBody], file_name: str) -> Plan:
    import_id, day = new_id(), now()[:10]
    known = known_organisations(
        store,
        [number for body in bodies for number in body.identifiers],
        [canonical(body["name"]) for body in bodies],
        SOURCE,
    )
    return Plan(
        import_id=import_id,
        kind="organisations",
        source=SOURCE,
        file_name=file_name,
        said_on=day,
        headings=HEADINGS,
        mapping=MAPPING,
        rows=rows_for(bodies, known, import_id),
        role=str(Role.INFRASTRUCTURE_BODY),
    )
