"""Which column holds what: headings of real lists, values, choices, memory."""

import csv
from pathlib import Path

import pytest

from importers.field_registry import BY_ID, FIELDS, fields_of
from importers.heading_words import plain_heading
from importers.lists import IMPORTERS
from importers.mapping import (
    HeadingError,
    apply_choices,
    check_mapping,
    positions_of_fields,
    suggest_mapping,
)
from importers.read import read_table


def suggested(table, kind="members"):
    mapping = suggest_mapping(table, kind)
    return {field: heading for heading, field in zip(table.headings, mapping, strict=True) if field}


@pytest.mark.parametrize(
    "heading",
    ["memberOrgId", "Member_Org_ID", "member org-id", " MEMBER ORG ID ", "Member's Org ID", "MemberOrgID__c"],
)
def test_writings_of_a_heading_are_one(heading):
    assert plain_heading(heading) == "member org id"


@pytest.mark.parametrize(
    ("path", "kind", "fields"),
    [
        (
            "members/federated_members_uk_28294.csv",
            "members",
            {
                "identifier": "member_org_id",
                "name": "member_name",
                "joined": "valid_from",
                "left": "valid_to",
            },
        ),
        (
            "members/gm_food_banks_192.csv",
            "members",
            {
                "name": "Name",
                "address": "Address",
                "postcode": "Postcode",
                "website": "Website",
                "place": "Area name",
            },
        ),
        (
            "registers/ccew_charities_operating_in_trafford_2023.csv",
            "organisations",
            {
                "charity_number": "registered_charity_number",
                "company_number": "charity_company_registration_number",
                "name": "charity_name",
                "legal_form": "charity_type",
                "address": "charity_contact_address",
                "postcode": "charity_contact_postcode",
                "website": "charity_contact_web",
            },
        ),
        (
            "government/appg/appg_secretariat_edges_derived.csv",
            "liaisons",
            {"name": "secretariat_organisation", "from_organisation": "title"},
        ),
        (
            "government/appg/appg_members.csv",
            "contacts",
            {"contact_name": "name", "contact_role": "officer_role", "name": "appg", "obtained": "source"},
        ),
    ],
)
def test_real_lists(shared_data: Path, path, kind, fields):
    assert suggested(read_table(shared_data / path), kind) == fields


def test_the_headings_that_membership_lists_carry(make_table):
    headings = [
        "Organisation", "Charity number or org id", "Led by", "Board share %", "Senior staff share %",
        "All staff share %", "Leadership reply", "Declared on", "Declared by", "Works with", "Date joined",
    ]  # fmt: skip
    assert list(suggest_mapping(make_table(headings, []), "members")) == [
        "name", "identifier", "led_by", "board_share", "senior_share",
        "staff_share", "leadership_reply", "declared_on", "declared_by", "works_with", "joined",
    ]  # fmt: skip


@pytest.mark.parametrize(("heading", "field"), [("Respondent ID", None), ("Reference", "joined")])
def test_when_a_survey_was_filled_in_is_no_membership(make_table, heading, field):
    table = make_table([heading, "Organisation", "Start Date"], ["118", "Alder Trust", "12/03/2024"])
    assert suggest_mapping(table, "members")[2] == field


@pytest.mark.parametrize(
    ("kind", "headings", "row", "fields"),
    [
        ("log", "Name,Organisation,Date", "Ana Lee,Alder Trust,12/03/2024", ("people", "name", "date")),
        ("contacts", "Name,Company,E-mail", "Ana Lee,Alder Trust,a@b.org", ("contact_name", "name", "email")),
        ("members", "Name,Company,E-mail", "Alder Trust,Yes,a@b.org", ("name", None, "email")),
        (
            "contacts",
            "Title,Last Name,Company,Department,Job Title",
            "Ms,Lee,Alder Trust,,Chair",
            (None, "contact_name", "name", None, "contact_role"),
        ),
        (
            "members",
            "Title,Last Name,Company,Department",
            "Mr.,Lee,Alder Trust,",
            (None, "contact_name", "name", None),
        ),
        ("members", "Name,Charity,Town", "Alder Trust,1038860,Derby", ("name", None, "address")),
        ("members", "Name,Charity,Town", "Alder Trust,yes,Derby", ("name", None, "address")),
        ("members", "Name,Charity,Town", "Ana Lee,Alder Trust,Derby", ("contact_name", "name", "address")),
        ("members", "Name,Group,Town", "Alder Trust,Youth,Derby", ("name", None, "address")),
        ("members", "*ContactName,PhoneNumber", "Alder Trust,0113 496 0000", ("name", None)),
        ("organisations", "Title,Department", "Alder Trust,", ("name", None)),
    ],
)
def test_people_are_told_from_their_organisations(make_table, kind, headings, row, fields):
    other = row.replace("Alder", "Birch").replace("Ana", "Bo").replace("Ms", "Dr")
    table = make_table(headings.split(","), row.split(","), other.split(","))
    assert suggest_mapping(table, kind) == fields


