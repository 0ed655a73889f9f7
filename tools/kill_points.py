"""Kill -9 at random points of an import or its undo, and see that nothing is lost, halved or doubled.

``python -m tools.kill_points --engine embedded|neo4j --points 50 --seed 1``. An undisturbed run says what the
facts must be before and after. Then, point by point, a process is killed while a list goes in: the one that
serves pages and works beside it, a worker, the embedded graph's supervisor, the graph itself (the embedded
engine, or the Neo4j server), or an undo. Everything starts again, the import is carried on or taken back,
and ``flask verify``'s digest must be that of the undisturbed run. Exit 1 when any differs.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.imports import ImportRequest, import_file, make_plan
from graph.errors import GraphError
from graph.imports import ImportState, commit_import, import_state, undo_import
from graph.model.plan import CHUNK_ROWS
from graph.verify import verify
from tools.kill_ground import Ground, Running, ground_of

VICTIMS = {
    "embedded": ("web", "worker", "supervisor", "graph", "undo"),
    "neo4j": ("web", "worker", "graph", "undo"),
}
"""What is killed, by engine. The web process carries imports out too when nobody else does."""

BODY, BODY_NAME = "GB-CHC-225922", "The body whose list it is"

ENDS_WITHIN = 180
"""Seconds after which an import that doesn't go on counts as lost."""

DONE = ("committed", "waiting")


@dataclass(frozen=True)
class Point:
    """One kill: whom, after which share of the rows, how far into the next chunk, and what comes after."""

    number: int
    victim: str
    share: float
    within: float
    ending: str


@dataclass(frozen=True)
class Undisturbed:
    """Digests before and after a list of so many rows, and the seconds that it and its undo took."""

    rows: int
    before: str
    after: str
    seconds: float
    undo_seconds: float


def points_of(engine: str, number: int, seed: int) -> Iterator[Point]:
    """Yield as many points, the same for the same seed; every victim in turn."""
    chance = random.Random(seed)  # noqa: S311 - points to kill at, no secrets
    victims = VICTIMS[engine]
    for each in range(number):
        victim = victims[each % len(victims)]
        ending = "undone" if victim == "undo" or chance.random() < 0.25 else "resumed"
        yield Point(each + 1, victim, chance.random(), chance.random(), ending)


def run(engine: str, number: int, seed: int, rows: int, tell: Callable[[str], None] = print) -> int:
    """Kill at so many points and return at how many the facts differed or the import was lost."""
    differing = 0
    with tempfile.TemporaryDirectory(prefix="earshot-kill-") as folder, ground_of(engine, Path(folder)) as on:
        lists = _lists(Path(folder), rows)
        calm = _undisturbed(on, lists, rows)
        tell(f"undisturbed: {rows} rows in {calm.seconds:.1f} s, digest {calm.after[:12]}")
        for point in points_of(engine, number, seed):
            on.fresh()
            began = time.monotonic()
            found = _disturbed(on, point, lists, calm)
            differing += bool(found.wrong)
            tell(
                f"{point.number:3}  {point.victim:10} killed {found.at:34} {point.ending:8} "
                f"{time.monotonic() - began:5.1f} s  {found.wrong or 'same facts'}"
            )
    tell(f"{engine}: {number} points, {number - differing} with the same facts, {differing} that differ")
    return differing


