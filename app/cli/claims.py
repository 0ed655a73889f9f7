"""`flask import-claims`: what bodies say of their members in numbers, out of a small table."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.import_run import ACTOR, refuse
from app.cli.list_file import ListFile
from app.runtime import earshot


@click.command("import-claims")
@click.argument("file", type=ListFile())
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def import_claims(file: Path, sheet: str | None, as_json: bool) -> None:
    """Bring in FILE, claims in numbers: "we have 340 members, 40 led by …". They are never organisations."""
    from app.claims import bring_claims_in  # noqa: PLC0415 - the driver only when needed
    from importers.errors import ImporterError  # noqa: PLC0415

    try:
        done = bring_claims_in(earshot(), file, file.name, ACTOR, sheet=sheet)
    except ImporterError as refused:
        refuse(refused, as_json)
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False))
        return
    new, same = done.counts["new"], done.counts["same"]
    click.echo(f"Import {done.import_id}: {new:,} new claims, {same:,} known already.")
    for row, message in done.rejected:
        click.echo(f"  row {row}: {message}")
