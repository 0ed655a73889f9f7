"""Reading makes a million small tuples and no cycles: looking for cycles meanwhile costs a seventh of it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_readers = 0


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the garbage collector off while anybody reads a workbook; whoever is last turns it on again.

    Does nothing when somebody else turned it off before.
    """
    global _readers  # noqa: PLW0603 - how many threads read, in this process
    with _lock:
        ours = _readers > 0 or gc.isenabled()
        if ours:
            _readers += 1
            gc.disable()
    try:
        yield
    finally:
        if ours:
            with _lock:
                _readers -= 1
                if not _readers:
                    gc.enable()
