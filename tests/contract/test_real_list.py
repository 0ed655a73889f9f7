"""7,402 real members, the Women's Institutes: in by page and by command, seen everywhere, both engines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import load_settings
from app.runtime import earshot
from graph.imports import undo_import
from graph.seed import seed
from graph.store import Store
from graph.verify import verify

NFWI = "GB-CHC-803793"
NAME = "National Federation of Women's Institutes"
MEMBERS = 7402
SOME = 1100

PLACED = """
MATCH (organisation:Organisation)-[:MEMBER_OF]->(body:Organisation {id: $body})
RETURN count(organisation) AS members, collect(organisation.id)[0] AS one
"""


@pytest.fixture(scope="module")
def institutes(shared_data: Path) -> bytes:
    """The federation's list as a file of its own."""
    text = io.StringIO()
    with (shared_data / "members" / "federated_members_uk_28294.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = csv.DictReader(file)
        table = csv.DictWriter(text, rows.fieldnames or ())
        table.writeheader()
        table.writerows(row for row in rows if row["federation_org_id"] == NFWI)
    return text.getvalue().encode()


@pytest.fixture
def app(store: Store, engine_settings: dict[str, Any], tmp_path: Path) -> Iterator[Flask]:
    """An app on the session's graph, seeded; jobs are carried out within the request."""
    seed(store)
    settings = load_settings(
        data=tmp_path if "neo4j_uri" in engine_settings else engine_settings["data_folder"],
        jobs="inline",
        demo=False,
        neo4j_uri=engine_settings.get("neo4j_uri", ""),
        neo4j_username=engine_settings.get("username", "neo4j"),
        neo4j_password=engine_settings.get("password", ""),
    )
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    earshot(app).close()


def words(page: Any) -> str:
    """A page's text without its marks, spaces run together."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def test_a_real_list_goes_in_by_page_and_shows_everywhere(
    app: Flask, store: Store, institutes: bytes, tmp_path: Path
) -> None:
    client = app.test_client()
    preview = client.post(
        "/imports/new",
        data={
            "kind": "members",
            "file": (io.BytesIO(institutes), "Institutes.csv"),
            "body_org_id": "new",
            "new_body": NFWI,
            "body_name": NAME,
        },
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert f"{MEMBERS:,} rows seen" in words(preview)
    plan_hash = re.search(r'name="plan_hash" value="([0-9a-f]{64})"', preview.text)
    assert plan_hash
    report = client.post(
        f"{preview.request.path}/commit", data={"plan_hash": plan_hash[1]}, follow_redirects=True
    )
    assert f"{MEMBERS:,}" in words(report)
    _seen_everywhere(client, store)
    again = by_command(app, institutes, tmp_path)
    assert (again["counts"]["same"], again["changes"]) == (MEMBERS, 0)
    assert verify(store)["ok"]


def by_command(app: Flask, institutes: bytes, folder: Path) -> dict[str, Any]:
    """What the command says of the same list, under the same name."""
    file = folder / "Institutes.csv"
    file.write_bytes(institutes)
    command = ["import-list", str(file), "--body", NFWI, "--body-name", NAME, "--json"]
    found: dict[str, Any] = json.loads(app.test_cli_runner().invoke(args=command).stdout)
    return found


def _seen_everywhere(client: FlaskClient, store: Store) -> None:
    """The members are on coverage, on their own pages, on the body's and on the map."""
    assert f"{MEMBERS:,} organisations are on" in words(client.get("/"))
    found = words(client.get("/bodies/"))
    assert NAME.replace("'", "&#39;") in found
    assert f"{MEMBERS:,}" in found
    body = store.read("MATCH (i:Identifier {id: $id})-[:IDENTIFIES]->(o) RETURN o.id AS id", id=NFWI)[0]["id"]
    counted = store.read(PLACED, body=body)[0]
    assert counted["members"] == MEMBERS
    assert NAME.replace("'", "&#39;") in client.get(f"/organisations/{counted['one']}").text
    around = client.get(f"/map/around/{counted['one']}")
    assert NAME.replace("'", "&#39;") in around.text
    assert client.get("/map/").status_code == 200


def test_the_command_brings_it_in_and_undo_takes_it_back(
    app: Flask, store: Store, institutes: bytes, tmp_path: Path
) -> None:
    if store.engine == "neo4j":
        pytest.skip("the test above brings the list in by command there too")
    before = verify(store)["digest"]
    cut = b"".join(institutes.splitlines(keepends=True)[: SOME + 1])  # all of them go in by page
    first = by_command(app, cut, tmp_path)
    assert (first["rows_seen"], first["rows_read"], first["counts"]["new"]) == (SOME, SOME, SOME)
    assert first["state"] == "committed"
    assert sum(first["counts"].values()) == SOME
    undo_import(store, first["import_id"], "ann")
    assert verify(store)["digest"] == before
