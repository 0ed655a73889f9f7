"""What calamine leaves out of an .ods file's cells, and what it can't tell of an .xlsb."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.read import ods_facts, read_table
from tests.importers.read.building import binary_workbook, open_document, open_row

TITLES = open_row("<text:p>Name</text:p>", "<text:p>Town</text:p>")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>Alder Trust</text:p>", "Alder Trust"),
        ("<text:p>Alder Trust</text:p><text:p>Derby</text:p>", "Alder Trust\nDerby"),
        ("<text:p>Alder Trust<text:line-break/>Derby</text:p>", "Alder Trust\nDerby"),
        ("<text:p>Alder<text:tab/>Trust</text:p>", "Alder\tTrust"),
        (
            '<text:p>A &amp; B<text:s text:c="2"/>C<text:line-break/>D</text:p><text:p>E</text:p>',
            "A & B  C\nD\nE",
        ),
        (
            "<text:p><text:span>Al</text:span>der<text:line-break/><text:a>Trust</text:a></text:p>",
            "Alder\nTrust",
        ),
        (
            "<office:annotation><text:p>Ask<text:line-break/>again</text:p></office:annotation>"
            "<text:p>Alder<text:line-break/>Trust</text:p>",
            "Alder\nTrust",
        ),
    ],
)
def test_lines_in_a_cell_stay_apart(tmp_path: Path, inside: str, text: str) -> None:
    path = open_document(
        tmp_path / "list.ods", TITLES, open_row(inside, "<text:p>Derby</text:p>", repeated=2)
    )
    assert [row.cells for row in read_table(path).rows] == [(text, "Derby"), (text, "Derby")]


def test_lines_are_found_wherever_the_file_is_cut_into_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        open_row(
            f"<text:p>Alder {at}{'<text:line-break/>' * (at % 5 == 0)}Trust</text:p>", "<text:p>x</text:p>"
        )
        for at in range(40)
    ]
    path = open_document(tmp_path / "list.ods", TITLES, *rows)
    expected = [f"Alder {at}\nTrust" for at in range(0, 40, 5)]
    for piece in range(150, 450, 7):
        monkeypatch.setattr(ods_facts, "PIECE", piece)
        assert [lines.text for lines in ods_facts.ods_facts(path, 0).lines] == expected


def test_a_binary_workbook_is_read_and_what_cant_be_told_of_it_is_said(tmp_path: Path) -> None:
    path = binary_workbook(tmp_path / "list.xlsb", [["Name", "Town"], ["Alder Trust", "Derby"]])
    table = read_table(path)
    assert (table.kind, table.headings) == ("xlsb", ("Name", "Town"))
    assert [row.cells for row in table.rows] == [("Alder Trust", "Derby")]
    assert [issue.code for issue in table.issues] == ["hidden_not_known"]
