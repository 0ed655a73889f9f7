"""`flask check`: one JSON object, a sentence for people, exit codes, and no graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.check import check

KEYS = [
    "file",
    "kind",
    "encoding",
    "certain",
    "delimiter",
    "sheets",
    "sheet",
    "heading_row",
    "columns",
    "rows_seen",
    "rows_read",
    "skipped",
    "issues",
    "refused",
]
LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"


def run(*arguments: str | Path) -> Result:
    """Run the command by itself: it needs neither app nor graph."""
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def test_a_list_is_described_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("Our members,\n\nOrganisation,Postcode\nAlder Trust,DE6 9ZA\nTotal,1\n")
    result = run(path, "--rows", "--json")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    found = json.loads(result.stdout)
    assert list(found) == [*KEYS, "rows"]
    assert found["columns"] == [
        {"position": 1, "heading": "Organisation", "field": "name"},
        {"position": 2, "heading": "Postcode", "field": "postcode"},
    ]
    assert (found["heading_row"], found["rows_seen"], found["rows_read"]) == (3, 4, 1)
    assert found["skipped"] == [
        {"row": 1, "why": "title"},
        {"row": 2, "why": "blank"},
        {"row": 5, "why": "total"},
    ]
    assert (found["rows"], found["refused"]) == ([["Alder Trust", "DE6 9ZA"]], None)


def test_issues_say_where(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("Name,Postcode\nAlder,#REF!\n")
    (issue,) = json.loads(run(path, "--json").stdout)["issues"]
    assert list(issue) == ["row", "column", "severity", "code", "value", "message"]
    assert (issue["row"], issue["column"], issue["severity"]) == (2, "Postcode", "warning")


@pytest.mark.parametrize("name", ["empty.csv", "nobody.csv"])
def test_a_refusal_is_json_too_and_exits_with_1(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    result = run(tmp_path / name, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert set(KEYS) <= set(found)
    assert found["rows_read"] == 0
    assert set(found["refused"]) == {"code", "message", "next_step"}


def test_a_list_on_standard_input_is_checked_as_it_is_brought_in(tmp_path: Path) -> None:
    text = "Name,Postcode\nAlder Trust,DE6 9ZA\n"
    (tmp_path / "members.csv").write_text(text)
    piped = json.loads(CliRunner().invoke(check, ["-", "--rows", "--json"], input=text).stdout)
    assert piped.pop("file") == "standard input"
    assert piped.items() <= json.loads(run(tmp_path / "members.csv", "--rows", "--json").stdout).items()
    nothing = CliRunner().invoke(check, ["-", "--json"], input="")
    assert (nothing.exit_code, json.loads(nothing.stdout)["refused"]["code"]) == (1, "empty")


def test_a_person_reads_sentences_and_refusals_go_to_stderr(tmp_path: Path) -> None:
    result = run(LISTS / "damaged" / "sections" / "sample.csv")
    assert "12 rows read of 16 seen" in result.stdout
    assert "row 2 left out: section" in result.stdout
    (tmp_path / "empty.csv").write_bytes(b"")
    refused = run(tmp_path / "empty.csv")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "The file is empty." in refused.stderr


def test_a_sheet_is_chosen_by_name() -> None:
    book = LISTS / "damaged" / "workbook" / "sample.xlsx"
    assert json.loads(run(book, "--sheet", "Old", "--json").stdout)["sheet"] == "Old"
    assert run(book, "--sheet", "Nobody", "--json").exit_code == 1
    assert run(book, "--no-such-option").exit_code == 2


def test_the_fields_of_another_kind_of_list_and_a_sheet_that_cannot_be(app, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Organisation,Contacted,Met\nAsh Hall,01/02/2024,x\n", encoding="utf-8")
    run = app.test_cli_runner().invoke

    def fields(*options):
        return [
            one["field"]
            for one in json.loads(run(args=["check", str(path), *options, "--json"]).stdout)["columns"]
        ]

    assert fields() == ["name", None, None]
    assert fields("--as", "log") == ["name", "contacted", "met"]
    assert run(args=["check", str(path), "--as", "letters"]).exit_code == 2
    refused = run(args=["check", str(path), "--sheet", "Members", "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"]["code"] == "no_sheets"


def test_a_table_of_a_register_is_known_by_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("org_id_a,org_id_b,relationship\nGB-CHC-1000611,GB-COH-08591698,sameas\n")
    columns = json.loads(run(path, "--as", "register", "--json").stdout)["columns"]
    assert [column["field"] for column in columns] == ["identifier", "company_number", "related_as"]
