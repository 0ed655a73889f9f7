"""A real server and a real browser: `flask serve` in a process of its own, Chromium without a window."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHECKOUT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def _browser_path() -> str:
    """Return the browser's path. Without one the tests are skipped, with CI=true they fail."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    reason = "no Chromium on this machine (looked for " + ", ".join(BROWSERS) + ")"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = _browser_path()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(address: str) -> int:
    """Return the status of /health; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Wait for /health to be 200; fail with the log's end when it isn't in time or the server stopped."""
    end = time.monotonic() + seconds
    while health(address) != 200:
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the server did not come up:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Earshot with the example, as `make run` starts it; its address. Stopped by SIGTERM.

    EARSHOT_TEST_ADDRESS names one that runs already, to try pages on other data.
    """
    if given := os.environ.get("EARSHOT_TEST_ADDRESS"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="earshot-browser-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        settings = {"EARSHOT_DATA": f"{folder}/data", "EARSHOT_PORT": str(port), "EARSHOT_DEMO": "1"}
        settings["NEO4J_URI"] = ""
        log = Path(folder) / "log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"],
                cwd=CHECKOUT,
                env=os.environ | settings,
                stdout=file,
                stderr=file,
            )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_healthy(address, process, log, 300)
            yield address
        finally:
            process.terminate()
            process.wait(30)
