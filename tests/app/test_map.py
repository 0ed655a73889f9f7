"""The network map by page: the picture's facts as JSON and as lists, and nothing in it that runs."""

from __future__ import annotations

import json
import re

import pytest

from app.network_map import VERDICT_SHAPES, verdict_image, vis_file
from graph.reach.cells import Verdict
from tests.app.walk import furnish


@pytest.fixture
def ids(running):
    return furnish(running)


def facts_of(page):
    return json.loads(re.search(r'id="map-facts"[^>]*>(.*?)</script>', page.text, re.S)[1])


def test_the_whole_picture_holds_bodies_and_communities(client, ids):
    page = client.get("/map/")
    facts = facts_of(page)
    kinds = {node["kind"] for node in facts["nodes"]}
    assert {"body", "community"} <= kinds
    assert "organisation" not in kinds
    body = next(node for node in facts["nodes"] if node["id"] == ids["body"])
    assert facts["names"][ids["body"]] in page.text
    assert "6 members" in body["about"]
    ties = [(edge["from"], edge["to"], edge["about"]) for edge in facts["edges"]]
    assert (ids["body"], "DEI020000", "3 members") in ties


def test_every_mark_has_a_place_and_physics_is_off(client, ids):
    facts = facts_of(client.get("/map/"))
    assert facts["options"]["physics"] == {"enabled": False}
    places = [(node["x"], node["y"]) for node in facts["nodes"]]
    assert len(set(places)) == len(places)


def test_example_data_is_marked_on_the_picture_that_is_taken_away(client, ids):
    facts = facts_of(client.get("/map/"))
    assert facts["mark"] == "example data"
    assert "example" in facts["file"]


def test_the_same_facts_stand_in_lists(client, ids):
    page = client.get("/map/").text
    lists = page[page.index("The same as a list") :]
    assert "Disabled people (3 members)" in lists


@pytest.mark.parametrize("which", ["body", "organisation", "community"])
def test_surroundings_of_any_mark(client, ids, which):
    page = client.get(f"/map/around/{ids[which]}")
    assert page.status_code == 200
    facts = facts_of(page)
    assert ids[which] in facts["names"]
    assert all(edge["from"] in facts["names"] and edge["to"] in facts["names"] for edge in facts["edges"])


def test_names_are_data_never_markup(client, ids):
    page = client.get(f"/map/around/{ids['body']}")
    assert "Elm <b>House</b>" in facts_of(page)["names"].values()
    assert "<b>House" not in page.text


def test_an_empty_graph_says_what_to_do_first(client):
    assert 'id="map-facts"' not in client.get("/map/").text or facts_of(client.get("/map/"))["nodes"]


def test_vis_network_comes_out_of_the_installed_package(client):
    assert vis_file("vis-network.min.js").is_file()
    answer = client.get("/map/vis-network.min.js")
    assert answer.mimetype == "text/javascript"
    assert b"vis" in answer.data


def test_every_verdict_has_a_mark_of_its_own():
    assert set(VERDICT_SHAPES) == {str(one) for one in Verdict}
    assert len({verdict_image(str(one)) for one in Verdict}) == len(Verdict)
    assert verdict_image("no such").startswith("data:image/svg+xml,")
