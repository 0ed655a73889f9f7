"""Commands that bring in what funders and Parliament publish: grants, and parliamentary groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.cli.import_run import carry_out
from app.cli.imports import import_options


@click.command("import-grants")
@import_options
@with_appcontext
def import_grants(file: Path, **options: Any) -> None:
    """Bring in FILE, grants as funders publish them (360Giving): who funded whom, with how much."""
    carry_out("grants", file, options)


@click.command("import-groups")
@import_options
@with_appcontext
def import_groups(file: Path, **options: Any) -> None:
    """Bring in FILE, parliamentary groups with their secretariats and officers."""
    carry_out("groups", file, options)
