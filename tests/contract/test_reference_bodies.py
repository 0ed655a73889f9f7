"""Loading the real infrastructure bodies, on both engines: once, whole, and without inventing anything."""

from __future__ import annotations

import pytest

from app.reference import reference_bodies
from graph.bodies import body_for, ensure_body, infrastructure_bodies
from graph.declarations import declarations_of
from graph.model.reference_bodies import ReferenceBody, own_org_id
from graph.organisations import add_organisation, organisation
from graph.reference_bodies import load_bodies
from graph.store import Store
from graph.undo import undo_import
from tests.contract.lists import bring_in, line

BODIES = reference_bodies()


def load(store: Store) -> dict[str, object]:
    return load_bodies(store, "kim", BODIES, "bodies.csv").as_json()


def test_every_body_comes_in_once(store: Store) -> None:
    loaded = load(store)
    assert (loaded["state"], loaded["rows_read"], loaded["changes"]) == ("committed", 88, 88)
    assert loaded["counts"] == {"new": 88, "same": 0, "changed": 0, "conflict": 0, "review": 0, "rejected": 0}
    bodies = infrastructure_bodies(store, limit=100).items
    assert len(bodies) == 88
    assert {number for one in bodies for number in one.identifiers} == {
        number for one in BODIES for number in one.identifiers
    }
    assert not any(one.members or one.example for one in bodies)


def test_again_changes_nothing(store: Store) -> None:
    load(store)
    revision = store.revision()
    again = load(store)
    assert (again["counts"]["same"], again["import_id"], again["changes"]) == (88, None, 0)  # type: ignore[index]
    assert store.revision() == revision


def test_ncvo_has_its_names_numbers_and_sources_and_no_declaration(store: Store) -> None:
    load(store)
    ncvo = body_for(store, "GB-CHC-225922")
    assert (ncvo.exists, ncvo.name) == (True, "NCVO")
    page = organisation(store, ncvo.id)
    assert page is not None
    assert page.record.other_names == ("National Council for Voluntary Organisations",)
    assert page.record.identifiers == ("GB-CHC-225922", "GB-COH-00198344")
    assert declarations_of(store, ncvo.id) == []


def test_body_without_a_number_gets_one_of_ours(store: Store) -> None:
    load(store)
    assert body_for(store, "XI-EARSHOT-YORK-CVS").name == "York CVS"


def test_body_that_is_there_is_met_by_number(store: Store) -> None:
    ensure_body(store, "GB-CHC-1001635", "NAVCA", actor="kim", write_id="w1")
    bring_in(store, "GB-CHC-1001635", [line("Acorn Trust", "GB-CHC-1")])
    counts = load(store)["counts"]
    assert (counts["new"], counts["changed"]) == (87, 1)  # type: ignore[index]
    assert len(infrastructure_bodies(store, limit=100).items) == 88


def test_organisation_of_the_same_name_without_the_number_is_asked_about(store: Store) -> None:
    add_organisation(store, "kim", {"name": "Clinks", "roles": ["member"]}, "w1")
    loaded = load(store)
    assert (loaded["state"], loaded["review_items"]) == ("waiting", 1)
    assert len(infrastructure_bodies(store, limit=100).items) == 87


def test_loading_can_be_undone_and_done_again(store: Store) -> None:
    loaded = load(store)
    undo_import(store, str(loaded["import_id"]), "kim")
    assert infrastructure_bodies(store, limit=100).items == ()
    load(store)
    assert len(infrastructure_bodies(store, limit=100).items) == 88


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["name"])
def test_notes_say_what_is_known_and_that_the_rest_is_not(body: ReferenceBody) -> None:
    notes = body.values["notes"]
    assert body["sources"] in notes
    assert ("unknown" in notes.partition("Part in")[2]) is not bool(body["public_role"])


def test_our_ids_differ() -> None:
    numbers = [number for body in BODIES for number in body.identifiers]
    assert len(numbers) == len(set(numbers))
    assert own_org_id("The York C.V.S. Ltd") == "XI-EARSHOT-YORK-CVS"
