"""What the graph keeps of an import: its node, its chunks, and how far it has come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graph.errors import NoSuchImport
from graph.model.identifiers import made_id
from graph.model.packed import unpack
from graph.model.plan import ImportContext, RowVerdict
from graph.store import Store, Tx, now

__all__ = [
    "HELD_FOR",
    "IN_FORCE_STATES",
    "STATES",
    "ChunkState",
    "ImportState",
    "chunk_content",
    "chunk_states",
    "context_of",
    "import_state",
    "import_with_chunks",
    "instant_of",
    "now",
    "planned_vouches",
    "says_the_same",
    "state_from",
    "the_import",
    "until",
]

STATES = (
    "storing",
    "planned",
    "running",
    "committed",
    "waiting",
    "undoing",
    "undone",
    "cancelled",
    "failed",
)
"""Where an import stands. ``storing``: its plan isn't whole in the graph yet. ``waiting``: rows wait.

``undoing``: an undo has begun, and nothing but undoing it to the end can be done with it.
"""

IN_FORCE_STATES = ("running", "committed", "waiting", "cancelled", "failed")
"""States of imports whose statements hold."""

HELD_FOR = 60.0
"""Seconds for which a worker holds an import unless told otherwise; every chunk begins them anew."""


@dataclass(frozen=True)
class ImportState:
    """An import as pages and commands show it. Instants are ISO in UTC, days ISO days.

    ``counts`` is {verdict: rows}, after the commit what became of them. ``head`` is the plan without rows.
    ``waiting_rows`` wait for a person now; ``changes`` are the statements it wrote.
    """

    id: str
    state: str
    kind: str
    source: str
    file_name: str
    plan_hash: str
    said_on: str
    actor: str
    body: str | None = None
    body_name: str | None = None
    consultation: str | None = None
    recorded_on: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    lease_until: str | None = None
    rows_seen: int = 0
    rows_read: int = 0
    done_rows: int = 0
    changes: int = 0
    leavers: int = 0
    waiting_rows: int = 0
    example: bool = False
    accept: str = "safe"
    counts: Mapping[str, int] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)

    @property
    def policies(self) -> Mapping[str, str]:
        """The policy chosen per field."""
        return dict(self.head.get("policies") or {})

    @property
    def was_dropped(self) -> bool:
        """Whether its plan was dropped before anything of it was carried out."""
        return self.state == "undone" and self.finished_at is None and not self.done_rows


def context_of(state: ImportState, at: str) -> ImportContext:
    """Return what the facts of an import share, those written by a write at this instant."""
    return ImportContext(
        import_id=state.id,
        recorded_at=at,
        source=state.source,
        said_on=state.said_on,
        actor=state.actor,
        body_id=state.body,
        consultation=state.consultation,
        example=state.example,
    )


IMPORT = """
MATCH (import:Import {id: $id})
RETURN properties(import) AS properties,
       size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) AS waiting_rows
"""


def import_state(graph: Store | Tx, import_id: str) -> ImportState | None:
    """Return an import, or None when nobody stored one under that id."""
    rows = graph.read(IMPORT, id=import_id)
    return state_from(rows[0]["properties"], rows[0]["waiting_rows"]) if rows else None


def the_import(graph: Store | Tx, import_id: str) -> ImportState:
    """Return an import. Raises NoSuchImport when nobody stored one under that id."""
    found = import_state(graph, import_id)
    if found is None:
        raise _no_import(import_id)
    return found


def _no_import(import_id: str) -> NoSuchImport:
    return NoSuchImport(
        f"There is no import with the id {import_id}.",
        next_step="The list of imports shows their ids.",
    )


def state_from(properties: Mapping[str, Any], waiting_rows: int) -> ImportState:
    """Return an import from the properties of its node."""
    texts = {"counts", "head"}
    known = {
        name: properties[name]
        for name in ImportState.__dataclass_fields__
        if properties.get(name) is not None and name not in texts
    }
    counts = json.loads(properties.get("counts") or "{}")
    head = json.loads(properties.get("head") or "{}")
    return ImportState(**known, waiting_rows=waiting_rows, counts=counts, head=head)


WAITING_IN = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import {id: $id})
RETURN count(item) AS waiting
"""


