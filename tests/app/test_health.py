from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from app import create_app
from app.config import load_settings


def test_health_is_200_once_the_graph_answers(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert answer.json["engine"] == "embedded"


def test_health_is_503_while_the_start_is_under_way(client: FlaskClient, running) -> None:
    running.readiness.doing = "The example is being loaded."
    try:
        answer = client.get("/health")
        page = client.get("/communities/")
    finally:
        running.readiness.doing = ""
    assert (answer.status_code, answer.json["reason"]) == (503, "The example is being loaded.")
    assert page.status_code == 200
    assert "The example is being loaded." in page.text


def test_health_is_503_when_the_start_failed(client: FlaskClient, running) -> None:
    running.readiness.failed = "The start failed."
    try:
        assert client.get("/health").status_code == 503
    finally:
        running.readiness.failed = ""


def test_a_graph_that_does_not_answer_is_said_plainly(tmp_path: Path) -> None:
    app = create_app(load_settings(data=tmp_path, neo4j_uri="bolt://127.0.0.1:9", neo4j_password="x"))
    client = app.test_client()
    assert client.get("/health").status_code == 503
    page = client.get("/communities/")
    assert page.status_code == 503
    assert "reached" in page.text
    assert "127.0.0.1:9" not in page.text
