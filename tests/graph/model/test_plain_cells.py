"""Cells that are one, whichever format they came in, and those that aren't."""

from __future__ import annotations

import pytest

from graph.model.plain_cells import plain_cell
from graph.model.plan import PlannedRow, RowVerdict
from graph.review_items import what_is_asked


@pytest.mark.parametrize(
    "cells",
    [
        ("30000.0", "30000", "30,000", "£30,000.00", " 30000 "),
        ("80%", "0.8", "0.80"),
        ("04/03/2024", "2024-03-04", "4 March 2024", "4-Mar-24", "2024-03-04 00:00:00"),
        ("01038860", "1038860"),
        ("TRUE", "true"),
        ("Acorn  Trust ", "Acorn Trust"),
    ],
)
def test_one_cell_in_several_formats(cells: tuple[str, ...]) -> None:
    assert len(set(map(plain_cell, cells))) == 1


@pytest.mark.parametrize(
    "cells",
    [
        ("30000", "3000", "-30000", "30001", "30000 people"),
        ("2024-03-04", "2024-03-05", "2024-04-05", "4 may 2025", "2024-03-04 10:30", "4 of 2024"),
        ("", "0", "Acorn", "ACORN", "٣", "1,2", "1.2.3.4"),
    ],
)
def test_other_cells_are_others(cells: tuple[str, ...]) -> None:
    assert len(set(map(plain_cell, cells))) == len(cells)


def test_a_row_that_waits_is_the_same_row_in_a_workbook() -> None:
    text, workbook, other = (
        PlannedRow(2, RowVerdict.REVIEW, {"name": "Acorn"}, cells=cells)
        for cells in (("Acorn", "30000.0", "4/3/2024"), ("2024-03-04", "Acorn", "30000"), ("Acorn", "3000"))
    )
    assert what_is_asked("list:a", text) == what_is_asked("list:a", workbook)
    assert what_is_asked("list:a", text) != what_is_asked("list:a", other)
