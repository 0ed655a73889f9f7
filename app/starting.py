"""What a start does behind the pages: the example in a demo, the workers."""

from __future__ import annotations

import importlib.util
import logging

from app.runtime import Earshot

log = logging.getLogger("earshot.starting")


def prepare(running: Earshot) -> None:
    """Load the example when this is a demo, start the workers; say how far it has come.

    Whatever goes wrong is logged and told by /health; the pages go on answering.
    """
    readiness = running.readiness
    try:
        if running.settings.demo:
            readiness.doing = "The example is being loaded."
            load_example(running)
        running.jobs.start_workers()
    except Exception as error:
        if running.stopping.is_set():
            return
        log.exception("The start failed")
        readiness.failed = f"The start failed ({type(error).__name__}); the log says why."
    finally:
        readiness.doing = ""


def load_example(running: Earshot) -> None:
    """Bring the example in when the graph holds no organisation yet."""
    if importlib.util.find_spec("app.example") is None:
        return
    from app.example import load_example as load  # noqa: PLC0415

    load(running)
