"""The picture's marks and ties, on a network small enough to count by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network.layout import overview_positions, surroundings_positions
from graph.network.picture import Mark, MarkKind, TieKind
from graph.network.projection import Network, members_led_by, overview, shared_members, surroundings


def network() -> Network:
    marks = [
        *(Mark(body, MarkKind.BODY, body.title(), size=3) for body in ("north", "south", "east")),
        *(Mark(f"m{i}", MarkKind.ORGANISATION, f"Member {i}") for i in range(5)),
        Mark("c1", MarkKind.COMMUNITY, "Migrants", state="not_asked"),
        Mark("c2", MarkKind.COMMUNITY, "Carers", state="heard"),
        Mark("p1", MarkKind.CONTACT, "Example Person"),
    ]
    return Network(
        marks={mark.id: mark for mark in marks},
        members={
            "north": frozenset({"m0", "m1", "m2"}),
            "south": frozenset({"m1", "m2", "m3"}),
            "east": frozenset({"m4"}),
        },
        led_by={"c1": frozenset({"m0", "m1"}), "c2": frozenset({"m3"})},
        liaisons=(("p1", "south", "consultations"),),
    )


def test_shared_members_are_counted_once_a_pair():
    assert shared_members(network().members) == {("north", "south"): 2}


def test_members_led_by_leaves_out_noughts():
    assert members_led_by(network()) == {("north", "c1"): 2, ("south", "c1"): 1, ("south", "c2"): 1}


def test_the_overview_holds_bodies_contacts_and_communities_but_no_member():
    picture = overview(network())
    assert {mark.id for mark in picture.marks} == {"north", "south", "east", "c1", "c2", "p1"}
    kinds = sorted((tie.kind.value, tie.source, tie.target, tie.weight) for tie in picture.ties)
    assert kinds == [
        ("deals_with", "p1", "south", 1),
        ("members_led_by", "north", "c1", 2),
        ("members_led_by", "south", "c1", 1),
        ("members_led_by", "south", "c2", 1),
        ("shared_members", "north", "south", 2),
    ]


@pytest.mark.parametrize(
    ("centre", "near"),
    [
        ("m1", {"north", "south", "c1", "p1"}),
        ("south", {"p1", "c1", "c2", "m1", "m2", "m3"}),
        ("c1", {"north", "south", "m0", "m1"}),
        ("p1", {"south", "c1", "c2"}),
    ],
)
def test_surroundings(centre, near):
    picture = surroundings(network(), centre)
    assert {mark.id for mark in picture.marks} == near | {centre}
    assert picture.left_out == 0


def test_surroundings_say_how_many_they_leave_out():
    picture = surroundings(network(), "south", limit=4)
    assert len(picture.marks) == 4
    assert picture.left_out == 3
    assert all(tie.kind is not TieKind.MEMBER_OF for tie in picture.ties)


def test_an_unknown_mark_is_an_error():
    with pytest.raises(KeyError):
        surroundings(network(), "nobody")


def test_every_mark_has_a_place_and_none_stand_on_each_other():
    picture = overview(network())
    places = overview_positions(picture)
    assert set(places) == {mark.id for mark in picture.marks}
    points = list(places.values())
    apart = [math.dist(one, two) for i, one in enumerate(points) for two in points[i + 1 :]]
    assert min(apart) > 40
    assert places == overview_positions(picture)


@given(st.integers(0, 160))
def test_surroundings_of_any_size_are_laid_out_apart(members):
    marks = {f"m{i}": Mark(f"m{i}", MarkKind.ORGANISATION, f"Member {i}") for i in range(members)}
    marks["b"] = Mark("b", MarkKind.BODY, "Body", size=members)
    picture = surroundings(Network(marks, {"b": frozenset(marks) - {"b"}}), "b", limit=200)
    places = surroundings_positions(picture)
    assert places["b"] == (0.0, 0.0)
    assert len(set(places.values())) == members + 1
