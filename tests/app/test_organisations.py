"""Organisations by page: found, shown with sources, added, edited, and refused when stale."""

from __future__ import annotations

import re

import pytest

FORM = {
    "name": "Ash Hall", "other_names": "The Old Ash", "identifiers": "GB-CHC-1138860", "roles": ["member"],
    "postcode": "ls14ap", "address": "", "website": "ash.example", "email": "", "legal_form": "charity",
    "status": "active", "income_band": "to_100k",
}  # fmt: skip


def add(client, **more):
    answer = client.post("/organisations/new", data={**FORM, **more}, follow_redirects=True)
    return answer, answer.request.path


def test_adding_one_shows_every_fact_with_who_said_it(client):
    page, _ = add(client)
    assert "Ash Hall" in page.text
    assert "LS1 4AP" in page.text
    assert "Leeds" in page.text
    assert "staff" in page.text
    assert "GB-CHC-1138860" in page.text


def test_it_counts_as_listed_when_added_as_a_member(client):
    add(client)
    assert "1 organisation" in re.sub(r"<[^>]*>", "", client.get("/").text)


@pytest.mark.parametrize(
    "words", ["ash hall", "Ash Hal", "the old ash", "1138860", "GB-CHC-1138860", "LS1 4AP"]
)
def test_search_forgives_and_finds_names_and_numbers(client, words):
    add(client)
    assert "Ash Hall" in client.get("/organisations/", query_string={"q": words}).text


def test_nobody_found_says_what_to_do(client):
    page = client.get("/organisations/?q=zzzzqqq").text
    assert "Nobody found" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give the organisation"),
        ("postcode", "somewhere else", "postcode"),
        ("identifiers", "1.03886E+06", "digits|number"),
        ("website", "x" * 600, "500 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(client, field, value, words):
    page, _ = add(client, **{field: value})
    assert page.status_code == 422
    assert re.search(words, page.text)
    assert value[:40] in page.text


def test_two_organisations_never_share_a_number(client):
    add(client)
    page, _ = add(client, name="Somebody Else")
    assert page.status_code == 422
    assert "Ash Hall" in page.text


def test_a_stale_save_is_refused_and_nothing_typed_is_lost(client):
    _, path = add(client)
    edit = client.get(f"{path}/edit").text
    version = re.search(r'name="seen_version" value="(\d+)"', edit)[1]
    first = client.post(f"{path}/edit", data={**FORM, "seen_version": version, "website": "first.example"})
    assert first.status_code == 302
    second = client.post(f"{path}/edit", data={**FORM, "seen_version": version, "website": "second.example"})
    assert second.status_code == 422
    assert "What changed meanwhile" in second.text
    assert "first.example" in second.text
    assert "second.example" in second.text
    now = re.search(r'name="seen_version" value="(\d+)"', second.text)[1]
    third = client.post(
        f"{path}/edit",
        data={**FORM, "seen_version": now, "website": "second.example"},
        follow_redirects=True,
    )
    assert "second.example" in third.text
    assert "first.example" not in third.text


def test_hostile_text_is_text(client):
    page, _ = add(client, name="<img src=x onerror=alert(1)>", website="javascript:alert(1)")
    assert "<img src=x" not in page.text
    assert 'href="javascript' not in page.text


@pytest.mark.parametrize(
    "path", ["/organisations/nobody", "/organisations/nobody/edit", "/bodies/nobody", "/map/around/nobody"]
)
def test_what_is_not_there(client, path):
    assert client.get(path).status_code == 404
