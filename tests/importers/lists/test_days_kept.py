"""Days of memberships that can hardly be right: kept as given, and said in their cell."""

import pytest

from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping

CONTEXT = ListContext(kind="members", said_on="2024-06-01", body_name="Voices North", today="2024-06-02")


@pytest.mark.parametrize(
    ("joined", "left", "said"),
    [
        ("13/03/2099", "", [("Joined", "date_to_come_kept")]),
        ("31/12/1899", "", [("Joined", "date_long_ago_kept")]),
        ("13/03/2004", "31/05/2099", [("Left", "date_to_come_kept")]),
        ("13/03/2004", "31/03/2026", []),
        ("13/03/1951", "", []),
    ],
)
def test_a_day_that_can_hardly_be_right_is_kept_and_said(make_table, joined, left, said):
    table = make_table(["Organisation", "Joined", "Left"], ["Ash Hall", joined, left])
    (row,) = IMPORTERS["members"].parse(table, suggest_mapping(table, "members"), CONTEXT)
    assert [(issue.column, issue.code) for issue in row.issues] == said
    assert row.values["joined"] == "-".join(reversed(joined.split("/")))
    assert not row.rejected
