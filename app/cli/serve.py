"""`flask serve` and `flask worker`."""

from __future__ import annotations

import click
from flask import current_app


@click.command()
def serve() -> None:
    """Start Earshot: the pages, the worker and, unless NEO4J_URI is set, the embedded graph."""
    from app.serving import serve as run  # noqa: PLC0415

    run(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command()
def worker() -> None:
    """Carry out long work (imports) for pages that another process serves."""
    from app.serving import work  # noqa: PLC0415

    work(current_app._get_current_object())  # type: ignore[attr-defined]
