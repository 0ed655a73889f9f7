"""Taking turns: a lock across threads and processes that is given in the order in which it was asked for.

Each process queues its own threads first, then takes a ticket in the folder's queue. A ticket is a
number and a lock on the byte of that number; its holder's turn comes when no byte below it is locked.
The system gives back a dead process's byte, so a killed writer is passed over and never waited for.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MUTEX_BYTE = 0

_queues: dict[str, Turns] = {}
_queues_lock = threading.Lock()


def turns_of(path: Path) -> Turns:
    """Return this process's one queue for a file: locks of a process belong to it, not to its threads."""
    with _queues_lock:
        return _queues.setdefault(str(path.resolve()), Turns(path))


class Turns:
    """A queue of writers on one file. Use ``with turns.turn(): …``; not re-entrant."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads: deque[threading.Event] = deque()
        self._guard = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn, and give it on at the end."""
        self._line_up()
        try:
            with _ticket(self._path):
                yield
        finally:
            self._pass_on()

    def _line_up(self) -> None:
        mine = threading.Event()
        with self._guard:
            self._threads.append(mine)
            if self._threads[0] is mine:
                return
        try:
            mine.wait()
        except BaseException:
            self._leave(mine)
            raise

    def _leave(self, mine: threading.Event) -> None:
        """Step out of the line; if the turn has just come, pass it on."""
        with self._guard:
            first = self._threads[0] is mine
            if not first:
                self._threads.remove(mine)
        if first:
            self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            self._threads.popleft()
            if self._threads:
                self._threads[0].set()


@contextmanager
def _ticket(path: Path) -> Iterator[None]:
    """Hold the next ticket of the file's queue, from the moment when it is the lowest one held."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        ticket = _draw(descriptor)
        fcntl.lockf(descriptor, fcntl.LOCK_SH, ticket - 1, 1)  # bytes 1 to ticket - 1: all who came before
        yield
    finally:
        os.close(descriptor)  # gives all of this process's locks on the file back


def _draw(descriptor: int) -> int:
    """Return the next number (1 or more) with its byte locked."""
    fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, _MUTEX_BYTE)
    ticket = int(os.pread(descriptor, 20, 0).strip() or 1) + 1
    os.pwrite(descriptor, b"%20d" % ticket, 0)
    fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, ticket)
    fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, _MUTEX_BYTE)
    return ticket


def _start_afresh() -> None:
    """Forget the parent's queues in a forked child: their threads aren't here."""
    global _queues_lock  # noqa: PLW0603 - it may have been held at the moment of the fork
    _queues.clear()
    _queues_lock = threading.Lock()


os.register_at_fork(after_in_child=_start_afresh)
