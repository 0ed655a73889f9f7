"""`flask serve` as a process of its own: it starts, refuses in words, and stops when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import CHECKOUT, free_port, wait_until_healthy


def _start(data: Path, port: int, **settings: str) -> tuple[subprocess.Popen[bytes], Path]:
    log = data.parent / f"log-{port}"
    given = {"EARSHOT_DATA": str(data), "EARSHOT_PORT": str(port), "EARSHOT_DEMO": "0", "NEO4J_URI": ""}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"],
            cwd=CHECKOUT,
            env=os.environ | given | settings,
            stdout=file,
            stderr=file,
        )
    return process, log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops_cleanly(data_folder: Path, number: signal.Signals) -> None:
    port = free_port()
    process, log = _start(data_folder, port)
    wait_until_healthy(f"http://127.0.0.1:{port}", process, log, 60)
    process.send_signal(number)
    assert process.wait(30) == 0
    said = log.read_text()
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said(data_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process, log = _start(data_folder, port)
        assert process.wait(30) == 1
    assert f"Port {port} on 127.0.0.1 is taken" in log.read_text()
    assert "EARSHOT_PORT" in log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"EARSHOT_HOST": "0.0.0.0"}, "no accounts yet"),
        ({"NEO4J_URI": "bolt://127.0.0.1:9"}, "127.0.0.1:9"),
        ({"EARSHOT_WORKERS": "none"}, "EARSHOT_WORKERS"),
    ],
)
def test_what_cannot_be_served_exits_1_and_says_why(
    data_folder: Path, settings: dict[str, str], said: str
) -> None:
    process, log = _start(data_folder, free_port(), **settings)
    assert process.wait(60) == 1
    assert said in log.read_text()
    assert "Traceback" not in log.read_text()
