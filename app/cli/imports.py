"""Commands that bring files in: the same steps as the pages, carried out at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import with_appcontext

from app.cli.columns import Columns, Rows, all_rows, each_once
from app.cli.days import Day
from app.cli.import_run import carry_out
from app.cli.list_file import ListFile
from graph.model.consultations import EngagementKind
from graph.model.organisations import Role
from importers.fields.dates import AS_SHOWN, DateOrder

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
            click.option("--columns", type=Columns(), multiple=True, callback=each_once,
                         help="Fields for headings."),
            click.option("--ignore", "ignored", multiple=True, metavar="HEADING",
                         help="A column to leave out on purpose; may be given several times."),
            click.option("--policy", "policies", type=Columns(), multiple=True, callback=each_once,
                         metavar="FIELD=POLICY,…",
                         help="What a column may change: never, fill_blanks, overwrite or keep_both."),
            click.option("--leave-out", "left_out", type=Rows(), multiple=True, callback=all_rows,
                         help="Rows not to read."),
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
