"""Registers by page and by command: a table goes in and shows nowhere, until a list names somebody of it."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from graph.model.identifiers import SCHEMES
from graph.verify import verify
from tests.app.test_imports import BODY, commit, undo, upload

REGISTER = (
    "registered_charity_number,linked_charity_number,charity_name,charity_registration_status,latest_income\n"
    "1138860,0,ACORN TRUST,Registered,250000\n1138861,0,BIRCH GROUP,Removed,\n"
)


def test_by_page_nobody_shows_until_a_list_names_them(client, running):
    before = verify(running.store)["digest"]
    report = commit(client, upload(client, REGISTER, "register", "charity.txt", scheme="GB-CHC"))
    assert report.status_code == 200
    assert "ACORN" not in client.get("/organisations/?q=acorn").text
    assert verify(running.store)["digest"] == before
    commit(client, upload(client, "Name,Charity number\nAcorn Trust,1138860\n", **BODY))
    page = client.get("/organisations/?q=acorn").text
    assert "Acorn Trust" in page
    assert "Birch" not in client.get("/organisations/").text
    undo(client, report)
    assert "Acorn Trust" in client.get("/organisations/?q=acorn").text


@pytest.mark.parametrize("scheme", ["", "GB-NOBODY"])
def test_the_page_asks_which_register(client, scheme):
    answer = upload(client, REGISTER, "register", "charity.txt", scheme=scheme)
    assert "Choose the register that the table is of." in answer.text


def run(app, *arguments: object):
    result = app.test_cli_runner().invoke(args=["import-register", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_by_command_packed_or_not(app, tmp_path: Path):
    packed = tmp_path / "publicextract.charity.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("publicextract.charity.txt", REGISTER.replace(",", "\t"))
    first = json.loads(run(app, packed, "--scheme", "gb-chc", "--json").stdout)
    assert (first["state"], first["counts"]["new"], first["rows_read"]) == ("committed", 2, 2)
    table = tmp_path / "another name.csv"
    table.write_text(REGISTER, encoding="utf-8")
    again = json.loads(run(app, table, "--scheme", "GB-CHC", "--json").stdout)
    assert (again["counts"]["same"], again["changes"]) == (2, 0)


def test_command_refuses_what_is_no_scheme_and_a_zip_of_several(app, tmp_path: Path):
    packed = tmp_path / "all.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", REGISTER)
        archive.writestr("b.txt", REGISTER)
    for scheme in ("charities", "XX-NOPE"):
        refused = run(app, packed, "--scheme", scheme)
        assert refused.exit_code == 2
        assert all(known in refused.output for known in SCHEMES), "it names those that are known"
    several = run(app, packed, "--scheme", "GB-CHC")
    assert several.exit_code == 1
    assert "just one table" in several.output
