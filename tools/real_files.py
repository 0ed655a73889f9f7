"""Bring every real list in on one engine, one after the other, and take them all back in another order.

``python -m tools.real_files --engine embedded|neo4j [--folder ../shared/data] [--only TEXT]``. Each file
comes in as what it is (a register's table, grants, departments, a membership list …). After each, the counts
must add up; after every tenth, and at the end, ``flask verify`` must find the graph whole. Then every import
is taken back, in a random order, and the digest must be the one of the empty graph. What is printed is the
same on either engine, so that ``diff`` tells whether both end in the same facts; times go to stderr. Exit 1
when anything is wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.cli.registers import unpacked
from app.errors import Refused
from app.imports import FileRefused, HeadingError, ImporterError, ImportRequest, import_file
from graph.consultations import add_consultation
from graph.imports import undo_import
from graph.model.consultations import Consultation
from graph.model.identifiers import new_id
from tools.kill_ground import CHECKOUT, Ground, ground_of
from tools.kill_points import digest_of

FOLDERS = ("registers", "government", "grants", "members", "stress")
"""In the order in which they come in: whom registers know is found by the lists after them."""

CONSULTATION = Consultation("real-files", "What real lists say", "2001-01-01", "2026-06-30", ())

KINDS: tuple[tuple[str, str, str], ...] = (
    ("registers/ccni", "register", "GB-NIC"),
    ("registers/companies_house", "register", "GB-COH"),
    ("registers/hmrc_cascs", "register", "GB-CASC"),
    ("registers/", "register", "GB-CHC"),
    ("stress/uk_real/ccni", "register", "GB-NIC"),
    ("stress/uk_real/charity_lookups", "register", "GB-CHC"),
    ("stress/appg_forms", "groups", ""),
    ("government/appg/", "groups", ""),
    ("government/co_ministerial", "log", ""),
    ("government/parliament_engagement", "log", ""),
    ("government/pasc", "log", "written_reply"),
    ("government/scottish_lobbying", "organisations", "other"),
    ("government/", "organisations", "government"),
    ("grants/", "grants", ""),
    ("members/", "members", ""),
    ("stress/", "members", ""),
)
"""How a path begins, the kind of list it is, and its scheme, role or kind of contact."""


@dataclass(frozen=True)
class Brought:
    """One file brought in: its import's id (none when refused) and the line that says what became of it."""

    import_id: str | None
    line: str
    wrong: bool = False


def real_files(folder: Path, only: str = "") -> Iterator[tuple[str, Path]]:
    """Yield the name within the folder and the path of each real list, in the order they come in."""
    for part in FOLDERS:
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and only in name:
                yield name, path


def request_for(name: str, path: Path, number: int, room: Path) -> ImportRequest:
    """Return the request that brings a file in as what it is. ``room`` is for what a zip holds."""
    _, kind, more = next(each for each in KINDS if name.startswith(each[0]))
    if path.suffix == ".zip":
        (room / str(number)).mkdir()
        path = unpacked(path, room / str(number))
    return ImportRequest(
        path=path,
        kind=kind,
        actor="real files",
        said_on=f"2024-{1 + number // 28:02}-{1 + number % 28:02}",
        body_org_id=f"XI-EARSHOT-REAL-{number}" if kind == "members" else None,
        body_name=f"Whose list is {path.stem}" if kind == "members" else None,
        consultation=CONSULTATION.id if kind == "log" else None,
        scheme=more if kind == "register" else None,
        role=more if kind == "organisations" else None,
        event_kind=more or None if kind == "log" else None,
        held_on="2012-11-01" if kind == "log" and more else None,
    )


def bring_in(on: Ground, name: str, request: ImportRequest) -> Brought:
    """Bring one file in and return what became of it; a refusal is an answer too."""
    try:
        planned, outcome = import_file(on.store, request)
    except (FileRefused, HeadingError, ImporterError, Refused) as error:
        return Brought(None, f"{name}: {request.kind}: refused: {error}")
    plan, counts = planned.plan, outcome.counts
    adds_up = (
        plan.rows_seen == outcome.rows_read + len(plan.skipped) and sum(counts.values()) == outcome.rows_read
    )
    said = ", ".join(f"{each} {counts[each]}" for each in sorted(counts) if counts[each])
    line = f"{name}: {request.kind}: {outcome.state}: {said or 'no rows'}; {outcome.changes} written"
    return Brought(plan.import_id, line if adds_up else f"{line}  DOESN'T ADD UP", wrong=not adds_up)


def run(engine: str, folder: Path, only: str, seed: int) -> int:
    """Bring all in, take all back; return how much was wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="earshot-real-") as room, ground_of(engine, Path(room)) as on:
        on.fresh()
        add_consultation(on.store, "real files", CONSULTATION, new_id())
        before, brought = digest_of(on), []
        for number, (name, path) in enumerate(real_files(folder, only)):
            began = time.monotonic()
            done = bring_in(on, name, request_for(name, path, number, Path(room)))
            wrong += done.wrong
            brought += [(name, done.import_id)] if done.import_id else []
            _say(done.line, began)
            if number % 10 == 9:
                _say(f"facts: {digest_of(on)}", began)
        _say(f"all in: {digest_of(on)}", time.monotonic())
        wrong += _take_back(on, brought, seed)
        after = digest_of(on)
        wrong += after != before
        _say(
            "all back: " + ("the same facts as before" if after == before else "OTHER FACTS"),
            time.monotonic(),
        )
    return wrong


def _take_back(on: Ground, brought: list[tuple[str, str]], seed: int) -> int:
    """Take every import back, in an order of its own; return at how many something was kept for no reason."""
    random.Random(seed).shuffle(brought)  # noqa: S311 - an order, no secret
    wrong = 0
    for number, (name, import_id) in enumerate(brought):
        began = time.monotonic()
        undone = undo_import(on.store, import_id, "real files")
        kept = len(undone["kept"])
        wrong += bool(kept)
        changed = f"{undone['restored']} restored, {undone['removed']} removed"
        _say(f"{name}: back: {changed}{f', {kept} KEPT' if kept else ''}", began)
        if number % 10 == 9:
            _say(f"facts: {digest_of(on)}", began)
    return wrong


def main() -> None:
    """Do it as the command line says, a line a file."""
    parser = argparse.ArgumentParser(description="Bring every real list in and take it back.")
    parser.add_argument("--engine", choices=("embedded", "neo4j"), default="embedded")
    parser.add_argument("--folder", type=Path, default=CHECKOUT.parent / "shared" / "data")
    parser.add_argument("--only", default="", help="files whose name has this in it")
    parser.add_argument("--seed", type=int, default=1, help="the order of taking back (default: 1)")
    given = parser.parse_args()
    sys.exit(1 if run(given.engine, given.folder, given.only, given.seed) else 0)


def _say(line: str, began: float) -> None:
    print(line, flush=True)
    print(f"{time.monotonic() - began:8.1f} s  {line[:90]}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
