"""`flask check`: what a file holds, before anything is done with it. No graph needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.list_file import ListFile, called
from app.import_request import limits_of
from graph.model.plan import Issue
from importers.errors import FileRefused
from importers.read import Row, Table, read_table

SHOWN = 20
"""How many issues and skipped rows are told without ``--json``."""


@click.command("check")
@click.argument("file", type=ListFile(exists=False))
@click.option("--sheet", help="The sheet of a workbook to read (default: the first with a table).")
@click.option("--rows", "with_rows", is_flag=True, help="Print the rows too.")
@click.option("--hidden", is_flag=True, help="Read hidden sheets, rows and columns too.")
@click.option(
    "--repair",
    "--repair-text",
    "repair_text",
    is_flag=True,
    help="Repair text that was encoded twice (â€™ for ’).",
)
@click.option(
    "--as",
    "kind",
    metavar="KIND",
    default="members",
    show_default=True,
    help="The kind of list whose fields to suggest: members, log, contacts …",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(  # noqa: PLR0917 - click hands over by name
    file: Path, sheet: str | None, with_rows: bool, hidden: bool, repair_text: bool, kind: str, as_json: bool
) -> None:
    """Say what FILE holds: headings, rows read, rows left out and why, and what is odd about it."""
    rows: Sequence[Row] | None = None
    _check_kind(kind)
    try:
        table = read_table(
            file, sheet=sheet, limits=limits_of(kind), include_hidden=hidden, repair_text=repair_text
        )
        _check_sheet(sheet, table)
        found = described(called(file), table, kind)
        rows = table.rows if with_rows else None
    except FileRefused as refused:
        found = described_refusal(called(file), refused)
        rows = () if with_rows else None
    if as_json:
        _print_json(found, rows)
    else:
        _tell(found)
    if found["refused"]:
        sys.exit(1)


def _check_kind(kind: str) -> None:
    """Stop with a usage error when no list is of that kind."""
    from importers.lists import IMPORTERS  # noqa: PLC0415

    if kind not in IMPORTERS:
        raise click.BadParameter(f"there are: {', '.join(IMPORTERS)}.", param_hint="--as")


def _check_sheet(sheet: str | None, table: Table) -> None:
    """Raise FileRefused when a sheet was asked for and the file has none."""
    if sheet and not table.sheets:
        said = f"A text file has no sheets, so none is called “{sheet}”."
        raise FileRefused("no_sheets", said, "Leave --sheet out.")


def described(file: Path, table: Table, kind: str = "members") -> dict[str, Any]:
    """Return what the command prints about a table, its rows aside; fields are those of a kind of list."""
    from importers.lists.register_tables import register_mapping  # noqa: PLC0415
    from importers.mapping import suggest_mapping  # noqa: PLC0415

    published = register_mapping(table.headings) if kind == "register" else None
    fields = published or suggest_mapping(table, kind)
    columns = [
        {"position": position, "heading": heading, "field": field}
        for position, heading, field in zip(table.positions, table.headings, fields, strict=True)
    ]
    return {
        "file": str(file),
        "kind": table.kind,
        "encoding": table.encoding,
        "certain": table.certain,
        "delimiter": table.delimiter,
        "sheets": [sheet._asdict() for sheet in table.sheets],
        "sheet": table.sheet,
        "heading_row": table.heading_row,
        "columns": columns,
        "rows_seen": table.rows_seen,
        "rows_read": table.rows_read,
        "skipped": [{"row": row, "why": why} for row, why in table.skipped],
        "issues": [_issue(issue) for issue in table.issues],
        "refused": None,
    }


def described_refusal(file: Path, refused: FileRefused) -> dict[str, Any]:
    """Return what the command prints about a file that can't be read: the same keys, nothing read."""
    return {
        "file": str(file),
        "kind": None,
        "encoding": None,
        "certain": False,
        "delimiter": None,
        "sheets": [],
        "sheet": None,
        "heading_row": None,
        "columns": [],
        "rows_seen": 0,
        "rows_read": 0,
        "skipped": [],
        "issues": [],
        "refused": {"code": refused.code, "message": refused.message, "next_step": refused.next_step},
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "row": issue.row,
        "column": issue.column,
        "severity": issue.severity.value,
        "code": issue.code,
        "value": issue.value,
        "message": issue.message,
    }


def _print_json(found: dict[str, Any], rows: Sequence[Row] | None) -> None:
    """Print one JSON object on one line; the rows one by one, so that a million need no memory."""
    text = json.dumps(found, ensure_ascii=False)
    if rows is None:
        click.echo(text)
        return
    click.echo(f'{text[:-1]}, "rows": [', nl=False)
    for at, row in enumerate(rows):
        click.echo((", " if at else "") + json.dumps(row.cells, ensure_ascii=False), nl=False)
    click.echo("]}")


def _tell(found: dict[str, Any]) -> None:
    """Print the same for a person; a refusal goes to stderr."""
    refused = found["refused"]
    if refused:
        click.echo(f"{found['file']}: {refused['message']} {refused['next_step']}", err=True)
        return
    click.echo(
        f"{found['file']}: {found['kind']}, {found['rows_read']} rows read of {found['rows_seen']} seen"
    )
    for name in ("encoding", "delimiter", "sheet", "heading_row"):
        if found[name] is not None:
            click.echo(f"  {name.replace('_', ' ')}: {found[name]!r}")
    for column in found["columns"]:
        click.echo(f"  column {column['position']}: {column['heading']} -> {column['field'] or '(not used)'}")
    for skipped in found["skipped"][:SHOWN]:
        click.echo(f"  row {skipped['row']} left out: {skipped['why']}")
    for issue in found["issues"][:SHOWN]:
        where = f"row {issue['row']}" if issue["row"] else "file"
        click.echo(f"  {issue['severity']}, {where}: {issue['message']}")
    more = len(found["skipped"]) + len(found["issues"]) - 2 * SHOWN
    if more > 0:
        click.echo("  … and more; --json prints everything")
