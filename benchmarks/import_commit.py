"""The import promise: 28,294 real memberships of 34 lists, against bare UNWIND … MERGE in the same run.

    python benchmarks/import_commit.py [embedded] [neo4j]

The bare statement writes the same labels in a graph of its own with the same constraints and indexes, batch
by batch between our lists, so that a busy machine slows both alike; made-up lists go in first, both ways.
A commit with statements, audit and chunk stamps takes at most 2.5 times the bare MERGE of organisation,
identifier and membership; again, when nothing changes, at most 1.5 times the bare MERGE again;
the process stays under 400 MB. Needs ../shared/data; exits 1 when a promise isn't kept.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.engines import opened  # noqa: E402
from graph.bodies import body_for, body_source  # noqa: E402
from graph.imports import commit_import, store_plan  # noqa: E402
from graph.known import known_organisations  # noqa: E402
from graph.model.identifiers import made_id, new_id  # noqa: E402
from graph.model.names import canonical  # noqa: E402
from graph.model.plan import Plan, PlannedRow, RowVerdict  # noqa: E402
from graph.store import Store  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "members" / "federated_members_uk_28294.csv"
FIRST_TIMES, SECOND_TIMES, MOST_MEGABYTES = 2.5, 1.5, 400
BATCH, AGAIN = 2000, 3
"""Rows of a bare batch; how often all lists come again, since a second's work alone is mostly noise."""

BARE = """
UNWIND $rows AS row
MERGE (organisation:Organisation {id: row.id})
SET organisation.name = row.name
MERGE (identifier:Identifier {id: row.id})
MERGE (identifier)-[:IDENTIFIES]->(organisation)
MERGE (body:Organisation {id: row.body})
MERGE (organisation)-[:MEMBER_OF]->(body)
"""


