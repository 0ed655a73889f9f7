"""Where an imported fact comes from, as every such fact carries it."""

from __future__ import annotations

from typing import Any

from graph.import_records import instant_of
from graph.model.plan import ImportContext


def provenance(context: ImportContext, row: int, recorded_on: str | None = None) -> dict[str, Any]:
    """Return the properties that say which import and row a fact comes from, and when it became known.

    ``recorded_on`` is the ISO day that a row gives for itself, when it does.
    """
    return {
        "source": context.source,
        "import_id": context.import_id,
        "row": row,
        "said_on": context.said_on,
        "recorded_at": instant_of(recorded_on) or context.recorded_at,
        "example": context.example,
    }
