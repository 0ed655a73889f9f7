"""The embedded graph's folder: where its files are, its locks, and the address its owner leaves there."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import weakref
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import FolderNotWritable

_open_locks: weakref.WeakSet[FolderLock] = weakref.WeakSet()


@dataclass(frozen=True)
class Address:
    """Where the engine of a folder answers and how to sign in, or why it could not be started."""

    uri: str = ""
    username: str = ""
    password: str = ""
    schema: str = ""
    engine: int = 0
    supervisor: int = 0
    failure: str = ""


@dataclass(frozen=True)
class GraphFolder:
    """Paths of one embedded graph. Lock files are made once and never unlinked."""

    root: Path

    @property
    def clients_lock(self) -> Path:
        """Shared by every process that uses the graph; whoever has it alone may stop the engine."""
        return self.root / "clients.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the one supervisor."""
        return self.root / "supervisor.lock"

    @property
    def engine_lock(self) -> Path:
        """Held by the supervisor and by the engine, which inherits it: no two engines on one folder."""
        return self.root / "engine.lock"

    @property
    def turns(self) -> Path:
        """The queue of writers."""
        return self.root / "turns.lock"

    @property
    def log(self) -> Path:
        """What supervisor and engine had to say."""
        return self.root / "log" / "supervisor.log"

    @property
    def database(self) -> Path:
        """The engine's own folder."""
        return self.root / "engine"

    def prepare(self) -> None:
        """Make the folder, readable by its owner only; raises FolderNotWritable."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.log.parent.mkdir(exist_ok=True)
            self.clients_lock.touch(mode=0o600)
        except OSError as error:
            raise FolderNotWritable(
                f"The data folder {self.root} can't be written to ({error.strerror}). "
                "Give Earshot another one with EARSHOT_DATA, or make it writable for this user."
            ) from error

    def address(self) -> Address | None:
        """Return what the last supervisor left; None when there is nothing, or nothing whole."""
        try:
            return Address(**json.loads((self.root / "address.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def leave_address(self, address: Address) -> None:
        """Put the address in place at once, for this user only."""
        draft = self.root / "address.draft"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(address), file)
        draft.replace(self.root / "address.json")

    def remove_address(self) -> None:
        """Take the address away; nothing happens when there is none."""
        with contextlib.suppress(OSError):
            (self.root / "address.json").unlink()

    def password(self) -> str:
        """Return this folder's own random password, made when there is none yet."""
        path = self.root / "secret"
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text()

    def is_supervised(self) -> bool:
        """Return whether a supervisor is alive, by trying its lock, never by a stored process number."""
        lock = FolderLock(self.supervisor_lock)
        try:
            return not lock.try_shared()
        finally:
            lock.close()


class FolderLock:
    """A lock on a file that lasts until it is closed or its process ends; forked children drop it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        _open_locks.add(self)

    def fileno(self) -> int:
        """Return the descriptor, to be handed to a child process."""
        return self._descriptor

    def keep_when_forked(self) -> None:
        """Let a forked child have it too: for a process that forks to go on by itself."""
        _open_locks.discard(self)

    def try_shared(self) -> bool:
        """Take it beside other sharers; False when somebody has it alone."""
        return self._try(fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Take it alone; False when anybody has it."""
        return self._try(fcntl.LOCK_EX)

    def is_in_place(self) -> bool:
        """Return whether the path still is the file that was locked (the folder may have been removed)."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), self._path.stat())
        except OSError:
            return False

    def close(self) -> None:
        """Give it back; may be called twice."""
        _open_locks.discard(self)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _try(self, how: int) -> bool:
        try:
            fcntl.flock(self._descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _drop_inherited_locks() -> None:
    """Close what a forked child inherited; the parent keeps its locks."""
    for lock in list(_open_locks):
        lock.close()


os.register_at_fork(after_in_child=_drop_inherited_locks)