def _lists(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a body's list, and its next one: most of the same, changed here and there, and many more."""
    before, after = folder / "before.csv", folder / "after.csv"
    heading = "Name,Charity number,Postcode,Website,Led by"
    known = [f"Group {n},{1_100_000 + n},LS1 4AB,," for n in range(rows // 3)]
    before.write_text("\n".join([heading, *known]) + "\n")
    led = ("", "disabled people", "women and girls")
    lines = [
        f"Group {n},{1_100_000 + n},LS1 4AB,{'https://group.example' if n % 7 == 0 else ''},{led[n % 3]}"
        for n in range(rows + rows // 30)
        if n >= rows // 3 or n % 10
    ]
    after.write_text("\n".join([heading, *lines[:rows]]) + "\n")
    return before, after


def _request(file: Path, day: str, *, whole: bool) -> ImportRequest:
    return ImportRequest(
        path=file,
        kind="members",
        actor="kill points",
        body_org_id=BODY,
        body_name=BODY_NAME,
        said_on=day,
        whole_list=whole,
    )


def _planned(on: Ground, lists: tuple[Path, Path]) -> tuple[str, str]:
    """Bring the first list in and plan the second; return the digest between, and the import's id."""
    import_file(on.store, _request(lists[0], "2024-01-01", whole=False))
    before = digest_of(on)
    return before, make_plan(on.store, _request(lists[1], "2024-06-01", whole=True)).plan.import_id


def _undisturbed(on: Ground, lists: tuple[Path, Path], rows: int) -> Undisturbed:
    on.fresh()
    before, import_id = _planned(on, lists)
    with on.started("worker"):
        began = time.monotonic()
        on.enqueue(import_id)
        _wait_for_the_end(on, import_id)
        seconds = time.monotonic() - began
    after = digest_of(on)
    with on.started("undo", import_id) as undoing:
        _wait_for_the_undo(on, import_id)
        began = time.monotonic()
        undoing.wait()
    if digest_of(on) != before:
        raise SystemExit("Even undisturbed, undoing the list doesn't bring back what was before.")
    return Undisturbed(rows, before, after, seconds, time.monotonic() - began)


@dataclass
class Found:
    """How far the import was when it was struck, and what was wrong in the end (nothing: "")."""

    at: str = ""
    wrong: str = ""


def _disturbed(on: Ground, point: Point, lists: tuple[Path, Path], calm: Undisturbed) -> Found:
    found = Found()
    _, import_id = _planned(on, lists)
    try:
        if point.victim == "undo":
            _kill_undo(on, point, import_id, calm, found)
        else:
            _kill_import(on, point, import_id, calm, found)
        wanted = calm.before if point.ending == "undone" else calm.after
        if digest_of(on) != wanted:
            found.wrong = "OTHER FACTS"
    except (GraphError, NotWhole, TimeoutError) as error:
        found.wrong = f"{type(error).__name__}: {error}"
    return found


def _kill_undo(on: Ground, point: Point, import_id: str, calm: Undisturbed, found: Found) -> None:
    """Kill the command that takes the import back, and take it back once more."""
    commit_import(on.store, import_id)
    with on.started("undo", import_id) as undoing:
        _wait_for_the_undo(on, import_id)
        time.sleep(point.share * calm.undo_seconds)
        undoing.kill()
    found.at = f"while {_state(on, import_id).state}"
    undo_import(on.store, import_id, "kill points")


def _kill_import(on: Ground, point: Point, import_id: str, calm: Undisturbed, found: Found) -> None:
    """Kill a process while the import goes in, start what doesn't start by itself, and see it to its end."""
    kind = "web" if point.victim == "web" else "worker"
    with on.started(kind) as working:
        on.enqueue(import_id)
        _wait_for_rows(on, import_id, point.share * calm.rows)
        time.sleep(point.within * calm.seconds * CHUNK_ROWS / calm.rows)
        on.kill(point.victim, working)
        on.start_again(point.victim)
        found.at = f"at {_state(on, import_id).done_rows:,} of {calm.rows:,} rows"
        with on.started(kind) if point.victim == kind else Running.none():
            if point.ending == "undone":
                undo_import(on.store, import_id, "kill points")
            else:
                _wait_for_the_end(on, import_id)


def _wait_for_rows(on: Ground, import_id: str, rows: float) -> None:
    """Wait until a chunk that begins before so many rows is being carried out."""
    deadline = time.monotonic() + ENDS_WITHIN
    while time.monotonic() < deadline:
        state = _state(on, import_id)
        if state.state in DONE or state.done_rows + CHUNK_ROWS > rows:
            return
        time.sleep(0.01)
    raise TimeoutError("The import didn't begin.")


def _wait_for_the_undo(on: Ground, import_id: str) -> None:
    """Wait until an undo has begun."""
    deadline = time.monotonic() + ENDS_WITHIN
    while _state(on, import_id).state not in ("undoing", "undone"):
        if time.monotonic() > deadline:
            raise TimeoutError("The undo didn't begin.")
        time.sleep(0.01)


def _wait_for_the_end(on: Ground, import_id: str) -> None:
    """Wait until the import is done, asking for it again, as a person would, when it stopped."""
    deadline = time.monotonic() + ENDS_WITHIN
    asked = time.monotonic()
    while time.monotonic() < deadline:
        with suppress(GraphError):
            state = _state(on, import_id).state
            if state in DONE:
                return
            if state in ("planned", "failed", "cancelled") and time.monotonic() > asked + 2:
                on.enqueue(import_id)
                asked = time.monotonic()
        time.sleep(0.05)
    raise TimeoutError("The import didn't go on.")


def _state(on: Ground, import_id: str) -> ImportState:
    state = import_state(on.store, import_id)
    if state is None:
        raise NotWhole("The import is gone.")
    return state


class NotWhole(Exception):
    """What ``flask verify`` says of a graph that isn't whole."""


def digest_of(on: Ground) -> str:
    """Return the digest of the facts. Raises NotWhole when an invariant is broken or the log is."""
    state = verify(on.store)
    if not state["ok"]:
        raise NotWhole(f"{state['audit']['chain']}; {'; '.join(state['broken'])}")
    return str(state["digest"])


def main() -> None:
    """Do it as the command line says, one line a point."""
    parser = argparse.ArgumentParser(description="Kill -9 at random points of an import; compare the facts.")
    parser.add_argument("--engine", choices=sorted(VICTIMS), default="embedded")
    parser.add_argument("--points", type=int, default=50, help="how many times (default: 50)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed: the same points (default: 1)")
    parser.add_argument("--rows", type=int, default=3000, help="rows of the list (default: 3,000)")
    given = parser.parse_args()
    sys.exit(1 if run(given.engine, given.points, given.seed, given.rows, _say) else 0)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
