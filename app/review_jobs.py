"""Decisions about many waiting rows, carried out behind the pages."""

from __future__ import annotations

from collections.abc import Mapping

from app.runtime import Earshot


def decide_many(
    running: Earshot, *, actor: str, write_id: str, chosen: Mapping[str, str], choice: str, most: int
) -> None:
    """Carry one decision out for the rows that a filter means, as ``graph.bulk_review.decide_all`` does."""
    from graph.bulk_review import decide_all  # noqa: PLC0415 - the driver only when needed
    from graph.waiting import WaitingFilter  # noqa: PLC0415

    decide_all(running.store, actor, WaitingFilter(**chosen), choice, write_id, most=most)
