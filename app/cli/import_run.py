"""An import by command, from its options to what is printed of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.columns import column_issues, columns_as_json
from app.cli.handing_back import check_out, written_back
from app.cli.interrupts import stop_on_interrupt
from app.errors import EarshotError
from app.runtime import earshot
from graph.errors import GraphError
from graph.model.plan import Issue

if TYPE_CHECKING:
    from app.imports import Planned
    from graph.commit import Outcome

ACTOR = "command line"
SHOWN_ISSUES = 20


def carry_out(kind: str, file: Path, options: dict[str, Any]) -> None:
    """Plan and carry out the import of a file as its command's options say, and print what became of it."""
    from app.imports import ImporterError, ImportRequest, make_plan  # noqa: PLC0415
    from graph.imports import commit_import  # noqa: PLC0415

    as_json, plan_only, out = options.pop("as_json"), options.pop("plan_only"), options.pop("out")
    request = ImportRequest(
        path=file,
        kind=kind,
        actor=ACTOR,
        said_on=options.pop("list_date"),
        file_name=options.pop("file_name") or file.name,
        **options,
    )
    store = earshot().store
    try:
        check_out(out, request)
        planned = make_plan(store, request)
    except (ImporterError, EarshotError, GraphError) as refused:
        refuse(refused, as_json)
    outcome = None
    if not plan_only:
        with stop_on_interrupt() as should_stop:
            outcome = commit_import(
                store,
                planned.plan.import_id,
                accept=request.accept,
                progress=None if as_json else _progress,
                should_stop=should_stop,
            )
    found = summary(planned, outcome)
    kept_back = written_back(out, request, planned.plan.import_id) if out is not None else []
    found["issues"] = [*map(issue_as_json, kept_back), *found["issues"]]
    click.echo(json.dumps(found, ensure_ascii=False)) if as_json else _tell(found)
    if found["state"] == "cancelled":
        click.echo(CANCELLED.format(import_id=planned.plan.import_id), err=True)
    if kept_back or found["state"] == "cancelled":
        sys.exit(1)


CANCELLED = (
    "Stopped before the end. What is in stays: bring the file in again to go on, "
    "or take it back with: flask undo {import_id}"
)


def refuse(refused: Any, as_json: bool) -> None:
    """Say why a file or an import was refused, and exit 1."""
    from app.cli import print_refusal, refusal  # noqa: PLC0415 - which loads this module

    told = refusal(refused)
    if as_json:
        print_refusal(told, rows_read=0)
    click.echo(f"{told['message']} {told['next_step']}".strip(), err=True)
    sys.exit(1)


def summary(planned: Planned, outcome: Outcome | None) -> dict[str, Any]:
    """Return what an import command prints, as documented in docs/importing.md."""
    plan = planned.plan
    issues = [*plan.issues, *(issue for row in plan.rows for issue in row.issues)]
    return {
        "import_id": plan.import_id,
        "plan_hash": planned.stored["plan_hash"],
        "state": outcome.state if outcome else planned.stored["state"],
        "rows_seen": plan.rows_seen,
        "rows_read": len(plan.rows),
        "skipped": [{"row": row, "why": why} for row, why in plan.skipped],
        "counts": dict(outcome.counts if outcome else plan.counts()),
        "leavers": outcome.leavers if outcome else len(plan.leavers),
        "changes": outcome.changes if outcome else 0,
        "review_items": outcome.review_items if outcome else 0,
        "columns": columns_as_json(planned.table, planned.columns),
        "policies": dict(plan.policies),
        "issues": [issue_as_json(issue) for issue in (*column_issues(planned.columns), *issues)],
    }


def issue_as_json(issue: Issue) -> dict[str, Any]:
    """Return an issue as commands print it."""
    return {
        "row": issue.row,
        "column": issue.column,
        "severity": str(issue.severity),
        "code": issue.code,
        "value": issue.value,
        "message": issue.message,
    }


def _progress(done: int, total: int) -> None:
    click.echo(f"\r{done:,} of {total:,} rows", nl=done >= total, err=True)


def _tell(found: dict[str, Any]) -> None:
    """Say in words what an import did."""
    counts = ", ".join(f"{number:,} {verdict}" for verdict, number in found["counts"].items() if number)
    click.echo(f"Import {found['import_id']}: {found['state']}.")
    skipped = f", {len(found['skipped']):,} left out" if found["skipped"] else ""
    read = f"{found['rows_seen']:,} rows seen, {found['rows_read']:,} read{skipped}"
    click.echo(f"{read}: {counts or 'nothing'}.")
    if found["leavers"]:
        click.echo(f"{found['leavers']:,} left.")
    if found["review_items"]:
        click.echo(f"{found['review_items']:,} rows wait for review: see Imports on the pages.")
    for issue in found["issues"][:SHOWN_ISSUES]:
        where = f"row {issue['row']}: " if issue["row"] else ""
        click.echo(f"  {issue['severity']}: {where}{issue['message']}")
    if len(found["issues"]) > SHOWN_ISSUES:
        click.echo(f"  and {len(found['issues']) - SHOWN_ISSUES:,} more; --json lists them all.")