def rows_waiting(tx: Tx, import_id: str) -> int:
    """Return how many rows of an import wait for a person."""
    return int(tx.run(WAITING_IN, id=import_id)[0]["waiting"])


CHUNK_STATES = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk)
RETURN chunk.number AS number, chunk.kind AS kind, chunk.size AS size, chunk.committed_at AS committed_at,
       chunk.result AS result, coalesce(chunk.quiet, false) AS quiet
ORDER BY number
"""


@dataclass(frozen=True)
class ChunkState:
    """One chunk of an import; ``result`` is what its commit answered, None before.

    ``quiet``: as planned, every row of it says what its source said already, and nothing besides.
    """

    number: int
    kind: str
    size: int
    committed_at: str | None
    result: Mapping[str, Any] | None
    quiet: bool = False


def chunk_states(graph: Store | Tx, import_id: str) -> list[ChunkState]:
    """Return an import's chunks in order, without their rows."""
    return [_chunk_state(row) for row in graph.read(CHUNK_STATES, id=import_id)]


def _chunk_state(row: Mapping[str, Any]) -> ChunkState:
    return ChunkState(**{**row, "result": json.loads(row["result"] or "null")})


IMPORT_WITH_CHUNKS = """
MATCH (import:Import {id: $id})
RETURN properties(import) AS properties,
       size([(import)<-[:RAISED_BY]-(item:ReviewItem) WHERE item.state = 'waiting' | 1]) AS waiting_rows,
       [(import)-[:HAS_CHUNK]->(chunk:Chunk) | {
           number: chunk.number, kind: chunk.kind, size: chunk.size, committed_at: chunk.committed_at,
           result: chunk.result, quiet: coalesce(chunk.quiet, false)}] AS chunks
"""


def import_with_chunks(store: Store, import_id: str) -> tuple[ImportState, list[ChunkState]]:
    """Return an import and its chunks in order, in one read. Raises NoSuchImport for an unknown id."""
    rows = store.read(IMPORT_WITH_CHUNKS, id=import_id)
    if not rows:
        raise _no_import(import_id)
    state = state_from(rows[0]["properties"], rows[0]["waiting_rows"])
    return state, sorted(map(_chunk_state, rows[0]["chunks"]), key=lambda chunk: chunk.number)


CHUNK_ROWS_OF = """
MATCH (chunk:Chunk {id: $id})
RETURN chunk.rows AS rows
"""


def chunk_content(store: Store, import_id: str, number: int) -> list[dict[str, Any]]:
    """Return what a chunk holds, as plain values: planned rows, or leavers; [] for no such chunk."""
    rows = store.read(CHUNK_ROWS_OF, id=made_id(import_id, "chunk", number))
    return list(unpack(rows[0]["rows"])) if rows else []


def planned_vouches(content: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the statements that a chunk's rows say again, as its plan has it."""
    return sorted({row["vouches_for"] for row in content if row.get("vouches_for")})


def says_the_same(content: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether every one of a chunk's rows, as planned, says only what its source said already."""
    return all(row["verdict"] == RowVerdict.SAME and not row["facts"] for row in content)


def until(seconds: float) -> str:
    """Return when whoever falls silent now loses an import, given for how many seconds it is held."""
    later = datetime.fromisoformat(now()) + timedelta(seconds=seconds)
    return later.isoformat(timespec="microseconds").replace("+00:00", "Z")


def instant_of(day: str | None) -> str | None:
    """Return the instant that stands for a day on which facts became known (midday), None for none."""
    return f"{day}T12:00:00.000000Z" if day else None
