"""Whom a question went through: what a log calls somebody, read as the organisation that it means today.

A log may come in before the list that brings the body which passed its question on, and that list may be
taken back. So the text stands on the part, and whom it means is looked up whenever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.participations import organisations_named
from graph.store import Store

NAMES_OF = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
WHERE coalesce(organisation.gone, false) = false
RETURN id, organisation.name AS name
"""

Through = tuple[str | None, str]
"""An organisation's id (None: nobody is called so, or several are) and its name, or the text."""


def passed_on(store: Store, rows: Sequence[Mapping[str, Any]]) -> dict[str, Through]:
    """Return {text: whom it means} for the parts of some rows that have a text and nobody chosen by hand."""
    texts = {text for row in rows if (text := row["part"].get("asked_through")) and not row["through"]}
    meant = organisations_named(store, texts)
    names = _names_of(store, meant.values())
    return {
        text: (meant[text], names[meant[text]]) if meant.get(text) in names else (None, text)
        for text in texts
    }


def _names_of(store: Store, org_ids: Iterable[str]) -> dict[str, str]:
    asked = sorted(set(org_ids))
    rows = store.read(NAMES_OF, organisations=asked) if asked else []
    return {row["id"]: row["name"] for row in rows}
