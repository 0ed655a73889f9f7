"""One decision about every waiting row of a kind: chunk by chunk, each row still decided apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.errors import Refused
from graph.model.identifiers import made_id
from graph.model.plan import CHUNK_ROWS
from graph.review import Decision, decide, organisations_there
from graph.store import Store
from graph.waiting import WaitingFilter, WaitingRow, waiting_together

CHOICES = ("first", "new", "skip")
"""What may be said of many rows: each is its first candidate, each is a new organisation, leave them out."""


@dataclass(frozen=True)
class Decided:
    """What one decision about many rows came to.

    ``left`` go on waiting: without a candidate to accept, with one that went away, or with a new question.
    ``also`` counts rows of other lists that ask the very same and were decided with them.
    """

    decided: int
    left: int
    also: int = 0


def decide_all(
    store: Store,
    actor: str,
    chosen: WaitingFilter,
    choice: str,
    write_id: str,
    *,
    most: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Decided:
    """Carry one decision out for every row that a filter means now, and return what it came to.

    Each 500 rows at most are one write and one more chunk of their import: all of them or none.
    ``most`` is how many the person was told of: not one more is decided. ``progress`` hears how many rows
    were looked at. Raises Refused for an unknown choice and where ``decide`` does.
    """
    if choice not in CHOICES:
        raise Refused(f"{choice!r} can't be said of many rows. Choose first, new or skip.")
    decided = also = looked_at = 0
    for number, rows in enumerate(_portions(store, chosen, most)):
        decisions = [each for row in rows if (each := _decision(row, choice)) is not None]
        there = organisations_there(store, {each[2] for each in decisions if each[2]})
        decisions = [each for each in decisions if each[2] is None or each[2] in there]
        if decisions:
            done = decide(store, actor, decisions, made_id(write_id, "many", number), act=write_id)
            decided += done["decided"]
            also += done.get("also", 0)
        looked_at += len(rows)
        progress(looked_at)
    return Decided(decided, looked_at - decided, also)


def _portions(store: Store, chosen: WaitingFilter, most: int | None) -> Iterator[list[WaitingRow]]:
    """Yield the rows that wait, at most a chunk at a time; each once, though some may wait again."""
    after: str | None = None
    left = most
    while left is None or left > 0:
        page = waiting_together(store, chosen, after, CHUNK_ROWS if left is None else min(left, CHUNK_ROWS))
        if page.items:
            yield list(page.items)
        if page.after is None:
            return
        after = page.after
        left = None if left is None else left - len(page.items)


def _decision(row: WaitingRow, choice: str) -> Decision | None:
    if choice != "first":
        return row.id, choice, None
    return (row.id, "accept", row.candidates[0].org_id) if row.candidates else None
