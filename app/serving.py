"""Serving everything in one process: pages by waitress, long work by threads beside them."""

from __future__ import annotations

import errno
import logging
import signal
import threading
from types import FrameType
from typing import Any

import click
from flask import Flask

from app.access import refuse_to_listen_beyond
from app.errors import Refused
from app.runtime import Earshot, earshot
from app.starting import prepare

log = logging.getLogger("earshot.serving")

WAIT_FOR_START = 20
"""Seconds that a stop waits for a start still under way to reach a safe point."""


def serve(app: Flask) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises Refused for a port that is taken or a host beyond this machine, and a GraphError when the
    graph can't be opened; the command says either in words and exits 1.
    """
    running = earshot(app)
    refuse_to_listen_beyond(running.settings.host)
    server = _listen(app)
    preparing = threading.Thread(target=prepare, args=(running,), name="prepare", daemon=True)
    _stop_on_signals()
    try:
        _open(running)
        preparing.start()
        click.echo(f"Earshot is at http://{_shown(running.settings.host)}:{server.effective_port}/", err=True)
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        _close(server, running, preparing)


def work(app: Flask) -> None:
    """Carry out jobs until SIGTERM or SIGINT."""
    running = earshot(app)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        click.echo(f"The worker is ready ({running.store.engine}).", err=True)
        running.jobs.start_workers()
        stopped.wait()
    finally:
        running.close()


def _listen(app: Flask) -> Any:
    """Return waitress's server, bound but not yet answering."""
    from waitress.server import create_server  # noqa: PLC0415

    settings = earshot(app).settings
    try:
        return create_server(
            app, host=settings.host.strip("[]"), port=settings.port, threads=settings.threads, ident=None
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(
                f"Port {settings.port} on {settings.host} is taken by another program.",
                "Stop that one, or choose another port with EARSHOT_PORT.",
            ) from error
        raise Refused(
            f"Earshot can't listen on {settings.host}:{settings.port} ({error.strerror}).",
            "Check EARSHOT_HOST and EARSHOT_PORT.",
        ) from error


def _stop_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        log.info("Stopping: %s came in", signal.Signals(number).name)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _open(running: Earshot) -> None:
    """Open the graph, so that what is wrong with it is said at once; the rest goes on behind the pages."""
    running.readiness.doing = "The graph is being opened."
    click.echo(f"The graph is open ({running.store.engine}).", err=True)


def _close(server: Any, running: Earshot, preparing: threading.Thread) -> None:
    """Stop answering, let what is under way come to a safe point, and give the graph back."""
    running.stopping.set()
    server.close()
    if preparing.is_alive():
        preparing.join(WAIT_FOR_START)
    running.close()
    click.echo("Earshot has stopped.", err=True)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
