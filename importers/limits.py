"""Bounds for a process that handles somebody else's file. Standard library only: such processes load it."""

from __future__ import annotations


def limit(memory: int, seconds: int, file_size: int = 0) -> None:
    """Bound this process's memory, CPU time and the size of files it writes, where the system can."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # not on Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue
