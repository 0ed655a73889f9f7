"""Words for communities that aren't clear: asked once for all rows and lists, remembered, forgotten."""

from __future__ import annotations

import re

import pytest

from graph.imports import waiting_count
from graph.organisations import search_organisations
from tests.app.test_imports import BODY, address, commit, upload

LIST = """Name,Charity number,Postcode,Led by,Board share %
Ash Hall,1138860,LS1 4AP,Jewish;Women,80;20
Beck Street,1138861,LS1 4AP,Jewish,60
Cragside,,LS1 4AP,Jewish,
Dale,1138862,LS1 4AP,Women,
"""
SOURCE = r'<option value="(body:[^"]+)" selected>'


@pytest.fixture
def brought_in(client):
    return commit(client, upload(client, LIST, **BODY))


def settle(client, page, **more):
    source = re.search(SOURCE, page)[1]
    form = {"text": "Jewish", "source": source, "code": "DEI030600", **more}
    return client.post("/imports/waiting/words", data=form, follow_redirects=True)


def test_a_word_is_asked_once_and_the_rows_go_in(client, running, brought_in):
    store = running.store
    assert waiting_count(store) == 3
    page = client.get("/imports/waiting/words").text
    assert page.count("What does “Jewish” mean in lists of Voices of Testing?") == 1
    assert "3 rows wait for it" in page
    done = settle(client, page)
    assert "2 of 3 rows that waited for it are in" in done.text
    assert "No word is unclear" in done.text
    assert waiting_count(store) == 1
    (ash,) = search_organisations(store, "Ash Hall").items
    record = client.get(f"/organisations/{ash.id}").text
    assert "Jewish" in record
    assert "GB-CHC-1138861" in str(search_organisations(store, "Beck Street").items[0].identifiers)
    again = upload(client, LIST, **BODY)
    assert "Put 1 row up for review" in again.text


def test_it_is_listed_with_what_was_decided_and_asked_again_once_forgotten(client, brought_in):
    settle(client, client.get("/imports/waiting/words").text)
    page = client.get("/imports/waiting/remembered").text
    assert "Jewish" in page
    rule = re.search(r"/remembered/([0-9a-f-]{36})/revoke", page)[1]
    client.post(f"/imports/waiting/remembered/{rule}/revoke")
    more = LIST.replace("Dale,1138862,LS1 4AP,Women", "Elm Road,1138863,LS1 4AP,Jewish")
    assert "to review: nothing is done with them until you decide" in upload(client, more, **BODY).text


def test_a_word_left_open_lets_the_rest_of_the_row_count(client, running, brought_in):
    done = settle(client, client.get("/imports/waiting/words").text, code="open")
    assert "2 of 3 rows" in done.text
    (ash,) = search_organisations(running.store, "Ash Hall").items
    assert "Women" in client.get(f"/organisations/{ash.id}").text


def test_nothing_is_settled_without_a_meaning(client, running, brought_in):
    answer = settle(client, client.get("/imports/waiting/words").text, code="")
    assert "Nothing was changed" in answer.text
    assert waiting_count(running.store) == 3
    assert address(answer) == "/imports/waiting/words"


def test_a_word_is_not_left_open_and_settled_at_once(client, running, brought_in):
    page = client.get("/imports/waiting/words").text
    both = settle(client, page, code=["open", "DEI030600"])
    assert "not both. Nothing was changed." in both.text
    assert waiting_count(running.store) == 3
    assert "not both" in settle(client, page, code="open", other="DEI019920").text
