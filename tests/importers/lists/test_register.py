"""Tables of registers: what is taken of each by its headings, and how rows of one number go together."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from graph.model.taxonomy import TAXONOMY
from importers.errors import FileRefused
from importers.fields.beneficiaries import DATA, read_beneficiaries
from importers.lists import ListContext, ParsedRow
from importers.lists.register import parse_register
from importers.lists.register_tables import (
    TABLES,
    check_numbers,
    register_mapping,
    register_table,
    table_name,
)
from importers.mapping import HeadingError, suggest_mapping
from importers.read import read_table

OWN = "registered_charity_number\tlinked_charity_number"


def parsed(folder: Path, text: str, scheme: str = "GB-CHC") -> tuple[ParsedRow, ...]:
    path = folder / "table.txt"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    mapping = register_mapping(table.headings) or suggest_mapping(table, "register")
    return parse_register(table, mapping, ListContext("register", "2024-01-01", scheme=scheme))


def test_a_charity_of_england_and_wales(tmp_path: Path) -> None:
    headings = f"{OWN}\tcharity_name\tcharity_type\tcharity_registration_status\tlatest_income\tcontact_email"
    rows = parsed(
        tmp_path,
        f"{headings}\n203460\t0\tACORN TRUST\tCharitable company\tRegistered\t250000\ta@b.example\n"
        "203460\t1\tACORN BRANCH\t\tRemoved\t\t\n",
    )
    assert rows[0].values == {
        "name": "ACORN TRUST",
        "identifiers": ["GB-CHC-203460"],
        "legal_form": "charity",
        "status": "active",
        "income_band": "to_1m",
    }
    assert rows[1].values["identifiers"] == ["GB-CHC-203460-1"]
    assert (rows[1].values["status"], rows[1].issues) == ("closed", ())


def test_rows_of_one_number_say_one_thing_in_any_order(tmp_path: Path) -> None:
    head = f"{OWN}\tclassification_type\tclassification_description\n"
    lines = [
        "203460\t0\tWho\tElderly/old People\n",
        "203460\t0\tWho\tPeople With Disabilities\n",
        "203460\t0\tWhat\tDisability\n",
    ]
    together = {
        "identifiers": ["GB-CHC-203460"],
        "works_with": {"DEI020000": "suggested", "DEI060000": "suggested"},
    }
    for order in (lines, lines[::-1]):
        assert [row.values for row in parsed(tmp_path, head + "".join(order))] == [together] * 3


def test_areas_at_home_are_taken_and_those_abroad_left_out(tmp_path: Path) -> None:
    rows = parsed(
        tmp_path,
        f"{OWN}\tgeographic_area_type\tgeographic_area_description\n"
        "203460\t0\tLocal Authority\tHackney\n203460\t0\tCountry\tKenya\n203460\t0\tCountry\tScotland\n",
    )
    assert [row.values["works_in"] for row in rows] == [["E09000012", "S92000003"]] * 3
    assert not any(row.issues for row in rows)


def test_other_names_are_no_names(tmp_path: Path) -> None:
    (row,) = parsed(tmp_path, f"{OWN}\tcharity_name_type\tcharity_name\n203460\t0\tWorking name\tThe Acorn\n")
    assert row.values == {"identifiers": ["GB-CHC-203460"], "other_names": ["The Acorn"]}


def test_bare_numbers_are_the_registers_own(tmp_path: Path) -> None:
    text = "Reg charity number,Charity name,Status,Who the charity helps,Company number\n"
    text += '100002,Acorn Line,Received: on time,"Carers,General public",612345\n'
    (row,) = parsed(tmp_path, text, "GB-NIC")
    assert row.values["identifiers"] == ["GB-COH-00612345", "GB-NIC-100002"]
    assert row.values["works_with"] == {"EAR020000": "suggested"}


def test_a_row_without_a_number_is_rejected(tmp_path: Path) -> None:
    (row,) = parsed(tmp_path, f"{OWN}\tcharity_name\tcharity_registration_status\n\t0\tAcorn\tRegistered\n")
    assert row.rejected


def called(path: Path, file_name: str = "x") -> str:
    """Return the name of a text's table; no other file is opened for it."""
    return table_name(path, file_name, headings=tuple)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_known_by_its_own_headings(tmp_path: Path, table) -> None:
    headings = sorted({*table.known_by, *table.fields})
    assert register_table(headings) == table
    path = tmp_path / "anything.txt"
    for encoding in ("utf-8", "utf-16", "utf-16-le"):
        path.write_text("\t".join(headings) + "\n1", encoding=encoding)
        assert called(path).partition(":")[0] == table.name
    assert "name" in table.fields.values() or table.gathers or table.name == "mergers"


