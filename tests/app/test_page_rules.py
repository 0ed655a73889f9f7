from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.views import BLUEPRINTS, NAVIGATION, SAMPLES
from tests.app.page_rules import PageRules
from tests.app.walk import sample_paths

NOT_PAGES = ("static", "bootstrap.static")


def test_every_get_page_has_a_sample_address(app: Flask) -> None:
    """A page that isn't walked is a page that nothing holds."""
    endpoints = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    }
    assert endpoints == set(SAMPLES)


def test_every_page_keeps_the_rules(client: FlaskClient, places_to_walk: dict[str, str]) -> None:
    wrong = {}
    for endpoint, path in sample_paths(places_to_walk).items():
        with client.get(path) as response:
            assert response.status_code == 200, f"{endpoint} at {path} answered {response.status_code}"
            if response.mimetype == "text/html":
                nonce = re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[0]
                if broken := PageRules(response.text).broken(nonce):
                    wrong[path] = broken
    assert wrong == {}


@pytest.mark.parametrize("path", ["/nowhere", "/communities/XXX", "/consultations/none"])
def test_error_pages_keep_the_rules_too(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    nonce = re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[0]
    assert response.status_code == 404
    assert PageRules(response.text).broken(nonce) == []
    assert "reference" in response.text


def test_registries_name_what_exists(app: Flask) -> None:
    assert len(set(BLUEPRINTS)) == len(BLUEPRINTS)
    assert {endpoint for _, endpoint in NAVIGATION} <= set(app.view_functions)


def test_get_changes_nothing(client: FlaskClient, running, places_to_walk: dict[str, str]) -> None:
    before = running.store.revision()
    for path in sample_paths(places_to_walk).values():
        client.get(path).close()
    assert running.store.revision() == before


def test_head_is_asked_as_get_is(client: FlaskClient, running, places_to_walk: dict[str, str]) -> None:
    """No form token is asked of it, so it must do nothing: it was taken for a form that was sent."""
    before = running.store.revision(), sorted(running.settings.uploads.iterdir())
    for endpoint, path in sample_paths(places_to_walk).items():
        with client.head(path, data={"name": "Seafarers", "pasted": "Name\nSeafarers\n"}) as response:
            assert response.status_code == 200, f"{endpoint} at {path} answered {response.status_code}"
    assert (running.store.revision(), sorted(running.settings.uploads.iterdir())) == before


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<title>A · Earshot</title><h1>B</h1>", "is not the one h1"),
        ("<title>A · Earshot</title><h1>A</h1><h1>A</h1>", "is not the one h1"),
        ('<p id="x"></p><p id="x"></p>', "twice"),
        ('<input name="q">', "no label"),
        ('<p style="color:red">', "inline style"),
        ("<script>1</script>", "nonce"),
        ('<a href="https://elsewhere.example/">', "leads elsewhere"),
        ('<form method="post"></form>', "no token"),
        ('<p onclick="x()">', "handler"),
    ],
)
def test_the_rules_notice(html: str, rule: str) -> None:
    assert any(rule in sentence for sentence in PageRules(html).broken("n"))
