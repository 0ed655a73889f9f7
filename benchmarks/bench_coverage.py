"""Promise: figures over 100,000 organisations come from one table in memory, fresh after every write.

On each engine, on the same generated graph, in the same run:
- the whole coverage table (every community by nation, every figure) from a warm snapshot, at least 100 times
  faster than the same counts by one Cypher statement, and equal to them;
- after one write the next table is there within 0.3 s;
- a cold snapshot takes under 2 s on Neo4j and under 5 s on the embedded engine.

    .venv/bin/python benchmarks/bench_coverage.py [--organisations N] [--engine neo4j|embedded]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engines import opened
from benchmarks.generated import TALK, load
from graph.columns import ReachTable, load_snapshot
from graph.declarations import record_declaration
from graph.model.declarations import Declaration, DeclaredBy, Leadership, Reply
from graph.reach.cells import CoverageTable
from graph.reach.coverage import coverage
from graph.reach.snapshot import Snapshot
from graph.store import Store
from tools.neo4j import NoNeo4j

DAY = "2024-11-20"
COLD_WITHIN = {"neo4j": 2.0, "embedded": 5.0}
FRESH_WITHIN = 0.3
TIMES_FASTER = 100

Found = TypeVar("Found")

ONE_STATEMENT = """
MATCH (o:Organisation)-[m:MEMBER_OF]->(:Organisation)
WHERE 'member' IN o.roles AND coalesce(m.since, '') <= $day AND coalesce(m.until, '9') >= $day
WITH DISTINCT o
MATCH (o)-[:BASED_IN]->(:Place)-[:WITHIN*0..2]->(nation:Place {level: 'nation'})
OPTIONAL MATCH (o)<-[:ABOUT]-(d:Declaration)
WHERE d.retracted_at IS NULL AND d.declared_by <> 'reported' AND NOT d.reply IN ['no_reply', 'not_asked']
WITH nation, o, count(d) > 0 AS said
RETURN '' AS community, nation.id AS place, count(o) AS listed, sum(CASE WHEN said THEN 1 ELSE 0 END) AS said,
       0 AS led, 0 AS asked, 0 AS answered, 0 AS heard, 0 AS in_depth
UNION ALL
MATCH (community:Community)<-[:UNDER*0..2]-(:Community)<-[:LEADERSHIP]-(d:Declaration)
      -[:ABOUT]->(o:Organisation)
WHERE d.retracted_at IS NULL AND d.declared_by <> 'reported' AND 'member' IN o.roles
WITH DISTINCT community, o
MATCH (o)-[m:MEMBER_OF]->(:Organisation)
WHERE coalesce(m.since, '') <= $day AND coalesce(m.until, '9') >= $day
WITH DISTINCT community, o
MATCH (o)-[:BASED_IN]->(:Place)-[:WITHIN*0..2]->(nation:Place {level: 'nation'})
OPTIONAL MATCH (o)<-[:BY]-(p:Participation)-[:IN]->(e:Engagement)
               -[:HELD_FOR]->(:Consultation {id: $consultation})
WHERE p.retracted_at IS NULL
WITH community, nation, o,
     max(CASE WHEN e IS NULL THEN 0 WHEN e.kind = 'workshop' AND p.spoke THEN 4
              WHEN e.kind = 'form_reply' THEN 3 WHEN e.kind = 'workshop' THEN 2 ELSE 1 END) AS step
RETURN community.id AS community, nation.id AS place, 0 AS listed, 0 AS said,
       count(o) AS led, sum(CASE WHEN step >= 1 THEN 1 ELSE 0 END) AS asked,
       sum(CASE WHEN step >= 2 THEN 1 ELSE 0 END) AS answered,
       sum(CASE WHEN step >= 3 THEN 1 ELSE 0 END) AS heard,
       sum(CASE WHEN step >= 4 THEN 1 ELSE 0 END) AS in_depth
"""
"""Who is listed and has said who leads them by nation, and of every community by nation who is led by it and
how far they were reached, under the rule "self". What the table has besides (who is declared not led, which a
reply that names a community leaves open below it; those known by replying only; the waiting) is left out:
with it the embedded engine didn't come to an end at 100,000 organisations."""

COUNTED = ("led", "asked", "answered", "heard", "in_depth")


