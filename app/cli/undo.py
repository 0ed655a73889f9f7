"""`flask undo`: an import taken back, or what was decided about one of its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from flask.cli import with_appcontext

from app.cli.import_run import ACTOR
from app.runtime import earshot

if TYPE_CHECKING:
    from graph.store import Store


def _take_row_back(store: Store, import_id: str, row: int) -> dict[str, Any]:
    """Take back what was decided about a row, and say on stderr what went in by it since and stays."""
    from graph.model.identifiers import new_id  # noqa: PLC0415
    from graph.review_items import item_id  # noqa: PLC0415
    from graph.take_back import take_row_back  # noqa: PLC0415
    from graph.went_in_since import decided_row  # noqa: PLC0415

    since = decided_row(store, item_id(import_id, row)).since
    done = take_row_back(store, import_id, row, ACTOR, new_id())
    for each in since:
        rows = f"{each.row:,} rows of {each.file_name} ({each.import_id})"
        click.echo(f"{rows} went in by this decision since, and stay.", err=True)
    return done


@click.command("undo")
@click.argument("import_id")
@click.option("--row", type=int, metavar="N", help="Only what was decided about this row: it waits again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def undo(import_id: str, row: int | None, as_json: bool) -> None:
    """Take an import back: earlier values return, what people edited since stays."""
    from graph.imports import undo_import  # noqa: PLC0415

    store = earshot().store
    done = undo_import(store, import_id, ACTOR) if row is None else _take_row_back(store, import_id, row)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
        return
    click.echo(f"{done['restored']:,} organisations restored, {done['removed']:,} removed.")
    for kept in done["kept"]:
        name = kept.get("name") or kept["organisation"]
        click.echo(f"  kept: {name}: {kept['field'] or 'itself'} ({kept['why']})")
