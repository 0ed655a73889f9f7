from __future__ import annotations

import pytest

from graph import briefs as topic
from graph.briefs import briefs, names_of
from graph.consultations import add_consultation
from graph.example_mark import holds_example
from graph.model.consultations import Consultation
from graph.model.identifiers import new_id
from graph.seed import seed
from graph.store import Store
from tests.contract.lists import bring_in, line

BODY = "GB-CHC-1000001"
LEEDS = "E08000035"
LINES = [
    line("The Quiet Room", "GB-CHC-1000011", postcode="LS1 4AP", place=LEEDS, income_band="to_100k"),
    line("Beck Street Refuge", "GB-CHC-1000012", postcode="LS1 4AP", place=LEEDS, hide_location=True),
    line("Ash Hall", "GB-CHC-1000013"),
]


def _ids(store: Store) -> dict[str, str]:
    return {row["name"]: row["id"] for row in store.read(ALL)}


ALL = "MATCH (o:Organisation) WHERE NOT 'infrastructure_body' IN o.roles RETURN o.id AS id, o.name AS name"


def test_some_organisations_by_name_a_page_at_a_time(store: Store) -> None:
    seed(store)
    bring_in(store, BODY, LINES)
    ids = list(_ids(store).values())
    first = briefs(store, ids, limit=2)
    assert [each.name for each in first] == ["Ash Hall", "Beck Street Refuge"]
    later = briefs(store, ids, after=first[-1].id, limit=2)
    assert [each.name for each in later] == ["The Quiet Room"]
    assert (later[0].place, later[0].size) == ("Leeds", "to_100k")
    assert later[0].identifiers == ("GB-CHC-1000011",)
    assert briefs(store, ids, after=later[-1].id) == []


def test_a_hidden_location_shows_its_nation_at_most(store: Store) -> None:
    seed(store)
    bring_in(store, BODY, LINES)
    assert [each.place for each in briefs(store, [_ids(store)["Beck Street Refuge"]])] == ["England"]


def test_a_large_set_is_walked_by_name(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seed(store)
    bring_in(store, BODY, LINES)
    monkeypatch.setattr(topic, "FEW", 1)
    monkeypatch.setattr(topic, "STRIDE", 2)
    ids = [org_id for name, org_id in _ids(store).items() if name != "Beck Street Refuge"]
    page = briefs(store, ids, limit=1)
    assert [each.name for each in page] == ["Ash Hall"]
    assert [each.name for each in briefs(store, ids, after=page[0].id, limit=5)] == ["The Quiet Room"]


def test_names_of_what_is_there(store: Store) -> None:
    seed(store)
    bring_in(store, BODY, LINES)
    ids = _ids(store)
    assert names_of(store, [ids["Ash Hall"], "nobody"]) == {ids["Ash Hall"]: "Ash Hall"}


def test_example_data_is_noticed(store: Store) -> None:
    seed(store)
    assert not holds_example(store)
    bring_in(store, BODY, LINES, example=True)
    assert holds_example(store)


def test_an_example_consultation_is_noticed(store: Store) -> None:
    made = Consultation("covenant", "Covenant", "2024-10-17", "2024-12-12", example=True)
    add_consultation(store, "ann", made, new_id())
    assert holds_example(store)
