"""Grants, parliamentary groups and government registers: cells, and the lists that publish them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.money import currency_in, read_amount, read_currency
from importers.guessing import guess_kind
from importers.lists import IMPORTERS, ListContext, ParsedRow
from importers.lists.groups import read_secretariat
from importers.mapping import suggest_mapping
from importers.read import read_table


def parsed(path: Path, kind: str, **more: Any) -> tuple[ParsedRow, ...]:
    """Return a file's rows as a kind of list, with the columns that are suggested."""
    table = read_table(path)
    context = ListContext(kind, "2026-11-01", today="2026-11-23", **more)
    return IMPORTERS[kind].parse(table, suggest_mapping(table, kind), context)


def written(folder: Path, text: str) -> Path:
    """Return a file that holds a text."""
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£1,234.50", 1234.5),
        ("64000.0", 64000.0),
        ("GBP 2,000", 2000.0),
        ("2000 gbp", 2000.0),
        ("1.5m", 1_500_000.0),
        ("£10k", 10_000.0),
        ("0", 0.0),
        ("1000.005", 1000.0),
    ],
)
def test_amounts_are_read(text: str, amount: float) -> None:
    assert (read_amount(text).value, read_amount(text).issues) == (amount, ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1.2E+05", "lost digits"),
        ("-500", "below nought"),
        ("(500)", "below nought"),
        ("1.234,56", "no single amount"),
        ("12,34", "no single amount"),
        ("£5,000 - £10,000", "no single amount"),
        ("0/0/0", "no single amount"),
        ("about 500", "no single amount"),
        ("12.345", "no single amount"),
        ("£5 GBP", "no single amount"),
        ("9" * 14, "more than any sum"),
    ],
)
def test_what_is_no_amount_is_left_out_and_said(text: str, says: str) -> None:
    reading = read_amount(text)
    assert reading.value is None
    assert says in reading.issues[0].message


@pytest.mark.parametrize("text", ["", " ", "n/a", "unknown", "-"])
def test_nothing_said_is_no_amount_and_no_issue(text: str) -> None:
    assert (read_amount(text).value, read_amount(text).issues) == (None, ())


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_thousands_may_be_parted_or_not(whole: int, pence: int) -> None:
    assert read_amount(f"£{whole:,}.{pence:02d}").value == read_amount(f"{whole}.{pence:02d}").value


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_left_out(text: str) -> None:
    amount = read_amount(text).value
    assert amount is None or 0 <= amount < 10**12


def test_currencies() -> None:
    assert [read_currency(text).value for text in ("gbp", "£", "Pounds", "EUR", "")] == [
        *("GBP", "GBP", "GBP", "EUR", None)
    ]
    assert read_currency("2 euros").issues
    assert [currency_in(text) for text in ("£5", "$5", "5 EUR", "5")] == ["GBP", "USD", "EUR", None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Acorn Ltd acts as the group's secretariat.https://acorn.example/", "Acorn Ltd"),
        ("Acorn and Oak act as the group's secretariat.", "Acorn and Oak"),
        ("Oak Trust", "Oak Trust"),
        ("Oak Trust provides secretariat support to the group", "Oak Trust"),
        ("No secretariat", None),
        ("The group has no secretariat.", None),
        ("None", None),
        ("Yes", None),
    ],
)
def test_a_secretariat_is_named_in_a_sentence(text: str, name: str | None) -> None:
    assert read_secretariat(text).value == name


def test_departments_go_by_code_and_page_and_end_when_they_ended(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "GB-GOR,Name,GOVUK URL,End date\n"
        "D99,Department for Culture&#44; Media &amp; Sport,https://www.gov.uk/government/organisations/dcms,\n"
        "OT1,Board of Clocks,https://clocks.example,2016-07-14\n"
        "OT2,Board of Bells,,2031-01-01\n",
    )
    first, ended, later = parsed(path, "organisations", role="government")
    assert first.values == {
        "name": "Department for Culture, Media & Sport",
        "identifiers": ["GB-GOR-D99", "XI-GOVUK-DCMS"],
        "roles": ["government"],
    }
    assert (ended.values["status"], [issue.code for issue in ended.issues]) == (
        *("closed", ["govuk_page_unreadable"]),
    )
    assert ("status" in later.values, [issue.code for issue in later.issues]) == (False, ["end_to_come"])


def test_councils_get_their_place_and_counties_work_across(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "local-authority-eng,name,official-name,end-date\n"
        "LDS,Leeds,Leeds City Council,\n"
        "KEN,Kent,Kent County Council,\n"
        "TVCA,Tees Valley,Tees Valley Combined Authority,\n",
    )
    leeds, kent, tees = parsed(path, "organisations", role="government")
    assert leeds.values["name"] == "Leeds City Council"
    assert (leeds.values["other_names"], leeds.values["place"]) == (["Leeds"], "E08000035")
    assert leeds.values["identifiers"] == ["GB-LAE-LDS"]
    assert len(kent.values["works_in"]) == 12
    assert ("place" in tees.values, len(tees.values["works_in"])) == (False, 5)


REAL = (
    ("grants/grants_360giving_flat_DEV.csv", "grants"),
    ("grants/grants_stack_2015_messy_ids_and_dates_DEV.csv", "grants"),
    ("government/appg/appg_register.csv", "groups"),
    ("government/appg/appg_secretariat_edges_derived.csv", "groups"),
    ("government/appg/appg_members.csv", "groups"),
    ("government/appg/appg_categories.csv", "groups"),
    ("government/govuk_organisations_1090.csv", "organisations"),
    ("government/govuk_api_organisations_1254.csv", "organisations"),
    ("government/register_government-organisation.csv", "organisations"),
    ("government/register_local-authority-eng.csv", "organisations"),
    ("government/register_local-authority-nir.csv", "organisations"),
    ("government/register_local-authority-sct.csv", "organisations"),
    ("government/register_principal-local-authority.csv", "organisations"),
)


@pytest.mark.parametrize(("name", "kind"), REAL)
def test_nearly_every_row_of_a_published_file_can_be_used(shared_data: Path, name: str, kind: str) -> None:
    rows = parsed(shared_data / name, kind)
    assert sum(row.rejected for row in rows) <= len(rows) // 100
    numbered = sum(bool(row.identifiers) for row in rows)
    assert numbered > 0.7 * len(rows), Counter(row.rejected for row in rows)


PICTURED = {
    "membership-list": "members",
    "engagement-log": "log",
    "grants": "grants",
    "parliamentary-groups": "groups",
    "departments": "organisations",
    "councils": "organisations",
    "contacts": "contacts",
    "liaisons": "liaisons",
    "charity-register": "register",
}


def test_every_list_that_the_docs_picture_can_be_brought_in_as_it_stands() -> None:
    folder = Path(__file__).parents[3] / "docs" / "pictures" / "sources"
    assert {path.stem for path in folder.glob("*.csv")} == set(PICTURED)
    for name, kind in PICTURED.items():
        rows = parsed(
            folder / f"{name}.csv", kind, consultation="covenant", opens="2024-10-17", scheme="GB-CHC"
        )
        assert rows, name
        if kind in ("grants", "groups", "liaisons", "log"):
            assert guess_kind(read_table(folder / f"{name}.csv")).value == kind
        assert not [row for row in rows if row.rejected], name
        assert (folder / f"{name}.png").stat().st_size < 60_000, name
