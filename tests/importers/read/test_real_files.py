"""Where the truth about a real list is known, it is found; tests/app runs ``flask check`` on all of them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from importers.read import read_table
from tests.importers.read.test_workbook import assert_adds_up

TOLD = {
    "stress/csvkit_examples/test_skip_lines.xlsx": (4, 5),
    "stress/derived_from_real/dev_members_cp1252_semicolon_totals.csv": (1, 150),
    "stress/derived_from_real/dev_members_merged_header_sections.xlsx": (4, 150),
    "stress/derived_from_real/dev_members_utf16_tab_titles.txt": (4, 150),
    "stress/messytables_horror/excel_pasting.csv": (4, 13),
    "stress/messytables_horror/mixedGLB.csv": (4, 133),
    "stress/tabulator_special/issue320.xlsx": (12, 46),
    "stress/tabulator_special/multiline-headers.xlsx": (5, 1),
    "stress/uk_real/ccni_charitydetails_windows1252.csv": (1, 365),
    "stress/uk_real/mutual_aid_star_space_delimited.csv": (1, 300),
    "members/federated_members_uk_28294.csv": (1, 28_294),
    "members/warm_spaces_uk_2024.csv": (1, 8_396),
    "registers/lookups/cio-company-numbers.csv": (1, 52_461),
}
"""File: (heading row, rows of data)."""


@pytest.mark.parametrize(("name", "expected"), TOLD.items())
def test_headings_and_rows_are_where_they_are(
    shared_data: Path, name: str, expected: tuple[int, int]
) -> None:
    path = shared_data / name
    if not path.exists():
        pytest.skip(f"{name} isn't there")
    table = assert_adds_up(path)
    assert table is not None
    assert (table.heading_row, table.rows_read) == expected


def test_rows_bear_the_numbers_of_the_truth(shared_data: Path) -> None:
    folder = shared_data / "stress" / "derived_from_real"
    names: dict[str, dict[int, str]] = defaultdict(dict)
    with (folder / "dev_truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["file"]][int(row["row_or_line"])] = row["name_as_written"]
    for name, expected in names.items():
        table = read_table(folder / name)
        found = {row.number: row.cells for row in table.rows}
        assert found.keys() == expected.keys()
        assert all(expected[number] in cells for number, cells in found.items())


def test_sections_of_a_real_directory(shared_data: Path) -> None:
    folder = shared_data / "members" / "messy_local_directories"
    table = read_table(folder / "gateshead_groups_and_engagement_2018_sectioned.csv")
    assert table.headings == ("Company", "Website", "Address", "Details")
    assert table.rows[0].section == "GATESHEAD – Climate Change groups"
    assert Counter(why for _, why in table.skipped) == {"section": 10, "blank": 5}
