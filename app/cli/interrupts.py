"""Ctrl-C while a list goes in: the rows under way are finished, and what is in stays or can be taken back."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

STOPPING = "Stopping once the rows under way are in. Ctrl-C again breaks off at once."


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed; pressed twice, it breaks off as ever.

    Outside the main thread, which alone hears of it, and in a process that was started to ignore it, the
    function says no.
    """
    asked = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        asked.set()
        click.echo(f"\n{STOPPING}", err=True)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is signal.SIG_IGN:
        yield asked.is_set
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
