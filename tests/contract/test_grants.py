"""Grants and secretariats: what lists of them say, said again, corrected and undone on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.imports import ImportRequest, Planned, import_file
from app.organisation_pages import facts_of
from app.organisation_ties import relations_of
from graph.commit import Outcome
from graph.grants import funded_by, funds, how_many_funded
from graph.imports import undo_import
from graph.organisation_search import search_organisations
from graph.organisations import organisation
from graph.people import liaisons_from, liaisons_of, people_at
from graph.review import decide
from graph.store import Store
from graph.verify import verify
from graph.waiting import waiting_rows
from tests.contract.lists import bring_in as list_in
from tests.contract.lists import line

HEADINGS = (
    "Identifier,Title,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,"
    "Funding Org:Name,Amount Awarded,Currency,Award Date"
)
FIRST = "360G-elm-1,Roof,GB-CHC-1000001,Acorn Trust,GB-CHC-1000009,Elm Foundation,£1000,GBP,2019-05-01"
SECOND = "360G-elm-2,Van,GB-CHC-1000001,Acorn Trust,GB-CHC-1000009,Elm Foundation,2500.50,GBP,2020-06-02"
OTHER = "360G-ash-1,Core,GB-CHC-1000002,Birch Club,,Ash Fund,400,EUR,2021-01-01"


def bring_in(
    store: Store, folder: Path, *lines: str, kind: str = "grants", headings: str = HEADINGS, **more: Any
) -> tuple[Planned, Outcome]:
    """Bring a list in and return its plan and what became of it."""
    path = folder / f"{kind}.csv"
    path.write_text("\n".join((headings, *lines)), encoding="utf-8")
    return import_file(store, ImportRequest(path=path, kind=kind, actor="tester", **more))


def counted(outcome: Outcome) -> Mapping[str, int]:
    """Return the verdicts that any row got."""
    return {verdict: number for verdict, number in outcome.counts.items() if number}


def org(store: Store, name: str) -> str:
    """Return the id of the one organisation of a name."""
    (found,) = [one for one in search_organisations(store, name).items if one.name == name]
    return found.id


@pytest.fixture
def digest(store: Store) -> str:
    """The digest of the facts before anything is brought in."""
    return str(verify(store)["digest"])


def test_grants_add_up_by_funder_and_recipient(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, FIRST, SECOND, OTHER)
    (acorn,) = funded_by(store, org(store, "Acorn Trust"))
    assert (acorn.funder_name, acorn.grants, acorn.amount) == ("Elm Foundation", 2, "£3,500.50")
    assert (acorn.first, acorn.last, acorn.titles) == ("2019-05-01", "2020-06-02", ("Roof", "Van"))
    (birch,) = funds(store, org(store, "Ash Fund"))
    assert (birch.recipient_name, birch.amount, birch.words) == ("Birch Club", "EUR 400", "1 grant, EUR 400")
    assert how_many_funded(store, org(store, "Elm Foundation")) == (2, 1)
    assert verify(store)["ok"]


def test_a_funder_whose_number_is_new_is_the_one_of_its_name_that_has_none(
    store: Store, tmp_path: Path
) -> None:
    list_in(store, "GB-CHC-1000005", [line("Elm Foundation"), line("Fir Fund", "GB-CHC-1000006")])
    before = org(store, "Elm Foundation")
    fir = "360G-fir-1,Core,GB-CHC-1000002,Birch Club,GB-CHC-1000007,Fir Fund,400,EUR,2021-01-01"
    bring_in(store, tmp_path, FIRST, fir)
    assert org(store, "Elm Foundation") == before
    assert how_many_funded(store, before) == (1, 1)
    assert len([one for one in search_organisations(store, "Fir Fund").items if one.name == "Fir Fund"]) == 2
    assert verify(store)["ok"]


def test_recipients_are_on_no_list_and_funders_are_funders(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, FIRST)
    recipient = organisation(store, org(store, "Acorn Trust"))
    funder = organisation(store, org(store, "Elm Foundation"))
    assert recipient is not None
    assert funder is not None
    assert (recipient.record.roles, recipient.memberships) == (frozenset(), ())
    assert set(funder.record.roles) == {"funder"}


def test_the_same_again_changes_nothing_and_either_can_be_undone(
    store: Store, tmp_path: Path, digest: str
) -> None:
    first, _ = bring_in(store, tmp_path, FIRST, SECOND, OTHER)
    after = verify(store)["digest"]
    second, outcome = bring_in(store, tmp_path, OTHER, SECOND, FIRST)
    assert counted(outcome) == {"same": 3}
    assert verify(store)["digest"] == after
    undo_import(store, first.plan.import_id, "tester")
    assert verify(store)["digest"] == after
    undo_import(store, second.plan.import_id, "tester")
    assert verify(store)["digest"] == digest


def test_who_funds_and_is_funded_stays_the_same_in_any_order_of_rows(
    store: Store, tmp_path: Path, digest: str
) -> None:
    on = "360G-oak-1,Core,GB-CHC-1000009,Elm Foundation,GB-CHC-1000008,Oak Fund,50,GBP,2019-01-01"
    bare = FIRST.replace("elm-1", "elm-7").replace("Elm Foundation", "")
    first, _ = bring_in(store, tmp_path, FIRST, on, bare)
    after = verify(store)["digest"]
    assert organisation(store, org(store, "Elm Foundation")) is not None
    again, outcome = bring_in(store, tmp_path, bare, on, FIRST)
    assert counted(outcome) == {"same": 3}
    assert verify(store)["digest"] == after
    other, _ = bring_in(store, tmp_path, bare.replace("elm-7", "elm-8"), file_name="x.csv")
    assert how_many_funded(store, org(store, "Elm Foundation")) == (3, 1)
    for each in (again, first, other):
        undo_import(store, each.plan.import_id, "tester")
    assert verify(store)["digest"] == digest


def test_grants_are_shown_as_they_were_known_on_an_earlier_day(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, FIRST, recorded_on="2020-01-01")
    bring_in(store, tmp_path, FIRST.replace("£1000", "1100"), recorded_on="2021-01-01")
    acorn = org(store, "Acorn Trust")
    known = [funded_by(store, acorn, at=f"{year}-06-01T00:00:00Z") for year in (2019, 2020, 2021)]
    assert [[each.total for each in fundings] for fundings in known] == [[], [1000], [1100]]
    assert funds(store, org(store, "Elm Foundation"), at="2019-06-01T00:00:00Z") == []


def test_a_corrected_amount_takes_the_place_of_the_old_one_until_undone(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, FIRST, SECOND)
    after = verify(store)["digest"]
    corrected, outcome = bring_in(store, tmp_path, FIRST.replace("£1000", "1100"), SECOND)
    assert counted(outcome) == {"changed": 1, "same": 1}
    assert funded_by(store, org(store, "Acorn Trust"))[0].total == 3600.5
    undo_import(store, corrected.plan.import_id, "tester")
    assert funded_by(store, org(store, "Acorn Trust"))[0].total == 3500.5
    assert verify(store)["digest"] == after


def test_a_corrected_grant_without_an_identifier_tells_what_stays_beside_it(
    store: Store, tmp_path: Path
) -> None:
    headings = HEADINGS.removeprefix("Identifier,")
    lines = [line.split(",", 1)[1] for line in (FIRST, SECOND)]

    def told(planned: Planned) -> list[tuple[int, str]]:
        return [
            (row.row, issue.message)
            for row in planned.plan.rows
            for issue in row.issues
            if issue.code == "earlier_grant_stays"
        ]

    first, _ = bring_in(store, tmp_path, *lines, headings=headings, said_on="2024-01-01")
    again, _ = bring_in(store, tmp_path, *lines, headings=headings, said_on="2024-01-02")
    assert told(first) == told(again) == []
    corrected = [lines[0], lines[1].replace("2500.50", "2600")]
    later, _ = bring_in(store, tmp_path, *corrected, headings=headings, said_on="2024-02-01")
    ((row, message),) = told(later)
    assert row == 3
    assert "grants.csv has another grant to it in row 3 (Elm Foundation, 2,500 GBP, 2 June 2020)" in message
    with_numbers, _ = bring_in(store, tmp_path, FIRST, SECOND, said_on="2024-03-01")
    assert told(with_numbers) == []


def test_a_funder_that_is_known_by_name_is_that_one(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, OTHER)
    bring_in(store, tmp_path, OTHER.replace("ash-1", "ash-2").replace(",,Ash", ",360G-ash,Ash"))
    assert how_many_funded(store, org(store, "Ash Fund")) == (2, 1)


def test_a_funders_name_that_several_have_makes_nobody_twice(store: Store, tmp_path: Path) -> None:
    numbered = "360G-ash-2,Core,GB-CHC-1000001,Acorn Trust,GB-CHC-1000008,Ash Fund,10,EUR,2021-01-01"
    bring_in(store, tmp_path, OTHER, numbered)
    assert how_many_funded(store, org(store, "Ash Fund")) == (2, 2)
    elm = FIRST.replace("GB-CHC-1000009", "")
    bring_in(store, tmp_path, elm)
    list_in(store, "GB-CHC-1000005", [line("Elm Foundation", "GB-CHC-1000009")])
    before = verify(store)["digest"]
    bring_in(store, tmp_path, elm, OTHER, numbered)
    assert verify(store)["digest"] == before


def test_a_funders_own_number_for_somebody_else_waits(store: Store, tmp_path: Path) -> None:
    slip = FIRST.replace("elm-1", "elm-3").replace("1000001,Acorn Trust", "1000009,Museum of Clocks")
    planned, outcome = bring_in(store, tmp_path, SECOND, slip)
    assert counted(outcome) == {"new": 1, "review": 1}
    assert "number of the funder Elm Foundation" in (planned.plan.rows[1].question or "")


def test_unknown_amounts_are_not_nought(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, FIRST.replace("£1000", "tbc"))
    (line,) = funded_by(store, org(store, "Acorn Trust"))
    assert (line.total, line.amount, line.words) == (None, "", "1 grant")


GROUPS = "slug,title,parliament,secretariat,officer name,officer role"
CLOCKS = "clocks,APPG on Clocks,uk,Acorn Trust acts as the group's secretariat.,Ann Lee,Chair"


def secretariats(store: Store) -> list[str]:
    """Return who is said to be the secretariat of the group on clocks."""
    return [line.body_name for line in liaisons_from(store, org(store, "APPG on Clocks"))]


def test_a_group_has_its_secretariat_and_its_officer(store: Store, tmp_path: Path) -> None:
    bring_in(store, tmp_path, CLOCKS, kind="groups", headings=GROUPS)
    group = organisation(store, org(store, "APPG on Clocks"))
    assert group is not None
    assert (group.record.identifiers, set(group.record.roles)) == (
        *(("XI-APPG-CLOCKS",), {"parliamentary_group"}),
    )
    (tie,) = liaisons_of(store, org(store, "Acorn Trust"))
    assert (tie.organisation_name, tie.topic) == ("APPG on Clocks", "secretariat")
    (officer,) = people_at(store, group.id)
    assert (officer.name, officer.role) == ("Ann Lee", "Chair")
    assert verify(store)["ok"]


def test_a_new_secretariat_takes_the_place_of_the_old_in_any_order_of_undoing(
    store: Store, tmp_path: Path, digest: str
) -> None:
    plans = []
    for day, name in (("2025-01-01", "Acorn Trust"), ("2025-02-01", "Oak Ltd"), ("2025-03-01", "Elm CIC")):
        line = CLOCKS.replace("Acorn Trust", name)
        plan, _ = bring_in(store, tmp_path, line, kind="groups", headings=GROUPS, said_on=day)
        plans.append(plan.plan.import_id)
        assert secretariats(store) == [name]
    undo_import(store, plans[1], "tester")
    assert secretariats(store) == ["Elm CIC"]
    undo_import(store, plans[2], "tester")
    assert secretariats(store) == ["Acorn Trust"]
    undo_import(store, plans[0], "tester")
    assert verify(store)["digest"] == digest


BODIES = "GB-GOR,name,parent department,end date"
LINKS = "slug,relation,other_slug"


def related(store: Store, name: str) -> list[str]:
    """Return what an organisation is to others, in the words of its page."""
    about = org(store, name)
    found = relations_of([*liaisons_of(store, about), *liaisons_from(store, about)], about)
    return [f"{one.words} {', '.join(name for _, name in one.others)}" for one in found]


def test_what_is_part_of_what_is_kept_and_follows_corrections(
    store: Store, tmp_path: Path, digest: str
) -> None:
    def list_of(*lines: str) -> tuple[Planned, Outcome]:
        return bring_in(store, tmp_path, *lines, kind="organisations", headings=BODIES, role="government")

    office = "D3,Office of Elms,Ministry of Trees; D2,2020-01-01"
    first, _ = list_of("D1,Ministry of Trees,,", "D2,Board of Woods,,", office)
    assert related(store, "Office of Elms") == ["Part of Board of Woods, Ministry of Trees"]
    assert related(store, "Ministry of Trees") == ["Includes Office of Elms"]
    after = verify(store)["digest"]
    again, outcome = list_of(office, "D2,Board of Woods,,", "D1,Ministry of Trees,,")
    assert (counted(outcome), verify(store)["digest"]) == ({"same": 3}, after)
    corrected, outcome = list_of(office.replace("; D2", ""), "D2,Board of Woods,,", "D1,Ministry of Trees,,")
    assert related(store, "Office of Elms") == ["Part of Ministry of Trees"]
    undo_import(store, corrected.plan.import_id, "tester")
    assert verify(store)["digest"] == after
    for each in (first, again):
        undo_import(store, each.plan.import_id, "tester")
    assert verify(store)["digest"] == digest


def test_a_list_of_relations_alone_ties_those_that_are_here(store: Store, tmp_path: Path) -> None:
    pages = [
        f"Page {name},https://www.gov.uk/government/organisations/{name}" for name in ("a-b", "c-d", "e")
    ]
    bring_in(store, tmp_path, *pages, kind="organisations", headings="name,url", role="government")
    before = verify(store)["digest"]
    links = (
        *("a-b,parent_organisations,c-d", "a-b,parent_organisations,e", "e,superseding_organisations,a-b"),
        *("a-b,superseded_organisations,e", "not-here,parent_organisations,e", "a-b,friends,e"),
    )
    planned, outcome = bring_in(store, tmp_path, *links, kind="organisations", headings=LINKS)
    assert outcome.counts["review"] == 1
    assert [issue.code for row in planned.plan.rows for issue in row.issues] == ["relation_unknown"]
    assert related(store, "Page a-b") == ["Part of Page c-d, Page e", "Took the place of Page e"]
    assert verify(store)["ok"]
    undo_import(store, planned.plan.import_id, "tester")
    assert verify(store)["digest"] == before


def test_purpose_and_category_stand_on_the_groups_page(store: Store, tmp_path: Path, digest: str) -> None:
    headings = "slug,title,parliament,purpose,category"
    more = ("clocks,APPG on Clocks,uk,To wind them,Time", "clocks,,uk,,Dials")
    planned, outcome = bring_in(store, tmp_path, *more, kind="groups", headings=headings)
    assert counted(outcome) == {"new": 1, "same": 1}
    page = organisation(store, org(store, "APPG on Clocks"))
    assert page is not None
    ((note,),) = [page.notes]
    assert (note.value, note.sources[0].row) == ("Dials; To wind them; Time", 2)
    assert ("Dials; To wind them; Time",) in [fact.lines for fact in facts_of(page, {})]
    assert verify(store)["ok"]
    undo_import(store, planned.plan.import_id, "tester")
    assert verify(store)["digest"] == digest


def test_a_groups_own_form_is_one_row_about_the_group(store: Store, tmp_path: Path) -> None:
    form = (
        *("A1,Title of Group*,APPG on Clocks", "A2,Group website URL,N/A", "A3,Is there a secretariat?,Yes"),
        *("B1,Name of organisation acting as secretariat*,Acorn Trust", "B2,Donor,Click for drop-down"),
    )
    planned, outcome = bring_in(store, tmp_path, *form, kind="groups", headings="#,Question,Your response")
    plan = planned.plan
    assert (counted(outcome), plan.rows_seen, [why for _, why in plan.skipped]) == (
        *({"review": 1}, 5, ["answer in a form"] * 4),
    )
    assert plan.headings == (*("Title of Group*", "Is there a secretariat?"), form[3].split(",")[1])
    (item,) = waiting_rows(store, plan.import_id).items
    decide(store, "tester", [(item.id, "new", None)], "write-1")
    assert secretariats(store) == ["Acorn Trust"]
