"""The embedded engine's process: the only module that names the engine's package.

``python -m graph.engines.arcade READY_DESCRIPTOR`` reads one line of JSON from its standard input
(folder, password, database, ports), answers one line of JSON on the descriptor ("" or why it failed), serves
Bolt on loopback and stops at the end of its input, so it never outlives its supervisor.
The process inherits the folder's engine lock, which its successor waits for.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from graph import schema

PACKAGES = ("arcadedb", "arcadedb_embedded")
"""The native build (in requirements.txt), and the one that brings its own Java and can take its place."""


def main() -> None:
    """Serve until the input ends."""
    ready = int(sys.argv[1])
    order = json.loads(sys.stdin.readline())
    try:
        server = _start(order)
    except Exception as error:
        _answer(ready, f"{type(error).__name__}: {error}")
        os._exit(1)  # threads of a half started server would keep the process
    _answer(ready, "")
    sys.stdin.read()
    server.stop()
    os._exit(0)  # an open connection's thread would keep the process


def _start(order: dict[str, Any]) -> Any:
    """Return the running server with its database and schema made."""
    folder = Path(order["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["ARCADEDB_LOG_DIR"] = order["log_folder"]
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    server = _package().create_server(
        root_path=str(folder),
        root_password=order["password"],
        config={
            "host": "127.0.0.1",
            "http_port": order["http_port"],
            "bolt_port": order["bolt_port"],
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "mode": "production",
            "txWalFlush": 2,  # a commit that was answered is on the disk
        },
    )
    server.start()
    _make_schema(_open_database(server, folder, order["database"]))
    return server


def _package() -> Any:
    """Return the engine's package, imported only here since it reads settings of the environment."""
    for name in PACKAGES:
        if importlib.util.find_spec(name):
            return importlib.import_module(name)
    raise ModuleNotFoundError(
        f"none of {' and '.join(PACKAGES)} is installed (requirements.txt names the first)"
    )


def _open_database(server: Any, folder: Path, name: str) -> Any:
    if (folder / "databases" / name).exists():
        return server.get_database(name)
    return server.create_database(name)


def _make_schema(database: Any) -> None:
    """Bring types, constraints and indexes up to date; what is there already stays as it is."""
    for language, statement in schema.embedded_statements():
        database.command(language, statement)


def _answer(descriptor: int, failure: str) -> None:
    with os.fdopen(descriptor, "w") as pipe:
        pipe.write(json.dumps({"failure": failure}) + "\n")


if __name__ == "__main__":
    main()
