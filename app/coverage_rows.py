"""The coverage table as a page shows it: rows in order, what is opened below a community, links to lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.coverage import Answered
from app.words import STEPS

if TYPE_CHECKING:
    from graph.model.communities import Community
    from graph.reach.cells import Cell

NEXT_LIST: Mapping[str, str] = {
    "not_asked": "led",
    "asked_not_yet_heard": "no_answer",
    "too_little_known": "unknown",
    "partly_heard": "led",
    "heard": "heard",
}
"""The list that "what would change it" opens, by verdict."""


@dataclass(frozen=True)
class Row:
    """One community's line. ``depth`` is 0 for a group; ``below`` counts what can be opened under it."""

    cell: Cell
    depth: int
    below: int
    is_open: bool
    closes_to: str | None

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        """The ladder from known on: (figure, word, number)."""
        return [(figure, word, getattr(self.cell, figure)) for figure, word in STEPS.items()]

    @property
    def worst(self) -> str:
        """The figure at which most are lost; "" when nobody is."""
        return self.cell.worst_step or ""

    @property
    def next_list(self) -> str:
        """The figure whose list says whom to turn to next; "" when there is none."""
        figure = NEXT_LIST.get(self.cell.verdict, "")
        if figure == "no_answer" and not self.cell.no_answer:
            figure = "led"
        return figure if figure and getattr(self.cell, figure) else ""

    @property
    def differs_without_selves(self) -> bool:
        """Whether leaving out those known only from their reply changes the rate."""
        return bool(self.cell.selves) and self.cell.rate_without_selves != self.cell.rate


def rows_of(answered: Answered) -> list[Row]:
    """Return the lines of the page: groups in the order asked, what is opened under them below each."""
    cells = {cell.community: cell for cell in answered.table.cells}
    below = _below(answered, cells)
    opened = _opened(answered)
    ordered = _order(answered.asked.sort)
    verdict = answered.asked.verdict
    groups = [cells[one.code] for one in below.get(None, ()) if _fits(cells[one.code], verdict)]
    rows: list[Row] = []

    def add(some: Sequence[Cell], depth: int, closes_to: str | None) -> None:
        for cell in ordered(some):
            under = below.get(cell.community, [])
            is_open = cell.community in opened
            rows.append(Row(cell, depth, len(under), is_open, closes_to))
            if is_open:
                add([cells[one.code] for one in under], depth + 1, cell.community)

    add(groups, 0, None)
    return rows


def group_cells(answered: Answered) -> list[Cell]:
    """Return the cells of the groups: those that the chips above the table count."""
    groups = {one.code for one in answered.snapshot.lineage.communities if one.under is None}
    return [cell for cell in answered.table.cells if cell.community in groups]


def _fits(cell: Cell, verdict: str | None) -> bool:
    return verdict is None or cell.verdict == verdict


def _below(answered: Answered, cells: Mapping[str, Cell]) -> dict[str | None, list[Community]]:
    found: dict[str | None, list[Community]] = {}
    for one in answered.snapshot.lineage.communities:
        if one.code in cells:
            found.setdefault(one.under, []).append(one)
    return found


def _opened(answered: Answered) -> frozenset[str]:
    """Return the community asked to be opened, and what lies above it."""
    lineage, under = answered.snapshot.lineage, answered.asked.under
    position = lineage.position.get(under or "")
    if position is None:
        return frozenset()
    return frozenset([lineage.codes[position], *(lineage.codes[up] for up in lineage.ancestors[position])])


def _order(sort: str) -> Callable[[Sequence[Cell]], list[Cell]]:
    if sort == "gap":
        from graph.reach.verdicts import in_gap_order  # noqa: PLC0415

        return in_gap_order
    keys: dict[str, Callable[[Cell], Any]] = {
        "name": lambda cell: cell.name.casefold(),
        "heard": lambda cell: (-(cell.rate if cell.rate is not None else -1), cell.name.casefold()),
        "led": lambda cell: (-cell.led, cell.name.casefold()),
        "unknown": lambda cell: (-cell.unknown, cell.name.casefold()),
    }
    return lambda cells: sorted(cells, key=keys[sort])
