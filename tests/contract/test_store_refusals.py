"""What a person is told when a Neo4j can't be used: what is wrong, where, and what to do next."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph.engines.neo4j import check_version
from graph.engines.supervisor import free_port
from graph.errors import GraphError, GraphUnreachable, ServerTooOld, SignInRefused
from graph.store import open_store


@contextmanager
def listener_that_says(answer: bytes) -> Iterator[str]:
    """A server that answers whatever is said to it with these bytes, until it is left."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(1024)
                    caller.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"bolt://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_nobody_answers() -> None:
    uri = f"bolt://127.0.0.1:{free_port()}"
    with pytest.raises(GraphUnreachable, match="NEO4J_URI") as refusal:
        open_store(data_folder=Path(), neo4j_uri=uri, password="any")
    assert uri in str(refusal.value)


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "localhost", "bolt://", "neo4j://127.0.0.1:port"])
def test_address_that_is_none(uri: str) -> None:
    with pytest.raises(GraphError, match="NEO4J_URI"):
        open_store(data_folder=Path(), neo4j_uri=uri, password="any")


def test_address_of_a_web_server() -> None:
    with (
        listener_that_says(b"HTTP/1.1 400 Bad Request\r\n\r\n") as uri,
        pytest.raises(GraphUnreachable, match="HTTP"),
    ):
        open_store(data_folder=Path(), neo4j_uri=uri, password="any")


def test_server_that_the_driver_cant_speak_to() -> None:
    no_common_version = b"\x00\x00\x00\x00"
    with (
        listener_that_says(no_common_version) as uri,
        pytest.raises(ServerTooOld, match="Neo4j 5 or later") as refusal,
    ):
        open_store(data_folder=Path(), neo4j_uri=uri, password="any")
    assert uri in str(refusal.value)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.30", "Neo4j/3.5.1", "Memgraph/2.1", ""])
def test_too_old_a_server(agent: str) -> None:
    with pytest.raises(ServerTooOld, match="neo4j://here"):
        check_version(agent, "neo4j://here")


@pytest.mark.parametrize("agent", ["Neo4j/5.0.0", "Neo4j/5.26.12", "Neo4j/2026.07.1", "Neo4j/5.28-aura"])
def test_new_enough(agent: str) -> None:
    check_version(agent, "neo4j://here")


def test_wrong_password_of_neo4j(settings_of: Callable[[str], dict[str, Any]]) -> None:
    settings = {**settings_of("neo4j"), "password": "wrong"}
    with pytest.raises(SignInRefused, match="NEO4J_PASSWORD") as refusal:
        open_store(**settings)
    assert "wrong" not in str(refusal.value)


def test_no_such_database_of_neo4j(settings_of: Callable[[str], dict[str, Any]]) -> None:
    with pytest.raises(GraphError, match="NEO4J_DATABASE"):
        open_store(**{**settings_of("neo4j"), "database": "elsewhere"})


def test_neo4j_scheme_routes_to_a_single_server_too(settings_of: Callable[[str], dict[str, Any]]) -> None:
    settings = settings_of("neo4j")
    store = open_store(**{**settings, "neo4j_uri": settings["neo4j_uri"].replace("bolt://", "neo4j://")})
    assert store.revision() >= 0
    store.close()
