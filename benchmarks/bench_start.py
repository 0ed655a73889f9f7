"""Starting, promised: `flask serve` with the example present shows its first page in under 3 seconds.

The baseline, in turn with it, is a bare Flask app under waitress in the same interpreter: what any start
costs on this machine at this moment. The fastest of five counts. Exit 1 when the promise isn't kept.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROMISED = 3.0
ROUNDS = 5
CHECKOUT = Path(__file__).resolve().parents[1]
BARE = (
    "import sys, flask, waitress\n"
    "app = flask.Flask('bare')\n"
    "app.add_url_rule('/', view_func=lambda: 'here')\n"
    "waitress.serve(app, host='127.0.0.1', port=int(sys.argv[1]))\n"
)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="earshot-start-", ignore_cleanup_errors=True) as folder:
        settings = os.environ | {"EARSHOT_DATA": folder, "EARSHOT_DEMO": "1", "NEO4J_URI": ""}
        command = [sys.executable, "-m", "flask"]
        subprocess.run(
            [*command, "example", "--json"], cwd=CHECKOUT, env=settings, check=True, capture_output=True
        )
        bare, ours = [], []
        for _ in range(ROUNDS):
            port = free_port()
            bare.append(seconds_to_page([sys.executable, "-c", BARE, str(port)], settings, port))
            port = free_port()
            ours.append(seconds_to_page([*command, "serve"], settings | {"EARSHOT_PORT": str(port)}, port))
    kept = min(ours) <= PROMISED
    print(f"bare Flask under waitress: {min(bare):.2f} s (of {ROUNDS}: {spread(bare)})")
    print(f"flask serve to first page: {min(ours):.2f} s (of {ROUNDS}: {spread(ours)})")
    print(f"ratio {min(ours) / min(bare):.1f}; under {PROMISED:.0f} s promised: {'PASS' if kept else 'FAIL'}")
    return 0 if kept else 1


def seconds_to_page(command: list[str], settings: dict[str, str], port: int) -> float:
    """Start a server, and return the seconds until its first page is there; stop it again."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - begun > 120:
                raise SystemExit("the server did not come up")
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            return page.status == 200 and bool(page.read())
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spread(seconds: list[float]) -> str:
    return ", ".join(f"{each:.2f}" for each in sorted(seconds))


if __name__ == "__main__":
    sys.exit(main())
