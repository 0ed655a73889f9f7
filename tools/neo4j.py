"""A real Neo4j on this machine, without Docker: ``make neo4j``, or ``running_neo4j()`` in a test.

Maven fetches the server once (about 116 MB) into its own cache and a folder of ours; Java runs it on a free
loopback port with a random password and an empty graph, which goes when it stops.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

START_WITHIN = 120
"""Seconds until a server that doesn't answer is given up."""

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>earshot</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""

SETTINGS = """server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
"""

OF_MINUTES = ("dbms.cypher.min_replan_interval=10m\n", "-XX:TieredStopAtLevel=1")
"""A setting of the server and one of Java for a server that lives for minutes only.

Plans stay though its small graph is filled and emptied all the time, and Java compiles once and plainly: the
tests of imports, review and undo took 99 s of its processor time so, and 180 s without.
"""

OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang", "java.util.concurrent")
"""Java's own packages that the server reaches into."""

SET_OWN = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"


ANYBODY_THERE = "RETURN 1 AS one"


class NoNeo4j(Exception):
    """Why no Neo4j can be started here."""


@dataclass(frozen=True)
class Release:
    """One release of the server and what starts it."""

    version: str
    main_class: str
    java: int


RELEASES = (
    Release("2026.07.1", "org.neo4j.server.Neo4jCommunity", 21),
    Release("5.26.12", "org.neo4j.server.CommunityEntryPoint", 17),
)
"""Newest first; the first one that the Java here can run is taken."""


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    uri: str
    password: str
    version: str
    username: str = "neo4j"


@contextmanager
def running_neo4j(port: int = 0, *, for_minutes: bool = False) -> Iterator[Server]:
    """Start a server with an empty graph, and stop it at the end. Raises NoNeo4j with the reason."""
    with OwnNeo4j(port, for_minutes=for_minutes) as own:
        yield own.server


class OwnNeo4j:
    """A server of our own with an empty graph, which can be killed and started again; use it in a ``with``.

    ``server`` is where it answers, the same after every start. ``for_minutes``: it spends less on becoming
    fast, as tests want it; measurements don't. Raises NoNeo4j with the reason.
    """

    def __init__(self, port: int = 0, *, for_minutes: bool = False) -> None:
        self._port = _free_port(port)
        self._setting, self._java_setting = OF_MINUTES if for_minutes else ("", "")
        self._release = suitable_release()
        self._libraries = fetched(self._release)
        self._home = Path(tempfile.mkdtemp(prefix="earshot-neo4j-"))
        self._process = self._started()
        try:
            self.server = _signed_in(self._process, self._release, self._home, self._port)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> OwnNeo4j:
        return self

    def kill(self) -> None:
        """End it with SIGKILL, at once and without a word."""
        self._process.kill()
        self._process.wait()

    def start_again(self) -> None:
        """Start it on the graph that it had. Raises NoNeo4j."""
        self._process = self._started()
        _answering(self._process, self._release, self._home, self.server)

    def _started(self) -> subprocess.Popen[bytes]:
        settings = self._home / "conf"
        settings.mkdir(exist_ok=True)
        (settings / "neo4j.conf").write_text(SETTINGS.format(port=self._port) + self._setting)
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        server = (self._release.main_class, f"--home-dir={self._home}", f"--config-dir={settings}")
        java = ["java", "-Xmx1g", "-XX:+UseSerialGC", *filter(None, [self._java_setting]), *opened]
        with (self._home / "output.txt").open("wb") as output:
            return subprocess.Popen(
                [*java, "-cp", f"{self._libraries}/*", *server],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(30)
        if self._process.poll() is None:
            self.kill()
        shutil.rmtree(self._home, ignore_errors=True)


def suitable_release() -> Release:
    """Return the newest release that this machine's Java runs. Raises NoNeo4j."""
    if not shutil.which("java") or not shutil.which("mvn"):
        raise NoNeo4j("it takes Java (17 or later) and Maven: install openjdk-17-jre-headless and maven")
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    java = int(found[1]) if found else 0
    for release in RELEASES:
        if java >= release.java:
            return release
    raise NoNeo4j(f"Java {java} is too old: it takes {RELEASES[-1].java} or later")


def fetched(release: Release) -> Path:
    """Return the folder with the server's libraries, fetched by Maven when it isn't there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "earshot"
    folder = cache / f"neo4j-{release.version}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as draft:
        pom = Path(draft, "pom.xml")
        pom.write_text(POM.format(version=release.version))
        goal = [f"-DoutputDirectory={draft}/lib", "-DincludeScope=runtime", "dependency:copy-dependencies"]
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", pom, *goal], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoNeo4j(f"Maven couldn't fetch org.neo4j:neo4j:{release.version}: {done.stdout[-500:]}")
        with suppress(OSError):  # another process may have put its own in place meanwhile
            Path(draft, "lib").rename(folder)
    return folder


def _signed_in(process: subprocess.Popen[bytes], release: Release, home: Path, port: int) -> Server:
    """Wait until the server answers, and set a password of our own."""
    server = Server(f"bolt://127.0.0.1:{port}", secrets.token_urlsafe(12), release.version)
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.2)
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(DriverError, Neo4jError), _driver(server.uri, "neo4j") as driver:
            driver.execute_query(SET_OWN, old="neo4j", new=server.password, database_="system")
            return server
        time.sleep(0.2)
    raise _did_not_start(release, home, server)


def _answering(process: subprocess.Popen[bytes], release: Release, home: Path, server: Server) -> None:
    """Wait until a server that was started again answers."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(DriverError, Neo4jError), _driver(server.uri, server.password) as driver:
            driver.execute_query(ANYBODY_THERE, database_="neo4j")
            return
        time.sleep(0.2)
    raise _did_not_start(release, home, server)


def _did_not_start(release: Release, home: Path, server: Server) -> NoNeo4j:
    said = (home / "output.txt").read_text(errors="replace")[-1000:]
    return NoNeo4j(f"Neo4j {release.version} didn't start at {server.uri}: {said}")


def _driver(uri: str, password: str) -> Driver:
    return GraphDatabase.driver(uri, auth=("neo4j", password), connection_timeout=5)


def _free_port(wanted: int) -> int:
    """Return the loopback port that is wanted (0: any) if nobody listens on it. Raises NoNeo4j."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise NoNeo4j(f"port {wanted} is taken; leave --port out for a free one") from error
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Run a server until Ctrl-C, and say how to use it."""
    parser = argparse.ArgumentParser(description="Run a real Neo4j with an empty graph, until Ctrl-C.")
    parser.add_argument("--port", type=int, default=0, help="loopback port (default: a free one)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running_neo4j(parser.parse_args().port) as server:
            print(f"# Neo4j {server.version} is ready. Its graph goes when you stop it with Ctrl-C.")
            print(f"export NEO4J_URI={server.uri} NEO4J_USERNAME={server.username}", end=" ")
            print(f"NEO4J_PASSWORD={server.password}", flush=True)
            signal.pause()
    except NoNeo4j as reason:
        sys.exit(f"No Neo4j: {reason}.")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
