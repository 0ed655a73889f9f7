"""``make neo4j``: a real server that people can start by hand."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from tools.neo4j import NoNeo4j, running_neo4j, suitable_release

CHECKOUT = Path(__file__).resolve().parents[2]


def test_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(NoNeo4j, match=f"port {port} is taken"), running_neo4j(port):
            pass


def test_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoNeo4j, match="Java"):
        suitable_release()


@pytest.mark.slow
def test_neo4j_by_hand() -> None:
    try:
        suitable_release()
    except NoNeo4j as reason:
        pytest.skip(str(reason))
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.neo4j"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline() + server.stdout.readline()
        names = dict(re.findall(r"(NEO4J_\w+)=(\S+)", said))
        signed_in = (names["NEO4J_USERNAME"], names["NEO4J_PASSWORD"])
        with GraphDatabase.driver(names["NEO4J_URI"], auth=signed_in) as driver:
            found = driver.execute_query("MATCH (node) RETURN count(node) AS nodes", database_="neo4j")
        assert [record["nodes"] for record in found.records] == [0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
    assert server.returncode == 0
