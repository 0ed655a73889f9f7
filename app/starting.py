"""What a start does behind the pages: the workers, and the example in a demo."""

from __future__ import annotations

import logging

from app.runtime import Earshot

log = logging.getLogger("earshot.starting")


def prepare(running: Earshot) -> None:
    """Start the workers, load the example when this is a demo; say how far it has come.

    Whatever goes wrong is logged and told by /health; the pages go on answering.
    """
    readiness = running.readiness
    try:
        running.jobs.start_workers()
        if running.settings.demo:
            readiness.doing = "The example is being loaded."
            load_example(running)
        running.snapshot()  # so that the first page needn't wait for it
    except Exception as error:
        if running.stopping.is_set():
            return
        log.exception("The start failed")
        readiness.failed = f"The start failed ({type(error).__name__}); the log says why."
    finally:
        readiness.doing = ""


def load_example(running: Earshot) -> None:
    """Bring the example in when the graph holds no organisation yet, saying how far it has come.

    A stop lets the file at hand be finished; the next start goes on with the rest.
    """
    from app.example import load_example as load  # noqa: PLC0415 - the importers only in a demo

    def tell(done: int, every: int) -> None:
        running.readiness.doing = f"The example is being loaded: {done} of {every} files are in."
        if running.stopping.is_set():
            raise Stopped

    load(running, tell)


class Stopped(Exception):
    """Earshot was told to stop while it was still starting."""
