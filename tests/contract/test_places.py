"""Places on both engines: every UK council, region and nation, each within the larger one."""

from __future__ import annotations

from collections import Counter

from graph.model.place_table import PLACES
from graph.model.places import PlaceLevel
from graph.places import place, places
from graph.seed import seed
from graph.store import Store


def test_places_read_back_as_the_table_has_them(store: Store) -> None:
    assert places(store) == []
    seed(store)
    assert places(store) == sorted(PLACES, key=lambda one: one.code)
    assert Counter(one.level for one in places(store, PlaceLevel.NATION)) == {PlaceLevel.NATION: 4}


def test_one_place_and_what_it_lies_in(store: Store) -> None:
    seed(store)
    leeds = place(store, "E08000035")
    assert leeds is not None
    assert (leeds.name, leeds.level, leeds.within) == ("Leeds", PlaceLevel.COUNCIL, "E12000003")
    assert place(store, "nowhere") is None


def test_every_place_but_the_nations_lies_in_a_larger_one(store: Store) -> None:
    seed(store)
    every = {one.code: one for one in places(store)}
    for one in every.values():
        if one.level is PlaceLevel.NATION:
            assert one.within is None
        else:
            assert one.within in every
