"""What a file seems to be, by its columns and its name, by example."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.guessing import (
    KnownList,
    guess_body,
    guess_day,
    guess_kind,
    guess_scheme,
    initials,
    plain_file_name,
)
from importers.read import Table, read_table

LEEDS = KnownList("leeds", ("Voluntary Action Leeds", "VAL"), ("GB-CHC-225863",), ("Q2 partners.csv",))
HULL = KnownList("hull", ("Hull CVS",), (), ("Q2 partners.csv",))
NCVO = KnownList("ncvo", ("National Council for Voluntary Organisations", "NCVO"), ("GB-CHC-225922",))
EVERYBODY = (LEEDS, HULL, NCVO)


def table_with(folder: Path, headings: str) -> Table:
    """Return a table of one row, a letter in each of its first cells."""
    path = folder / "list.csv"
    path.write_text(headings + "\n" + ",".join("abcd"[: headings.count(",") + 1]) + "\n")
    return read_table(path)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("Name,Charity number,Postcode", "members"),
        ("Organisation,Contact name,Email", "members"),
        ("Organisation,Date,Kind,Notes", "log"),
        ("Organisation,Contacted,Responded,Met", "log"),
        ("Organisation,Contacted", "members"),
        ("Recipient Org:Name,Funding Org:Name,Amount Awarded", "grants"),
        ("Name,Contact name,Since,Lawful basis", "contacts"),
        ("Body,Government organisation,Topic", "liaisons"),
        ("Name,Role,Charity number", "organisations"),
        ("key,government-organisation,name,website,start-date,end-date", "organisations"),
        ("key,local-authority-nir,name,official-name", "organisations"),
        ("slug,relation,other_slug", "organisations"),
        ("CompanyName,CompanyNumber,CompanyCategory,CompanyStatus", "register"),
        ("registered_charity_number,charity_name,charity_registration_status", "register"),
    ],
)
def test_kind(tmp_path: Path, headings: str, kind: str) -> None:
    guess = guess_kind(table_with(tmp_path, headings))
    assert guess.value == kind
    assert guess.why


@pytest.mark.parametrize(
    ("headings", "scheme"),
    [
        ("CompanyName,CompanyNumber,CompanyCategory,CompanyStatus", "GB-COH"),
        ("Charity Number,Charity Name,Charity Status,Constitutional Form", "GB-SC"),
        ("Reg charity number,Charity name,Who the charity helps", "GB-NIC"),
        ("registered_charity_number,charity_name,charity_registration_status", "GB-CHC"),
        ("org_id_a,org_id_b,relationship", ""),
        ("Name,Charity number,Postcode", ""),
    ],
)
def test_scheme(tmp_path: Path, headings: str, scheme: str) -> None:
    guess = guess_scheme(table_with(tmp_path, headings))
    assert (guess.value, bool(guess.why)) == (scheme, bool(scheme))


def test_a_table_without_names_or_numbers_seems_to_be_nothing(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("Year,Rain\n2000,3\n2001,5\n")
    assert guess_kind(read_table(path)).value == ""


@pytest.mark.parametrize(
    ("file_name", "day"),
    [
        ("members 2024-06-30.csv", "2024-06-30"),
        ("members_30.06.2024.xlsx", "2024-06-30"),
        ("20240630_members.csv", "2024-06-30"),
        ("members 30th June 2024.csv", "2024-06-30"),
        ("members_June_2024.csv", "2024-06-01"),
        ("members 2024-06-30 and 2024-07-01.csv", ""),
        ("members 2030-01-01.csv", ""),
        ("members 2024-02-31.csv", ""),
        ("members 1234567890.csv", ""),
        ("members.csv", ""),
    ],
)
def test_day(file_name: str, day: str) -> None:
    assert guess_day(file_name, "2026-11-23").value == day


@pytest.mark.parametrize(
    ("file_name", "body"),
    [
        ("voluntary-action-leeds_members_2024.csv", "leeds"),
        ("VAL members.xlsx", "leeds"),
        ("HULL CVS MEMBERSHIP LIST FINAL (2).csv", "hull"),
        ("list GB-CHC-225922.csv", "ncvo"),
        ("NCVO-members-2024-06-30.csv", "ncvo"),
        ("Q2 partners 2025-01-01.csv", ""),
        ("voluntary action hull.csv", ""),
        ("members.csv", ""),
        ("hull.csv", ""),
    ],
)
def test_body_is_suggested_for_an_exact_fit_only(file_name: str, body: str) -> None:
    assert guess_body(file_name, EVERYBODY).value == body


def test_the_name_of_the_last_list_is_remembered() -> None:
    assert guess_body("Q2 partners 2025.csv", (LEEDS, NCVO)).value == "leeds"


def test_small_print() -> None:
    assert initials("National Council for Voluntary Organisations") == "NCVO"
    assert initials("Hull CVS") == ""
    assert plain_file_name("Members 2024 (1).csv") == ""
