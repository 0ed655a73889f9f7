"""`flask load-bodies`: the real infrastructure bodies of the reference file, sourced facts only."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from app.runtime import earshot


@click.command("load-bodies")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def load_bodies(as_json: bool) -> None:
    """Load 88 real infrastructure bodies with their sources; nothing about who took part, unless sourced."""
    from app.reference import BODIES_FILE, reference_bodies  # noqa: PLC0415
    from graph.reference_bodies import load_bodies as load  # noqa: PLC0415 - the driver only when needed

    loaded = load(earshot().store, "command line", reference_bodies(), BODIES_FILE.name)
    if as_json:
        click.echo(json.dumps(loaded.as_json(), ensure_ascii=False))
        return
    counts = ", ".join(f"{number} {verdict}" for verdict, number in loaded.counts.items() if number)
    click.echo(f"{sum(loaded.counts.values())} infrastructure bodies: {counts}.")
    if loaded.review_items:
        click.echo(f"{loaded.review_items} wait for review: organisations with the same name are there.")