def table_of(snapshot: Snapshot) -> CoverageTable:
    """Return the table that is measured, worked out anew."""
    return coverage(snapshot, consultation=TALK, day=DAY, by=("community", "place"), place_level="nation")


def statement_of(store: Store) -> list[dict[str, Any]]:
    """Return the rows of the one statement."""
    return store.read(ONE_STATEMENT, consultation=TALK, day=DAY)


def timed(work: Callable[[], Found], times: int = 1) -> tuple[float, Found]:
    """Return the median seconds of some runs, and what the last one found."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        taken.append(time.perf_counter() - start)
    return median(taken), found


def differing(table: CoverageTable, rows: list[dict[str, Any]]) -> int:
    """Return how many cells of the two differ; cells that are never shown aren't compared."""
    cells = {(cell.community, cell.place): cell for cell in table.cells}
    listed = {row["place"]: row["listed"] for row in rows if not row["community"]}
    led = {(row["community"], row["place"]): row for row in rows if row["community"]}
    wrong = 0
    for key, cell in cells.items():
        counted = [led[key][name] if key in led else 0 for name in COUNTED]
        same = counted == [getattr(cell, name) for name in COUNTED]
        wrong += not (same and cell.listed == listed.get(str(cell.place), 0))
    said = sum(row["said"] for row in rows)
    return wrong + (said != table.totals.said)


def one_write(store: Store, organisation: str) -> None:
    """Record one declaration, as a person would."""
    named = {"DEI020000": Leadership()}
    said = Declaration("", organisation, Reply.YES, DeclaredBy.STAFF, "2024-11-19", "", leadership=named)
    record_declaration(store, "bench", said, f"write {organisation}")


def fresh_after_writes(store: Store, reach: ReachTable, times: int) -> list[float]:
    """Return the seconds until the table is there again after each of some writes.

    Each is a first declaration: the one statement doesn't know which of two is the newer.
    """
    snapshot, taken = reach.current(), []
    silent = snapshot.columns.id[snapshot.columns.profile == 0]
    for organisation in silent[-times:].tolist():
        one_write(store, organisation)
        taken.append(timed(lambda: table_of(reach.current()))[0])
    return taken


def measure(store: Store, organisations: int) -> list[tuple[str, bool]]:
    """Load, measure and return a line with its outcome for every promise."""
    loading, made = timed(lambda: load(store, organisations))
    print(
        f"{store.engine}: {made['organisations']} organisations, {made['relationships']} relationships, "
        f"loaded in {loading:.0f} s"
    )
    statement_of(store)  # warm the engine's cache before anything is timed
    statement, rows = timed(lambda: statement_of(store), times=3)
    cold, _ = timed(lambda: load_snapshot(store), times=3)
    reach = ReachTable(store)
    reach.current()
    first, table = timed(lambda: table_of(reach.current()))
    wrong = differing(table, rows)
    warm, _ = timed(lambda: table_of(reach.current()), times=15)
    first_fresh, *more = fresh_after_writes(store, reach, times=6)
    fresh = median(more)
    again = differing(table_of(load_snapshot(store)), statement_of(store))
    limit = COLD_WITHIN[store.engine]
    ratio = statement / warm
    return [
        (
            f"equal to the one statement, before and after a write: {wrong + again} cells differ",
            wrong + again == 0,
        ),
        (
            f"warm table {warm * 1000:.1f} ms (first {first * 1000:.0f}), one statement {statement:.2f} s: "
            f"{ratio:.0f} times faster (promised {TIMES_FASTER})",
            ratio >= TIMES_FASTER,
        ),
        (
            f"table after one write {fresh:.3f} s (at first {first_fresh:.3f}; promised {FRESH_WITHIN} s)",
            fresh <= FRESH_WITHIN,
        ),
        (f"cold snapshot {cold:.2f} s (promised {limit} s)", cold <= limit),
    ]


def main() -> int:
    """Print a line per promise; return 1 when one isn't kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--engine", choices=sorted(COLD_WITHIN), action="append")
    asked = parser.parse_args()
    kept = True
    for engine in asked.engine or ("embedded", "neo4j"):
        try:
            with opened(engine) as store:
                for line, passed in measure(store, asked.organisations):
                    print(f"{'PASS' if passed else 'FAIL'} {engine}: {line}")
                    kept &= passed
        except NoNeo4j as reason:
            print(f"not measured on Neo4j: {reason}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