def test_any_other_list_is_just_a_register(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("org_id,name\nGB-CHC-203460,Acorn\n", encoding="utf-8")
    assert (called(path), register_mapping(["org_id", "name"])) == ("register", None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("Children/young People", ("DEI070000",)),
        ("'Older people','No specific group, or for the benefit of the community'", ("DEI060000",)),
        ("Asylum seekers/refugees,Carers", ("DEI050000", "EAR020000")),
        ("The General Public/mankind", ()),
    ],
)
def test_whom_a_charity_helps(text: str, codes: tuple[str, ...]) -> None:
    reading = read_beneficiaries(text)
    assert (reading.value, reading.issues) == (codes, ())


def test_unknown_words_are_said() -> None:
    reading = read_beneficiaries("Carers, Bees")
    assert reading.value == ("EAR020000",)
    assert [issue.code for issue in reading.issues] == ["beneficiaries_unknown"]


def test_every_suggestion_is_a_community_and_says_where_it_comes_from() -> None:
    rows = list(csv.DictReader(io.StringIO(DATA.read_text(encoding="utf-8"))))
    codes = {community.code for community in TAXONOMY}
    assert all(row["source"] and (not row["code"] or row["code"] in codes) for row in rows)
    assert len({row["words"] for row in rows}) == len(rows)


def test_two_numbers_of_an_organisation_are_joined_and_successors_stay_apart(tmp_path: Path) -> None:
    rows = parsed(
        tmp_path,
        "org_id_a,org_id_b,org_name,relationship,source\n"
        "GB-CHC-1000611,GB-COH-08591698,DENTON BURN,sameas,Company Numbers\n"
        "GB-CHC-306072,GB-CHC-1115974,GUILDS,sameas,Reregistrations\n",
    )
    assert rows[0].values["identifiers"] == ["GB-CHC-1000611", "GB-COH-08591698"]
    assert (rows[0].name, rows[0].issues) == ("DENTON BURN", ())
    assert (rows[1].name, rows[1].issues, rows[1].identifiers) == ("GUILDS", (), ("GB-CHC-306072",))
    assert rows[1].values["successors"] == ["GB-CHC-1115974"]


@pytest.mark.parametrize("relation", ["parent", "subsidiary of", "successor", ""])
def test_numbers_tied_as_those_of_two_organisations_are_never_joined(tmp_path: Path, relation: str) -> None:
    """A parent with thousands of local groups would become one record, or theirs would be "its place"."""
    rows = parsed(
        tmp_path,
        "org_id_a,org_id_b,relationship,org_name\n"
        f"GB-CHC-803793,GB-NIC-106288,{relation},Scouts in Down\n"
        f"GB-CHC-803793,GB-CHC-241171,{relation},Battersea Scouts\n",
    )
    assert [[issue.code for issue in row.issues] for row in rows] == [["numbers_of_two"]] * 2
    assert all(row.rejected and "successors" not in row.values for row in rows)


def test_the_register_of_mergers_speaks_of_numbers(tmp_path: Path) -> None:
    (row,) = parsed(
        tmp_path,
        "org_id_a,org_id_b,relationship,source,org_name_a,transferor_regno,org_name_b,transferee_regno\n"
        "GB-CHC-281746,GB-CHC-1113140,sameas,Register of Mergers,Old One  Old Two,281746,New,1113140\n",
    )
    assert row.values == {"identifiers": ["GB-CHC-281746"], "successors": ["GB-CHC-1113140"]}


def test_a_table_is_known_in_a_zip_and_tables_of_numbers_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "table.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("a.txt", f"{OWN}\tcharity_name_type\tcharity_name\n")
    assert called(path) == "charity_other_names"
    path.write_text("org_id_a,org_id_b,relationship\n")
    assert called(path, "mutuals") == "numbers:mutuals"
    path.write_text("<html><table><tr><td>org_id_a</td></tr></table></html>")
    of_a_page = ("org_id_a", "org_id_b", "relationship")
    assert table_name(path, "mutuals", lambda: of_a_page) == "numbers:mutuals"
    path.write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(FileRefused):
        called(path)


def test_a_table_without_numbers_is_no_register() -> None:
    check_numbers(("name", "company_number"), ("Name", "Number"))
    with pytest.raises(HeadingError, match="No column holds the numbers"):
        check_numbers(("name", None), ("Name", "Code"))
