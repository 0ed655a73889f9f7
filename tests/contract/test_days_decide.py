"""The days of lists decide what holds, in whatever order they come in and are taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.imports import ImportRequest, import_file
from graph.declarations import declarations_of
from graph.facts_in_force import declared_in_force
from graph.imports import undo_import
from graph.model.identifiers import new_id
from graph.organisation_search import search_organisations
from graph.organisations import organisation
from graph.review import decide
from graph.seed import seed
from graph.store import Store, now
from graph.verify import verify
from graph.waiting import waiting_rows
from tests.contract.lists import bring_in, line
from tests.contract.making import context, covenant, planned, two_bodies_and_a_department
from tests.contract.test_fact_writers import undo, write


@pytest.fixture
def graph(store: Store) -> Store:
    """A consultation, two bodies and a department."""
    two_bodies_and_a_department(store)
    return store


POST_NOW = "MATCH (:Person)-[post:HOLDS]->() WHERE post.retracted_at IS NULL RETURN post.role AS said"
TIE_NOW = "MATCH (tie_of)-[tie:LIAISES_WITH]->() WHERE tie.retracted_at IS NULL RETURN tie.since AS said"
GRANT_NOW = "MATCH (funder)-[grant:FUNDED]->() WHERE grant.retracted_at IS NULL RETURN grant.title AS said"
OTHER_NOW = """
MATCH (:Organisation)-[tie:LIAISES_WITH]->(other:Organisation)
WHERE tie.retracted_at IS NULL RETURN other.id AS said
"""

Told = dict[str, dict[str, Any] | list[dict[str, Any]]]

KINDS: dict[str, tuple[str, Told]] = {
    "person": (POST_NOW, {each: {"name": "Ann Lee", "role": each} for each in "ab"}),
    "liaison": (
        TIE_NOW,
        {
            each: {"from_organisation": "gov1", "from_person": "Ann Lee", "since": each}
            for each in ("2020-01-01", "2021-01-01")
        },
    ),
    "grant": (
        GRANT_NOW,
        {each: {"funder_number": "o2", "funder": "Oak", "grant_id": "7", "title": each} for each in "ab"},
    ),
    "secretariat": (OTHER_NOW, {"o2": [{"name": "Oak CVS"}], "gov1": [{"name": "Department of Trees"}]}),
}
"""For each kind of fact what is in force, and two things that may be said in one slot."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("undone", [1, 2, 3])
def test_a_middle_list_that_comes_last_is_no_newer_for_that(graph: Store, kind: str, undone: int) -> None:
    """The oldest and the newest list say the same, the one between them otherwise."""
    query, either = KINDS[kind]
    one, other = either
    for number, said in ((1, one), (3, one), (2, other)):
        write(graph, [planned(2, "o1", **{kind: either[said]})], where=context(number))
    assert [row["said"] for row in graph.read(query)] == [one]
    undo(graph, undone)
    assert [row["said"] for row in graph.read(query)] == [other if undone == 3 else one]


DISABLED, WOMEN = "DEI020000", "DEI090000"
ACORN = "MATCH (:Identifier {id: 'GB-CHC-1'})-[:IDENTIFIES]->(organisation) RETURN organisation.id AS id"


def declare(store: Store, day: str, community: str, declared_on: str | None = None) -> str:
    """Bring in a body's list of one member who is led by a community; return its import."""
    declaration = {
        "reply": "yes",
        "declared_by": "organisation",
        "declared_on": declared_on,
        "leadership": {community: {"board": "over_half"}},
    }
    row = line("Acorn", "GB-CHC-1", facts={"declaration": declaration})
    return bring_in(store, "GB-CHC-225922", [row], said_on=day).import_id


def led_by(store: Store, at: str | None = None) -> tuple[str, str]:
    """Return who leads the member by its newest declaration, and the day of that; what the figures take."""
    rows = declared_in_force(store, **({"at": at} if at else {}))
    newest = max(rows, key=lambda each: each.newness)
    return newest.leadership[0][0], newest.declared_on


JANUARY, FEBRUARY, MARCH = "2024-01-01", "2024-02-01", "2024-03-01"
SAID = {JANUARY: WOMEN, FEBRUARY: DISABLED, MARCH: WOMEN}
ORDERS = [(JANUARY, FEBRUARY, MARCH), (JANUARY, MARCH, FEBRUARY), (MARCH, FEBRUARY, JANUARY)]


