"""What stays of the organisations that an undone import spoke of, and why: told to whoever undid it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model.days import long_date
from graph.model.plan import CHUNK_ROWS
from graph.model.statements import Statement, StatementKind
from graph.records import references
from graph.statements import statements_in_force
from graph.store import Store

NAMES_NOW = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS id, collect(coalesce(organisation.name, '')) AS name,
       collect(coalesce(organisation.gone, false)) AS gone,
       collect(coalesce(organisation.reference, false)) AS reference
"""

WORDS = {
    "engagements": "engagements name it",
    "declarations": "it has declarations",
    "posts": "people hold posts there",
    "liaisons": "somebody in government is in touch with it",
    "grants": "a grant names it",
    "members": "other lists name it as their body",
    "branches": "it has branches",
    "lists": "people noted something about its list",
    "claims": "there are claims about its members",
}
"""What refers to an organisation of which nothing speaks any more, by its name in graph.records."""


def kept(store: Store, organisations: Sequence[str]) -> list[dict[str, Any]]:
    """Return {"organisation", "name", "field", "why"} of what stays, because something else says it.

    A line with a field is a person's edit of it; without one, something refers to the organisation.
    """
    lines: list[dict[str, Any]] = []
    for start in range(0, len(organisations), CHUNK_ROWS):
        some = list(organisations[start : start + CHUNK_ROWS])
        named = store.columns(NAMES_NOW, organisations=some)
        names = dict(zip(named["id"], named["name"], strict=True))
        said = statements_in_force(store, some)
        refers = references(store, [each for each in some if each not in said])
        for each in some:
            lines += [_line(each, names, field, why) for field, why in _edited(said.get(each, ()))]
            if each in refers:
                why = ", ".join(WORDS.get(kind, kind) for kind in refers[each])
                lines.append(_line(each, names, None, why))
    return lines


def _edited(statements: Iterable[Statement]) -> list[tuple[str, str]]:
    """Return the fields that people edited, each with who did and when."""
    return sorted(
        {
            (field, f"edited by {each.user} on {long_date(each.recorded_at)}")
            for each in statements
            if each.kind == StatementKind.EDIT
            for field in each.values
        }
    )


def _line(org_id: str, names: Mapping[str, str], field: str | None, why: str) -> dict[str, Any]:
    return {"organisation": org_id, "name": names.get(org_id, ""), "field": field, "why": why}
