"""What is kept of an uploaded file's name."""

from __future__ import annotations

import pytest

from app.uploads import LONGEST_NAME, safe_file_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("members.csv", "members.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\lists\\members.xlsx", "members.xlsx"),
        ("a\x00\r\nb\u202e.csv", "ab.csv"),
        ("", "unnamed file"),
        (None, "unnamed file"),
        ("/", "unnamed file"),
        ("x" * 300 + ".csv", "x" * 115 + "….csv"),
        ("x" * 300 + "." + "y" * 300, "x" * 119 + "…"),
    ],
)
def test_a_name_is_text_without_folders_and_keeps_its_ending(name: str | None, kept: str) -> None:
    assert safe_file_name(name) == kept
    assert len(kept) <= LONGEST_NAME
