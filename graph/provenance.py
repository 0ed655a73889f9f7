"""Where an imported fact comes from, as every such fact carries it."""

from __future__ import annotations

from typing import Any

from graph.import_records import instant_of
from graph.model.plan import ImportContext
from graph.model.settling import Late


def provenance(
    context: ImportContext, row: int, recorded_on: str | None = None, *, late: Late | None = None
) -> dict[str, Any]:
    """Return the properties that say which import and row a fact comes from, and when it became known.

    ``recorded_on`` is the ISO day that a row gives for itself, when it does. A fact of a list that came late
    ended when the newer word was recorded: on the days before it is shown as what was known.
    """
    recorded_at = instant_of(recorded_on) or context.recorded_at
    ended = {"retracted_at": max(recorded_at, late.recorded_at), "ended_by": late.ended_by} if late else {}
    return {
        **ended,
        "source": context.source,
        "import_id": context.import_id,
        "row": row,
        "said_on": context.said_on,
        "recorded_at": recorded_at,
        "example": context.example,
    }