def test_an_engagement_log_in_both_forms(make_table):
    long = make_table(
        ["Organisation", "Date", "Type", "Direction", "Spoke", "Topic or principle", "Follow-up", "Due"]
    )
    assert suggest_mapping(long, "log") == (
        *("name", "date", "kind", "direction", "spoke", "principles", "follow_up", "due"),
    )
    wide = make_table(["Group", "Contacted", "Responded", "Met"])
    assert suggest_mapping(wide, "log") == ("name", "contacted", "responded", "met")


def test_values_speak_against_a_heading(make_table):
    table = make_table(["Name", "From", "ID"], *[["Acorn", "Mary", str(number)] for number in range(9)])
    assert suggest_mapping(table, "members") == ("name", None, None)


def test_values_speak_for_themselves(make_table):
    rows = [[f"GB-CHC-20000{n}", f"LS1 4A{letter}", f"Group of {letter}"] for n, letter in enumerate("BDEFG")]
    table = make_table(["Column 1", "Column 2", "Column 3"], *rows)
    assert suggest_mapping(table, "members") == ("identifier", "postcode", "name")
    assert suggest_mapping(make_table(["A"], *[row[2:] for row in rows]), "members") == ("name",)


def test_a_person_beside_an_organisation(make_table):
    table = make_table(["Name", "Organisation", "Email"], ["Ann", "Acorn", "ann@acorn.example"])
    assert suggest_mapping(table, "members") == ("contact_name", "name", "email")


def test_address_columns_and_parts_of_a_name_are_put_together(make_table):
    table = make_table(["First name", "Surname", "Department", "Address 1", "Town"])
    assert suggest_mapping(table, "contacts") == (
        "contact_name",
        "contact_name",
        "name",
        "address",
        "address",
    )


@pytest.mark.parametrize(
    ("field", "headings", "order"),
    [
        ("contact_name", ("Surname", "Contact first name", "First name"), (2, 0, 1)),
        ("address", ("Town (post)", "Address 2", "County", "Address 1", "Address line 1"), (4, 3, 1, 0, 2)),
        ("address", ("Town", "Floor", "Address 1"), (0, 1, 2)),
        ("notes", ("Notes", "Remarks", "Notes"), (0, 2, 1)),
    ],
)
def test_columns_put_together_follow_each_other_wherever_they_stand(field, headings, order):
    """All but those with a heading that isn't known, whose order is all there is to go by."""
    assert positions_of_fields((*headings, "X"), (*(field for _ in headings), None)) == {field: list(order)}


def test_choices(make_table):
    headings = ("Group", "Ref", "Code")
    chosen = apply_choices((None, "identifier", None), headings, {"name": "group", "charity_number": "Code"})
    assert chosen == ("name", "identifier", "charity_number")
    assert apply_choices(chosen, headings, {"identifier": ""}) == ("name", None, "charity_number")
    assert apply_choices(chosen, headings, {"identifier": "Code"}) == ("name", None, "identifier")


@pytest.mark.parametrize(
    ("choices", "code", "says"),
    [
        ({"nam": "Group"}, "unknown_field", "name"),
        ({"name": "Grup"}, "unknown_heading", "Group"),
        ({}, "no_name_or_number", "Group, Ref"),
    ],
)
def test_headings_that_dont_do(choices, code, says):
    with pytest.raises(HeadingError) as caught:
        apply_choices((None, None), ("Group", "Ref"), choices)
    assert caught.value.code == code
    assert says in str(caught.value)
    assert caught.value.next_step


def test_a_list_without_names_or_numbers_is_refused():
    with pytest.raises(HeadingError):
        check_mapping(("postcode", None), ("Postcode", "Town"))
    check_mapping((None, "company_number"), ("Postcode", "CRN"))


