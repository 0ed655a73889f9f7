"""The detached owner of an embedded engine: ``python -m graph.engines.supervisor FOLDER DATABASE``.

It exits at once when the folder has an owner already; else it returns to its caller as soon as it holds
the folder's lock, and goes on by itself in a session of its own: starts the engine, starts it again when
it dies, leaves its address for clients, and stops it when no client is left.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from graph import schema
from graph.engines.folder import Address, FolderLock, GraphFolder

LOOK_EVERY = 0.1
"""Seconds between two looks at the engine and the clients."""

STOP_WITHIN = 15
"""Seconds that an engine gets to close its files before it is killed."""

LOG_LIMIT = 1_000_000
"""Bytes after which the log is put aside (one older one is kept)."""

USER = "root"


def main() -> None:
    """Become the folder's supervisor, or exit with 1 when it has one."""
    folder = GraphFolder(Path(sys.argv[1]))
    lock = FolderLock(folder.supervisor_lock)
    if not _take(lock):
        sys.exit(1)
    lock.keep_when_forked()
    if os.fork():
        os._exit(0)  # the caller goes on; the child shares the lock
    os.setsid()
    os.chdir("/")
    _write_to(folder.log)
    Supervisor(folder, lock, database=sys.argv[2]).run()


def _take(lock: FolderLock) -> bool:
    """Take the lock alone; tries for a moment, since clients touch it to see whether it is held."""
    for _ in range(10):
        if lock.try_alone():
            return True
        time.sleep(0.02)
    return False


def _write_to(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


class Supervisor:
    """Owns one folder's engine for as long as there are clients."""

    def __init__(self, folder: GraphFolder, lock: FolderLock, database: str) -> None:
        self._folder = folder
        self._lock = lock
        self._database = database
        self._clients = FolderLock(folder.clients_lock)
        self._engine_lock = FolderLock(folder.engine_lock)
        self._ports = (free_port(), free_port())
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> NoReturn:
        """Start, look after and stop the engine, then end this process."""
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._folder.remove_address()
        try:
            self._wait_for_orphan()
            self._start()
            while self._is_needed():
                time.sleep(LOOK_EVERY)
        finally:
            self._stop()
        os._exit(0)

    def _wait_for_orphan(self) -> None:
        """Wait until an engine that lost its supervisor has closed its files and gone."""
        while not self._engine_lock.try_alone():
            if not self._is_needed():
                raise SystemExit(0)
            time.sleep(LOOK_EVERY / 10)

    def _is_needed(self) -> bool:
        """Look once: keep the engine alive; say whether anybody still wants it."""
        if not self._lock.is_in_place():
            _log("the folder was removed or replaced: stopping")
            return False
        if self._process and self._process.poll() is not None:
            _log(f"the engine ended with {self._process.returncode}: starting it again")
            self._start()
        return not self._clients.try_alone()

    def _start(self) -> None:
        """Start the engine, on other ports if need be, and leave its address; exits when it can't be done."""
        failure = ""
        for _ in range(3):
            self._process, failure = _start_engine(
                self._folder, self._engine_lock, self._database, self._ports
            )
            if not failure:
                self._folder.leave_address(self._address(self._process.pid))
                _log(f"engine {self._process.pid} ready on port {self._ports[0]}")
                return
            _log(f"the engine didn't start: {failure}")
            self._ports = (free_port(), free_port())
        self._folder.leave_address(Address(failure=failure))
        os._exit(1)

    def _address(self, engine: int) -> Address:
        return Address(
            uri=f"bolt://127.0.0.1:{self._ports[0]}",
            username=USER,
            password=self._folder.password(),
            schema=schema.VERSION,
            engine=engine,
            supervisor=os.getpid(),
        )

    def _stop(self) -> None:
        """Stop the engine in good order; it closes its files at the end of its input."""
        if self._lock.is_in_place():
            self._folder.remove_address()
        if self._process is None or self._process.poll() is not None or self._process.stdin is None:
            return
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            _log("the engine didn't stop: killed")
            self._process.kill()
            self._process.wait()
        _log("stopped")


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start_engine(
    folder: GraphFolder, lock: FolderLock, database: str, ports: tuple[int, int]
) -> tuple[subprocess.Popen[bytes], str]:
    """Return the engine's process and "" once it serves, else why it doesn't."""
    answer, ready = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "graph.engines.arcade", str(ready)],
        stdin=subprocess.PIPE,
        pass_fds=[ready, lock.fileno()],
    )
    os.close(ready)
    order = {
        "folder": str(folder.database),
        "log_folder": str(folder.log.parent),
        "password": folder.password(),
        "database": database,
        "bolt_port": ports[0],
        "http_port": ports[1],
    }
    assert process.stdin is not None  # noqa: S101 - asked for above
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
    with os.fdopen(answer) as pipe:
        said = pipe.readline()
    if not said:
        return process, f"it ended with {process.wait()} before it was ready; see {folder.log}"
    return process, str(json.loads(said)["failure"])


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _log(text: str) -> None:
    print(time.strftime("%Y-%m-%d %H:%M:%S"), os.getpid(), text, flush=True)


if __name__ == "__main__":
    main()
