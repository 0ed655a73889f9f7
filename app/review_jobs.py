"""Decisions about many waiting rows, carried out or taken back behind the pages."""

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


def take_back_many(running: Earshot, *, actor: str, write_id: str, act: str) -> None:
    """Take back all that a person decided at once, as ``graph.take_back.take_act_back`` does."""
    from graph.take_back import take_act_back  # noqa: PLC0415 - the driver only when needed

    take_act_back(running.store, act, actor, write_id)
