"""The client's side of the embedded engine: share the folder, find or start its owner, connect."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph import schema
from graph.engines.folder import FolderLock, GraphFolder
from graph.engines.turns import turns_of
from graph.errors import AnotherVersionRuns, EngineFailed, FolderRemoved, GraphUnreachable

CHECKOUT = Path(__file__).resolve().parents[2]

LOOK_EVERY = 0.02
"""Seconds between two tries to connect."""


class Embedded:
    """One process's hold on an embedded graph. Not thread-safe: the connection above it is."""

    name = "embedded"
    patience = 30.0
    """Seconds to wait for an engine that starts or comes back."""
    chunks_at_once = 1
    """This engine takes longer over two in one write than over one after the other."""

    def __init__(self, data_folder: Path, database: str) -> None:
        self.database = database
        self.folder = GraphFolder(data_folder.resolve() / "graph")
        self._lock: FolderLock | None = None

    def turn(self) -> AbstractContextManager[None]:
        """Wait for this write's turn: concurrent writers make each other fail on this engine."""
        return turns_of(self.folder.turns).turn()

    def connect(self) -> Driver:
        """Return a driver that has answered, after starting the engine if nobody has.

        Raises FolderNotWritable, FolderRemoved, AnotherVersionRuns, EngineFailed, GraphUnreachable.
        """
        deadline = time.monotonic() + self.patience
        first = self._lock is None
        self._hold(deadline)
        try:
            return self._find(deadline)
        except BaseException:
            if first:
                self.close()
            raise

    def wording(self, query: str) -> str:
        """Return the text as it is."""
        return query

    def bring_up_schema(self, driver: Driver) -> None:
        """Do nothing: the launcher made it before the engine answered."""

    def close(self) -> None:
        """Let go of the folder; the supervisor stops the engine when nobody holds it any more."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def forget(self) -> None:
        """In a forked child: the parent's lock is closed already, this process takes its own."""
        self._lock = None

    def _hold(self, deadline: float) -> None:
        """Share the folder, before its address is read, so that its owner can't be stopping."""
        if self._lock is not None and not self._lock.is_in_place():
            raise FolderRemoved(
                f"The folder {self.folder.root} was removed or replaced while Earshot was using it. "
                "Put it back from a backup, then start Earshot again."
            )
        if self._lock is None:
            self.folder.prepare()
            self._lock = FolderLock(self.folder.clients_lock)
            while not self._lock.try_shared():
                if time.monotonic() > deadline:
                    raise GraphUnreachable(
                        f"The embedded graph in {self.folder.root} is closing and doesn't finish. "
                        f"See {self.folder.log}, then try again."
                    )
                time.sleep(LOOK_EVERY)

    def _find(self, deadline: float) -> Driver:
        starts = 0
        while True:
            if self.folder.is_supervised():
                driver = self._try()
                if driver is not None:
                    return driver
            else:
                self._explain_failure(starts)
                _start_supervisor(self.folder, self.database)
                starts += 1
            if time.monotonic() > deadline:
                raise GraphUnreachable(
                    f"The embedded graph in {self.folder.root} didn't answer within {self.patience:.0f} s. "
                    f"See {self.folder.log}."
                )
            time.sleep(LOOK_EVERY)

    def _try(self) -> Driver | None:
        """Return a driver for the address in the folder; None when it isn't there, old or not answering."""
        address = self.folder.address()
        if address is None or address.failure:
            return None
        if address.schema != schema.VERSION:
            raise AnotherVersionRuns(
                f"Another version of Earshot holds the graph in {self.folder.root} (process "
                f"{address.supervisor}). Stop every Earshot that uses this folder, then start again."
            )
        driver = GraphDatabase.driver(
            address.uri,
            auth=(address.username, address.password),
            connection_timeout=2,
            connection_acquisition_timeout=5,  # a stranger on a dead engine's port may listen and say nothing
            max_transaction_retry_time=0,  # Connection retries, and looks at the address again
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
        try:
            driver.verify_connectivity()
        except (AuthError, DriverError, Neo4jError, OSError):
            driver.close()
            return None
        return driver

    def _explain_failure(self, starts: int) -> None:
        """Raise EngineFailed when a supervisor that was started here gave up."""
        address = self.folder.address()
        if starts and address is not None and address.failure:
            raise EngineFailed(
                f"The embedded graph in {self.folder.root} didn't start: {address.failure}. "
                f"See {self.folder.log}."
            )


def _start_supervisor(folder: GraphFolder, database: str) -> None:
    """Start a detached supervisor; returns once it, or another one, holds the folder."""
    path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
    with folder.log.open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "graph.engines.supervisor", str(folder.root), database],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,  # never the caller's: an inherited pipe would make whoever reads it wait
            check=False,
            start_new_session=True,
        )