def test_the_registry_is_whole():
    ids = [field.id for field in FIELDS]
    assert len(ids) == len(set(ids)) == len(BY_ID)
    assert all(field.label for field in FIELDS)
    for kind in IMPORTERS:
        assert {"name", "identifier"} <= {field.id for field in fields_of(kind)}
    with pytest.raises(KeyError):
        fields_of("letters")


def test_every_heading_of_the_data_is_plain_and_leads_to_a_field():
    path = Path(__file__).parents[2] / "importers" / "data" / "headings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["field"] in BY_ID for row in rows)
    assert all(plain_heading(row["heading"]) == row["heading"] for row in rows)
    keys = [(row["field"], row["heading"]) for row in rows]
    assert len(keys) == len(set(keys))
    for field_id in (
        "name",
        "identifier",
        "charity_number",
        "led_by",
        "works_with",
        "joined",
        "left",
        "postcode",
    ):
        assert any(row["field"] == field_id for row in rows)


@pytest.mark.parametrize("org", ["Org", "Org:0", "Organization/0/"])
def test_grants_as_funders_publish_them(make_table, org):
    ends = {"Name": "name", "Charity Number": "charity_number", "Company Number": "company_number"}
    headings = ["Identifier", f"Funding {org}:Name", *(f"Recipient {org}:{end}" for end in ends)]
    rows = [["360G-a-1", "Oak Fund", "Acorn Trust", "1138860", "01234567"]] * 6
    assert suggest_mapping(make_table(headings, *rows), "grants") == ("grant_id", "funder", *ends.values())


@pytest.mark.parametrize("kind", IMPORTERS)
def test_what_our_pages_call_a_field_is_a_heading(make_table, kind):
    others = [field for field in fields_of(kind) if field.id != "name"]
    found = [suggest_mapping(make_table(["Organisation", field.label], []), kind) for field in others]
    assert [field.id for field, it in zip(others, found, strict=True) if field.id not in it] == []


def test_of_two_columns_called_name_the_one_of_codes_is_no_name(make_table):
    table = make_table(["Name", "Name"], ["LLO001", "Elm Trust"], ["VIR003", "Oak Group"])
    assert suggest_mapping(table, "members") == (None, "name")


def test_a_bodys_own_codes_are_no_register_numbers(make_table):
    table = make_table(["Identifier", "Name"], *[[f"R00688{n}", f"Group {n}"] for n in range(9)])
    assert suggest_mapping(table, "members") == (None, "name")


@pytest.mark.parametrize(
    ("headings", "cells", "fields"),
    [
        (["WI", "Charity No"], ["Ashby", "Bakewell", "Crich"], ("name", "charity_number")),
        (["Charity No", "Who"], ["Ash Trust", "Beck Club", "Crag Choir"], ("charity_number", "name")),
        (["Charity No", "Mood"], ["Sunny", "Grim", "Fair"], ("charity_number", None)),
        (
            ["Name", "Charity No", "Host"],
            ["Ash Trust", "Beck Club", "Crag"],
            ("name", "charity_number", None),
        ),
    ],
)
def test_names_are_known_by_their_values_when_no_column_is_called_so(make_table, headings, cells, fields):
    numbers = ["1038860", "1100123", "1065289"]
    kept = {"Charity No": numbers, "Name": ["Elm", "Fir", "Gorse"]}
    rows = zip(*(kept.get(heading, cells) for heading in headings), strict=True)
    assert suggest_mapping(make_table(headings, *map(list, rows)), "members") == fields


def test_a_column_of_several_addresses_is_one_of_e_mail(make_table):
    rows = [["Alder Trust", "a@alder.example; b@alder.example"], ["Birch Group", "c@d.example / e@d.example"]]
    table = make_table(["Member", "Email"], *rows, ["Cedar", "a@cedar.example, b@cedar.example"])
    assert suggest_mapping(table, "members") == ("name", "email")


def test_steps_with_their_days_under_headings_over_two_rows(make_table):
    headings = ["Organisation", "Contacted Date", "Contacted By", "Responded Date", "Met Date"]
    table = make_table(headings, ["Alder Trust", "01/02/2024", "JB", "03/02/2024", ""])
    assert suggest_mapping(table, "log") == ("name", "contacted", None, "responded", "met")
