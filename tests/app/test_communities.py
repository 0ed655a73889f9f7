from __future__ import annotations

from flask.testing import FlaskClient

from graph.communities import communities, community


def test_the_taxonomy_is_shown_whole(client: FlaskClient, running) -> None:
    page = client.get("/communities/").text
    groups = [one for one in communities(running.store) if one.under is None]
    assert len(groups) > 10
    for one in groups:
        assert f"/communities/{one.code}" in page


def test_one_community_shows_what_lies_below_it(client: FlaskClient) -> None:
    page = client.get("/communities/DEI020000").text
    assert "Disabled people" in page
    assert "/communities/DEI020100" in page


def test_a_community_is_added_under_another(client: FlaskClient, running) -> None:
    answer = client.post("/communities/new", data={"name": "Lip readers", "under": "DEI020100"})
    assert answer.status_code == 302
    code = answer.headers["Location"].rsplit("/", 1)[-1]
    made = community(running.store, code)
    assert made is not None
    assert (made.name, made.under, made.level.value) == ("Lip readers", "DEI020100", "sub_category")


def test_the_same_form_sent_twice_adds_one(client: FlaskClient, running) -> None:
    before = len(communities(running.store))
    for _ in range(2):
        client.post("/communities/new", data={"name": "Seafarers", "form_id": "f-1"})
    assert len(communities(running.store)) == before + 1


def test_a_name_that_is_taken_is_said_beside_the_field(client: FlaskClient) -> None:
    answer = client.post("/communities/new", data={"name": "Disabled people", "description": "kept"})
    assert answer.status_code == 422
    assert 'href="#name"' in answer.text
    assert "kept" in answer.text


def test_a_community_is_renamed_and_taken_out_of_use(client: FlaskClient, running) -> None:
    client.post("/communities/DEI050000/name", data={"name": "People who migrated"})
    client.post("/communities/DEI050000/use", data={"retired": "yes"})
    made = community(running.store, "DEI050000")
    assert made is not None
    assert (made.name, made.retired) == ("People who migrated", True)
    client.post("/communities/DEI050000/use", data={"retired": ""})
    assert not community(running.store, "DEI050000").retired


def test_a_refused_name_keeps_the_page(client: FlaskClient) -> None:
    assert client.post("/communities/DEI050000/name", data={"name": " "}).status_code == 422
    assert client.post("/communities/XXX/name", data={"name": "x"}).status_code == 404


def test_hostile_names_are_text(client: FlaskClient) -> None:
    name = "<script>alert(1)</script>"
    answer = client.post("/communities/new", data={"name": name}, follow_redirects=True)
    assert "&lt;script&gt;alert(1)" in answer.text
    assert name not in answer.text
