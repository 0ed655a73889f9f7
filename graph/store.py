"""The store: reads, and the one door for writes. Nothing else opens a transaction.

A write is one transaction on the engine: it first takes the Head, so that every write sees the graph as the
one before it left it; runs its work; and last of all moves the Head on and adds its entry to the change log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from neo4j import ManagedTransaction, Session

from graph import schema
from graph.chain import START
from graph.engines.connection import Connection, Engine
from graph.engines.embedded import Embedded
from graph.engines.neo4j import Neo4jServer
from graph.errors import NotATestGraph
from graph.fulltext import search_text
from graph.transaction import EVERYTHING, Tx, Write, columns_of, rows_of

__all__ = ["EVERYTHING", "Change", "Store", "Tx", "now", "open_store"]


@dataclass(frozen=True)
class Change:
    """What one write touched: organisations' ids, or None for everything."""

    revision: int
    touched: frozenset[str] | None


class Store:
    """A graph that is open. Thread-safe; one per process, which forked children may go on using."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine.name
        """ "neo4j" or "embedded"; for messages and tests, never to decide which query to run."""
        self.chunks_at_once = engine.chunks_at_once
        """Chunks of an import that one write takes."""
        self._turn, self._wording = engine.turn, engine.wording
        self._connection = Connection(engine)

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a query that changes nothing, each a dict; [] when there are none."""
        return self._connection.run(
            lambda session: session.execute_read(
                lambda transaction: rows_of(transaction, query, params, self._wording)
            )
        )

    def columns(self, query: str, /, **params: Any) -> dict[str, list[Any]]:
        """Return the one row of a query that RETURNs collect()s: a list per name.

        An aggregation always has a row; where there is none, every name gives [].
        """

        def job(session: Session) -> dict[str, list[Any]]:
            return session.execute_read(
                lambda transaction: columns_of(transaction, query, params, self._wording)
            )

        return self._connection.run(job)

    def write(
        self,
        write_id: str,
        actor: str,
        action: str,
        work: Callable[[Tx], dict[str, Any]],
        *,
        recorded_at: str | None = None,
    ) -> dict[str, Any]:
        """Return what ``work`` answered, once everything it wrote is in the graph and in the change log.

        ``write_id`` is minted by the caller, once per thing to do: a write whose id is in the log already
        doesn't run again and answers what it answered then. ``work`` may run more than once and must not
        keep state between runs; what it raises is passed on, and nothing of it is kept. Its answer must be
        plain JSON without personal data. ``recorded_at`` is for facts that became known earlier.
        Raises WriteIdReused, ConstraintBroken, QueryFailed, GraphUnreachable.
        """
        write = Write(write_id, actor, action, work, at=now(), recorded_at=recorded_at, wording=self._wording)
        with self._turn():
            return self._connection.run(lambda session: session.execute_write(write.run))

    def revision(self) -> int:
        """Return the number of writes so far."""
        rows = self.read(HEAD)
        return int(rows[0]["revision"]) if rows else 0

    def changes_since(self, revision: int) -> list[Change]:
        """Return what was written after a revision, oldest first."""
        return [
            Change(row["revision"], None if EVERYTHING in row["touched"] else frozenset(row["touched"]))
            for row in self.read(CHANGES_SINCE, revision=revision)
        ]

    def is_empty(self) -> bool:
        """Return whether nothing was ever written."""
        return self.revision() == 0

    def fulltext(self, index: str, query: str, limit: int) -> list[dict[str, Any]]:
        """Return {"id", "score"} of the nodes whose words fit a person's text best, best first.

        ``index`` is a name out of graph.schema (ORGANISATION_WORDS, PERSON_WORDS). Beginnings of words
        and words with a letter wrong fit too, for less. [] for a text without a letter or figure.
        """
        words = search_text(query)
        return self.read(SEARCH, index=index, words=words, limit=limit) if words else []

    def ensure_schema(self) -> None:
        """Bring constraints and indexes up to what graph.schema declares; quick when they are."""
        rows = self.read(HEAD)
        if rows and rows[0]["schema"] == schema.VERSION:
            return
        self._connection.bring_up_schema()
        with self._turn():
            self._connection.run(lambda session: session.execute_write(_make_head))

    def is_test_graph(self) -> bool:
        """Return whether this graph was marked as one that tests may wipe."""
        rows = self.read(HEAD)
        return bool(rows and rows[0]["test"])

    def mark_as_test_graph(self) -> None:
        """Allow tests to wipe this graph. Raises NotATestGraph when anything but a new Head is in it."""
        if self.read(COUNT_OTHERS)[0]["others"]:
            raise NotATestGraph(
                "This graph holds records, so it can't become a test graph. Use an empty one."
            )
        with self._turn():
            self._connection.run(lambda session: session.execute_write(rows_of, MARK_AS_TEST, {}))

    def wipe_test_graph(self) -> None:
        """Remove everything but the mark. Raises NotATestGraph unless it was marked as a test graph."""
        if not self.is_test_graph():
            raise NotATestGraph("This graph isn't marked as a test graph, so it isn't wiped.")
        with self._turn():
            while self._connection.run(lambda session: session.execute_write(rows_of, WIPE_SOME, {}))[0][
                "gone"
            ]:
                pass

    def close(self) -> None:
        """Let go of the graph; may be called twice. The embedded engine stops when nobody holds it."""
        self._connection.close()


HEAD = """
MATCH (head:Head {id: 'head'})
RETURN head.revision AS revision, head.schema AS schema, head.test AS test
"""

CHANGES_SINCE = """
MATCH (change:Change) WHERE change.revision > $revision
RETURN change.revision AS revision, change.touched AS touched
ORDER BY change.revision
"""

SEARCH = """
CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score
RETURN node.id AS id, score AS score
ORDER BY score DESC, id
LIMIT $limit
"""

COUNT_OTHERS = """
MATCH (node) WHERE NOT (node:Head AND node.revision = 0)
RETURN count(node) AS others
"""

MARK_AS_TEST = """
MATCH (head:Head {id: 'head'})
SET head.test = true
RETURN head.test AS test
"""

WIPE_SOME = """
MATCH (head:Head {id: 'head'})
SET head.revision = 0, head.hash = ''
WITH head
OPTIONAL MATCH (node) WHERE NOT node:Head
WITH node LIMIT 5000
DETACH DELETE node
RETURN count(node) AS gone
"""

MAKE_HEAD = """
MERGE (head:Head {id: 'head'})
ON CREATE SET head.revision = 0, head.hash = $start
SET head.schema = $schema
RETURN head.revision AS revision
"""


def _make_head(transaction: ManagedTransaction) -> None:
    rows_of(transaction, MAKE_HEAD, {"start": START, "schema": schema.VERSION})


def now() -> str:
    """Return this instant as the graph keeps instants: UTC, microseconds, "Z" at the end."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def open_store(
    *,
    data_folder: Path,
    neo4j_uri: str | None = None,
    username: str = "neo4j",
    password: str = "",
    database: str = "neo4j",
) -> Store:
    """Return the graph of a data folder, or of a Neo4j server when there is an address; schema included.

    Raises a GraphError whose message says what is wrong, where, and what to do next.
    """
    engine: Engine = (
        Neo4jServer(neo4j_uri, username, password, database, Path(data_folder))
        if neo4j_uri
        else Embedded(Path(data_folder), database)
    )
    store = Store(engine)
    try:
        store.ensure_schema()
    except BaseException:
        store.close()
        raise
    return store
