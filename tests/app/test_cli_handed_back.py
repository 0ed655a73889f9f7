"""`--out`: the list handed back by command, in the format of the name given; and brought in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.runtime import Earshot
from graph.verify import verify
from importers.read import read_table

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"
BODY = ("--body", "XI-EARSHOT-B1", "--body-name", "Voices of Testing")
ENDINGS = {"workbook.xlsx": "xlsx", "windows_1252.csv": "csv", "tabs.tsv": "tsv", "old_excel.xls": "xlsx"}


@pytest.fixture
def flask(app: Flask):
    """A function that runs `flask … --json` and returns (exit code, what stdout holds as JSON)."""

    def run(*arguments: Any) -> tuple[int, dict[str, Any]]:
        result = app.test_cli_runner().invoke(args=[*map(str, arguments), "--json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, json.loads(result.stdout)

    return run


@pytest.mark.parametrize(("name", "ending"), ENDINGS.items())
def test_brought_in_again_as_it_was_handed_back_nothing_changes(
    flask, running: Earshot, tmp_path: Path, name: str, ending: str
) -> None:
    source, out = LISTS / "equivalents" / name, tmp_path / f"annotated.{ending}"
    code, first = flask("import-list", source, *BODY, "--out", out)
    assert (code, first["rows_read"]) == (0, 4)
    before = verify(running.store)["digest"]
    assert b"Earshot verdict" in out.read_bytes() or ending == "xlsx"
    code, again = flask("import-list", out, *BODY)
    assert (code, again["changes"], again["counts"]["same"]) == (0, 0, first["counts"]["new"])
    assert "own_columns" in {issue["code"] for issue in again["issues"]}
    assert verify(running.store)["digest"] == before
    assert [row.cells for row in read_table(out).rows] == [row.cells for row in read_table(source).rows]


def test_a_list_of_organisations_is_the_same_source_under_the_name_it_comes_back_with(
    flask, tmp_path: Path
) -> None:
    source, out = tmp_path / "councils.csv", tmp_path / "councils with verdicts.xlsx"
    source.write_text("Name,Charity number\nAsh Hall,1138860\n")
    flask("import-organisations", source, "--role", "member", "--out", out)
    _, again = flask("import-organisations", out, "--role", "member")
    assert (again["counts"]["same"], again["changes"]) == (1, 0)


@pytest.mark.parametrize("name", ["back.xls", "back.pdf", "back.xlsm", "list.csv", "no/such/folder.csv"])
def test_a_name_it_cant_be_handed_back_under_is_refused_before_anything_is_done(
    flask, running: Earshot, tmp_path: Path, name: str
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Name,Charity number\nAsh Hall,1138860\n")
    revision = running.store.revision()
    code, refused = flask("import-list", source, *BODY, "--out", tmp_path / name)
    assert code == 1
    assert "--out" in refused["refused"]["next_step"]
    assert running.store.revision() == revision
    assert source.read_text().endswith("1138860\n")
