from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.access import is_loopback, refuse_to_listen_beyond
from app.config import BadSetting, load_settings, secret_key
from app.errors import NotOpenYet


def test_headers_stand_on_every_answer(client: FlaskClient) -> None:
    for path in ("/health", "/nowhere", "/communities/", "/static/earshot.css"):
        with client.get(path) as response:
            headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'nonce-")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Permissions-Policy" in headers


def test_the_nonce_is_never_the_same_twice(client: FlaskClient) -> None:
    policies = [client.get("/communities/").headers["Content-Security-Policy"] for _ in range(5)]
    assert len({re.findall(r"nonce-([^']+)", policy)[0] for policy in policies}) == 5


def test_pages_are_kept_by_no_cache_and_files_are(client: FlaskClient) -> None:
    assert client.get("/communities/").headers["Cache-Control"] == "no-store"
    with client.get("/static/earshot.css") as file:
        assert "max-age" in file.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 422),
        ({"Origin": "http://localhost"}, 422),
        ({}, 422),
    ],
)
def test_changes_from_other_sites_are_refused(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/communities/new", data={"name": ""}, headers=headers).status_code == status


def test_a_form_without_its_token_changes_nothing(app: Flask, running) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        before = running.store.revision()
        response = app.test_client().post("/communities/new", data={"name": "Seafarers"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert response.status_code == 400
    assert "security token" in response.text
    assert running.store.revision() == before


def test_a_form_with_its_token_goes_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/communities/new").text)[0]
        response = client.post("/communities/new", data={"name": "Seafarers", "csrf_token": token})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert response.status_code == 302


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_nobody_but_this_machine_is_answered(client: FlaskClient, environ: dict[str, str]) -> None:
    for path in ("/health", "/communities/", "/static/earshot.css"):
        response = client.get(path, environ_overrides=environ)
        assert response.status_code == 403
    assert "no accounts yet" in response.text
    assert "SSH tunnel" in response.text


def test_an_unknown_host_name_is_refused_without_a_stack(client: FlaskClient) -> None:
    response = client.get("/communities/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "EARSHOT_TRUSTED_HOSTS" in response.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.1"])
def test_loopback_may_be_listened_on(host: str) -> None:
    assert is_loopback(host)
    refuse_to_listen_beyond(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "earshot.example", ""])
def test_anything_else_may_not(host: str) -> None:
    with pytest.raises(NotOpenYet, match="no accounts yet"):
        refuse_to_listen_beyond(host)


def test_the_secret_key_is_random_and_for_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(load_settings(data=tmp_path / "one"))
    assert secret_key(load_settings(data=tmp_path / "one")) == first
    assert secret_key(load_settings(data=tmp_path / "two")) != first
    assert stat.S_IMODE((tmp_path / "one" / "secret_key").stat().st_mode) == 0o600


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_PORT", "eighty")
    with pytest.raises(BadSetting, match="EARSHOT_PORT"):
        load_settings()


def test_a_fault_shows_a_reference_and_no_stack(tmp_path: Path) -> None:
    app = create_app(load_settings(data=tmp_path, neo4j_uri=""))

    @app.get("/fault")
    def fault() -> str:
        raise RuntimeError("a secret of the inside")

    response = app.test_client().get("/fault")
    assert response.status_code == 500
    assert "reference" in response.text
    assert "secret of the inside" not in response.text
    assert "Traceback" not in response.text


def test_a_body_over_the_limit_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 64 * 1024 * 1024
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2 * 1024 * 1024)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    response = app.test_client().post("/communities/new", data={"name": "y" * 3 * 1024 * 1024})
    assert response.status_code == 413
    assert "limit for uploads, 2 MB" in response.text
    assert "EARSHOT_MAX_UPLOAD_MB" in response.text


def test_too_much_pasted_is_told_apart_from_a_file_that_is_too_large(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.config["MAX_FORM_MEMORY_SIZE"] == 2 * 1024 * 1024
    monkeypatch.setitem(app.config, "MAX_FORM_MEMORY_SIZE", 1024)
    data = {"pasted": "Name\n" + "Seafarers\n" * 300}
    response = app.test_client().post("/imports/several/", data=data, content_type="multipart/form-data")
    assert response.status_code == 413
    assert "over the limit for what is typed or pasted" in response.text
    assert "bring the file in" in response.text
    assert "64 MB" not in response.text
