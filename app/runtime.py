"""What the app keeps while it runs: settings, the graph (opened when first asked for), the job queue."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from app.config import Settings

if TYPE_CHECKING:
    from app.jobs import Jobs
    from graph.columns import ReachTable
    from graph.reach.snapshot import Snapshot
    from graph.store import Store


class Readiness:
    """How far the start has come: what is still being done, or what went wrong."""

    def __init__(self) -> None:
        self.doing = ""
        self.failed = ""

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do and nothing went wrong."""
        return not self.doing and not self.failed


class Earshot:
    """One per app, at ``app.extensions["earshot"]``. Opens the graph once, whichever thread asks first."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.readiness = Readiness()
        self.stopping = threading.Event()
        self._opening = threading.RLock()
        self._store: Store | None = None
        self._reach: ReachTable | None = None
        self._jobs: Jobs | None = None
        self._example: tuple[int, bool] | None = None

    @property
    def store(self) -> Store:
        """The graph. Raises a GraphError in words for people when it can't be opened."""
        with self._opening:
            if self._store is None:
                self._store = _open(self.settings)
            return self._store

    @property
    def reach(self) -> ReachTable:
        """The table that every figure comes from, kept fresh by itself."""
        with self._opening:
            if self._reach is None:
                from graph.columns import ReachTable  # noqa: PLC0415 - numpy only when needed

                self._reach = ReachTable(self.store)
            return self._reach

    def snapshot(self, on: str | None = None) -> Snapshot:
        """Return the table of figures as it is now, or as it was known at the end of an ISO day."""
        return self.reach.current() if on is None else self.reach.known_on(on)

    @property
    def jobs(self) -> Jobs:
        """Long work, carried out behind the pages."""
        with self._opening:
            if self._jobs is None:
                from app.jobs import Jobs  # noqa: PLC0415

                self._jobs = Jobs(self)
            return self._jobs

    @property
    def is_open(self) -> bool:
        """Whether the graph has been opened yet."""
        return self._store is not None

    def shows_example(self) -> bool:
        """Return whether anything in the graph is example data; asked once per revision."""
        from graph.example_mark import holds_example  # noqa: PLC0415

        revision = self.store.revision()
        if self._example is None or self._example[0] != revision:
            self._example = (revision, holds_example(self.store))
        return self._example[1]

    def forget(self) -> None:
        """Drop what is remembered of the graph, as when it was wiped or restored."""
        with self._opening:
            self._reach = None
            self._example = None

    def close(self) -> None:
        """Give the graph back; may be called twice."""
        with self._opening:
            if self._jobs is not None:
                self._jobs.close()
            if self._store is not None:
                self._store.close()
            self._store = self._reach = self._jobs = None


def _open(settings: Settings) -> Store:
    """Return the graph, with the communities, places and rules that every graph starts with."""
    from graph.seed import seed  # noqa: PLC0415
    from graph.store import open_store  # noqa: PLC0415 - the driver only when needed

    store = open_store(
        data_folder=settings.data,
        neo4j_uri=settings.neo4j_uri or None,
        username=settings.neo4j_username,
        password=settings.neo4j_password,
        database=settings.neo4j_database,
    )
    try:
        seed(store)
    except BaseException:
        store.close()
        raise
    return store


def earshot(app: Flask | None = None) -> Earshot:
    """Return the running Earshot of an app (the current one unless given)."""
    return cast(Earshot, (app or current_app).extensions["earshot"])
