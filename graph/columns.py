"""The reach snapshot of a graph: read as columns, and kept fresh by reading again what was touched."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace

from graph.communities import communities
from graph.consultations import consultations
from graph.days import end_of_day
from graph.facts_in_force import facts_in_force
from graph.facts_then import facts_known_at
from graph.places import places
from graph.reach.snapshot import Frame, Snapshot, from_facts
from graph.rules import rules
from graph.store import Store

MANY_TOUCHED = 20_000
"""From so many touched organisations on, reading all afresh is quicker."""


def load_snapshot(store: Store, as_of: str | None = None) -> Snapshot:
    """Return the snapshot of the whole graph at one revision.

    With an ISO instant (UTC) ``as_of`` it shows what was known then: what was recorded by it and not yet
    retracted, computed from the statements. The taxonomy, rules and consultations are today's. Reads until
    nothing was written meanwhile, reading again only what was.
    """
    revision = store.revision()
    if as_of is not None:
        facts = facts_known_at(store, as_of)
        return from_facts(_frame(store), facts, revision, as_of=as_of)
    return _caught_up(store, from_facts(_frame(store), facts_in_force(store), revision))


class ReachTable:
    """One process's snapshot of a graph, and the last few of earlier days. Thread-safe."""

    EARLIER_DAYS = 4
    """How many earlier days are kept at hand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._snapshot: Snapshot | None = None
        self._earlier: dict[tuple[int, str], Snapshot] = {}
        self._guard = threading.Lock()

    def current(self) -> Snapshot:
        """Return the snapshot of the graph as it is: the one at hand unless something was written since."""
        with self._guard:
            if self._snapshot is None:
                self._snapshot = load_snapshot(self._store)
                facts_in_force(self._store, ())  # so that the engine has its plans when the first write comes
            else:
                self._snapshot = _caught_up(self._store, self._snapshot)
            return self._snapshot

    def known_on(self, day: str) -> Snapshot:
        """Return what was known by the end of an ISO day in London. Raises ValueError when it isn't one."""
        instant = end_of_day(day)
        with self._guard:
            key = (self._store.revision(), instant)
            if key not in self._earlier:
                snapshot = load_snapshot(self._store, as_of=instant)
                kept = [(old, each) for old, each in self._earlier.items() if old[0] == key[0]]
                self._earlier = dict([*kept[-(self.EARLIER_DAYS - 1) :], (key, snapshot)])
            return self._earlier[key]


def _caught_up(store: Store, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot of the newest revision, having read again what was touched since its own."""
    while changes := store.changes_since(snapshot.revision):
        revision = changes[-1].revision
        touched: set[str] = set()
        for change in changes:
            if change.touched is None:
                break
            touched |= change.touched
        else:
            if len(touched) < MANY_TOUCHED:
                snapshot = _refreshed(store, snapshot, touched, revision)
                continue  # until nothing was written while reading
        snapshot = from_facts(_frame(store), facts_in_force(store), revision)
    return snapshot


def _refreshed(store: Store, snapshot: Snapshot, touched: Collection[str], revision: int) -> Snapshot:
    if not touched:
        return replace(snapshot, revision=revision)
    return snapshot.replace(touched, facts_in_force(store, touched), revision)


def _frame(store: Store) -> Frame:
    """Return what holds for every organisation."""
    return Frame(
        communities=tuple(communities(store)),
        places=tuple(places(store)),
        rules=tuple(rules(store)),
        consultations=tuple(consultations(store)),
    )
