"""People in membership lists: the contact in the member's row is a person with a post, and stays one."""

import pytest

from importers.lists import IMPORTERS, ListContext
from importers.lists.emails import is_personal
from importers.mapping import suggest_mapping

CONTEXT = ListContext(kind="members", said_on="2024-06-01", body_name="Voices North")
HEADINGS = ["Organisation", "Contact name", "Job title", "Contact email", "Email", "Do not contact"]


def read(make_table, *cells, headings=HEADINGS):
    table = make_table(headings, list(cells))
    (row,) = IMPORTERS["members"].parse(table, suggest_mapping(table, "members"), CONTEXT)
    return row


def test_a_contact_keeps_name_post_address_and_wish(make_table):
    row = read(
        make_table, "Ash Hall", "Jo Elm", "Manager", "Jo.Elm@ash.example.org", "hi@ash.example.org", "yes"
    )
    assert row.values["email"] == "hi@ash.example.org"
    assert row.facts["person"] == {
        "name": "Jo Elm",
        "email": "jo.elm@ash.example.org",
        "role": "Manager",
        "since": None,
        "until": None,
        "basis": "",
        "obtained": "list of Voices North",
        "do_not_contact": True,
    }


@pytest.mark.parametrize(
    ("email", "name", "is_theirs"),
    [
        ("jo.elm@ash.example.org", "Jo Elm", True),
        ("jelm@ash.example.org", "Ms J Elm", True),
        ("info@ash.example.org", "Jo Elm", False),
        ("", "Jo Elm", False),
        ("office@elm.example.org", "Jo Elm", False),
    ],
)
def test_an_address_with_the_persons_name_in_it_is_personal(make_table, email, name, is_theirs):
    assert is_personal(email, name) is is_theirs
    row = read(make_table, "Ash Hall", name, email, headings=["Organisation", "Contact", "Email"])
    assert row.facts["person"]["email"] == (email if is_theirs else None)
    assert row.values.get("email") == (None if is_theirs or not email else email)


def test_what_is_said_of_a_contact_without_a_name_is_not_lost_silently(make_table):
    row = read(make_table, "Ash Hall", "", "Manager", "hello@ash.example.org", "", "")
    assert row.values["email"] == "hello@ash.example.org"
    assert "person" not in row.facts
    assert [issue.code for issue in row.issues] == ["no_person"]


def test_a_contact_in_two_columns_and_hostile_cells(make_table):
    row = read(
        make_table,
        "Ash Hall",
        "=cmd|' /C calc'!A0",
        "<script>",
        "javascript:alert(1)",
        headings=["Organisation", "First name", "Surname", "Contact email"],
    )
    assert row.facts["person"]["name"] == "=cmd|' /C calc'!A0 <script>"
    assert row.facts["person"]["email"] is None
    assert [issue.code for issue in row.issues] == ["email_unreadable"]
