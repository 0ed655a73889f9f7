"""`flask example`: the example consultation, fictional throughout, brought in like any lists."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask.cli import with_appcontext

from app.runtime import earshot


@click.command("example")
@click.option("--beside-others", is_flag=True, help="Load it into a graph that holds organisations already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def example(beside_others: bool, as_json: bool) -> None:
    """Load the example consultation into an empty graph; a second time nothing changes."""
    from app.example import load_example  # noqa: PLC0415 - the driver only when needed

    shown: Any = click.progressbar(length=1, label="Loading the example", file=sys.stderr)
    with shown as bar:

        def advance(done: int, files: int) -> None:
            bar.length = files
            bar.update(done - bar.pos)

        loaded = load_example(earshot(), advance, even_beside_others=beside_others)
    if as_json:
        click.echo(json.dumps(loaded, ensure_ascii=False))
    elif loaded["loaded"]:
        click.echo(
            f"{loaded['files']} files with {loaded['rows']:,} rows are in, all of it invented, "
            f"in {loaded['seconds']} seconds. {loaded['waiting']} rows wait for review."
        )
    else:
        click.echo(f"Nothing was loaded. {loaded['why_not']}")
