"""A file brought in as another kind of list than it is: told by its columns, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.another_kind import check_kind
from importers.columns import understand_columns
from importers.mapping import HeadingError
from importers.read import read_table

MEMBERS = "Name,Charity number,Postcode\nAcorn Trust,1138860,LS1 4AP\n"
LOG = "Organisation,Charity number,Date,Kind,Spoke\nAcorn Trust,1138860,21/10/2024,Meeting,yes\n"
WIDE = "Organisation,Contacted,Responded,Met\nAcorn Trust,yes,,yes\n"
CONTACTS = "Organisation,Contact name,Role,Since,Obtained\nAcorn Trust,Ann Lee,Chair,01/02/2020,at a fair\n"
LIAISONS = "Body,Department,Official,Topic\nAcorn Trust,Cabinet Office,Ann Lee,Volunteering\n"
GRANTS = "Funding Org:Name,Recipient Org:Name,Amount Awarded\nOak Fund,Acorn Trust,1000\n"
GROUPS = "slug,title,parliament,secretariat\nclocks,APPG on Clocks,uk,Acorn Trust\n"
REGISTER = (
    "registered_charity_number,linked_charity_number,charity_name,charity_registration_status\n"
    "1138860,0,ACORN TRUST,Registered\n"
)
WITH_CONTACT = "Name,Contact name,Role,Member since\nAcorn Trust,Ann Lee,Chair,01/02/2020\n"
NAMED_GROUPS = "Title,Website\nAPPG on Clocks,clocks.example\nCross-Party Group on Bells,\n"


def codes(folder: Path, text: str, kind: str) -> list[str]:
    path = folder / "list.csv"
    path.write_text(text)
    table = read_table(path)
    return [issue.code for issue in check_kind(table, kind, understand_columns(table, kind))]


@pytest.mark.parametrize("kind", ["members", "organisations"])
@pytest.mark.parametrize("text", [LOG, WIDE, LIAISONS, GRANTS, GROUPS, REGISTER])
def test_a_list_whose_columns_would_be_lost_is_told(tmp_path: Path, text: str, kind: str) -> None:
    assert codes(tmp_path, text, kind) == ["another_kind"]


@pytest.mark.parametrize("text", [MEMBERS, LOG, GROUPS, REGISTER])
@pytest.mark.parametrize("kind", ["liaisons", "grants", "contacts", "groups"])
def test_a_list_without_anything_that_its_kind_is_for_is_refused(
    tmp_path: Path, text: str, kind: str
) -> None:
    if (text, kind) == (GROUPS, "groups"):
        return
    with pytest.raises(HeadingError) as refused:
        codes(tmp_path, text, kind)
    assert refused.value.code in ("another_kind", "no_name_or_number")


def test_the_refusal_says_what_it_looks_like(tmp_path: Path) -> None:
    with pytest.raises(HeadingError) as refused:
        codes(tmp_path, MEMBERS, "groups")
    assert "secretariat" in refused.value.message
    assert "Membership list" in refused.value.next_step


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MEMBERS, "members"),
        (MEMBERS, "organisations"),
        (MEMBERS, "log"),
        (LOG, "log"),
        (WIDE, "log"),
        (CONTACTS, "contacts"),
        (LIAISONS, "liaisons"),
        (GRANTS, "grants"),
        (GROUPS, "groups"),
        (NAMED_GROUPS, "groups"),
        (REGISTER, "register"),
        (WITH_CONTACT, "members"),
    ],
)
def test_nothing_is_said_of_what_it_is(tmp_path: Path, text: str, kind: str) -> None:
    assert codes(tmp_path, text, kind) == []
