"""Four editors and two importers at once on each engine: no failure, the chain whole, no update lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graph.changes import chain_state
from graph.store import Store, open_store
from tests.contract.clients import (
    CHUNK,
    ROLES,
    bring_in,
    count_on,
    counter,
    edit,
    organisations,
    process,
    start_counter,
)

EDITS, CHUNKS = 15, 5
CLIENTS = [("editor", f"editor-{number}", EDITS) for number in range(4)]
CLIENTS += [("importer", f"importer-{number}", CHUNKS) for number in range(2)]
WRITES = 4 * EDITS + 2 * CHUNKS


def nothing_was_lost(store: Store) -> None:
    assert counter(store) == WRITES
    assert organisations(store) == 2 * CHUNKS * CHUNK
    assert store.revision() == WRITES + 1
    assert chain_state(store) == (WRITES + 1, "whole")
    assert sum(len(change.touched or ()) for change in store.changes_since(0)) == 2 * CHUNKS * CHUNK


def test_as_threads(store: Store) -> None:
    start_counter(store)
    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        jobs = [pool.submit(ROLES[role], store, name, times) for role, name, times in CLIENTS]
    for job in jobs:
        job.result()
    nothing_was_lost(store)


def test_as_processes(store: Store, engine_settings: dict[str, Any]) -> None:
    start_counter(store)
    processes = [process(engine_settings, *client) for client in CLIENTS]
    for running in processes:
        _, complaints = running.communicate(timeout=120)
        assert complaints == ""
        assert running.returncode == 0
    nothing_was_lost(store)


def test_as_two_stores_in_one_process(store: Store, engine_settings: dict[str, Any]) -> None:
    start_counter(store)
    other = open_store(**engine_settings)
    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        jobs = [
            pool.submit(ROLES[role], (store, other)[number % 2], name, times)
            for number, (role, name, times) in enumerate(CLIENTS)
        ]
    for job in jobs:
        job.result()
    other.close()
    nothing_was_lost(store)


def test_one_write_sent_by_many_at_once_happens_once(store: Store) -> None:
    start_counter(store)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: store.write("same", "t", "edit", count_on), range(8)))
    assert answers == [{"counter": 1}] * 8
    assert counter(store) == 1
    assert chain_state(store) == (2, "whole")


def test_one_import_run_twice_at_once_happens_once(store: Store) -> None:
    start_counter(store)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: bring_in(store, "importer-7", 3), range(2)))
    assert organisations(store) == 3 * CHUNK
    assert chain_state(store) == (4, "whole")


def test_a_busy_client_does_not_keep_others_out(store: Store) -> None:
    """Whoever asks first is served first: a client with many writes can't overtake one that waits."""
    start_counter(store)
    with ThreadPoolExecutor(2) as pool:
        busy = pool.submit(edit, store, "busy", 60)
        quick = pool.submit(edit, store, "quick", 10)
        quick.result()
        assert not busy.done()
        busy.result()
    assert counter(store) == 70