@pytest.mark.parametrize("order", ORDERS)
def test_a_declaration_without_a_day_has_that_of_the_newest_list_that_says_it(
    store: Store, order: tuple[str, ...]
) -> None:
    seed(store)
    imports, instants = {}, {}
    for day in order:
        imports[day] = declare(store, day, SAID[day])
        instants[day] = now()
    assert led_by(store) == (WOMEN, MARCH)
    (acorn,) = [row["id"] for row in store.read(ACORN)]
    assert [one.declared_on for one in declarations_of(store, acorn)] == [MARCH, FEBRUARY]
    if order == ORDERS[0]:
        assert led_by(store, instants[JANUARY]) == (WOMEN, JANUARY), "as it was known then"
        assert led_by(store, instants[FEBRUARY]) == (DISABLED, FEBRUARY)
    undo_import(store, imports[MARCH], "ann")
    assert led_by(store) == (DISABLED, FEBRUARY)
    undo_import(store, imports[FEBRUARY], "ann")
    assert led_by(store) == (WOMEN, JANUARY)
    assert verify(store)["ok"]


@pytest.mark.parametrize("order", ORDERS)
def test_of_declarations_of_one_day_that_of_the_newer_list_counts(
    store: Store, order: tuple[str, ...]
) -> None:
    seed(store)
    imports = {day: declare(store, day, SAID[day], declared_on="2023-12-01") for day in order}
    assert led_by(store) == (WOMEN, "2023-12-01")
    undo_import(store, imports[MARCH], "ann")
    assert led_by(store) == (DISABLED, "2023-12-01")


LATER_WORDS = {
    "contacts": "Organisation,Charity number,Contact name,Role\nAcorn Trust,1138860,Ann Lee,{}\n",
    "log": "Organisation,Charity number,Date,Kind,Notes\nAcorn Trust,1138860,21/10/2024,Meeting,{}\n",
    "groups": "slug,title,parliament,secretariat\nclocks,APPG on Clocks,uk,{}\n",
}


@pytest.mark.parametrize("kind", LATER_WORDS)
def test_an_older_list_that_comes_again_once_a_newer_one_is_in_changes_nothing(
    store: Store, tmp_path: Path, kind: str
) -> None:
    covenant(store)
    path = tmp_path / "list.csv"
    counts, digests = [], []
    for word, day in (("Chair", JANUARY), ("Treasurer", FEBRUARY), ("Chair", JANUARY), ("Chair", MARCH)):
        path.write_text(LATER_WORDS[kind].format(word))
        request = ImportRequest(path=path, kind=kind, actor="ann", said_on=day, consultation="covenant")
        outcome = import_file(store, request)[1]
        counts.append(next(verdict for verdict, rows in outcome.counts.items() if rows))
        digests.append(verify(store)["digest"])
    assert counts == ["new", "changed", "same", "changed"]
    assert digests[1] == digests[2] != digests[3]


@pytest.mark.parametrize("last", [0, 1])
def test_of_two_lists_of_one_day_the_later_one_counts_whichever_is_decided_last(
    store: Store, tmp_path: Path, last: int
) -> None:
    path = tmp_path / "list.csv"
    for name, website in (("Acorn Trust", "one.example"), ("Acorn Trust Leeds", "two.example")):
        path.write_text(f"Name,Postcode,Website\n{name},LS1 4AP,{website}\n")
        body = {"body_org_id": "XI-EARSHOT-OAK", "body_name": "Oak Network"}
        import_file(store, ImportRequest(path=path, kind="members", actor="ann", said_on=MARCH, **body))
    waiting = sorted(waiting_rows(store).items, key=lambda item: str(item.planned.values["name"]))
    first, second = waiting[1 - last], waiting[last]
    decide(store, "ann", [(first.id, "new", None)], new_id())
    (found,) = search_organisations(store, "Acorn").items
    decide(store, "ann", [(second.id, "accept", found.id)], new_id())
    page = organisation(store, found.id)
    assert page is not None
    assert (page.record.name, page.record.website) == ("Acorn Trust Leeds", "two.example")
