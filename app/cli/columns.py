"""Columns on the command line: chosen by options, and told in what commands print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from graph.model.plan import Issue, Severity

if TYPE_CHECKING:
    from importers.columns import Column
    from importers.read import Table


Pairs = tuple[tuple[str, str], ...]


class Columns(click.ParamType[Pairs]):
    """Choices of columns: ``name=Organisation,postcode=Post code``."""

    name = "field=heading,…"

    def convert(self, value: str | Pairs, param: click.Parameter | None, ctx: click.Context | None) -> Pairs:
        """Return (field, heading) pairs; a heading with a comma in it goes in double quotes."""
        if isinstance(value, tuple):
            return value
        import csv  # noqa: PLC0415

        pairs = [part.partition("=") for part in next(csv.reader([value], skipinitialspace=True), [])]
        if not all(equals for _, equals, _ in pairs):
            self.fail(f"{value!r} isn't of the form {self.name.rstrip(',…')}.", param, ctx)
        return tuple((name.strip(), heading.strip()) for name, _, heading in pairs)


def each_once(ctx: click.Context, param: click.Parameter, given: Sequence[Pairs]) -> dict[str, str]:
    """Return all pairs of an option that may be repeated; one field with two of them is wrong usage."""
    found: dict[str, str] = {}
    for name, said in (pair for pairs in given for pair in pairs):
        if name in found:
            raise click.BadParameter(f"{name!r} is given twice.", ctx, param)
        found[name] = said
    return found


def all_rows(ctx: click.Context, param: click.Parameter, given: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the rows of an option that may be repeated."""
    return tuple(number for rows in given for number in rows)


class Rows(click.ParamType[tuple[int, ...]]):
    """Numbers of rows as a spreadsheet shows them: ``17,44``."""

    name = "row,…"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers."""
        if isinstance(value, tuple):
            return value
        if not re.fullmatch(r"\s*[0-9]+(\s*,\s*[0-9]+)*\s*", value):
            self.fail(f"{value!r} isn't of the form 17,44.", param, ctx)
        return tuple(int(number) for number in value.split(","))


def columns_as_json(table: Table, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return what became of each column: position in the file, heading, field (None: unused), whose word."""
    return [
        {"position": position, "heading": one.heading, "field": one.field, "origin": str(one.origin)}
        for position, one in zip(table.positions, columns, strict=True)
    ]


def column_issues(columns: Sequence[Column]) -> list[Issue]:
    """Return a warning for every column that nobody knows, and for every one taken for another's."""
    issues = []
    for one in columns:
        if one.is_open:
            note = (
                f"Nothing of the column “{one.heading}” went in: nobody said what it holds. "
                "Say it with --columns, or leave it out with --ignore."
            )
            issues.append(Issue("column_unknown", note, Severity.WARNING, column=one.heading))
        elif one.is_renamed:
            note = f"The column “{one.heading}” was taken for what the last list called “{one.was}”."
            issues.append(Issue("column_renamed", note, Severity.WARNING, column=one.heading))
    return issues
