"""Days on the command line."""

from __future__ import annotations

from datetime import date

import click


class Day(click.ParamType[str]):
    """An ISO day; what isn't one is wrong usage."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as it was typed."""
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            return self.fail(f"{value!r} isn't a day. Write it like 2024-12-03.", param, ctx)
