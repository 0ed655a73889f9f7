"""The next chunk, read and worked out while the graph is busy with the one before it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from types import TracebackType
from typing import Any

from graph.drafts import Drafts, Voice, drafts_of
from graph.import_records import ChunkState, chunk_content
from graph.model.plan import ImportContext, PlannedRow, RowVerdict, row_from_dict
from graph.store import Store

HANDING_OVER = 0.015
"""Seconds left to the thread that is about to wait: it first has to hand 500 rows over to the graph."""


class ChunkContent:
    """What a chunk holds; ``plain`` are its rows (or leavers) as plain values."""

    def __init__(self, plain: Sequence[Mapping[str, Any]], context: ImportContext, voice: Voice) -> None:
        self.plain = list(plain)
        self._context, self._voice = context, voice

    @cached_property
    def rows(self) -> list[PlannedRow]:
        """Its rows, for a chunk that holds rows."""
        return [row_from_dict(each) for each in self.plain]

    @cached_property
    def drafts(self) -> Drafts:
        """What its new rows will write."""
        return drafts_of(self._context, self._voice, self.rows)

    def work_out(self) -> ChunkContent:
        """Return it with its rows and drafts made, if any row is new."""
        if any(each.get("verdict") == RowVerdict.NEW for each in self.plain):
            _ = self.drafts
        return self


class ReadAhead:
    """Reads chunks of one import, one ahead when told to; use it in a ``with``, which ends its thread.

    One thread, and only when told: Python runs one thread at a time, so the other may only run while this
    one waits for the graph.
    """

    def __init__(self, store: Store, context: ImportContext, voice: Voice) -> None:
        self._store, self._context, self._voice = store, context, voice
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")
        self._begun: dict[int, Future[ChunkContent]] = {}

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, unit: Sequence[ChunkState], *, after: float = HANDING_OVER) -> None:
        """Begin to read chunks that will be wanted next, in some seconds.

        Those that only say the same are left out: as a rule nobody wants them.
        """
        for chunk in unit:
            if chunk.kind == "rows" and not chunk.quiet and chunk.number not in self._begun:
                self._begun[chunk.number] = self._pool.submit(self._read_soon, chunk, after)

    def content(self, chunk: ChunkState) -> ChunkContent:
        """Return what a chunk holds, waiting for it when it's being read."""
        begun = self._begun.pop(chunk.number, None)
        return begun.result() if begun is not None else self._read(chunk)

    def _read_soon(self, chunk: ChunkState, after: float) -> ChunkContent:
        time.sleep(after)
        return self._read(chunk)

    def _read(self, chunk: ChunkState) -> ChunkContent:
        plain = chunk_content(self._store, self._context.import_id, chunk.number) if chunk.size else []
        content = ChunkContent(plain, self._context, self._voice)
        return content.work_out() if chunk.kind == "rows" else content
