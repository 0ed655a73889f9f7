"""The file that a command is given: a path, or "-" for what comes in on standard input."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

FROM_INPUT = "standard input"
"""What a list is called that came without a name."""


class ListFile(click.Path):
    """A file; "-" is kept on the disk while the command runs, since lists are read twice.

    One that isn't there is wrong usage, unless ``exists`` leaves it to the command to say so.
    """

    def __init__(self, *, exists: bool = True) -> None:
        super().__init__(exists=exists, dir_okay=not exists, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of the file."""
        if str(value) != "-":
            return Path(os.fsdecode(super().convert(value, param, ctx)))
        context = ctx or click.get_current_context()
        folder = context.with_resource(tempfile.TemporaryDirectory(prefix="earshot-input-"))
        path = Path(folder) / FROM_INPUT
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        return path


def called(file: Path) -> Path:
    """Return what a file is told as: its path, or that it came on standard input."""
    return Path(FROM_INPUT) if file.name == FROM_INPUT else file
