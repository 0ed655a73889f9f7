"""The command that brings a table of a public register in, as a reference to match lists against."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import click
from flask.cli import with_appcontext

from app.cli.import_run import carry_out
from app.cli.imports import import_options
from app.errors import Refused
from graph.model.identifiers import SCHEMES

MOST_UNPACKED = 2_000_000_000
"""Bytes of a table that comes packed, at most: the largest that is published has a third of it."""


def _scheme(ctx: click.Context, param: click.Parameter, scheme: str) -> str:
    """Return the org-id prefix of a register, refusing one that isn't known here."""
    given = scheme.strip().upper()
    if given not in SCHEMES:
        known = ", ".join(f"{each} ({name})" for each, name in SCHEMES.items())
        raise click.BadParameter(
            f"{scheme!r} is no register that is known here. Give one of {known}.", ctx, param
        )
    return given


@click.command("import-register")
@import_options
@click.option(
    "--scheme",
    required=True,
    metavar="S",
    callback=_scheme,
    help=f"The register's org-id prefix: {', '.join(SCHEMES)}.",
)
@with_appcontext
def import_register(file: Path, **options: Any) -> None:
    """Bring in FILE, a table of a public register; a zip with one table in it will do.

    Whoever only a register holds is shown nowhere: lists are matched against it.
    """
    with tempfile.TemporaryDirectory(prefix="earshot-") as folder:
        carry_out("register", unpacked(file, Path(folder)), options)


def unpacked(file: Path, folder: Path) -> Path:
    """Return the one table in a zip, unpacked into a folder; any other file as it is."""
    if file.suffix.lower() != ".zip":
        return file
    try:
        with ZipFile(file) as archive:
            tables = [each for each in archive.infolist() if not each.is_dir()]
            if len(tables) != 1 or tables[0].file_size > MOST_UNPACKED:
                said = f"{file.name} doesn't hold just one table."
                raise Refused(said, "Unpack it first.", code="several_tables")
            table = folder / (Path(tables[0].filename).name or "table.txt")
            with archive.open(tables[0]) as packed, table.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
            return table
    except BadZipFile:
        return file
