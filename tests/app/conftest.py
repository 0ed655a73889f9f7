"""An app on an embedded graph of its own: one engine for the whole session, empty before each test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import load_settings
from app.runtime import Earshot, earshot
from graph.seed import seed
from graph.store import open_store
from tests.app.walk import furnish


@pytest.fixture(scope="session")
def session_app() -> Iterator[Flask]:
    """The one app of the session, on a test graph; jobs are carried out within the request."""
    with tempfile.TemporaryDirectory(prefix="earshot-app-", ignore_cleanup_errors=True) as folder:
        _mark_as_test_graph(Path(folder))
        app = create_app(load_settings(data=Path(folder), jobs="inline", neo4j_uri="", demo=False))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield app
        earshot(app).close()


def _mark_as_test_graph(folder: Path) -> None:
    """Allow the graph in a folder to be wiped, while it is still empty."""
    store = open_store(data_folder=folder)
    store.mark_as_test_graph()
    store.close()


@pytest.fixture
def app(session_app: Flask) -> Flask:
    """The app on an empty graph, seeded with communities, places and rules."""
    running = earshot(session_app)
    running.store.wipe_test_graph()
    running.forget()
    seed(running.store)
    return session_app


@pytest.fixture
def running(app: Flask) -> Earshot:
    """The running Earshot behind ``app``: ``.store``, ``.reach``, ``.settings``."""
    return earshot(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client on the seeded, otherwise empty graph. Forms need no token here."""
    return app.test_client()


@pytest.fixture
def places_to_walk(running: Earshot) -> dict[str, str]:
    """The ids that fill SAMPLES, of things now in the graph."""
    return furnish(running)
