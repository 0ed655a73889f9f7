"""Membership lists and lists of organisations: what a row's cells become."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.plan import Severity
from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping
from importers.read import read_table
from importers.read.table import Row, Table

CONTEXT = ListContext("members", "2024-10-01", body_id="b1", body_name="North Forum")


def parse(table, kind="members", context=CONTEXT):
    return IMPORTERS[kind].parse(table, suggest_mapping(table, kind), context)


def codes(row):
    return [issue.code for issue in row.issues]


@pytest.mark.parametrize(
    ("email", "address", "said"),
    [
        ("A@b.example; c@d.example", "a@b.example", ["email_among_words"]),
        ("Office <a@b.example>", "a@b.example", ["email_among_words"]),
        ("a@b.example.", "a@b.example", []),
        ("a at b.example", None, ["email_unreadable"]),
    ],
)
def test_an_email_address_among_others(make_table, email, address, said):
    (row,) = parse(make_table(["Organisation", "E-mail"], ["Acorn", email]))
    assert (row.values.get("email"), codes(row)) == (address, said)


@pytest.mark.parametrize(
    ("website", "address", "said"),
    [
        ("www.b.example / www.c.example", "www.b.example", ["website_among_words"]),
        ("www.b.example.", "www.b.example", []),
        ("www.b.example javascript:alert(1)", None, ["website_unreadable"]),
    ],
)
def test_a_web_address_among_others(make_table, website, address, said):
    (row,) = parse(make_table(["Organisation", "Website"], ["Acorn", website]))
    assert (row.values.get("website"), codes(row)) == (address, said)


def test_a_full_row(make_table):
    table = make_table(
        ["Organisation", "Charity number or org id", "Postcode", "Address", "Website", "Email", "Income",
         "Legal form", "Status", "Member since", "Left", "Works in", "Works with", "Other names"],
        ["Acorn Ltd t/a Oak", "1038860 / SC040604", "ls14ab", "1 High St", "www.acorn.example",
         "A@acorn.example",
         "£12,000", "Charity", "Active", "25/03/2020", "", "Leeds; Wales", "Carers", "ACT"],
    )  # fmt: skip
    (row,) = parse(table)
    assert row.values == {
        "name": "Acorn Ltd",
        "other_names": ["Oak", "ACT"],
        "identifiers": ["GB-CHC-1038860", "GB-SC-SC040604"],
        "postcode": "LS1 4AB",
        "place": "E08000035",
        "address": "1 High St",
        "website": "www.acorn.example",
        "email": "a@acorn.example",
        "income_band": "to_100k",
        "legal_form": "charity",
        "status": "active",
        "joined": "2020-03-25",
        "works_in": ["E08000035", "W92000004"],
        "works_with": {"EAR020000": "accepted"},
    }
    assert row.issues == ()
    assert row.cells == table.rows[0].cells
    assert all(type(value) in (str, list, dict, bool) for value in row.values.values())


def test_what_a_row_doesnt_say_is_absent(make_table):
    (row,) = parse(
        make_table(["Name", "Postcode", "Income", "Led by", "Works with"], ["Acorn", "", "n/a", "", "-"])
    )
    assert row.values == {"name": "Acorn"}
    assert row.facts == {}


@pytest.mark.parametrize("cells", [["", "", "LS1 4AB"], ["***", "none", ""], ["n/a", "1.03886E+06", ""]])
def test_a_row_without_name_and_number_is_rejected(make_table, cells):
    (row,) = parse(make_table(["Name", "Charity number", "Postcode"], cells))
    assert row.rejected
    assert "no_name" in codes(row)
    assert row.issues[-1].row == 2


def test_a_number_alone_is_enough(make_table):
    (row,) = parse(make_table(["Name", "Charity number"], ["", "1038860"]))
    assert not row.rejected
    assert row.identifiers == ("GB-CHC-1038860",)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "'); MATCH (n) DETACH DELETE n //",
        "Robert\u202e trebor",
        "a\x00b",
    ],
)
def test_hostile_names_are_plain_text(make_table, name):
    (row,) = parse(make_table(["Name"], [name]))
    assert not row.rejected
    assert "\x00" not in row.name
    assert row.cells == (name,)


def test_a_name_of_20000_characters_rejects_its_row_only(make_table):
    long, good = parse(make_table(["Name"], ["x" * 20_000], ["Acorn"]))
    assert long.rejected
    assert codes(long)[0] == "name_too_long"
    assert not good.rejected


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "not a site", "http://a b"])
def test_only_web_addresses_become_links(make_table, website):
    (row,) = parse(make_table(["Name", "Website"], ["Acorn", website]))
    assert "website" not in row.values
    assert codes(row) == ["website_unreadable"]


def test_the_postcode_counts_before_the_place(make_table):
    near, far, none = parse(
        make_table(
            ["Name", "Postcode", "Council"],
            ["Acorn", "LS1 4AB", "Leeds City Council"],
            ["Beech", "LS1 4AB", "Bradford"],
            ["Cedar", "LS1", "Hull"],
        )
    )
    assert (near.values["place"], codes(near)) == ("E08000035", [])
    assert (far.values["place"], codes(far)) == ("E08000035", ["place_disagrees"])
    assert (none.values["place"], codes(none)) == ("E06000010", ["postcode_partial"])


def test_a_region_that_holds_the_postcodes_council_doesnt_disagree_with_it(make_table):
    inside, alone, everywhere = parse(
        make_table(
            ["Name", "Postcode", "Region"],
            ["Acorn", "LS1 4AB", "Yorkshire and The Humber"],
            ["Beech", "", "Wales"],
            ["Cedar", "", "UK"],
        )
    )
    assert (inside.values["place"], codes(inside)) == ("E08000035", [])
    assert alone.values["place"] == "W92000004"
    assert ("place" not in everywhere.values, codes(everywhere)) == (True, [])


def test_a_postcode_in_the_address_is_used_and_said(make_table):
    (row,) = parse(make_table(["Name", "Address"], ["Acorn", "1 High Street, Leeds LS1 4AB"]))
    assert row.values["postcode"] == "LS1 4AB"
    assert codes(row) == ["postcode_from_address"]


def test_leaving_before_joining_is_said(make_table):
    (row,) = parse(make_table(["Name", "Joined", "Left"], ["Acorn", "25/03/2020", "25/03/2019"]))
    assert codes(row) == ["left_before_joined"]


def test_the_order_of_a_columns_dates_is_said_once(make_table):
    first, second = parse(make_table(["Name", "Joined"], ["Acorn", "03/04/2020"], ["Beech", "05/06/2020"]))
    assert [first.values["joined"], second.values["joined"]] == ["2020-04-03", "2020-06-05"]
    assert [(issue.code, issue.column, issue.row) for issue in first.issues] == [
        ("date_order_assumed", "Joined", None)
    ]
    assert second.issues == ()


def test_what_an_umbrella_reports(make_table):
    table = make_table(
        ["Name", "Led by", "Board share %", "Declared on", "Declared by"],
        ["Acorn", "Women; DEI02", "80; 50", "25/09/2024", "Chair"],
    )
    (row,) = parse(table)
    assert row.facts["declaration"] == {
        "reply": "yes",
        "leadership": {
            "DEI090000": {"board": "three_quarters", "senior_staff": "not_given", "all_staff": "not_given"},
            "DEI020000": {"board": "half", "senior_staff": "not_given", "all_staff": "not_given"},
        },
        "asked_about": None,
        "asked_on": None,
        "declared_on": "2024-09-25",
        "declared_by": "reported",
        "declared_by_name": "Chair",
        "with_reply_in": None,
    }


def test_own_answers_are_the_organisations_word(make_table):
    context = ListContext("members", "2024-10-01", own_answers=True)
    (row,) = parse(make_table(["Name", "Leadership reply"], ["Acorn", "none of these"]), context=context)
    assert row.facts["declaration"]["declared_by"] == "organisation"
    assert row.facts["declaration"]["reply"] == "none_of_these"
    assert row.facts["declaration"]["declared_on"] is None


def test_a_word_that_names_no_community_waits_and_nothing_is_taken(make_table):
    (row,) = parse(make_table(["Name", "Led by"], ["Acorn", "Women; Jewish"]))
    assert "declaration" not in row.facts
    assert list(row.facts["declaration_waiting"]["leadership"]) == ["DEI090000"]
    assert row.facts["declaration_waiting"]["open_words"] == [
        {
            "text": "Jewish",
            "codes": ["DEI019920", "DEI030600"],
            "question": row.questions[0],
            "shares": dict.fromkeys(("board", "senior_staff", "all_staff"), "not_given"),
        }
    ]
    assert len(row.questions) == 1


def test_shares_that_dont_match_warn_and_leave_the_claim(make_table):
    (row,) = parse(make_table(["Name", "Led by", "Board share %"], ["Acorn", "Women; Black", "80"]))
    assert codes(row) == ["shares_dont_match"]
    assert set(row.facts["declaration"]["leadership"]) == {"DEI090000", "DEI010100"}


def test_a_contact_on_a_list_is_a_person(make_table):
    (row,) = parse(
        make_table(["Organisation", "Contact name", "Job title"], ["Acorn", "Ann Example", "Chair"])
    )
    assert row.facts["person"]["name"] == "Ann Example"
    assert row.facts["person"]["role"] == "Chair"
    assert row.facts["person"]["obtained"] == "list of North Forum"


def test_roles_of_a_list_and_of_its_rows(make_table):
    context = ListContext("organisations", "2024-10-01", role="government")
    table = make_table(["Name", "Role"], ["Dept", ""], ["Fund", "funder; other; chief"])
    first, second = parse(table, "organisations", context)
    assert first.values["roles"] == ["government"]
    assert second.values["roles"] == ["funder", "other"]
    assert codes(second) == ["role_unknown"]


@given(st.lists(st.text(max_size=30), min_size=6, max_size=6))
def test_no_cell_breaks_a_row_and_errors_are_the_only_reason_to_reject(cells):
    headings = ("Name", "Charity number", "Postcode", "Led by", "Date joined", "Income")
    table = Table(
        "csv", "utf-8", True, ",", (), None, 1, headings, tuple(range(1, 7)), (Row(2, tuple(cells)),)
    )
    (row,) = parse(table)
    assert row.cells == tuple(cells)
    assert row.rejected == any(issue.severity is Severity.ERROR for issue in row.issues)
    assert row.rejected == (not row.name and not row.identifiers)


def test_every_real_membership_is_read(shared_data: Path):
    table = read_table(shared_data / "members/federated_members_uk_28294.csv")
    rows = parse(table)
    assert len(rows) == 28_294
    assert not any(row.rejected or row.issues or row.questions for row in rows)
    assert all(row.name and len(row.identifiers) == 1 for row in rows)


def test_words_that_say_nothing_of_who_leads_are_told_and_stay_unknown(make_table):
    table = make_table(["Name", "Led by"], ["Acorn", "none"], ["Beech", "-"], ["Cedar", ""])
    rows = parse(table)
    assert [[issue.code for issue in row.issues] for row in rows] == [["led_by_says_nothing"], [], []]
    assert all("declaration" not in row.facts for row in rows)
