"""An empty graph on either engine, for the time of a measurement."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store import Store, open_store
from tools.neo4j import running_neo4j


@contextmanager
def opened(engine: str) -> Iterator[Store]:
    """Open an empty graph on an engine, and take it away at the end. Raises NoNeo4j."""
    with tempfile.TemporaryDirectory(prefix="earshot-bench-", ignore_cleanup_errors=True) as folder:
        if engine == "embedded":
            store = open_store(data_folder=Path(folder))
            yield store
            store.close()
        else:
            with running_neo4j() as server:
                store = open_store(data_folder=Path(folder), neo4j_uri=server.uri, password=server.password)
                yield store
                store.close()
