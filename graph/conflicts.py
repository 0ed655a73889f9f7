"""Organisations of whom sources in force say different things, for somebody to choose."""

from __future__ import annotations

from graph.model.organisation_page import OrganisationPage
from graph.model.pages import Page
from graph.organisations import organisation
from graph.store import Store

DISPUTED = """
MATCH (organisation:Organisation)
WHERE size(organisation.disputed) > 0 AND coalesce(organisation.gone, false) = false
  AND organisation.name_sort >= $name
  AND (organisation.name_sort > $name OR organisation.id > $id)
WITH organisation
ORDER BY organisation.name_sort, organisation.id
LIMIT $limit
RETURN organisation.id AS id, organisation.name_sort AS name_sort
ORDER BY name_sort, id
"""

DISPUTED_COUNT = """
MATCH (organisation:Organisation)
WHERE size(organisation.disputed) > 0 AND coalesce(organisation.gone, false) = false
RETURN count(organisation) AS number
"""


def disputed_organisations(store: Store, after: str | None = None, limit: int = 25) -> Page[OrganisationPage]:
    """Return organisations with disputed fields by name, each with every value in force and who says it."""
    name, _, last = (after or "").rpartition("\x1f")
    rows = store.read(DISPUTED, name=name, id=last, limit=limit + 1)
    pages = [organisation(store, row["id"]) for row in rows[:limit]]
    more = f"{rows[limit - 1]['name_sort']}\x1f{rows[limit - 1]['id']}" if len(rows) > limit else None
    return Page(tuple(page for page in pages if page is not None), more)


def disputed_count(store: Store) -> int:
    """Return how many organisations have a field on which sources in force disagree."""
    return int(store.read(DISPUTED_COUNT)[0]["number"])
