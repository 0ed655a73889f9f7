"""Dates: the order of day and month is settled by the whole column."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.dates import DateOrder, date_column


def days(values: list[str], order: DateOrder | None = None) -> list[str | None]:
    column = date_column(values, order)
    return [column.read(value).value for value in values]


def column_codes(values: list[str]) -> list[str]:
    return [issue.code for issue in date_column(values).issues]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-31", "2024-03-31"),
        ("2024/3/1", "2024-03-01"),
        ("2020-06-22T16:39:49.989Z", "2020-06-22"),
        ("1990-09-13 00:00:00", "1990-09-13"),
        ("31/03/2024", "2024-03-31"),
        ("31.3.24", "2024-03-31"),
        ("31 March 2024", "2024-03-31"),
        ("31st of March, 2024", "2024-03-31"),
        ("Sun 31-Mar-24", "2024-03-31"),
        ("March 31, 2024", "2024-03-31"),
        ("20240331", "2024-03-31"),
        ("45382", "2024-03-31"),
        ("45382.0", "2024-03-31"),
        ("11/8/1863", "1863-08-11"),
        ("31/12/2023 14:30", "2023-12-31"),
    ],
)
def test_writings(text: str, day: str) -> None:
    reading = date_column([text]).read(text)
    assert (reading.value, reading.issues) == (day, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2024", "date_impossible"),
        ("2024-13-01", "date_impossible"),
        ("00/00/0000", "date_impossible"),
        ("soon", "date_unreadable"),
        ("31 Maerz 2024", "date_unreadable"),
        ("123", "date_unreadable"),
        ("=TODAY()", "date_unreadable"),
    ],
)
def test_days_that_never_were(text: str, code: str) -> None:
    reading = date_column([text]).read(text)
    assert reading.refused
    assert [issue.code for issue in reading.issues] == [code]


@pytest.mark.parametrize(("text", "day"), [("March 2023", "2023-03-01"), ("2019", "2019-01-01")])
def test_a_month_or_year_gives_its_first_day_and_says_so(text: str, day: str) -> None:
    reading = date_column([text]).read(text)
    assert reading.value == day
    assert [issue.code for issue in reading.issues] == ["date_partial"]


def test_one_proof_settles_the_column() -> None:
    assert days(["03/04/2024", "25/12/2024"]) == ["2024-04-03", "2024-12-25"]
    assert days(["03/04/2024", "12/25/2024"]) == ["2024-03-04", "2024-12-25"]
    assert column_codes(["03/04/2024", "25/12/2024"]) == []


def test_only_ambiguous_dates_are_day_first_and_said() -> None:
    assert days(["03/04/2024", "05/06/2024"]) == ["2024-04-03", "2024-06-05"]
    assert column_codes(["03/04/2024", "05/06/2024"]) == ["date_order_assumed"]
    assert column_codes(["05/05/2024", "", "n/a"]) == []


def test_what_was_said_of_the_last_list_holds_where_no_date_proves_another() -> None:
    usual = {"usual": DateOrder.MONTH_FIRST}
    column = date_column(["03/04/2024"], **usual)
    assert column.read("03/04/2024").value == "2024-03-04"
    assert [issue.code for issue in column.issues] == ["date_order_assumed"]
    assert "the month first, as in this source's last list" in column.issues[0].message
    assert date_column(["03/04/2024", "25/12/2024"], **usual).order == DateOrder.DAY_FIRST
    assert date_column(["25/12/2024", "12/25/2024", "03/04/2024"], **usual).order is None
    assert date_column(["03/04/2024"], DateOrder.DAY_FIRST, **usual).order == DateOrder.DAY_FIRST


def test_proof_of_both_orders_asks() -> None:
    values = ["25/12/2024", "12/25/2024", "03/04/2024"]
    assert days(values) == ["2024-12-25", "2024-12-25", None]
    assert column_codes(values) == ["date_order_conflict"]
    assert date_column(values).read("03/04/2024").issues[0].code == "date_ambiguous"
    assert days(values, DateOrder.MONTH_FIRST)[2] == "2024-03-04"


def test_two_digit_years_are_not_after_the_latest() -> None:
    assert date_column([], latest=2026).read("1/2/26").value == "2026-02-01"
    assert date_column([], latest=2026).read("1/2/27").value == "1927-02-01"


@pytest.mark.parametrize("text", ["", " ", "n/a", "-", "unknown"])
def test_an_empty_cell_says_nothing(text: str) -> None:
    assert date_column([text]).read(text).value is None
    assert date_column([text]).read(text).issues == ()


@given(st.lists(st.dates(min_value=date(1850, 1, 1), max_value=date(2049, 12, 31)), min_size=1))
def test_days_written_the_british_way_are_read_back(written: list[date]) -> None:
    values = [day.strftime("%d/%m/") + str(day.year) for day in written]
    assert days(values) == [day.isoformat() for day in written]


@given(st.lists(st.text(alphabet="0123456789/-. JanFebT:", max_size=12)))
def test_nothing_breaks_it_and_values_are_days(values: list[str]) -> None:
    for day in days(values):
        assert day is None or date.fromisoformat(day)


def test_a_month_in_numbers_is_its_first_day_and_said():
    for text in ("05/2013", "5-2013", "2013-05"):
        reading = date_column([text]).read(text)
        assert (reading.value, [issue.code for issue in reading.issues]) == ("2013-05-01", ["date_partial"])
    assert date_column([]).read("13/2013").value is None


@pytest.mark.parametrize(
    ("text", "day"), [("Mar-15", "2015-03-01"), ("Sept'09", "2009-09-01"), ("2020-04", "2020-04-01")]
)
def test_a_month_as_spreadsheets_shorten_it_gives_its_first_day_and_is_said(text: str, day: str) -> None:
    reading = date_column([text]).read(text)
    assert reading.value == day
    assert [issue.code for issue in reading.issues] == ["date_partial"]
    assert date_column(["2019-20"]).read("2019-20").refused
