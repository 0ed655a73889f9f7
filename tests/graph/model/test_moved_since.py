"""What makes a row wait because of others: only what the row itself would change, and moved since."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.moved_since import moved_fields
from graph.model.plan import FieldChange, PlannedRow, RowVerdict

NUMBER = "GB-CHC-1"
RECORD = {"name": "Acorn Trust", "postcode": "LS1 4AB", "hide_location": False, "income_band": "to_100000"}


def row(*changes: FieldChange, verdict: RowVerdict = RowVerdict.CHANGED, **more: Any) -> PlannedRow:
    values = {"name": "Acorn Trust", "identifiers": [NUMBER]}
    return PlannedRow(2, verdict, values, "o1", 1, changes=changes, **more)


@pytest.mark.parametrize(
    ("planned", "moved"),
    [
        (row(), []),
        (row(FieldChange("postcode", "LS1 4AB", "LS2 7EW")), []),
        (row(FieldChange("postcode", None, "LS1 4AB")), []),
        (row(FieldChange("postcode", None, "LS2 7EW")), ["postcode"]),
        (row(FieldChange("website", "old.example", "new.example")), ["website"]),
        (row(FieldChange("hide_location", "no", "yes")), []),
        (row(FieldChange("income_band", "no_figure", "to_1m")), ["income_band"]),
        (row(FieldChange("name", "The Acorns", "Acorns Trust")), []),
        (row(FieldChange("name", "Elm House", "Elm")), ["name"]),
        (row(FieldChange("other_names", None, "Oak"), FieldChange("joined", None, "2020-01-01")), []),
        (row(FieldChange("postcode", None, "M1 1AA"), vouches_for="s1"), []),
        (row(FieldChange("postcode", None, "M1 1AA"), verdict=RowVerdict.SAME), []),
    ],
)
def test_only_what_the_row_would_change_counts(planned: PlannedRow, moved: list[str]) -> None:
    assert moved_fields(planned, RECORD, ["Acorn Trust", "Oak"], [NUMBER, "GB-COH-00000002"]) == moved


def test_number_by_which_it_was_matched_went_elsewhere() -> None:
    assert moved_fields(row(), RECORD, ["Acorn Trust"], ["GB-CHC-9"]) == ["identifiers"]
    added = row(FieldChange("identifiers", "GB-CHC-9", NUMBER))
    assert moved_fields(added, RECORD, ["Acorn Trust"], ["GB-CHC-9"]) == []
