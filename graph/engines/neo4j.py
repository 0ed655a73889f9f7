"""A Neo4j server, cluster or Aura: 5 or later, through the official driver."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
)

from graph.engines.planning import as_planned_once
from graph.engines.turns import turns_of
from graph.errors import GraphError, GraphUnreachable, ServerTooOld, SignInRefused
from graph.schema import neo4j_statements

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

OLDEST = 5
"""The oldest major version whose Cypher is enough."""

ANYBODY_THERE = "RETURN 1 AS one"

AWAIT_INDEXES = "CALL db.awaitIndexes(300)"


class Neo4jServer:
    """How to reach one database of one server."""

    name = "neo4j"
    patience = 20.0
    """Seconds to wait for a server that stopped answering, or for a new leader."""
    chunks_at_once = 2
    """A server takes some time for each query and each commit, however small."""

    def __init__(self, uri: str, username: str, password: str, database: str, data_folder: Path) -> None:
        self._uri = uri
        self._data_folder = data_folder
        self._auth = (username, password)
        self.database = database

    def turn(self) -> AbstractContextManager[None]:
        """Wait for this write's turn among the processes of one data folder.

        The server orders its writers itself, on the Head, and would do without. But it serves whoever comes
        first after a commit, so that an import's next chunk overtakes people who wait; with turns an edit
        waits for about one chunk.
        """
        if self._data_folder.is_dir() and os.access(self._data_folder, os.W_OK):
            return turns_of(self._data_folder / "turns.lock").turn()
        return nullcontext()

    def connect(self) -> Driver:
        """Return a driver that has answered. Raises GraphUnreachable, SignInRefused, ServerTooOld."""
        self._check_address()
        driver = GraphDatabase.driver(
            self._uri,
            auth=self._auth,
            connection_timeout=5,
            max_transaction_retry_time=self.patience,
        )
        try:
            check_version(driver.get_server_info().agent, self._uri)
            driver.execute_query(ANYBODY_THERE, database_=self.database)
        except BaseException as error:
            driver.close()
            raise self._in_words(error) from error
        return driver

    def wording(self, query: str) -> str:
        """Return the text with a word to the server when it needs to be planned only once."""
        return as_planned_once(query)

    def bring_up_schema(self, driver: Driver) -> None:
        """Make the constraints and indexes that are missing, and wait until they can be used."""
        for statement in (*neo4j_statements(), AWAIT_INDEXES):
            try:
                driver.execute_query(statement, database_=self.database)
            except ClientError as error:  # pages and a worker that start together: IF NOT EXISTS isn't atomic
                if "AlreadyExists" not in str(error.code):
                    raise

    def close(self) -> None:
        """Do nothing: a server isn't held."""

    def forget(self) -> None:
        """Do nothing: a forked child holds nothing of the server either."""

    def _check_address(self) -> None:
        """Refuse what the driver would only stumble over later; it speaks Bolt, not HTTP."""
        try:
            parts = urlsplit(self._uri)
            fits = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            raise GraphError(
                f"NEO4J_URI is {self._uri!r}, which isn't an address of a Neo4j server. "
                "Write it like neo4j://host:7687 or neo4j+s://host."
            )

    def _in_words(self, error: BaseException) -> BaseException:
        if isinstance(error, AuthError):
            return SignInRefused(
                f"The Neo4j server at {self._uri} refuses user {self._auth[0]!r} with this password. "
                "Check NEO4J_USERNAME and NEO4J_PASSWORD."
            )
        if isinstance(error, ConfigurationError) or "handshake" in str(error):
            return ServerTooOld(_too_old("something that isn't Neo4j 5 or later", self._uri))
        if isinstance(error, ClientError) and "DatabaseNotFound" in str(error.code):
            return GraphError(
                f"The Neo4j server at {self._uri} has no database called {self.database!r}. "
                "Check NEO4J_DATABASE, or make that database."
            )
        if isinstance(error, DriverError | Neo4jError | OSError):
            return GraphUnreachable(
                f"No Neo4j server answers at {self._uri} ({error}). Check NEO4J_URI and that it runs; "
                "without NEO4J_URI Earshot uses its own embedded graph."
            )
        return error


def check_version(agent: str, uri: str) -> None:
    """Raise ServerTooOld unless the server names itself Neo4j 5 or later."""
    match = re.match(r"Neo4j/(\d+)\.", agent)
    if match is None or int(match[1]) < OLDEST:
        raise ServerTooOld(_too_old(agent, uri))


def _too_old(found: str, uri: str) -> str:
    return (
        f"The server at {uri} is {found}; Earshot needs Neo4j {OLDEST} or later. "
        "Upgrade it, or point NEO4J_URI at a newer one."
    )
