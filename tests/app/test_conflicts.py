"""Where sources disagree: both values stand with who says them, and the one chosen holds."""

from __future__ import annotations

import re

import pytest

from graph.organisations import organisation, search_organisations
from tests.contract.lists import bring_in, line


@pytest.fixture
def acorn(running):
    for body, postcode in (("XI-EARSHOT-A", "LS1 4AP"), ("XI-EARSHOT-B", "BN1 1AA")):
        bring_in(running.store, body, [line("Acorn Trust", "GB-CHC-1", postcode=postcode)])
    return search_organisations(running.store, "GB-CHC-1").items[0].id


def forms(page):
    pattern = r'name="field" value="(\w+)"><input type="hidden" name="statement" value="([^"]+)">'
    return re.findall(pattern + r'<input type="hidden" name="seen_version" value="(\d+)">', page)


def test_both_values_are_shown_and_one_is_chosen(client, running, acorn):
    page = client.get("/imports/conflicts").text
    assert "LS1 4AP" in page
    assert "BN1 1AA" in page
    assert "Body XI-EARSHOT-A, row 2 of list.csv" in page
    said = [each for each in forms(page) if each[0] == "postcode"]
    assert len(said) == 2
    field, statement, version = said[0]
    form = {"field": field, "statement": statement, "seen_version": version}
    done = client.post(f"/imports/conflicts/{acorn}", data=form, follow_redirects=True)
    assert "It holds from now on" in done.text
    assert "No sources disagree" in done.text
    assert organisation(running.store, acorn).record.postcode in {"LS1 4AP", "BN1 1AA"}
    again = client.post(f"/imports/conflicts/{acorn}", data=form, follow_redirects=True)
    assert "Nothing was changed" in again.text


def test_a_choice_over_somebody_elses_change_is_refused(client, running, acorn):
    field, statement, _ = forms(client.get("/imports/conflicts").text)[0]
    form = {"field": field, "statement": statement, "seen_version": "1"}
    answer = client.post(f"/imports/conflicts/{acorn}", data=form, follow_redirects=True)
    assert "Look again and choose" in answer.text
