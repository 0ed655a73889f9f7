"""Who leaves a body when its whole list comes in without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.import_matching import Matched, known_to
from app.import_request import ImportRequest
from graph.model.plan import Leaver
from importers.lists import ParsedRow
from importers.plan import PlanHead, check_leavers, present

if TYPE_CHECKING:
    from graph.bodies import BodyRef
    from graph.store import Store


def leavers_of(
    store: Store,
    request: ImportRequest,
    body: BodyRef | None,
    head: PlanHead,
    matched: Matched,
) -> tuple[Leaver, ...]:
    """Return who leaves the body with this list; () for a part of one. Raises TooManyLeave, NobodyNamed."""
    from graph.leaving import leavers_for  # noqa: PLC0415

    if not request.whole_list or body is None or not body.exists:
        return ()
    there = present(matched.decisions) | _named_by_rejected(store, matched.parsed, head)
    leavers = leavers_for(store, body.id, there, head.said_on)
    check_leavers(leavers, matched.parsed, matched.decisions, most=1.0 if request.whole_list_sure else 0.2)
    return leavers


def _named_by_rejected(store: Store, parsed: Sequence[ParsedRow], head: PlanHead) -> set[str]:
    """Return the organisations that rejected rows name: a mistake in its row makes nobody leave."""
    rejected = [replace(row, issues=()) for row in parsed if row.rejected]
    return {each.id for each in known_to(store, rejected, head)} if rejected else set()
