"""One worker's hold on one import: taken with its first write, begun anew with each, given back last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import Refused
from graph.import_records import now, until
from graph.model.identifiers import new_id
from graph.model.plan import canonical_json
from graph.store import Tx


class ImportBusy(Refused):
    """Another worker holds the import at this moment."""


TAKE = """
MATCH (import:Import {id: $id})
WITH import, import.state AS state, import.worker AS worker, coalesce(import.lease_until, '') AS until
SET import.state = 'running', import.worker = $worker, import.lease_until = $until, import.accept = $accept
RETURN state AS state, worker AS worker, until AS until
"""

HELD_BY = """
MATCH (import:Import {id: $id})
RETURN import.state AS state, import.worker AS worker, coalesce(import.lease_until, '') AS until
"""

LET_GO = """
MATCH (import:Import {id: $id})
SET import.state = $state, import.worker = null, import.lease_until = null, import.finished_at = $at,
    import.counts = $counts, import.deferred = $deferred
RETURN import.id AS id
"""


class Lease:
    """A worker's hold on an import; ``taken`` is set once a write that took it is done."""

    def __init__(self, import_id: str, held_for: float) -> None:
        self._import_id, self._held_for = import_id, held_for
        self._worker = new_id()
        self.taken = False

    def until(self) -> str:
        """Return the instant at which a hold that begins now falls to whoever looks."""
        return until(self._held_for)

    def hold(self, tx: Tx, accept: str) -> None:
        """Take the import, or make sure that nobody took it away. Raises ImportBusy, Refused."""
        if self.taken:
            held = tx.run(HELD_BY, id=self._import_id)[0]
            if held["state"] != "running" or held["worker"] != self._worker:
                raise ImportBusy("Another worker has taken this import over, or it was undone.")
            return
        # taken first and refused then: what is raised takes the whole write back
        held = tx.run(TAKE, id=self._import_id, worker=self._worker, until=self.until(), accept=accept)[0]
        if held["state"] == "running" and held["until"] > now():
            raise ImportBusy("Another worker is committing this import. Wait for it to end.")
        if held["state"] not in ("planned", "running", "cancelled", "failed"):
            raise Refused(f"This import is {held['state']}, so there is nothing to commit.")

    def may_end(self, tx: Tx) -> bool:
        """Return whether this worker may end the import: it holds it, or nobody does and none was at it."""
        held = tx.run(HELD_BY, id=self._import_id)[0]
        free = not self.taken and held["state"] in ("planned", "cancelled", "failed")
        return bool(free or held["worker"] == self._worker)

    def give_back(
        self, tx: Tx, state: str, counts: Mapping[str, int], deferred: Sequence[Mapping[str, Any]]
    ) -> None:
        """End the hold, noting how the import stands now and what became of its rows."""
        tx.run(
            LET_GO,
            id=self._import_id,
            state=state,
            at=now(),
            counts=canonical_json(counts),
            deferred=canonical_json(deferred),
        )
