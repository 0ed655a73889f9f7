"""Text, ticks, amounts, legal forms and states, as cells hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.organisations import IncomeBand, LegalForm, Status
from importers.fields.amounts import read_income, read_money
from importers.fields.legal_form import read_legal_form, read_status
from importers.fields.reading import Reading
from importers.fields.words import read_text
from importers.fields.yes_no import read_yes_no


@pytest.mark.parametrize(
    ("text", "plain", "codes"),
    [
        ("  Acorn   Trust ", "Acorn Trust", []),
        ("Cafe\u0301", "Café", []),
        ("Acorn\u00a0Trust\u200b", "Acorn Trust", []),
        ("Acorn\nTrust", "Acorn Trust", []),
        ("Acorn\u202eTrust", "AcornTrust", ["bidi"]),
        ("Acorn\x00Trust", "Acorn Trust", ["control_characters"]),
        ("Ac\u043ern", "Ac\u043ern", ["look_alike"]),
        ("=1+1", "=1+1", []),
        ("<script>", "<script>", []),
        ("#REF!", None, ["spreadsheet_error"]),
        ("n/a", None, []),
        ("", None, []),
    ],
)
def test_text(text: str, plain: str | None, codes: list[str]) -> None:
    reading = read_text(text)
    assert (reading.value, [issue.code for issue in reading.issues]) == (plain, codes)


def test_a_text_that_is_too_long_is_refused_and_quoted_shortly() -> None:
    reading = read_text("x" * 20_000, 500)
    assert reading.refused
    assert reading.issues[0].code == "too_long"
    assert len(reading.issues[0].value or "") <= 80
    assert "20,000" in reading.issues[0].message


@given(st.text())
def test_clean_text_is_clean(text: str) -> None:
    once = read_text(text).value
    if once is not None:
        assert "\x00" not in once
        again = read_text(once)
        assert again.value in (once, None)


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "1", "x", "✓"])
def test_yes(text: str) -> None:
    assert read_yes_no(text).value is True


@pytest.mark.parametrize("text", ["no", "N", "false", "0"])
def test_no(text: str) -> None:
    assert read_yes_no(text).value is False


@pytest.mark.parametrize("text", ["not sure", "N/K", "Unsure.", "don’t know", "Not yet", "tbc"])
def test_not_known_is_neither_yes_nor_no_and_nothing_to_say(text: str) -> None:
    assert read_yes_no(text) == Reading()


@pytest.mark.parametrize("text", ["Yes.", "✔\ufe0f", "☒", "√", "Yep"])
def test_ticks_of_other_keyboards(text: str) -> None:
    assert read_yes_no(text).value is True


def test_an_empty_tick_is_no_no() -> None:
    assert read_yes_no("").value is None
    assert read_yes_no("").issues == ()
    assert read_yes_no("perhaps").refused


@pytest.mark.parametrize(
    ("text", "pounds"), [("£12,345.67", 12345.67), ("12k", 12_000), ("£1.2m", 1_200_000), ("5000 GBP", 5000)]
)
def test_money(text: str, pounds: float) -> None:
    assert read_money(text).value == pytest.approx(pounds)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("0", IncomeBand.UNDER_10K),
        ("9,999", IncomeBand.UNDER_10K),
        ("£10,000", IncomeBand.TO_100K),
        ("£100,000", IncomeBand.TO_100K),
        ("100001", IncomeBand.TO_1M),
        ("£1.5m", IncomeBand.TO_10M),
        ("£1.234m", IncomeBand.TO_10M),
        ("11 million", IncomeBand.OVER_10M),
        ("Under £10,000", IncomeBand.UNDER_10K),
        ("£10k - £100k", IncomeBand.TO_100K),
        ("£10,000 to £100,000", IncomeBand.TO_100K),
        ("£1m to £10m", IncomeBand.TO_10M),
        ("over £10m", IncomeBand.OVER_10M),
        ("£10 million+", IncomeBand.OVER_10M),
        ("to_1m", IncomeBand.TO_1M),
        ("12,345 (2023/24)", IncomeBand.TO_100K),
    ],
)
def test_income_bands(text: str, band: IncomeBand) -> None:
    reading = read_income(text)
    assert (reading.value, reading.issues) == (band, ())


def test_about_an_amount_is_said() -> None:
    reading = read_income("c. £50,000")
    assert (reading.value, [issue.code for issue in reading.issues]) == (IncomeBand.TO_100K, ["income_about"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lots", "income_unreadable"),
        ("£5,000 to £50,000", "income_too_wide"),
        ("-500", "income_unreadable"),
        ("12.345", "income_unreadable"),
        ("£5.000 - £9.000", "income_unreadable"),
        ("£100k+", "income_too_wide"),
        ("over £1 million", "income_too_wide"),
        ("under £1m", "income_too_wide"),
    ],
)
def test_no_income(text: str, code: str) -> None:
    assert [issue.code for issue in read_income(text).issues] == [code]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Charity", LegalForm.CHARITY),
        ("Charitable company", LegalForm.CHARITY),
        ("CIO - Foundation", LegalForm.CIO),
        ("Charitable Incorporated Organisation", LegalForm.CIO),
        ("Community Interest Company", LegalForm.CIC),
        ("Society", LegalForm.CO_OPERATIVE),
        ("Private Limited Company", LegalForm.COMPANY),
        ("Unincorporated association", LegalForm.UNINCORPORATED),
    ],
)
def test_legal_forms(text: str, form: LegalForm) -> None:
    assert read_legal_form(text).value is form


def test_states() -> None:
    assert read_status("Live").value is Status.ACTIVE
    assert read_status("Active - Proposal to Strike off").value is Status.ACTIVE
    assert read_status("Dissolved").value is Status.CLOSED
    assert read_status("False").value is Status.CLOSED
    assert read_status("blue").refused
