"""The columns of real lists: what each holds, written down by hand, against what is suggested.

A column that isn't named holds nothing of ours, or nothing that can be told without asking.
"""

from __future__ import annotations

import pytest

from importers.columns import understand_columns
from importers.mapping import HeadingError, suggest_mapping
from importers.read import read_table

_COOPS = {
    "Registered Number": "identifier",
    "Registered Name": "name",
    "Trading Name": "other_names",
    "Legal Form": "legal_form",
    "Registered Street": "address",
    "Registered City": "address",
    "Registered State/Province": "address",
    "Registered Postcode": "postcode",
    "UK Nation": "place",
    "Registered Status": "status",
}

RIGHT: dict[str, dict[str, str]] = {
    "members/coops_uk_organisations_2016_DEV.csv": _COOPS,
    "members/coops_uk_organisations_2017_DEV.csv": _COOPS,
    "members/coops_uk_outlets_2019_DEV.csv": {
        "Registered Name": "name",
        "Outlet Name": "other_names",
        "Street": "address",
        "City": "address",
        "State/Province": "address",
        "Postcode": "postcode",
        "Website": "website",
    },
    "members/coops_uk_standard_2023_websites_DEV.csv": {
        "Name": "name",
        "Description": "notes",
        "Street Address": "address",
        "Locality": "address",
        "Region": "place",
        "Postcode": "postcode",
        "Website": "website",
        "Companies House Number": "company_number",
        "Legal Form": "legal_form",
    },
    "members/covid_mutual_aid_groups_uk_2020.csv": {
        "name": "name",
        "location_name": "address",
        "url": "website",
    },
    "members/federated_members_uk_28294.csv": {
        "member_org_id": "identifier",
        "member_name": "name",
        "valid_from": "joined",
        "valid_to": "left",
    },
    "members/federations_summary_35.csv": {"federation_org_id": "identifier", "federation_name": "name"},
    "members/gm_food_banks_192.csv": {
        "Name": "name",
        "Address": "address",
        "Postcode": "postcode",
        "Website": "website",
        "Area name": "place",
    },
    "members/infrastructure_bodies_by_name.csv": {
        "org_id": "identifier",
        "name": "name",
        "other_names": "other_names",
        "postcode": "postcode",
        "url": "website",
        "company_number": "company_number",
    },
    "members/messy_local_directories/gateshead_groups_and_engagement_2018_sectioned.csv": {
        "Company": "name",
        "Website": "website",
        "Address": "address",
    },
    "members/trafford_sports_clubs.csv": {"name": "name", "address": "address", "postcode": "postcode"},
    "members/warm_spaces_uk_2024.csv": {
        "name": "name",
        "address": "address",
        "postcode": "postcode",
        "url": "website",
        "description": "notes",
    },
    "stress/uk_real/ccni_charitydetails_windows1252.csv": {
        "Reg charity number": "charity_number",
        "Charity name": "name",
        "Status": "status",
        "Total income": "income",
        "Public address": "address",
        "Website": "website",
        "Email": "email",
        "Company number": "company_number",
        "Who the charity helps": "works_with",
        "Other name": "other_names",
        "Type of governing document": "legal_form",
    },
    "stress/uk_real/mutual_aid_star_space_delimited.csv": {
        "name": "name",
        "link": "website",
        "location_name": "address",
    },
    "stress/uk_real/charity_lookups_rsp_bom_ragged.csv": {
        "org_id_a": "identifier",
        "company_number": "company_number",
        "charity_number": "charity_number",
    },
    "stress/derived_from_real/dev_members_merged_header_sections.xlsx": {
        "Organisation Name": "name",
        "Contact details Postcode": "postcode",
        "Contact details Website": "website",
        "Joined Date": "joined",
    },
    "stress/derived_from_real/dev_members_cp1252_semicolon_totals.csv": {
        "Name": "name",
        "Post Code": "postcode",
        "Web address": "website",
    },
    "stress/derived_from_real/dev_members_utf16_tab_titles.txt": {
        "Organisation name": "name",
        "Postcode": "postcode",
        "Website": "website",
    },
}


def columns_of(path):
    table = read_table(path)
    return table, suggest_mapping(table, "members")


@pytest.mark.parametrize("name", list(RIGHT))
def test_columns_of_a_real_list(shared_data, name):
    table, mapping = columns_of(shared_data / name)
    found = {}
    for heading, field in zip(table.headings, mapping, strict=True):
        if field:
            found[heading] = field
    assert found == RIGHT[name]


@pytest.mark.parametrize("name", list(RIGHT))
def test_columns_are_found_whatever_they_are_called(shared_data, make_table, name):
    """The same real lists with every heading replaced by a word that means nothing."""
    table, _ = columns_of(shared_data / name)
    wanted = [RIGHT[name].get(heading) for heading in table.headings]
    nameless = make_table([f"Xq{at}" for at in range(len(wanted))], *[row.cells for row in table.rows[:1000]])
    try:
        mapping = [column.field for column in understand_columns(nameless, "members")]
    except HeadingError:
        mapping = [None] * len(wanted)
    wrong = [
        (heading, field, right)
        for heading, field, right in zip(table.headings, mapping, wanted, strict=True)
        if field in ("postcode", "website", "charity_number", "email") and field != right
    ]
    assert not wrong


def test_most_columns_of_values_are_found_without_their_headings(shared_data, make_table):
    right = missed = 0
    for name, fields in RIGHT.items():
        table, _ = columns_of(shared_data / name)
        nameless = make_table(
            [f"Xq{at}" for at in range(len(table.headings))], *[row.cells for row in table.rows[:1000]]
        )
        mapping = suggest_mapping(nameless, "members")
        for at, heading in enumerate(table.headings):
            is_filled = sum(bool(row.cells[at].strip()) for row in table.rows[:1000]) > 5
            if fields.get(heading) in ("postcode", "website") and is_filled:
                right += mapping[at] == fields[heading]
                missed += mapping[at] != fields[heading]
    assert right > 3 * missed, (right, missed)
