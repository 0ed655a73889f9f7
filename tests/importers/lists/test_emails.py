"""Whose an address is where several rows of a list speak of one organisation."""

from __future__ import annotations

import pytest

from importers.lists import IMPORTERS, ListContext

HEADINGS = ["Name", "Charity number", "Contact name", "Email"]
FIELDS = ("name", "charity_number", "contact_name", "email")


@pytest.mark.parametrize("kind", ["members", "organisations"])
@pytest.mark.parametrize(
    ("said", "people", "organisation"),
    [
        ([("Ann Lee", "chair1@a.org"), ("Bo Day", "tr@a.org")], ["chair1@a.org", "tr@a.org"], [None, None]),
        ([("Ann Lee", "info@a.org"), ("Bo Day", "tr@a.org")], [None, "tr@a.org"], ["info@a.org", None]),
        ([("Ann Lee", "x@a.org"), ("Bo Day", "X@a.org")], [None, None], ["x@a.org", "x@a.org"]),
        ([("Ann Lee", "x@a.org"), ("ANN LEE", "y@a.org")], [None, None], ["x@a.org", "y@a.org"]),
        ([("Ann Lee", "x@a.org"), ("", "y@a.org")], [None, None], ["x@a.org", "y@a.org"]),
        ([("Ann Lee", "x@a.org")], [None], ["x@a.org"]),
    ],
)
def test_addresses_beside_several_people(make_table, kind, said, people, organisation) -> None:
    rows = [["Acorn", "1138860", *each] for each in said]
    for given, expected in ((rows, list(zip(people, organisation, strict=True))), (rows[::-1], None)):
        parsed = IMPORTERS[kind].parse(make_table(HEADINGS, *given), FIELDS, ListContext(kind, "2024-01-01"))
        found = [((row.facts.get("person") or {}).get("email"), row.values.get("email")) for row in parsed]
        assert (found if expected else found[::-1]) == list(zip(people, organisation, strict=True))
        told = [bool([issue for issue in row.issues if issue.code == "email_of_person"]) for row in parsed]
        assert told == [email is not None for email, _ in found]
