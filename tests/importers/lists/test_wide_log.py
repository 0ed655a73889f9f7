"""The wide form of an engagement log: cells as people fill them in, one row for each organisation."""

import pytest

from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping

CONTEXT = ListContext("log", "2024-12-20", consultation="cov", opens="2024-10-17", today="2026-11-23")


def read(make_table, heading, cell, **more):
    headings = ["Organisation", heading, *more]
    table = make_table(headings, ["Ash Hall", cell, *more.values()])
    (row,) = IMPORTERS["log"].parse(table, suggest_mapping(table, "log"), CONTEXT)
    return row, row.facts.get("engagements", [])


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("18/10/2024", ["2024-10-18"]),
        ("18/10/2024 JS", ["2024-10-18"]),
        ("17/10/2024; 24/10/2024", ["2024-10-17", "2024-10-24"]),
        ("12/11/2024 & 14/11/2024", ["2024-11-12", "2024-11-14"]),
        ("12/11/2024 and 12/11/2024", ["2024-11-12"]),
        ("45582", ["2024-10-17"]),
        ("✓", ["2024-10-17"]),
        ("JS/AB", ["2024-10-17"]),
        ("Jane and Tom", ["2024-10-17"]),
        ("J.S. & A.B.", ["2024-10-17"]),
        ("yes 3/11", ["2024-11-03"]),
        ("05/11 & 12/11", ["2024-11-05", "2024-11-12"]),
        ("sent 3 Nov", ["2024-11-03"]),
        ("14th December JS", ["2024-12-14"]),
        ("sent 3 Feb", []),
        ("no reply", []),
        ("Not yet", []),
        ("awaiting reply", []),
        ("not contacted yet", []),
        ("tbc", []),
        ("0", []),
        ("25/12/2026", []),
        ("2x", []),
    ],
)
def test_a_cell_is_as_many_events_as_it_has_days(make_table, cell, days):
    _, events = read(make_table, "Contacted", cell)
    assert [event["held_on"] for event in events] == days


@pytest.mark.parametrize(
    ("heading", "cells", "days"),
    [
        ("Attended", ["3/11", "2/12"], []),
        ("Attended", ["3/11", "13/11", "2/12"], ["2024-11-03", "2024-11-13", "2024-12-02"]),
        ("Met", ["3/11", "18/10/2024"], ["2024-11-03", "2024-10-18"]),
        ("Met", ["3/11", "18/20"], []),
        ("Contacted", ["3/11", "2/12"], ["2024-11-03", "2024-12-02"]),
    ],
)
def test_three_of_four_who_came_are_no_day_unless_the_column_shows_days(make_table, heading, cells, days):
    table = make_table(["Organisation", heading], *([f"Hall {cell}", cell] for cell in cells))
    rows = IMPORTERS["log"].parse(table, suggest_mapping(table, "log"), CONTEXT)
    found = [event["held_on"] for row in rows for event in row.facts.get("engagements", [])]
    assert found == days
    assert days or {issue.code for row in rows for issue in row.issues} == {"day_or_share", "no_event"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("25/12/2026", "date_to_come"),
        ("31/11/2024", "date_impossible"),
        ("JS 30/02/2024", "date_impossible"),
        ("17/10/1924", "date_too_early"),
    ],
)
def test_a_day_that_cannot_be_makes_no_event_on_another_day(make_table, cell, code):
    row, events = read(make_table, "Met", cell)
    assert not events
    assert [issue.code for issue in row.issues] == [code, "no_event"]


def test_a_day_whose_order_nobody_knows_makes_no_event_on_another_day(make_table):
    cells = ["25/11/2024", "11/25/2024", "03/04/2024"]
    table = make_table(["Organisation", "Contacted"], *([f"Hall {cell}", cell] for cell in cells))
    rows = IMPORTERS["log"].parse(table, suggest_mapping(table, "log"), CONTEXT)
    found = [[event["held_on"] for event in row.facts.get("engagements", [])] for row in rows]
    assert found == [["2024-11-25"], ["2024-11-25"], []]


def test_nothing_yet_is_no_cell_to_complain_about(make_table):
    row, _ = read(make_table, "Responded", "no reply", Contacted="18/10/2024")
    assert not row.issues


def test_words_beside_a_day_and_the_rows_notes_are_kept(make_table):
    _, events = read(make_table, "Contacted", "18/10/2024 left voicemail", Met="x", Notes="rang twice")
    assert events[0]["notes"] == "Contacted: left voicemail"
    assert events[1]["notes"] == "rang twice"


@pytest.mark.parametrize(("cell", "flag"), [("declined 18/10/2024", "declined"), ("bounced", "bounced")])
def test_words_that_mean_a_flag(make_table, cell, flag):
    _, (event,) = read(make_table, "Responded", cell)
    assert event[flag] is True
