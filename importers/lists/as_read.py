"""What the reading of a file says of single rows: which wait for a person, and which are rejected."""

from __future__ import annotations

from graph.model.plan import Issue
from importers.fields.reading import error, placed
from importers.read.table import Limits, Row, Table

SHIFTED = "The row has more cells than headings, so its values may stand under the wrong ones. Is it right?"
"""What a row asks that a comma in a name may have parted."""

TOO_LONG = "cell_too_long"


class AsRead:
    """A table's rows as they were read: ``questions`` and ``issues`` of a row, mostly none."""

    def __init__(self, table: Table) -> None:
        self.shifted = frozenset(table.shifted)
        self.headings = table.headings
        self.some_too_long = any(issue.code == TOO_LONG for issue in table.issues)

    def questions(self, row: Row) -> tuple[str, ...]:
        """Return what a person must settle before anything of the row is taken."""
        return (SHIFTED,) if row.number in self.shifted else ()

    def issues(self, row: Row) -> tuple[Issue, ...]:
        """Return an error for each cell that is longer than any list needs: the row is rejected."""
        if not self.some_too_long:
            return ()
        most = Limits().cell_characters
        return tuple(
            issue
            for heading, cell in zip(self.headings, row.cells, strict=True)
            if len(cell) > most
            for issue in placed([_too_long(len(cell), most, cell)], row.number, heading)
        )


def _too_long(length: int, most: int, cell: str) -> Issue:
    note = (
        f"This cell has {length:,} characters; {most:,} is the most. Shorten it and bring the file in again."
    )
    return error(TOO_LONG, note, cell)
