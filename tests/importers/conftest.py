"""Tables as the readers make them, in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import settings

from importers.read.table import Row, Table

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")

MakeTable = Callable[..., Table]


def table_of(headings: Sequence[str], *rows: Sequence[str]) -> Table:
    """Return a table with its headings in row 1; short rows are filled with empty cells."""
    width = len(headings)
    filled = tuple(
        Row(number, (*cells, *[""] * (width - len(cells)))) for number, cells in enumerate(rows, start=2)
    )
    return Table("csv", "utf-8", True, ",", (), None, 1, tuple(headings), tuple(range(1, width + 1)), filled)


@pytest.fixture(scope="session")
def make_table() -> MakeTable:
    """Return what makes a table of headings and rows."""
    return table_of
