"""Real lists of every kind, handed back and read again, are the same lists; large ones are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.annotated.annotate import annotate, own_ending
from importers.annotated.note import RowNote
from importers.errors import FileRefused
from importers.read import read_table

LARGEST = 100_000
"""Bytes of the files that are looked at."""


@pytest.mark.parametrize("folder", ["stress", "members"])
def test_every_real_list_handed_back_is_read_as_it_was(
    shared_data: Path, folder: str, tmp_path: Path
) -> None:
    for path in sorted((shared_data / folder).rglob("*")):
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        try:
            before = read_table(path)
        except FileRefused:
            continue
        notes = {
            row.number: RowNote("to review", 'Ash, "Elm"', "why", "do it", "review") for row in before.rows
        }
        ending = own_ending(path, path.name) or "xlsx"
        out = tmp_path / f"back.{ending}"
        annotate(path, out, notes, ending=ending, file_name=path.name)
        after = read_table(out)
        assert after.headings == before.headings, path
        assert [tuple(row) for row in after.rows] == [tuple(row) for row in before.rows], path
