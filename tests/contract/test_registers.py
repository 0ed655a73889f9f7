"""Registers on both engines: a reference, found by matching and shown nowhere, in any order."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.imports import ImportRequest, make_plan
from app.organisation_pages import facts_of
from graph.columns import load_snapshot
from graph.commit import Outcome
from graph.imports import commit_import, decide, undo_import, waiting_rows
from graph.known import known_organisations
from graph.model.identifiers import new_id
from graph.model.names import canonical
from graph.organisation_search import organisation_count
from graph.organisations import organisation, search_organisations
from graph.seed import seed
from graph.store import Store
from graph.verify import verify

HEADINGS = (
    "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\tcharity_name\t"
    "charity_type\tcharity_registration_status\tlatest_income\tcharity_contact_address1\t"
    "charity_contact_postcode\tcharity_contact_web\tcharity_company_registration_number\n"
)

REGISTER = HEADINGS + "".join(
    f"2024-01-01\t{number}\t{number}\t0\t{name}\t{form}\t{status}\t{income}\t1 High Street\t{postcode}\t\t\n"
    for number, name, form, status, income, postcode in (
        (1138860, "THE ACORN TRUST", "Trust", "Registered", "250000", "LS1 4AB"),
        (1138861, "BIRCH GROUP", "CIO", "Registered", "9000", "LS8 1AA"),
        (1138862, "CEDAR HOUSE LIMITED", "Charitable company", "Removed", "", "M1 1AA"),
        (1138863, "DALE FRIENDS", "Other", "Registered", "20000000", "S1 2HH"),
    )
)

CLASSES = (
    "date_of_extract\tregistered_charity_number\tlinked_charity_number\tclassification_code\t"
    "classification_type\tclassification_description\n"
    "2024-01-01\t1138860\t0\t203\tWho\tPeople With Disabilities\n"
    "2024-01-01\t1138860\t0\t202\tWho\tElderly/old People\n"
    "2024-01-01\t1138860\t0\t104\tWhat\tDisability\n"
    "2024-01-01\t1138861\t0\t207\tWho\tThe General Public/mankind\n"
)

MEMBERS = (
    "Name,Charity number,Postcode,Status\n"
    "Acorn Trust,1138860,LS1 4AB,active\n"
    "Birch Group,,LS8 1AB,\n"
    "Cedar House,1138862,,active\n"
)


def bring_in(store: Store, folder: Path, text: str, name: str, **asked: object) -> Outcome:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    request = ImportRequest(path=path, actor="ann", **asked)  # type: ignore[arg-type]
    return commit_import(store, make_plan(store, request).plan.import_id)


def register(store: Store, folder: Path, text: str = REGISTER, name: str = "charity.txt") -> Outcome:
    return bring_in(store, folder, text, name, kind="register", scheme="GB-CHC", said_on="2024-01-01")


def members(store: Store, folder: Path, text: str = MEMBERS) -> Outcome:
    asked = {"body_org_id": "XI-EARSHOT-OAK", "body_name": "Oak Network", "said_on": "2024-02-01"}
    return bring_in(store, folder, text, "members.csv", kind="members", **asked)


def the_one(store: Store, number: str):
    found = search_organisations(store, number).items
    assert len(found) == 1, found
    page = organisation(store, found[0].id)
    assert page is not None
    return page


def test_who_only_a_register_holds_is_shown_nowhere(store: Store, tmp_path: Path) -> None:
    seed(store)
    before = verify(store)
    outcome = register(store, tmp_path)
    assert (outcome.state, outcome.counts["new"], outcome.changes) == ("committed", 4, 4)
    after = verify(store)
    assert (after["ok"], after["digest"], after["organisations"]) == (True, before["digest"], 0)
    assert organisation_count(store) == 0
    assert search_organisations(store, "Acorn").items == ()
    assert search_organisations(store, "GB-CHC-1138860").items == ()
    assert len(load_snapshot(store).columns.n) == 0
    (known,) = known_organisations(store, ["GB-CHC-1138860"], [], "list:x")
    assert (known.reference, known.name) == (True, "THE ACORN TRUST")
    named = known_organisations(store, [], [canonical("Cedar House")], "list:x")
    assert [each.status for each in named] == ["closed"]


def test_list_makes_them_known_with_what_the_register_says(store: Store, tmp_path: Path) -> None:
    seed(store)
    register(store, tmp_path)
    register(store, tmp_path, CLASSES, "charity_classification.txt")
    outcome = members(store, tmp_path)
    assert (outcome.state, outcome.counts["new"], outcome.counts["changed"]) == ("committed", 3, 0)
    acorn = the_one(store, "GB-CHC-1138860").record
    assert (acorn.name, acorn.other_names) == ("Acorn Trust", ("THE ACORN TRUST",))
    assert (acorn.income_band, acorn.legal_form, acorn.status) == ("to_1m", "charity", "active")
    assert acorn.works_with == {"DEI020000": "suggested", "DEI060000": "suggested"}
    assert acorn.disputed == {}
    birch = the_one(store, "GB-CHC-1138861").record
    assert (birch.name, birch.postcode, birch.legal_form) == ("Birch Group", "LS8 1AB", "cio")
    cedar = the_one(store, "GB-CHC-1138862").record
    assert (cedar.status, cedar.postcode) == ("closed", "M1 1AA")
    assert organisation_count(store) == 4
    assert verify(store)["ok"]


def test_register_first_or_list_first_ends_in_the_same_facts(store: Store, tmp_path: Path) -> None:
    seed(store)
    tables = (REGISTER, "charity.txt"), (CLASSES, "charity_classification.txt")
    imports = [register(store, tmp_path, *each) for each in tables]
    imports.append(members(store, tmp_path))
    register_first = verify(store)
    assert register_first["ok"]
    for each in reversed(imports):
        undo_import(store, each.import_id, "ann")
    listed = members(store, tmp_path)
    assert listed.counts["review"] == 1
    decide(store, "ann", [(row.id, "new", None) for row in waiting_rows(store).items], new_id())
    for each in tables:
        outcome = register(store, tmp_path, *each)
        assert (outcome.state, outcome.counts["review"]) == ("committed", 0)
    list_first = verify(store)
    assert (list_first["ok"], list_first["digest"]) == (True, register_first["digest"])


def test_undo_counts_whom_only_the_register_held_as_removed(store: Store, tmp_path: Path) -> None:
    """And whom a list speaks of too as restored: what the list says of them is what they are by now."""
    seed(store)
    held = register(store, tmp_path)
    alone = undo_import(store, held.import_id, "ann")
    assert (alone["restored"], alone["removed"], alone["kept"]) == (0, held.counts["new"], [])
    again = register(store, tmp_path)
    listed = members(store, tmp_path)
    beside = undo_import(store, again.import_id, "ann")
    assert (beside["restored"], beside["removed"]) == (3, again.counts["new"] - 3)
    assert undo_import(store, listed.import_id, "ann")["removed"] == organisation_count(store) + 4


def test_undo_takes_register_and_list_back_by_themselves(store: Store, tmp_path: Path) -> None:
    seed(store)
    nothing = verify(store)["digest"]
    held = register(store, tmp_path)
    listed = members(store, tmp_path)
    both = verify(store)["digest"]
    undo_import(store, listed.import_id, "ann")
    assert (organisation_count(store), verify(store)["digest"]) == (0, nothing)
    members(store, tmp_path)
    assert verify(store)["digest"] == both
    undo_import(store, held.import_id, "ann")
    acorn = the_one(store, "GB-CHC-1138860").record
    assert (acorn.other_names, acorn.income_band, acorn.status) == ((), "no_figure", "active")
    assert verify(store)["ok"]


def test_same_table_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    seed(store)
    register(store, tmp_path)
    register(store, tmp_path, CLASSES, "charity_classification.txt")
    first, *rest = CLASSES.splitlines(keepends=True)
    shuffled = first + "".join(reversed(rest))
    for text, name in ((REGISTER, "again.txt"), (shuffled, "shuffled.txt")):
        outcome = register(store, tmp_path, text, name)
        assert (outcome.changes, outcome.counts["same"], outcome.counts["changed"]) == (0, 4, 0)


def test_unlike_name_under_a_registered_number_waits(store: Store, tmp_path: Path) -> None:
    seed(store)
    register(store, tmp_path)
    outcome = members(store, tmp_path, "Name,Charity number\nSnooker Veterans,1138860\n")
    assert (outcome.state, outcome.counts["conflict"]) == ("waiting", 1)
    (row,) = waiting_rows(store).items
    assert [each.name for each in row.candidates] == ["THE ACORN TRUST"]
    decide(store, "ann", [(row.id, "accept", row.candidates[0].org_id)], new_id())
    assert "Snooker Veterans" in (the_one(store, "GB-CHC-1138860").record.name,)


@pytest.mark.parametrize("text", [CLASSES])
def test_table_without_names_comes_after_the_one_with(store: Store, tmp_path: Path, text: str) -> None:
    seed(store)
    outcome = register(store, tmp_path, text, "charity_classification.txt")
    assert (outcome.counts["rejected"], outcome.changes) == (4, 0)
    assert verify(store)["ok"]


def test_body_of_a_list_may_be_known_from_a_register_only(store: Store, tmp_path: Path) -> None:
    seed(store)
    register(store, tmp_path)
    text = "Name,Charity number\nBirch Group,1138861\n"
    asked = {"body_org_id": "GB-CHC-1138863", "said_on": "2024-02-01"}
    outcome = bring_in(store, tmp_path, text, "members.csv", kind="members", **asked)
    assert outcome.state == "committed"
    dale = the_one(store, "GB-CHC-1138863").record
    assert (dale.name, sorted(dale.roles)) == ("DALE FRIENDS", ["infrastructure_body"])
    assert verify(store)["ok"]


COMPANIES = (
    "CompanyName, CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus\n"
    "ACORN TRUST LIMITED,02534145,LS1 4AB,Private limited by guarantee,Active\n"
    "ZEBRA HOLDINGS LIMITED,02534146,M1 1AA,Private Limited Company,Dissolved\n"
)

CHARITIES = HEADINGS + "".join(
    f"2024-01-01\t{number}\t{number}\t0\t{name}\tCharitable company\t{status}\t\t\t{postcode}\t\t{company}\n"
    for number, name, status, postcode, company in (
        (1138860, "THE ACORN TRUST", "Registered", "LS1 4AB", "02534145"),
        (1138861, "BIRCH GROUP", "Registered", "LS8 1AA", "02534146"),
        (1138862, "ACORN TRUST", "Removed", "LS1 4AB", "2534145"),
    )
)


@pytest.mark.parametrize("charities_first", [True, False])
def test_charities_and_companies_are_one_where_their_names_are_alike(
    store: Store, tmp_path: Path, charities_first: bool
) -> None:
    seed(store)
    texts = {"charity.txt": (CHARITIES, "GB-CHC"), "companies.csv": (COMPANIES, "GB-COH")}
    outcomes = {}
    for name in sorted(texts, reverse=not charities_first):
        text, scheme = texts[name]
        asked = {"kind": "register", "scheme": scheme, "said_on": "2024-01-01"}
        outcomes[name] = bring_in(store, tmp_path, text, name, **asked)
        again = bring_in(store, tmp_path, text, name, **asked)
        assert (again.changes, again.counts["new"], again.counts["changed"]) == (0, 0, 0)
    assert sum(each.counts["conflict"] for each in outcomes.values()) == 1
    (row,) = waiting_rows(store).items
    assert "Are they one organisation?" in row.question
    acorn, former = (
        known_organisations(store, [f"GB-CHC-{number}"], [], "list:x")[0] for number in (1138860, 1138862)
    )
    assert acorn.identifiers == ("GB-CHC-1138860", "GB-COH-02534145")
    assert (former.identifiers, former.status) == (("GB-CHC-1138862",), "closed")
    assert verify(store)["ok"]


MERGERS = (
    "org_id_a,org_id_b,relationship,source,org_name_a,transferor_regno,org_name_b,transferee_regno\n"
    "GB-CHC-1138862,GB-CHC-1138863,sameas,Mergers,Cedar House  Cedar Hall,1138862,Dale Friends,1138863\n"
    "GB-CHC-1000001,GB-CHC-1000002,sameas,Mergers,Nobody,1000001,No one,1000002\n"
)


def test_who_took_a_closed_charitys_place_is_offered_and_the_answer_holds(
    store: Store, tmp_path: Path
) -> None:
    seed(store)
    register(store, tmp_path)
    mergers = register(store, tmp_path, MERGERS, "mergers.csv")
    assert (mergers.counts["changed"], mergers.counts["rejected"]) == (1, 1)
    before = verify(store)
    text = "Name,Charity number\nCedar House,1138862\n"
    outcome = members(store, tmp_path, text)
    assert (outcome.state, outcome.counts["review"], outcome.changes) == ("waiting", 1, 0)
    (waiting,) = waiting_rows(store).items
    assert waiting.kind == "replaced"
    assert [each.name for each in waiting.candidates] == ["DALE FRIENDS", "CEDAR HOUSE LIMITED"]
    done = decide(store, "ann", [(waiting.id, "accept", waiting.candidates[0].org_id)], new_id())
    assert (done["decided"], done["waiting"]) == (1, 0)
    dale = the_one(store, "GB-CHC-1138863")
    assert dale.record.identifiers == ("GB-CHC-1138863",)
    assert search_organisations(store, "GB-CHC-1138862").items == ()
    again = members(store, tmp_path, text)
    assert (again.counts["same"], again.changes) == (1, 0)
    assert verify(store)["ok"]
    for import_id in (again.import_id, outcome.import_id):
        undo_import(store, import_id, "ann")
    assert verify(store)["digest"] == before["digest"]


def test_a_page_says_who_took_its_place_until_the_table_is_taken_back(store: Store, tmp_path: Path) -> None:
    seed(store)
    members(store, tmp_path, "Name,Charity number\nCedar House,1138862\n")
    before = verify(store)["digest"]
    mergers = register(store, tmp_path, MERGERS, "mergers.csv")
    assert [each.value for each in the_one(store, "GB-CHC-1138862").successors] == ["GB-CHC-1138863"]
    assert verify(store)["digest"] != before
    page = the_one(store, "GB-CHC-1138862")
    undo_import(store, mergers.import_id, "ann")
    assert verify(store)["digest"] == before
    register(store, tmp_path)
    members(store, tmp_path, "Name,Charity number\nCedar House,1138862\nDale Friends,1138863\n")
    here = known_organisations(store, ["GB-CHC-1138863"], (), "")
    (told,) = [fact for fact in facts_of(page, {}, here) if fact.term == "Its place was taken by"]
    assert (told.lines, told.href) == (("Dale Friends (GB-CHC-1138863)",), f"/organisations/{here[0].id}")
