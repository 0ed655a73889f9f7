"""A connection that outlives its driver: opened once, opened again when the engine went and came back."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Protocol, TypeVar

from neo4j import Driver, Session
from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    ConstraintError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import ConstraintBroken, GraphError, GraphUnreachable, QueryFailed

Answer = TypeVar("Answer")

# A lost connection is found again or raised in our own words; the driver's own go to logs, not to screens.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)  # an empty graph has no labels yet: no news

LOST = (ServiceUnavailable, SessionExpired, AuthError, ConnectionAcquisitionTimeoutError)
"""What says that the engine behind the driver went away, or that another one has its port."""

DOUBTS = 3
"""How often an unexplained failure is tried again: an engine that is closing or opening fails in odd ways."""

_left_to_the_parent: list[Driver] = []
"""Drivers inherited by a forked child: closing them here would say goodbye on the parent's connections."""


_open_connections: weakref.WeakSet[Connection] = weakref.WeakSet()


class Engine(Protocol):
    """What the store needs to know of an engine; all differences between the two are behind it."""

    name: str
    database: str
    patience: float
    chunks_at_once: int
    """Chunks of an import that one write takes fastest, while others wait."""

    def turn(self) -> AbstractContextManager[None]:
        """Wait until this process may write."""

    def connect(self) -> Driver:
        """Return a driver that has answered, or raise a GraphError that says why not."""

    def wording(self, query: str) -> str:
        """Return a query text as this engine is asked it; what it does is the same."""

    def bring_up_schema(self, driver: Driver) -> None:
        """Make what graph.schema declares and the engine lacks."""

    def close(self) -> None:
        """Let go of whatever is held for the engine's sake."""

    def forget(self) -> None:
        """Forget what a parent process held, in a forked child."""


class Connection:
    """Thread-safe. ``run`` gives a session to a job, as often as it takes until the engine is there."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._guard = threading.Lock()
        self._driver: Driver | None = engine.connect()
        self._closed = False
        _open_connections.add(self)

    def run(self, job: Callable[[Session], Answer]) -> Answer:
        """Return the job's answer. The job may run more than once, so it must be idempotent.

        Raises GraphUnreachable when the engine stays away, ConstraintBroken, QueryFailed.
        """
        deadline = time.monotonic() + self.engine.patience
        pause, doubts = 0.01, DOUBTS
        while True:
            driver = self._current()
            try:
                with driver.session(database=self.engine.database) as session:
                    return job(session)
            except TransientError as error:
                self._give_up_after(deadline, error)
            except LOST as error:
                self._give_up_after(deadline, error)
                self._renew(driver)
            except (DriverError, Neo4jError) as error:
                # when another thread renewed the connection under this one, it is tried with the new one
                if self._driver is driver:
                    if not doubts or not _may_pass(error):
                        raise _in_words(error) from error
                    doubts -= 1
                    self._renew(driver)
            time.sleep(pause)
            pause = min(pause * 2, 0.5)

    def bring_up_schema(self) -> None:
        """Make what graph.schema declares and the engine lacks."""
        self.engine.bring_up_schema(self._current())

    def close(self) -> None:
        """Close the driver and let go of the engine; may be called twice."""
        with self._guard:
            if self._driver is not None:
                self._driver.close()
            self._driver = None
            self._closed = True
            self.engine.close()

    def _current(self) -> Driver:
        """Return the driver of this process, opened if need be."""
        with self._guard:
            if self._closed:
                raise GraphError("This store is closed. Open another one with open_store().")
            if self._driver is None:
                self._driver = self.engine.connect()
            return self._driver

    def _renew(self, old: Driver) -> None:
        """Open again, unless another thread has done so."""
        with self._guard:
            if self._driver is not old or self._closed:
                return
            self._driver = None
            with suppress(DriverError, Neo4jError, OSError):
                old.close()
            self._driver = self.engine.connect()

    def start_afresh(self) -> None:
        """Leave the parent's driver alone in a forked child; the next use opens this process's own."""
        self._guard = threading.Lock()
        if self._driver is not None:
            _left_to_the_parent.append(self._driver)
        self._driver = None
        self.engine.forget()

    def _give_up_after(self, deadline: float, error: Exception) -> None:
        if time.monotonic() > deadline:
            raise GraphUnreachable(
                f"The graph ({self.engine.name}) stopped answering and didn't come back within "
                f"{self.engine.patience:.0f} s ({error}). Nothing half done was kept; try again."
            ) from error


def _start_afresh_in_child() -> None:
    for connection in list(_open_connections):
        connection.start_afresh()


os.register_at_fork(after_in_child=_start_afresh_in_child)


def _may_pass(error: DriverError | Neo4jError) -> bool:
    """Return whether an error may come from an engine's state, and not from the query."""
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    return isinstance(error, DatabaseError) or code.startswith("Neo.ClientError.Database.")


def _in_words(error: DriverError | Neo4jError) -> ConstraintBroken | QueryFailed:
    if isinstance(error, ConstraintError):
        return ConstraintBroken(f"A record with this id is there already, so nothing was written ({error}).")
    return QueryFailed(f"The graph refused a query ({error}). This is a fault in Earshot: please report it.")
