"""Clients of one graph, as threads or as processes.

``python -m tests.contract.clients SETTINGS ROLE NAME TIMES`` is such a process.

An editor reads a counter and writes it back plus one, the plainest way to lose an update; an importer does
the same and adds a chunk of organisations. Each prints one line per write that was acknowledged.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from graph.store import Store, Tx, open_store

CHECKOUT = Path(__file__).resolve().parents[2]
CHUNK = 100

START = "CREATE (s:Setting {id: 'counter', value: 0}) RETURN s.id AS id"
READ = "MATCH (s:Setting {id: 'counter'}) RETURN s.value AS value"
SET = "MATCH (s:Setting {id: 'counter'}) SET s.value = $value RETURN s.value AS value"
ADD = "UNWIND $rows AS row CREATE (o:Organisation {id: row.id, n: row.n}) RETURN count(o) AS added"
COUNT = "MATCH (o:Organisation) RETURN count(o) AS count"


def start_counter(store: Store) -> None:
    store.write("start", "tester", "start counter", lambda tx: {"made": tx.run(START)})


def counter(store: Store) -> int:
    return int(store.read(READ)[0]["value"])


def organisations(store: Store) -> int:
    return int(store.read(COUNT)[0]["count"])


def count_on(tx: Tx) -> dict[str, Any]:
    value = tx.run(READ)[0]["value"] + 1
    tx.run(SET, value=value)
    return {"counter": value}


def edit(store: Store, name: str, times: int) -> None:
    for number in range(times):
        answer = store.write(f"{name}-{number}", name, "edit", count_on)
        print(number, answer["counter"], flush=True)


def bring_in(store: Store, name: str, times: int) -> None:
    first = int(name.rsplit("-", 1)[1]) * 1_000_000
    for number in range(times):
        rows = [{"id": f"{name}-{number}-{i}", "n": first + number * CHUNK + i} for i in range(CHUNK)]

        def work(tx: Tx, rows: list[dict[str, Any]] = rows) -> dict[str, Any]:
            tx.run(ADD, rows=rows)
            tx.touch(*(row["id"] for row in rows))
            return count_on(tx)

        answer = store.write(f"{name}-{number}", name, "import chunk", work)
        print(number, answer["counter"], flush=True)


ROLES = {"editor": edit, "importer": bring_in}


def process(settings: dict[str, Any], role: str, name: str, times: int) -> subprocess.Popen[str]:
    text = json.dumps({**settings, "data_folder": str(settings["data_folder"])})
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.contract.clients", text, role, name, str(times)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    settings = json.loads(sys.argv[1])
    settings["data_folder"] = Path(settings["data_folder"])
    store = open_store(**settings)
    ROLES[sys.argv[2]](store, sys.argv[3], int(sys.argv[4]))
    store.close()


if __name__ == "__main__":
    main()
