"""`flask verify`: is the change log whole, does everything that must hold, and what do the facts come to."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import with_appcontext

from app.runtime import earshot


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def verify(as_json: bool) -> None:
    """Check the change log and every invariant of the graph; exit 1 when something is broken."""
    from graph.verify import verify as verify_graph  # noqa: PLC0415 - the graph only when asked

    found = verify_graph(earshot().store)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        audit = found["audit"]
        click.echo(f"{found['organisations']:,} organisations, {found['relationships']:,} relationships.")
        click.echo(f"Change log: {audit['entries']:,} entries, {audit['chain']}.")
        click.echo(f"Digest of the facts in force: {found['digest']}")
        for broken in found["broken"]:
            click.echo(f"  broken: {broken}")
        click.echo("Everything holds." if found["ok"] else "Something is broken; see above.")
    if not found["ok"]:
        sys.exit(1)
