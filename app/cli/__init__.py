"""Commands: the same for people and scripts. Each module of this package is read only when asked for."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup

from app.errors import EarshotError
from graph.errors import GraphError

COMMANDS: dict[str, str] = {
    "check": "app.cli.check:check",
    "consultation": "app.cli.consultations:consultation",
    "coverage": "app.cli.coverage:coverage",
    "example": "app.cli.example:example",
    "import-claims": "app.cli.claims:import_claims",
    "import-contacts": "app.cli.imports:import_contacts",
    "import-grants": "app.cli.sources:import_grants",
    "import-groups": "app.cli.sources:import_groups",
    "import-liaisons": "app.cli.imports:import_liaisons",
    "import-list": "app.cli.imports:import_list",
    "import-log": "app.cli.imports:import_log",
    "import-organisations": "app.cli.imports:import_organisations",
    "import-register": "app.cli.registers:import_register",
    "load-bodies": "app.cli.bodies:load_bodies",
    "serve": "app.cli.serve:serve",
    "undo": "app.cli.undo:undo",
    "verify": "app.cli.verify:verify",
    "worker": "app.cli.serve:worker",
}
"""Command name -> "module:attribute" of its click command or group; one line adds one."""


class Commands(AppGroup):
    """The commands of the app, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, our own first."""
        return sorted(COMMANDS) + super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name; its refusals are said in words and exit 1."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        _speak_plainly(command)
        return command


def refusal(error: Exception) -> dict[str, str]:
    """Return what a command with ``--json`` says of a refusal: {"code", "message", "next_step"}.

    "field" names what was wrong, where one thing was.
    """
    field = getattr(error, "field", "")
    return {
        **({"field": field} if field else {}),
        "code": getattr(error, "code", "") or "refused",
        "message": getattr(error, "message", str(error)),
        "next_step": getattr(error, "next_step", ""),
    }


def print_refusal(told: dict[str, str], **more: Any) -> None:
    """Print the one object of a command that refused; ``told`` is what ``refusal`` returns."""
    click.echo(json.dumps({"refused": told, "state": "refused", **more}, ensure_ascii=False))


def _speak_plainly(command: click.Command) -> None:
    """Let a command, and those of a group, say what is refused in words, and with ``--json`` as an object."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _speak_plainly(each)
    elif not getattr(command.invoke, "speaks_plainly", False):
        command.invoke = _speaking_plainly(command.invoke)  # type: ignore[method-assign,assignment]
        command.make_context = _telling_wrong_usage(command.make_context)  # type: ignore[method-assign]


def _speaking_plainly(invoke: Callable[[click.Context], Any]) -> Callable[[click.Context], Any]:
    """Return ``invoke`` such that what is refused goes to stderr as a sentence, without a stack.

    With ``--json`` it goes to stdout too, as one object.
    """

    @wraps(invoke)
    def invoke_and_say(ctx: click.Context) -> Any:
        try:
            return invoke(ctx)
        except click.UsageError as wrong:
            if ctx.params.get("as_json"):
                _print_wrong_usage(ctx.info_name, wrong)
            raise
        except (EarshotError, GraphError) as error:
            if ctx.params.get("as_json"):
                print_refusal(refusal(error), **_nothing_read(ctx.info_name))
            click.echo(str(error), err=True)
            ctx.exit(1)

    invoke_and_say.speaks_plainly = True  # type: ignore[attr-defined]
    return invoke_and_say


def _telling_wrong_usage(make_context: Callable[..., click.Context]) -> Callable[..., click.Context]:
    """Return ``make_context`` such that wrong usage with ``--json`` is an object on stdout, too."""

    @wraps(make_context)
    def make(info_name: str | None, args: list[str], *others: Any, **more: Any) -> click.Context:
        as_json = "--json" in args
        try:
            return make_context(info_name, args, *others, **more)
        except click.UsageError as wrong:
            if as_json:
                _print_wrong_usage(info_name, wrong)
            raise

    return make


def _print_wrong_usage(info_name: str | None, wrong: click.UsageError) -> None:
    told = {
        "code": "wrong_usage",
        "message": wrong.format_message(),
        "next_step": f"flask {info_name} --help lists what can be given.",
    }
    print_refusal(told, **_nothing_read(info_name))


def _nothing_read(info_name: str | None) -> dict[str, int]:
    """Return what the refusals of commands that bring files in say besides."""
    return {"rows_read": 0} if (info_name or "").startswith("import-") else {}
