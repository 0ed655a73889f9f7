"""Committing an import: exactly its plan, chunk by chunk, each one write that also stamps the chunk.

A worker that dies leaves a running import whose lease runs out; whoever commits it next goes on where the
last stamped chunk ended. Nothing is kept between chunks but what the graph holds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from graph.drafts import Voice
from graph.errors import GraphError
from graph.import_lease import ImportBusy
from graph.import_records import (
    HELD_FOR,
    ChunkState,
    ImportState,
    context_of,
    import_with_chunks,
    the_import,
)
from graph.import_worker import ImportWorker
from graph.read_ahead import ReadAhead
from graph.store import Store

__all__ = ["ImportBusy", "Outcome", "Progress", "commit_import", "outcome_of"]

Progress = Callable[[int, int], None]
"""Told the rows done and the rows there are, after every chunk."""


@dataclass(frozen=True)
class Outcome:
    """What became of an import. ``counts`` is {verdict: rows} and adds up to the rows read."""

    import_id: str
    state: str
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: int = 0
    leavers: int = 0
    review_items: int = 0
    rows_read: int = 0
    done_rows: int = 0


def commit_import(
    store: Store,
    import_id: str,
    *,
    accept: str = "safe",
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    held_for: float = HELD_FOR,
) -> Outcome:
    """Carry out a stored plan, or what is left of it, and return what became of it.

    ``accept`` is "safe" (what the plan found safe goes in) or "none" (all that would change anything waits
    for a person). ``should_stop`` is asked before every chunk: True leaves the import cancelled, to be
    resumed by another call or undone. ``held_for`` are the seconds of silence after which another worker may
    take the import over. Raises ImportBusy when another worker has it, Refused for an import
    that isn't there, isn't whole or was undone. An import that is done answers what became of it.
    """
    state, chunks = import_with_chunks(store, import_id)
    if state.state in ("committed", "waiting"):
        return _outcome(state)
    worker = ImportWorker(store, state, accept, held_for=held_for)
    for chunk in chunks:
        if chunk.committed_at is not None:
            worker.learn(chunk, chunk.result or {})
    units = _units([chunk for chunk in chunks if chunk.committed_at is None], store.chunks_at_once)
    voice = Voice(state.kind, state.head.get("role"), state.policies)
    with _what_is_there_at_rest(), ReadAhead(store, context_of(state, ""), voice) as ahead:
        try:
            for unit, following in zip(units, [*units[1:], []], strict=True):
                if should_stop is not None and should_stop():
                    worker.let_go("cancelled")
                    return outcome_of(store, import_id)
                worker.commit(unit, ahead, meanwhile=partial(ahead.begin, following), last=not following)
                if progress is not None:
                    progress(worker.done_rows, state.rows_read)
        except BaseException:
            with suppress(GraphError):
                worker.let_go("failed")
            raise
    return replace(_outcome(state), done_rows=worker.done_rows, **(worker.ended or {}))


@contextmanager
def _what_is_there_at_rest() -> Iterator[None]:
    """Keep Python from looking for garbage among all that was there before, over and over as chunks pass."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


QUIET_AT_ONCE = 10
"""Chunks that only say the same are committed together: each is one stamp, so others hardly wait."""


def _units(chunks: Sequence[ChunkState], at_once: int) -> list[list[ChunkState]]:
    """Return what is committed in one write each, in order: the body with the first rows, leavers alone."""
    units: list[list[ChunkState]] = []
    for chunk in chunks:
        if units and chunk.kind == "rows" and _has_room(units[-1], chunk, at_once):
            units[-1].append(chunk)
        else:
            units.append([chunk])
    return units or [[]]


def _has_room(unit: Sequence[ChunkState], chunk: ChunkState, at_once: int) -> bool:
    """Return whether one more chunk of rows may go into a write."""
    rows = [each for each in unit if each.kind == "rows"]
    if unit[-1].kind == "leavers":
        return False
    quiet = bool(rows) and chunk.quiet and all(each.quiet for each in rows)
    return len(rows) < (QUIET_AT_ONCE if quiet else at_once)


def outcome_of(store: Store, import_id: str) -> Outcome:
    """Return what became of an import so far."""
    return _outcome(the_import(store, import_id))


def _outcome(state: ImportState) -> Outcome:
    return Outcome(
        import_id=state.id,
        state=state.state,
        counts=state.counts,
        changes=state.changes,
        leavers=state.leavers,
        review_items=state.waiting_rows,
        rows_read=state.rows_read,
        done_rows=state.done_rows,
    )
