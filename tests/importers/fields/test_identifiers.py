"""Register numbers: every writing that lists are known to use."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.identifiers import NumberColumn, is_identifier, read_identifiers


def org_ids(text: str, column: NumberColumn = NumberColumn.ANY) -> list[str] | None:
    value = read_identifiers(text, column).value
    return None if value is None else [one.org_id for one in value]


def codes(text: str, column: NumberColumn = NumberColumn.ANY) -> list[str]:
    return [issue.code for issue in read_identifiers(text, column).issues]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GB-CHC-1038860", ["GB-CHC-1038860"]),
        ("gb-chc-1038860", ["GB-CHC-1038860"]),
        ("1038860", ["GB-CHC-1038860"]),
        ("1038860.0", ["GB-CHC-1038860"]),
        ("1,038,860", ["GB-CHC-1038860"]),
        ("1 038 860", ["GB-CHC-1038860"]),
        ("1038860-1", ["GB-CHC-1038860-1"]),
        ("Charity no. 1038860", ["GB-CHC-1038860"]),
        ("SC005336", ["GB-SC-SC005336"]),
        ("NIC100002", ["GB-NIC-100002"]),
        ("02324869", ["GB-COH-02324869"]),
        ("CE001234", ["GB-COH-CE001234"]),
        ("RS007155", ["GB-COH-RS007155"]),
        ("31156R", ["GB-MPR-31156R"]),
        ("GB-CASC-9abbf705", ["GB-CASC-9abbf705"]),
        ("GB-LAE-LDS", ["GB-LAE-LDS"]),
        ("XI-EARSHOT-north-forum", ["XI-EARSHOT-north-forum"]),
        ("1038860 / SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("1,038,860 / SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("1038860 SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("Registered Charity No 1038860 SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("Charity No. 1038860 Company No. 01234567", ["GB-CHC-1038860", "GB-COH-01234567"]),
        ("Charity No 1038860 Scottish Charity No SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("1038860; 1038860", ["GB-CHC-1038860"]),
        (
            "Registered charity number: 1038860, company number 02345678",
            ["GB-CHC-1038860", "GB-COH-02345678"],
        ),
        ("England and Wales 1038860, Scotland SC040604", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("GB-CHC-225922 / GB-COH-00356321", ["GB-CHC-225922", "GB-COH-00356321"]),
    ],
)
def test_numbers_as_they_are(text: str, expected: list[str]) -> None:
    assert org_ids(text) == expected
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    ["1038860?", "?1038860", "1038860 (?)", "1038860 (not sure)", "Charity no. 1038860 (tbc)", "1038860??"],
)
def test_a_number_that_the_cell_itself_doubts_is_taken_and_said(text: str) -> None:
    assert org_ids(text, NumberColumn.CHARITY) == ["GB-CHC-1038860"]
    assert [(one.code, one.value) for one in read_identifiers(text).issues] == [("doubted", text)]


def test_a_doubt_mark_alone_says_nothing() -> None:
    assert (org_ids("?"), codes("?"), org_ids("1038860"), codes("1038860")) == (
        [],
        [],
        ["GB-CHC-1038860"],
        [],
    )


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("01038860", NumberColumn.CHARITY, "GB-CHC-1038860"),
        ("SC5336", NumberColumn.ANY, "GB-SC-SC005336"),
        ("SCO05336", NumberColumn.ANY, "GB-SC-SC005336"),
        ("NI100002", NumberColumn.CHARITY, "GB-NIC-100002"),
        ("738693", NumberColumn.COMPANY, "GB-COH-00738693"),
        ("2324869.0", NumberColumn.COMPANY, "GB-COH-02324869"),
        ("CE1234", NumberColumn.COMPANY, "GB-COH-CE001234"),
        ("GB-COH-2324869", NumberColumn.ANY, "GB-COH-02324869"),
        ("GB-CHC-SC040604", NumberColumn.ANY, "GB-SC-SC040604"),
    ],
)
def test_repairs_are_said(text: str, column: NumberColumn, expected: str) -> None:
    assert org_ids(text, column) == [expected]
    assert codes(text, column) == ["identifier_repaired"]


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("SC123456", NumberColumn.COMPANY, "GB-COH-SC123456"),
        ("SC123456", NumberColumn.CHARITY, "GB-COH-SC123456"),
        ("SC012345", NumberColumn.CHARITY, "GB-SC-SC012345"),
        ("NI612345", NumberColumn.ANY, "GB-COH-NI612345"),
        ("01038860", NumberColumn.ANY, "GB-COH-01038860"),
    ],
)
def test_the_column_says_which_register(text: str, column: NumberColumn, expected: str) -> None:
    assert org_ids(text, column) == [expected]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "n/a", "none", "Not registered", "exempt", "Unincorporated", "0"]
)
def test_no_number_is_a_value(text: str) -> None:
    assert org_ids(text) == []
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.03886E+06", "identifier_digits_lost"),
        ("1.03886e6", "identifier_digits_lost"),
        ("GB-CHC-024843", "identifier_unreadable"),
        ("GB-CHC-", "identifier_unreadable"),
        ("12", "identifier_unreadable"),
        ("see website", "identifier_unreadable"),
        ("<script>alert(1)</script>", "identifier_unreadable"),
        (
            "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/3984578",
            "identifier_from_address",
        ),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(text: str, code: str) -> None:
    assert org_ids(text) is None
    assert set(codes(text)) == {code}


def test_words_are_refused_as_a_whole_and_wide_digits_are_digits() -> None:
    (issue,) = read_identifiers("n/a - CIC").issues
    assert issue.value == "n/a - CIC"
    assert read_identifiers("１０３８８６０", NumberColumn.CHARITY).value == read_identifiers("1038860").value


def test_the_good_number_beside_a_bad_one_is_kept() -> None:
    assert org_ids("1038860 / unknown to us") == ["GB-CHC-1038860"]
    assert codes("1038860 / unknown to us") == ["identifier_unreadable"]


def test_a_company_address_names_its_company() -> None:
    address = "https://find-and-update.company-information.service.gov.uk/company/02324869"
    assert org_ids(address) == ["GB-COH-02324869"]


@given(st.integers(100_000, 9_999_999))
def test_writings_of_one_charity_number_agree(number: int) -> None:
    writings = (f"{number}", f"{number}.0", f"0{number}", f"{number:,}", f" {number} ", f"GB-CHC-{number}")
    assert {tuple(org_ids(text, NumberColumn.CHARITY) or ()) for text in writings} == {(f"GB-CHC-{number}",)}


@given(st.text())
def test_an_org_id_reads_as_itself(text: str) -> None:
    for one in read_identifiers(text).value or ():
        assert org_ids(one.org_id) == [one.org_id] or one.scheme not in (
            "GB-CHC",
            "GB-SC",
            "GB-NIC",
            "GB-COH",
        )


def test_every_real_member_has_a_number_that_is_read_as_it_is(shared_data: Path) -> None:
    with (shared_data / "members/federated_members_uk_28294.csv").open(encoding="utf-8") as file:
        numbers = [row["member_org_id"] for row in csv.DictReader(file)]
    assert len(numbers) == 28_294
    assert all(org_ids(number) == [number] for number in numbers)
    assert all(is_identifier(number) for number in numbers)


@pytest.mark.parametrize(("text", "numbers"), [("R006884", None), ("R0000123", ["GB-COH-R0000123"])])
def test_a_code_of_somebodys_own_is_no_number_of_an_old_northern_irish_company(text, numbers) -> None:
    value = read_identifiers(text).value
    assert (None if value is None else [each.org_id for each in value]) == numbers


@pytest.mark.parametrize(
    ("text", "org_ids"),
    [
        ("1038860 (England and Wales), SC040604 (Scotland)", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("1038860 (formerly 201044)", ["GB-CHC-1038860", "GB-CHC-201044"]),
        ("1038860 [SC040604]", ["GB-CHC-1038860", "GB-SC-SC040604"]),
        ("Charity (1038860)", ["GB-CHC-1038860"]),
        ("SC(0)40604", ["GB-SC-SC040604"]),
    ],
)
def test_words_and_numbers_in_brackets(text, org_ids):
    reading = read_identifiers(text, NumberColumn.CHARITY)
    assert sorted(one.org_id for one in reading.value) == org_ids
    assert "identifier_unreadable" not in [issue.code for issue in reading.issues]
