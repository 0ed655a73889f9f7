"""Both engines for the contract tests: every test that takes ``store`` runs once on each.

The embedded engine always runs. A Neo4j is NEO4J_TEST_URI's when that is set (with NEO4J_TEST_USERNAME and
NEO4J_TEST_PASSWORD; it must be empty or marked by an earlier run), else one is started with Java and Maven,
else its tests are skipped and the last lines say why. With CI=true a missing Neo4j is a failure.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest

from graph.store import Store, open_store
from tools.neo4j import NoNeo4j, running_neo4j

ENGINES = ("embedded", "neo4j")

HERE = Path(__file__).parent

missing_engines: dict[str, str] = {}
"""Engines that these tests had to do without, and why; told on the last lines."""


@dataclass
class Heard:
    """The query texts that the store ran in this session, by engine."""

    texts: dict[str, set[str]] = field(default_factory=lambda: {engine: set() for engine in ENGINES})
    engine: str | None = None
    whole_suite: bool = False


class _Listener(logging.Filter):
    """Notes what the store says it runs, and keeps it out of what pytest shows of failing tests."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard

    def filter(self, record: logging.LogRecord) -> bool:
        if self._heard.engine:
            self._heard.texts[self._heard.engine].add(record.getMessage())
        return False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of one engine run beside those of the other."""
    parser.addoption(
        "--engine", choices=ENGINES, help="only contract tests of this engine; embedded: and those of none"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of the engine that was asked for; those that look back on all others come last."""
    engine = config.getoption("--engine", default=None)
    if engine:
        left_out = [item for item in items if _engine_of(item) != engine]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: item.name.startswith("test_every_constant_ran"))


def _engine_of(item: pytest.Item) -> str:
    """Return the engine whose session's graph a test is given; "embedded" for one that is given none."""
    if not isinstance(item, pytest.Function) or not {"queries_heard", "settings_of"} & set(item.fixturenames):
        return "embedded"
    given = item.callspec.params if hasattr(item, "callspec") else {}
    told = "neo4j" if "neo4j" in item.originalname else "embedded"
    return str(given.get("engine_settings") or given.get("engine") or told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the very end what these tests did not cover."""
    for engine, reason in missing_engines.items():
        terminalreporter.write_line(f"NOT TESTED on {engine}: {reason}", yellow=True)


@pytest.fixture(scope="session")
def queries_heard(request: pytest.FixtureRequest) -> Iterator[Heard]:
    """What was run so far on each engine, by tests that take ``store``."""
    heard = Heard(whole_suite=_is_whole_suite(request.session))
    logger = logging.getLogger("earshot.queries")
    listener, level = _Listener(heard), logger.level
    logger.addFilter(listener)
    logger.setLevel(logging.DEBUG)
    yield heard
    logger.removeFilter(listener)
    logger.setLevel(level)


def _is_whole_suite(session: pytest.Session) -> bool:
    """Return whether no contract test was left out by a path, -k, -m or --last-failed, but for an engine."""
    option = session.config.option
    chosen = option.keyword or option.markexpr or getattr(option, "lf", False)
    given = {Path(argument).resolve() for argument in session.config.args}
    return not chosen and bool(given & set(HERE.parents).union({HERE}))


@pytest.fixture(scope="session")
def settings_of() -> Iterator[Callable[[str], dict[str, Any]]]:
    """A function from an engine's name to what open_store needs for this session's test graph."""
    with ExitStack() as stack:
        made: dict[str, dict[str, Any]] = {}

        def settings(engine: str) -> dict[str, Any]:
            if engine not in made:
                made[engine] = _embedded(stack) if engine == "embedded" else _neo4j(stack)
            if "missing" in made[engine]:
                do_without(made[engine]["missing"])
            return made[engine]

        yield settings


@pytest.fixture(scope="session", params=ENGINES)
def engine_settings(
    request: pytest.FixtureRequest, settings_of: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """What open_store needs for one engine, to open a second store or one in another process."""
    return settings_of(request.param)


@pytest.fixture(scope="session")
def session_store(engine_settings: dict[str, Any], queries_heard: Heard) -> Iterator[Store]:
    """The one store of the session on one engine, marked as a test graph."""
    queries_heard.engine = "neo4j" if "neo4j_uri" in engine_settings else "embedded"
    store = open_store(**engine_settings)
    if not store.is_test_graph():
        store.mark_as_test_graph()
    queries_heard.engine = None
    yield store
    store.close()


@pytest.fixture
def store(session_store: Store, queries_heard: Heard) -> Iterator[Store]:
    """An empty graph with its schema, on each engine in turn."""
    queries_heard.engine = session_store.engine
    session_store.wipe_test_graph()
    yield session_store
    queries_heard.engine = None


def _embedded(stack: ExitStack) -> dict[str, Any]:
    folder = stack.enter_context(
        tempfile.TemporaryDirectory(prefix="earshot-test-", ignore_cleanup_errors=True)
    )
    return {"data_folder": Path(folder)}


def _neo4j(stack: ExitStack) -> dict[str, Any]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="earshot-test-")))
    given = os.environ.get("NEO4J_TEST_URI")
    if given:
        return {
            "data_folder": folder,
            "neo4j_uri": given,
            "username": os.environ.get("NEO4J_TEST_USERNAME", "neo4j"),
            "password": os.environ.get("NEO4J_TEST_PASSWORD", ""),
        }
    try:
        server = stack.enter_context(running_neo4j(for_minutes=True))
    except NoNeo4j as reason:
        return {"missing": str(reason)}
    return {"data_folder": folder, "neo4j_uri": server.uri, "password": server.password}


def do_without(reason: str) -> NoReturn:
    """Skip a test for want of a Neo4j, which the last lines say; fail it where there must be one."""
    missing_engines["Neo4j"] = reason
    if os.environ.get("CI") == "true":
        pytest.fail(f"no Neo4j for the contract tests: {reason}")
    pytest.skip(f"no Neo4j for the contract tests: {reason}")
