"""Who owns the embedded engine: clients come and go in any order, and one supervisor looks after it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from graph.changes import chain_state
from graph.engines.folder import Address, FolderLock, GraphFolder
from graph.engines.supervisor import free_port
from graph.errors import AnotherVersionRuns, EngineFailed, FolderNotWritable, FolderRemoved, GraphError
from graph.store import Store, open_store
from tests.contract.clients import CHECKOUT, count_on, counter, process, start_counter
from tests.contract.test_store_crashes import address, embedded, folder, is_alive, until

__all__ = ["embedded", "folder"]  # fixtures

FORKING = """
import os, sys
from pathlib import Path
from graph.store import open_store
from tests.contract.clients import count_on, counter
store = open_store(data_folder=Path(sys.argv[1]))
before = counter(store)
child = os.fork()
if not child:
    store.write("child", "child", "edit", count_on)
    store.close()
    os._exit(0)
store.write("parent", "parent", "edit", count_on)
_, status = os.waitpid(child, 0)
store.write("parent again", "parent", "edit", count_on)
print(status, counter(store) - before)
store.close()
"""


def test_many_clients_racing_to_start(folder: GraphFolder) -> None:
    settings = {"data_folder": folder.root.parent}
    racers = [process(settings, "importer", f"importer-{number}", 0) for number in range(6)]
    for racer in racers:
        assert racer.communicate(timeout=60) == ("", "")
        assert racer.returncode == 0
    assert folder.log.read_text().count("ready on port") >= 1


def test_clients_that_come_while_the_last_one_goes(folder: GraphFolder) -> None:
    data_folder = folder.root.parent
    first = open_store(data_folder=data_folder)
    start_counter(first)
    first.close()
    for number in range(8):
        store = open_store(data_folder=data_folder)
        store.write(f"w{number}", "tester", "edit", count_on)
        store.close()
        if number % 2:
            until(lambda: not folder.is_supervised())
    store = open_store(data_folder=data_folder)
    assert counter(store) == 8
    assert chain_state(store) == (9, "whole")
    store.close()


def test_engine_stops_when_the_last_client_goes(embedded: Store, folder: GraphFolder) -> None:
    before = address(folder)
    other = open_store(data_folder=folder.root.parent)
    embedded.close()
    assert counter(other) == 0
    other.close()
    until(lambda: not is_alive(before.engine) and not is_alive(before.supervisor))
    assert folder.address() is None


def test_closed_store_says_so(embedded: Store) -> None:
    embedded.close()
    embedded.close()
    with pytest.raises(GraphError, match="closed"):
        embedded.revision()


def test_forked_children_take_their_own_hold(embedded: Store, folder: GraphFolder) -> None:
    """A web server forks its workers after the store was opened."""
    done = subprocess.run(
        [sys.executable, "-c", FORKING, folder.root.parent],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "0 3\n"
    assert chain_state(embedded) == (4, "whole")


def test_folder_removed_under_a_client(folder: GraphFolder, embedded: Store) -> None:
    before = address(folder)
    shutil.rmtree(folder.root)
    until(lambda: not is_alive(before.supervisor) and not is_alive(before.engine))
    with pytest.raises(FolderRemoved, match="removed or replaced"):
        counter(embedded)
    anew = open_store(data_folder=folder.root.parent)
    assert anew.is_empty()
    with pytest.raises(FolderRemoved):
        embedded.write("late", "tester", "edit", count_on)
    assert anew.is_empty()
    anew.close()


def test_port_of_a_dead_engine_is_taken(embedded: Store, folder: GraphFolder) -> None:
    before = address(folder)
    port = int(before.uri.rsplit(":", 1)[1])
    os.kill(before.supervisor, signal.SIGSTOP)
    os.kill(before.engine, signal.SIGKILL)
    until(lambda: not is_alive(before.engine))
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            until(lambda: binds(squatter, port))
            squatter.listen()
        finally:
            os.kill(before.supervisor, signal.SIGCONT)
        until(lambda: address(folder).uri != before.uri)
        embedded.write("after", "tester", "edit", count_on)
    assert counter(embedded) == 1


def binds(squatter: socket.socket, port: int) -> bool:
    with contextlib.suppress(OSError):
        squatter.bind(("127.0.0.1", port))
        return True
    return False


def test_stale_address_gets_no_password(folder: GraphFolder) -> None:
    """What a killed supervisor left may lead to a stranger by now: nobody connects to it."""
    folder.prepare()
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as stranger:
        folder.leave_address(Address(uri=f"bolt://127.0.0.1:{port}", username="root", password="secret"))
        open_store(data_folder=folder.root.parent).close()
        stranger.setblocking(False)
        with pytest.raises(BlockingIOError):
            stranger.accept()


def test_secrets_are_for_their_owner_only(embedded: Store, folder: GraphFolder) -> None:
    for name in ("address.json", "secret"):
        assert (folder.root / name).stat().st_mode & 0o777 == 0o600
    assert folder.root.stat().st_mode & 0o777 == 0o700
    number = address(folder).engine
    if Path("/proc").exists():
        assert folder.password() not in Path(f"/proc/{number}/cmdline").read_text()


def test_another_version_is_told_apart(embedded: Store, folder: GraphFolder) -> None:
    now = address(folder)
    folder.leave_address(Address(**{**vars(now), "schema": "another"}))
    with pytest.raises(AnotherVersionRuns, match="Stop every Earshot"):
        open_store(data_folder=folder.root.parent)
    embedded.close()
    until(lambda: not is_alive(now.supervisor))  # the refused one let go too


def test_engine_that_cant_start_says_why(folder: GraphFolder) -> None:
    folder.prepare()
    folder.database.write_text("in the way")
    with pytest.raises(EngineFailed, match="FileExistsError"):
        open_store(data_folder=folder.root.parent)


def test_data_folder_that_cant_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(FolderNotWritable, match="EARSHOT_DATA"):
        open_store(data_folder=tmp_path / "file")


def test_lock_of_a_forked_child_is_its_parents(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    assert lock.try_alone()
    script = f"""
import os, time
from pathlib import Path
from graph.engines.folder import FolderLock
mine = FolderLock(Path({str(tmp_path / "own")!r}))
assert mine.try_alone()
if not os.fork():
    print("child", flush=True)
    time.sleep(30)
os.kill(os.getpid(), 9)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"child\n"
    parent.wait()
    mine = FolderLock(tmp_path / "own")
    assert mine.try_alone()
    mine.close()
    parent.stdout.close()
    lock.close()
