"""Long work behind the pages: a queue in a SQLite file, carried out by worker threads."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import TYPE_CHECKING, Any

from huey import SqliteHuey
from huey.consumer import Consumer

if TYPE_CHECKING:
    from app.runtime import Earshot

log = logging.getLogger("earshot.jobs")

JOBS: dict[str, str] = {
    "plan": "app.import_jobs:plan_upload",
    "commit": "app.import_jobs:commit_upload",
    "decide": "app.review_jobs:decide_many",
    "take back": "app.review_jobs:take_back_many",
    "undo": "app.import_jobs:undo_to_the_end",
    "look": "app.batch_jobs:look_at",
    "plan one": "app.batch_jobs:plan_one",
    "bring in": "app.batch_jobs:bring_in_batch",
}
"""Job name -> "module:function". The function takes the running Earshot and the job's plain arguments."""

LOST_WORK: tuple[str, ...] = ("app.import_jobs:resume_imports",)
"""Functions asked again and again: each takes the running Earshot and picks up what lost its worker."""

SWEEPS: tuple[str, ...] = (*LOST_WORK, "app.import_jobs:resume_uploads", "app.batch_jobs:resume_batches")
"""Functions asked at the start of a worker."""

SWEEPS_EVERY = 0.5
"""Share of the time for which a worker holds an import that passes from one look at lost work to the next."""

LOOKS_EVERY = 0.5
"""Seconds that an idle worker lets pass at most before it looks for work: somebody waits on a page."""


class Jobs:
    """The queue of one app. Arguments are plain values; a job can be carried out by any worker."""

    def __init__(self, earshot: Earshot) -> None:
        self._earshot = earshot
        settings = earshot.settings
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._huey = SqliteHuey("earshot", filename=str(settings.queue_file), results=False)
        self._huey.immediate = settings.jobs == "inline"
        self._task = self._huey.task(name="carry_out")(self._carry_out)
        self._consumer: WorkerThreads | None = None
        self._closing = threading.Event()

    def enqueue(self, name: str, **arguments: Any) -> None:
        """Ask for a job of ``JOBS``. KeyError for a name that isn't there."""
        if name not in JOBS:
            raise KeyError(name)
        self._task(name, arguments)

    def start_workers(self) -> None:
        """Sweep up work that lost its worker, then carry jobs out in threads until ``close``."""
        sweep(self._earshot, SWEEPS)
        threading.Thread(target=self._sweep_on, name="sweep", daemon=True).start()
        workers = self._earshot.settings.workers
        self._consumer = WorkerThreads(self._huey, workers=workers, periodic=False, max_delay=LOOKS_EVERY)
        self._consumer.start()

    def close(self) -> None:
        """Let running jobs stop at their next safe point, and wait for them."""
        self._closing.set()
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None
        self._huey.storage.close()

    def _sweep_on(self) -> None:
        """Look for lost work until ``close``: a worker that was killed holds its import for some time yet."""
        while not self._closing.wait(SWEEPS_EVERY * self._earshot.settings.held_for):
            sweep(self._earshot, LOST_WORK)

    def _carry_out(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            function_named(JOBS[name])(self._earshot, **arguments)
        except Exception:
            log.exception("The job %s failed", name)
            if self._huey.immediate:
                raise


class WorkerThreads(Consumer):  # type: ignore[misc]
    """Huey's consumer inside our own process, which handles the signals itself."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's signal handlers alone."""


def function_named(path: str) -> Any:
    """Return the function behind "module:function"."""
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def sweep(earshot: Earshot, sweeps: tuple[str, ...]) -> None:
    """Pick up what lost its worker; a sweep that fails is logged and the others go on."""
    for path in sweeps:
        try:
            function_named(path)(earshot)
        except Exception:
            log.exception("The sweep %s failed", path)