def lists() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return {(body's org-id, name): (org-id, name) of every member}."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            body = row["federation_org_id"], row["federation_name"]
            found[body].append((row["member_org_id"], row["member_name"]))
    return found


class Bare:
    """The bare MERGE of all rows in batches of 2,000, in a graph of its own; ``seconds`` is its time so far.

    Its batches are run between the lists, as many rows as ours have gone in, so that whatever else the
    machine is doing slows both alike.
    """

    def __init__(self, store: Store, rows: list[dict[str, str]]) -> None:
        self._store, self._rows, self._done = store, rows, 0
        self.seconds = 0.0

    def follow(self, rows: int) -> None:
        """Run batches until at least so many rows are in."""
        while self._done < min(rows, len(self._rows)):
            started = time.perf_counter()
            _merge(self._store, self._rows[self._done : self._done + BATCH])
            self.seconds += time.perf_counter() - started
            self._done += BATCH


def _merge(store: Store, rows: list[dict[str, str]]) -> None:
    store._connection.run(lambda session: session.execute_write(lambda tx: tx.run(BARE, rows=rows).consume()))


def plan_of(store: Store, body: tuple[str, str], members: list[tuple[str, str]]) -> Plan:
    """Return a plan as the importers make it from rows that all have a number."""
    import_id, (body_org_id, body_name) = new_id(), body
    at = body_for(store, body_org_id)
    source, revision = body_source(at.id), store.revision()
    known = known_organisations(
        store, [number for number, _ in members], [canonical(name) for _, name in members], source
    )
    by_number = {number: each for each in known for number in each.identifiers}
    rows = []
    for position, (number, name) in enumerate(members, start=2):
        values: dict[str, Any] = {"name": name, "identifiers": [number]}
        cells = (body_org_id, body_name, number, name, "", "")
        there = by_number.get(number)
        if there is None:
            made = made_id(import_id, number, "organisation")
            rows.append(PlannedRow(position, RowVerdict.NEW, values, made, cells=cells))
        elif there.said == values:
            rows.append(
                PlannedRow(
                    position,
                    RowVerdict.SAME,
                    values,
                    there.id,
                    there.version,
                    cells=cells,
                    vouches_for=there.said_id,
                )
            )
        else:
            rows.append(
                PlannedRow(position, RowVerdict.CHANGED, values, there.id, there.version, cells=cells)
            )
    return Plan(
        import_id=import_id,
        kind="members",
        source=source,
        file_name=f"{body_org_id}.csv",
        said_on="2026-01-01",
        headings=("federation_org_id", "federation_name", "member_org_id", "member_name"),
        mapping=(None, None, "identifier", "name"),
        rows=tuple(rows),
        body_id=at.id,
        body_name=body_name,
        body_identifier=body_org_id,
        revision=revision,
    )


def ours(
    store: Store, between: Callable[[int], None] = lambda rows: None
) -> tuple[float, float, float, dict[str, int]]:
    """Return the seconds of looking up, of storing plans and of committing, and the counts.

    ``between`` is told after every list how many rows are in.
    """
    looking = storing = committing = 0.0
    done = 0
    counts: dict[str, int] = defaultdict(int)
    for body, members in lists().items():
        started = time.perf_counter()
        plan = plan_of(store, body, members)
        planned = time.perf_counter()
        store_plan(store, plan, "bench")
        stored = time.perf_counter()
        outcome = commit_import(store, plan.import_id)
        committing += time.perf_counter() - stored
        storing += stored - planned
        looking += planned - started
        for verdict, number in outcome.counts.items():
            counts[verdict] += number
        counts["changes"] += outcome.changes
        counts["waiting"] += outcome.review_items
        done += len(members)
        between(done)
    return looking, storing, committing, dict(counts)


WARM_SIZES = (3, 7, 40, 70, 400, 1000)
"""Members of the made-up lists: a server works out anew how to run a text for every order of magnitude."""

ON_EVERY_LIST = [("GB-CHC-9800001", "Warm everywhere"), ("GB-CHC-9800002", "Warm all over")]
"""Members of all made-up lists, as the real lists share some: they go by other texts than new ones."""


def warm_up(plain: Store, store: Store) -> None:
    """Bring made-up lists in, both ways and twice, before anything is timed.

    A server's compilers have then seen both texts; a server that serves isn't cold.
    """
    for size in WARM_SIZES:
        members = [(f"GB-CHC-{9900000 + size * 1000 + number}", f"Warm {number}") for number in range(size)]
        members += ON_EVERY_LIST
        body = f"GB-CHC-{size}"
        for _ in range(2):
            _merge(plain, [{"id": org_id, "name": name, "body": body} for org_id, name in members])
            plan = plan_of(store, (body, f"Warm body {size}"), members)
            store_plan(store, plan, "bench")
            commit_import(store, plan.import_id)


def total(
    runs: list[tuple[float, float, float, dict[str, int]]],
) -> tuple[float, float, float, dict[str, int]]:
    """Return the seconds of several runs together, and the counts of the last."""
    looking, storing, committing, counts = zip(*runs, strict=True)
    return sum(looking), sum(storing), sum(committing), counts[-1]


def bench(name: str) -> bool:
    """Print one engine's figures and return whether it keeps the promise."""
    rows = [
        {"id": number, "name": member, "body": body}
        for (body, _), members in lists().items()
        for number, member in members
    ]
    with opened(name) as plain, opened(name) as store:
        warm_up(plain, store)
        bare_first, bare_second = Bare(plain, rows), [Bare(plain, rows) for _ in range(AGAIN)]
        first = ours(store, bare_first.follow)
        second = total([ours(store, bare.follow) for bare in bare_second])
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = True
    print(f"{name}: {len(rows)} memberships")
    for label, base, (looking, storing, committing, counts), most in (
        ("first", bare_first.seconds, first, FIRST_TIMES),
        (f"{AGAIN} times again", sum(bare.seconds for bare in bare_second), second, SECOND_TIMES),
    ):
        ratio = committing / base
        kept &= ratio <= most
        print(
            f"  {label}: bare {base:.1f} s, commit {committing:.1f} s = {ratio:.2f} times (at most {most}) "
            f"{'PASS' if ratio <= most else 'FAIL'}; besides: look up {looking:.1f} s, "
            f"store plan {storing:.1f} s; {counts}"
        )
    print(
        f"  memory: {megabytes:.0f} MB (under {MOST_MEGABYTES})",
        "PASS" if megabytes < MOST_MEGABYTES else "FAIL",
    )
    return kept and megabytes < MOST_MEGABYTES


def main() -> int:
    """Run on the engines named, or on both."""
    if not DATA.exists():
        print(f"Needs {DATA.name} in ../shared/data/members; not run.")
        return 0
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or ["embedded", "neo4j"]
    kept = [bench(name) for name in names]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
