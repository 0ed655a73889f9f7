"""Rows that begin with a name or number no heading stands over, as R writes them; and rows that don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.read import Table, read_table


def read(tmp_path: Path, lines: list[str]) -> Table:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path)


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        (
            ["name,charity_no,town", "1,Alder,1038860,Derby", "2,Birch,,Leek"],
            ("", "name", "charity_no", "town"),
        ),
        (["name,town", "7,Alder,Derby", "12,Birch,Leek"], ("", "name", "town")),
        (["title,colour", "1,Alder,red", "2,Birch,blue"], ("", "title", "colour")),
        (["charity_no,postcode", "Alder,1038860,DE6 9ZA", "Birch,,DE6 9ZB"], ("", "charity_no", "postcode")),
        (["id,name,town", "1,A1,Alder,Derby", "2,A2,Birch,Leek"], ("", "id", "name", "town")),
    ],
)
def test_headings_of_a_table_with_row_names_stand_over_their_own_columns(
    tmp_path: Path, lines: list[str], headings: tuple[str, ...]
) -> None:
    table = read(tmp_path, lines)
    assert table.headings == headings
    assert [row.cells for row in table.rows] == [tuple(line.split(",")) for line in lines[1:]]
    assert [issue.code for issue in table.issues] == ["row_names"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Name,Town", "Alder,Derby,new", "Birch,Leek,old"],
        ["No,Name,Town", "1,Alder,Derby,new", "2,Birch,Leek,old"],
        ["Name,Town", "Alder,Derby,", "Birch,Leek,"],
        ["Name,Town", "1,Alder,Derby", "Birch,Leek"],
        ["Name,E-mail", "Lee, Ana,a@example.org", "Moss, Bo,b@example.org"],
        ["Name,Postcode", "Alder,DE6 9ZA,7", "Birch,DE6 9ZB,9"],
        ["Members,Name", "12,Alder,new", "7,Birch,old"],
    ],
)
def test_headings_stay_where_they_stand_where_that_fits_as_well(tmp_path: Path, lines: list[str]) -> None:
    table = read(tmp_path, lines)
    assert table.headings[0] == lines[0].partition(",")[0]
    assert "row_names" not in [issue.code for issue in table.issues]
