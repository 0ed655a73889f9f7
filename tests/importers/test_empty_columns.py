"""Columns in which nothing stands: what they hold is looked at again in the source's next list."""

from __future__ import annotations

from pathlib import Path

from importers.columns import Column, as_kept, memory_of, understand_columns
from importers.read import read_table

HEADINGS = "Identifier,Recipient Org:Name,Funding Org:Name,Amount Awarded"


def columns_of(folder: Path, identifier: str, before: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    path = folder / "grants.csv"
    path.write_text(f"{HEADINGS}\n{identifier},Acorn Trust,Oak Fund,1000\n")
    kept = [tuple(each) for each in as_kept(before)]
    return understand_columns(read_table(path), "grants", memory_of([kept]))  # type: ignore[list-item]


def test_an_empty_column_settles_nothing_for_the_next_list(tmp_path: Path) -> None:
    empty = columns_of(tmp_path, "")
    assert empty[0].origin == "empty"
    full = columns_of(tmp_path, "g1", empty)
    assert (full[0].field, full[0].origin) == ("grant_id", "suggested")
    again = columns_of(tmp_path, "g2", full)
    assert (again[0].field, again[0].origin) == ("grant_id", "remembered")
