"""Commands that bring files in and take them back: the same steps as the pages, carried out at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from flask.cli import with_appcontext

from app.cli.columns import Columns, Rows, column_issues, columns_as_json
from app.cli.days import Day
from app.cli.interrupts import stop_on_interrupt
from app.cli.list_file import ListFile
from app.errors import EarshotError, Refused
from app.runtime import earshot
from graph.errors import GraphError
from graph.model.consultations import EngagementKind
from graph.model.organisations import Role
from graph.model.plan import Issue, Severity
from importers.fields.dates import AS_SHOWN, DateOrder

if TYPE_CHECKING:
    from app.imports import ImportRequest, Planned
    from graph.commit import Outcome
    from graph.store import Store

ACTOR = "command line"
SHOWN_ISSUES = 20
ROLES = tuple(map(str, Role))

Command = TypeVar("Command", bound=Callable[..., Any])


def import_options(command: Command) -> Command:
    """Give a command what every import takes."""
    for option in reversed(
        (
            click.argument("file", type=ListFile()),
            click.option("--file-name", metavar="NAME", help="What the list is called, if not as FILE is."),
            click.option("--sheet", metavar="NAME", help="The sheet of a workbook."),
            click.option("--list-date", type=Day(), help="The list's own date (default: today)."),
            click.option("--recorded-on", type=Day(), help="When it became known; for back-filling only."),
            click.option("--columns", type=Columns(), default={}, help="Fields for headings."),
            click.option("--ignore", "ignored", multiple=True, metavar="HEADING",
                         help="A column to leave out on purpose; may be given several times."),
            click.option("--policy", "policies", type=Columns(), default={}, metavar="FIELD=POLICY,…",
                         help="What a column may change: never, fill_blanks, overwrite or keep_both."),
            click.option("--leave-out", "left_out", type=Rows(), default=(), help="Rows not to read."),
            click.option("--dates", "date_order", type=click.Choice((*map(str, DateOrder), AS_SHOWN)),
                         help="How to read dates such as 3/4/2024 (default: as was said of the last list)."),
            click.option("--repair", "repair_text", is_flag=True, help="Repair text encoded twice."),
            click.option(
                "--accept", type=click.Choice(("safe", "none")), default="safe", show_default=True,
                help="What goes in unattended: what is safe, or nothing.",
            ),
            click.option("--plan-only", is_flag=True, help="Store the plan and change nothing."),
            click.option("--example", is_flag=True, help="Mark everything in it as example data."),
            click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="ANNOTATED",
                         help="Hand the list back with a verdict on every row, in the format of this name."),
            click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("import-list")
@import_options
@click.option("--body", "body_org_id", required=True, metavar="ORG_ID", help="The body whose list it is.")
@click.option("--body-name", metavar="NAME", help="Adds the body when nobody has that org-id.")
@click.option("--whole-list", is_flag=True, help="Whoever isn't in the file has left.")
@click.option("--many-leave", "whole_list_sure", is_flag=True, help="Even when a fifth or more would leave.")
@click.option("--own-answers", is_flag=True, help="The list passes on the organisations' own answers.")
@with_appcontext
def import_list(file: Path, **options: Any) -> None:
    """Bring in the membership list FILE of an infrastructure body."""
    carry_out("members", file, options)


@click.command("import-organisations")
@import_options
@click.option("--role", type=click.Choice(ROLES), help="What all of them are (default: as the file says).")
@click.option("--own-answers", is_flag=True, help="The list passes on the organisations' own answers.")
@with_appcontext
def import_organisations(file: Path, **options: Any) -> None:
    """Bring in FILE, a list of organisations that is nobody's membership list."""
    carry_out("organisations", file, options)


@click.command("import-log")
@import_options
@click.option("--consultation", required=True, metavar="ID", help="The consultation it belongs to.")
@click.option("--kind", "event_kind", type=click.Choice(tuple(map(str, EngagementKind))),
              help="What every contact was that the list gives no kind of.")  # fmt: skip
@click.option("--held-on", type=Day(), help="When it was, for rows without a day.")
@with_appcontext
def import_log(file: Path, **options: Any) -> None:
    """Bring in the engagement log FILE of a consultation."""
    carry_out("log", file, options)


@click.command("import-contacts")
@import_options
@click.option("--role", type=click.Choice(ROLES), help="What their organisations are.")
@with_appcontext
def import_contacts(file: Path, **options: Any) -> None:
    """Bring in FILE, people and the posts they hold."""
    carry_out("contacts", file, options)


@click.command("import-liaisons")
@import_options
@with_appcontext
def import_liaisons(file: Path, **options: Any) -> None:
    """Bring in FILE, who in government is in touch with which infrastructure body."""
    carry_out("liaisons", file, options)


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
        _check_out(out, request)
        planned = make_plan(store, request)
    except (ImporterError, EarshotError, GraphError) as refused:
        _refuse(refused, as_json)
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
    kept_back = _hand_back(out, request, planned.plan.import_id) if out is not None else []
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


def _refuse(refused: Any, as_json: bool) -> None:
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


def _check_out(out: Path | None, request: ImportRequest) -> None:
    """Raise Refused before anything is done when the list can't be handed back under that name."""
    from importers.annotated.annotate import ENDINGS, own_ending  # noqa: PLC0415

    if out is None:
        return
    ending = out.suffix.lower().removeprefix(".")
    macros = ending == "xlsm" and own_ending(request.path, request.shown_name) != "xlsm"
    if macros or ending not in (*ENDINGS, ""):
        raise Refused(
            f"This list can't be handed back as .{ending}.",
            "Give --out a name that ends in .xlsx, .csv, .tsv or .txt; .xlsm for a workbook with macros.",
            code="out_format",
        )
    why = _why_not_to(out, request.path)
    if why:
        said = f"The list can't be handed back to {out}: {why}."
        raise Refused(said, "Give --out another name.", code="out_place")


def _why_not_to(out: Path, path: Path) -> str:
    """Return why nothing can be written to a place; "" when it can."""
    if out.resolve() == path.resolve():
        return "that is the list itself"
    if not out.parent.is_dir():
        return f"there is no folder {out.parent}"
    there = out.exists()
    try:
        with out.open("ab"):
            pass
        if not there:
            out.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _hand_back(out: Path, request: ImportRequest, import_id: str) -> list[Issue]:
    """Hand the list back, and return the issue that it couldn't be: the import stays as it is."""
    from app.imports import ImporterError  # noqa: PLC0415

    try:
        _write_back(out, request, import_id)
    except (OSError, ImporterError, EarshotError) as error:
        why = getattr(error, "strerror", None) or str(error)
        note = f"The list couldn't be handed back to {out}: {why}. The import stays as it is."
        click.echo(note, err=True)
        return [Issue("not_handed_back", note, Severity.ERROR, value=str(out))]
    return []


def _write_back(out: Path, request: ImportRequest, import_id: str) -> None:
    from app.exports.handed_back import hand_back, offer  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    state = the_import(earshot().store, import_id)
    ending = out.suffix.lower().removeprefix(".") or offer(request.path, request.shown_name).endings[0]
    done = hand_back(earshot().store, state, request.path, out, ending)
    for said in done.said:
        click.echo(said, err=True)


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
