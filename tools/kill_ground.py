"""Where kill_points kills: a graph of its own on either engine, and the processes that use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from app.config import load_settings
from app.jobs import Jobs
from app.runtime import Earshot
from graph.engines.folder import GraphFolder
from graph.seed import seed
from graph.store import open_store
from tools.neo4j import OwnNeo4j

CHECKOUT = Path(__file__).resolve().parents[1]

HELD_FOR = 5
"""Seconds after which another worker takes over what a killed one held; a minute as a rule."""

READY = {"web": "Earshot is at", "worker": "The worker is ready"}
"""What a process says once it has begun."""

BEGINS_WITHIN = 90


class Running:
    """A process of Earshot's; its words go to a file."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @staticmethod
    def none() -> nullcontext[None]:
        """Return what stands for no process in a ``with``."""
        return nullcontext()

    def kill(self) -> None:
        """End it with SIGKILL; nothing happens when it has ended."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and end it when it doesn't."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        self.kill()

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        self._process.wait(300)

    @property
    def has_ended(self) -> bool:
        """Whether it has."""
        return self._process.poll() is not None


class Ground:
    """A graph to kill at, empty at first. ``store`` is the graph as the one that looks on sees it."""

    def __init__(self, engine: str, folder: Path, neo4j: OwnNeo4j | None) -> None:
        self._folder, self._neo4j = folder / "data", neo4j
        self._log = folder / "log.txt"
        server = neo4j.server if neo4j is not None else None
        self._settings = {
            "EARSHOT_DATA": str(self._folder),
            "EARSHOT_PORT": "0",
            "EARSHOT_DEMO": "0",
            "EARSHOT_HELD_FOR": str(HELD_FOR),
            "NEO4J_URI": server.uri if server else "",
            "NEO4J_USERNAME": server.username if server else "",
            "NEO4J_PASSWORD": server.password if server else "",
        }
        self.store = open_store(
            data_folder=self._folder,
            neo4j_uri=server.uri if server else None,
            password=server.password if server else "",
        )
        self.store.mark_as_test_graph()
        self._jobs = Jobs(Earshot(load_settings(data=self._folder)))

    def fresh(self) -> None:
        """Empty the graph but for what every graph starts with."""
        self.store.wipe_test_graph()
        seed(self.store)

    def enqueue(self, import_id: str) -> None:
        """Ask for an import to be carried out, as its page does."""
        self._jobs.enqueue("commit", import_id=import_id)

    @contextmanager
    def started(self, kind: str, *arguments: str) -> Iterator[Running]:
        """Give a process: "web", "worker" or "undo" with an import's id; ended at the end."""
        words = {"web": ("serve",)}.get(kind, (kind, *arguments))
        with self._log.open("ab") as log:
            said = log.tell()
            process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "app", *words],
                cwd=CHECKOUT,
                env={**os.environ, **self._settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        running = Running(process)
        try:
            self._wait_until_ready(running, kind, said)
            yield running
        finally:
            running.stop()

    def kill(self, victim: str, working: Running) -> None:
        """End a process with SIGKILL: the one that works, or one of the graph's."""
        if victim in READY:
            working.kill()
        elif self._neo4j is not None:
            self._neo4j.kill()
        else:
            address = GraphFolder(self._folder / "graph").address()
            if address is not None:
                with suppress(ProcessLookupError):
                    os.kill(address.engine if victim == "graph" else address.supervisor, signal.SIGKILL)

    def start_again(self, victim: str) -> None:
        """Start what was killed if nothing starts it by itself: only a Neo4j server."""
        if victim == "graph" and self._neo4j is not None:
            self._neo4j.start_again()

    def close(self) -> None:
        """Let go of the graph."""
        self._jobs.close()
        self.store.close()

    def _wait_until_ready(self, running: Running, kind: str, said: int) -> None:
        deadline = time.monotonic() + BEGINS_WITHIN
        while kind in READY and time.monotonic() < deadline:
            if READY[kind].encode() in self._log.read_bytes()[said:]:
                return
            if running.has_ended:
                raise TimeoutError(f"The {kind} didn't start: {self._log.read_text()[-600:]}")
            time.sleep(0.05)


@contextmanager
def ground_of(engine: str, folder: Path) -> Iterator[Ground]:
    """Give a graph of its own on an engine, gone at the end. Raises NoNeo4j when there can't be one."""
    with OwnNeo4j(for_minutes=True) if engine == "neo4j" else nullcontext() as neo4j:
        ground = Ground(engine, folder, neo4j)
        try:
            yield ground
        finally:
            ground.close()
