"""kill -9 of a client, the engine, the supervisor or all of them: nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.changes import chain_state
from graph.engines.folder import Address, GraphFolder
from graph.store import Store, open_store
from tests.contract.clients import count_on, counter, process, start_counter


def until(fits: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that other processes are about to do."""
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline, "it didn't happen in time"
        time.sleep(0.01)


def kill(number: int) -> None:
    """Kill -9 a process that this test started, and see it gone."""
    os.kill(number, signal.SIGKILL)
    until(lambda: not is_alive(number))


def is_alive(number: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    with contextlib.suppress(OSError):
        os.kill(number, 0)
        return not Path("/proc/self").exists()
    return False


def acknowledged(running: subprocess.Popen[str], lines: int) -> int:
    """Return the last counter that a client was told, after at least so many acknowledgements."""
    assert running.stdout is not None
    told = [running.stdout.readline() for _ in range(lines)]
    running.kill()
    told += running.communicate()[0].splitlines()
    return max(int(line.split()[1]) for line in told if len(line.split()) == 2)


@pytest.fixture
def folder(data_folder: Path) -> Iterator[GraphFolder]:
    """The embedded graph's folder, seen out of use at the end."""
    folder = GraphFolder(data_folder / "graph")
    yield folder
    if folder.supervisor_lock.exists():
        until(lambda: not folder.is_supervised())


@pytest.fixture
def embedded(folder: GraphFolder) -> Iterator[Store]:
    """A store of its own, whose engine may be killed."""
    store = open_store(data_folder=folder.root.parent)
    start_counter(store)
    yield store
    store.close()


def address(folder: GraphFolder) -> Address:
    found = folder.address()
    assert found is not None
    return found


def write_on(store: Store, times: int, first: int = 0) -> None:
    for number in range(first, first + times):
        store.write(f"w{number}", "tester", "edit", count_on)


@pytest.mark.parametrize("kills", [1, 3])
def test_killed_client(store: Store, engine_settings: dict[str, Any], kills: int) -> None:
    start_counter(store)
    told = 0
    for number in range(kills):
        told = acknowledged(process(engine_settings, "editor", f"editor-{number}", 10_000), 8)
        assert counter(store) >= told
    write_on(store, 3)
    assert counter(store) >= told + 3
    assert chain_state(store) == (counter(store) + 1, "whole")


def test_killed_engine(embedded: Store, folder: GraphFolder) -> None:
    write_on(embedded, 5)
    before = address(folder)
    kill(before.engine)
    assert counter(embedded) == 5
    write_on(embedded, 5, first=5)
    assert chain_state(embedded) == (11, "whole")
    assert address(folder).supervisor == before.supervisor
    assert address(folder).uri == before.uri


def test_engine_killed_while_a_client_writes(folder: GraphFolder, embedded: Store) -> None:
    writer = process({"data_folder": folder.root.parent}, "editor", "editor-1", 300)
    for _ in range(3):
        until(lambda: counter(embedded) % 50 > 5)
        until(lambda: is_alive(address(folder).engine))
        kill(address(folder).engine)
    told, complaints = writer.communicate(timeout=90)
    assert complaints == ""
    assert len(told.splitlines()) == 300
    assert counter(embedded) == 300
    assert chain_state(embedded) == (301, "whole")


def test_killed_supervisor(embedded: Store, folder: GraphFolder) -> None:
    write_on(embedded, 5)
    before = address(folder)
    kill(before.supervisor)
    write_on(embedded, 5, first=5)
    assert counter(embedded) == 10
    assert chain_state(embedded) == (11, "whole")
    assert address(folder).supervisor != before.supervisor
    assert not is_alive(before.engine)


def test_everything_killed(folder: GraphFolder, embedded: Store) -> None:
    embedded.close()
    settings = {"data_folder": folder.root.parent}
    writer = process(settings, "editor", "editor-1", 10_000)
    until(lambda: folder.address() is not None)
    before = address(folder)
    assert writer.stdout is not None
    told = int([writer.stdout.readline() for _ in range(20)][-1].split()[1])
    for number in (before.supervisor, before.engine):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    writer.kill()
    writer.communicate()
    store = open_store(**settings)
    assert counter(store) >= told
    assert chain_state(store) == (counter(store) + 1, "whole")
    store.close()


def test_two_supervisors_cant_be(embedded: Store, folder: GraphFolder) -> None:
    """An engine whose supervisor was killed holds its lock until it has gone; the next one waits for that."""
    before = address(folder)
    os.kill(before.engine, signal.SIGSTOP)
    kill(before.supervisor)
    late = process({"data_folder": folder.root.parent}, "editor", "editor-1", 1)
    until(folder.is_supervised)
    assert folder.address() is None or address(folder).engine == before.engine
    os.kill(before.engine, signal.SIGCONT)
    assert late.communicate(timeout=60)[1] == ""
    assert counter(embedded) == 1
