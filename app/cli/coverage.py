"""`flask coverage`: who has been heard, as a table for people or as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from flask.cli import with_appcontext

from app.cli.days import Day
from app.runtime import Earshot, earshot

if TYPE_CHECKING:
    from graph.reach.cells import Cell, CoverageTable

DIMENSIONS = ("community", "place", "size")
LEVELS = ("nation", "region", "council")


class Breakdown(click.ParamType[tuple[str, ...]]):
    """What the table is broken down by: community, and after it place, or size, or both."""

    name = "dimensions"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the dimensions in their order."""
        if isinstance(value, tuple):
            return value
        asked = tuple(each.strip() for each in value.split(","))
        if asked[0] != "community" or not set(asked) <= set(DIMENSIONS) or len(set(asked)) < len(asked):
            self.fail("use community, community,place, community,size or community,place,size.", param, ctx)
        return asked


@click.command("coverage")
@click.option("--consultation", metavar="ID", help="The consultation (default: the one that opened last).")
@click.option("--rule", default="self", show_default=True, metavar="ID", help="The led-by rule.")
@click.option("--by", type=Breakdown(), default=("community",), help="community[,place[,size]].")
@click.option("--place-level", type=click.Choice(LEVELS), default="nation", show_default=True)
@click.option("--role", default="member", show_default=True, help="Organisations of this role.")
@click.option("--on", type=Day(), help="As it was known at the end of this day, such as 2024-12-03.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def coverage(  # noqa: PLR0917 - click hands over by name
    consultation: str | None,
    rule: str,
    by: tuple[str, ...],
    place_level: str,
    role: str,
    on: str | None,
    as_json: bool,
) -> None:
    """Say which communities a consultation has heard, how sure that is, and why."""
    from graph.reach import coverage as reach  # noqa: PLC0415 - numpy only when a table is asked for

    running = earshot()
    snapshot = running.snapshot(on)
    day = on or datetime.now(ZoneInfo("Europe/London")).date().isoformat()
    latest = snapshot.frame.latest_consultation(day)
    table = reach.coverage(
        snapshot,
        day=day,
        consultation=consultation or (latest.id if latest else None),
        rule=rule,
        by=by,
        place_level=place_level,
        role=role,
    )
    waiting = _waiting_rows(running)
    if as_json:
        click.echo(json.dumps(table.as_json(waiting), ensure_ascii=False))
    else:
        _tell(table, waiting)


def _waiting_rows(running: Earshot) -> int:
    """Return how many rows of imports wait for a person's decision."""
    from graph.review import waiting_count  # noqa: PLC0415

    return waiting_count(running.store)


def _tell(table: CoverageTable, waiting: int) -> None:
    """Print the table for a person, the largest gap first."""
    from graph.reach.verdicts import WORDS, in_gap_order  # noqa: PLC0415

    totals, limits = table.totals, table.thresholds
    click.echo(f"Consultation: {table.consultation or 'none'}; led by under the rule {table.rule!r}.")
    lists = "1 list" if totals.lists == 1 else f"{totals.lists} lists"
    click.echo(
        f"{totals.listed} organisations on {lists}; {totals.said} have said who leads them, "
        f"{totals.never_asked} nobody has asked; {waiting} rows wait for review."
    )
    for cell in in_gap_order(table.cells):
        place = f", {cell.place_name}" if cell.place else ""
        size = f", {cell.size.replace('_', ' ')}" if cell.size else ""
        click.echo(f"{cell.name}{place}{size}: {WORDS[cell.verdict]} ({cell.reason})")
        click.echo(f"    {_figures(cell)}")
    click.echo(
        f"Heard means at least {limits.min_heard} organisations and {limits.min_rate:.0%} of those known, "
        f"{limits.min_in_depth} in depth, {limits.min_answered:.0%} of the listed answered "
        f"(thresholds of {limits.since})."
    )


def _figures(cell: Cell) -> str:
    """Return a cell's figures as one line, such as "6 of 40 heard (15%; 4 to 43% counting the unknown)"."""
    parts: Sequence[str] = (
        f"{cell.listed} listed: {cell.led} led, {cell.not_led} not, {cell.unknown} unknown",
        f"{cell.asked} asked, {cell.answered} answered, {cell.heard} heard, {cell.in_depth} in depth",
    )
    if cell.rate is None or cell.low is None or cell.high is None:
        return "; ".join(parts)
    heard = f"{cell.heard} of {cell.led} heard ({cell.rate:.0%}; {cell.low:.0%} to {cell.high:.0%}"
    return "; ".join((*parts, f"{heard} counting the unknown)"))
