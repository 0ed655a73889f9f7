from __future__ import annotations

from flask.testing import FlaskClient

from graph.consultations import consultation

TYPED = {
    "id": "covenant-2024",
    "name": "Civil Society Covenant",
    "opens": "2024-10-17",
    "closes": "2024-12-12",
    "principles": "Recognition\n\n Partnership \n",
}


def test_without_a_consultation_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/consultations/").text
    assert "No consultation yet" in page
    assert "/consultations/new" in page


def test_a_consultation_is_added_and_shown(client: FlaskClient, running) -> None:
    answer = client.post("/consultations/new", data=TYPED, follow_redirects=True)
    assert "17 October 2024 to 12 December 2024" in answer.text
    made = consultation(running.store, "covenant-2024")
    assert made is not None
    assert made.principles == ("Recognition", "Partnership")
    assert "Civil Society Covenant" in client.get("/consultations/").text


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client: FlaskClient) -> None:
    answer = client.post("/consultations/new", data=TYPED | {"closes": "2024-10-01"})
    assert answer.status_code == 422
    assert 'href="#closes"' in answer.text
    assert 'value="Civil Society Covenant"' in answer.text


def test_the_id_must_be_free(client: FlaskClient) -> None:
    client.post("/consultations/new", data=TYPED)
    assert client.post("/consultations/new", data=TYPED | {"name": "Other"}).status_code == 422
