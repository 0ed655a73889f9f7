"""Every sample list reads as its ``expected.json`` says; one table reads the same in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importers.read import read_table

LISTS = Path(__file__).resolve().parents[2] / "data" / "lists"
DAMAGED = sorted(path.parent for path in LISTS.glob("damaged/*/expected.json"))
EQUIVALENTS = sorted(path for path in (LISTS / "equivalents").iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("folder", DAMAGED, ids=lambda folder: folder.name)
def test_damaged_sample(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    table = read_table(next(folder.glob("sample.*")))
    found = {
        "kind": table.kind,
        "encoding": table.encoding,
        "certain": table.certain,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "heading_row": table.heading_row,
        "headings": list(table.headings),
        "positions": list(table.positions),
        "skipped": [list(skipped) for skipped in table.skipped],
        "issues": [[issue.row, issue.code] for issue in table.issues],
        "rows": [[row.number, row.section, list(row.cells)] for row in table.rows],
    }
    assert found == expected


@pytest.mark.parametrize("path", EQUIVALENTS, ids=lambda path: path.name)
def test_one_table_in_every_format(path: Path) -> None:
    expected = json.loads((LISTS / "equivalents" / "expected.json").read_text(encoding="utf-8"))
    table = read_table(path)
    assert list(table.headings) == expected["headings"]
    assert [list(row.cells) for row in table.rows] == expected["rows"]
    assert [row.number for row in table.rows] == [2, 3, 4, 5]
    assert (table.heading_row, table.rows_seen, table.skipped) == (1, 4, ())
