"""The file that an import command is given: a path, or "-" for what comes in on standard input."""

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
    """A file that is there; "-" is kept on the disk while the command runs, since lists are read twice."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, allow_dash=True)

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
