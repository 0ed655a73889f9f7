"""Undo's and verify's promises, beside 60,000 made-up organisations that another list brought in.

    python benchmarks/import_undo.py [embedded] [neo4j]

Lists of 1,000 and of 10,000 rows are brought in and taken back, in turn, so that a busy machine slows both
alike; half of their rows are about organisations of the other list. An undo takes at most twice as long as
the commit of the same list, `flask verify` at most 8 times as long as a bare read of the organisations,
statements and numbers. Afterwards the graph is whole, and holds what it held. Exits 1 when a promise isn't
kept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.engines import opened  # noqa: E402
from benchmarks.import_commit import plan_of  # noqa: E402
from graph.every_node import pages  # noqa: E402
from graph.fact_digest import digest_of_facts  # noqa: E402
from graph.imports import commit_import, store_plan  # noqa: E402
from graph.store import Store  # noqa: E402
from graph.undo import undo_import  # noqa: E402
from graph.verify import verify  # noqa: E402

BESIDE = 60_000
SIZES = {1_000: 5, 10_000: 2}
"""Rows of a list, and how often it is brought in and taken back."""

MOST_UNDO, MOST_VERIFY = 2.0, 8.0
BODY, BODY_BESIDE = ("GB-CHC-9700001", "Body of the list"), ("GB-CHC-9700002", "Body beside")
WARM = 200
AT_ONCE = 1000

BARE = {
    "Organisation": """
MATCH (node:Organisation) WHERE node.id > $after AND node.id <= $upto
RETURN collect(properties(node)) AS properties
""",
    "Statement": """
MATCH (node:Statement) WHERE node.id > $after AND node.id <= $upto
RETURN collect(properties(node)) AS properties
""",
    "Identifier": """
MATCH (node:Identifier) WHERE node.id > $after AND node.id <= $upto
RETURN collect(properties(node)) AS properties
""",
}

Result = TypeVar("Result")


def members(first: int, number: int) -> list[tuple[str, str]]:
    """Return (org-id, name) of so many made-up organisations."""
    return [(f"GB-CHC-{each}", f"Made-up organisation {each}") for each in range(first, first + number)]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds that something took, and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def bring_in(store: Store, body: tuple[str, str], rows: list[tuple[str, str]]) -> tuple[float, str]:
    """Bring a list in; return the seconds of the commit and the import's id."""
    plan = plan_of(store, body, rows)
    store_plan(store, plan, "bench")
    return timed(lambda: commit_import(store, plan.import_id))[0], plan.import_id


def there_and_back(store: Store, size: int, times: int) -> tuple[float, float]:
    """Bring a list in and take it back, so many times; return the seconds of commits and of undoes."""
    rows = members(1_000_000 + BESIDE - size // 2, size)
    commits = undoes = 0.0
    for _ in range(times):
        seconds, import_id = bring_in(store, BODY, rows)
        commits += seconds
        undoes += timed(lambda id_=import_id: undo_import(store, id_, "bench"))[0]
    return commits, undoes


def bare_read(store: Store) -> int:
    """Read every organisation, statement and number; return how many they are."""
    return sum(len(rows) for label, query in BARE.items() for rows in pages(store, label, query, AT_ONCE))


def judged(label: str, base: float, ours: float, most: float) -> bool:
    """Print one ratio and return whether it keeps its promise."""
    kept = ours / base <= most
    print(f"  {label}: {base:.1f} s and {ours:.1f} s = {ours / base:.2f} times (at most {most})", end=" ")
    print("PASS" if kept else "FAIL", flush=True)
    return kept


def bench(name: str) -> bool:
    """Print one engine's figures and return whether it keeps the promises."""
    with opened(name) as store:
        seconds, _ = bring_in(store, BODY_BESIDE, members(1_000_000, BESIDE))
        print(f"{name}: beside {BESIDE:,} organisations, brought in within {seconds:.0f} s", flush=True)
        there_and_back(store, WARM, 2)
        before = digest_of_facts(store).digest
        kept = True
        for size, times in SIZES.items():
            base, ours = there_and_back(store, size, times)
            kept &= judged(f"commit and undo of {size:,} rows, {times} times", base, ours, MOST_UNDO)
        base, nodes = timed(lambda: bare_read(store))
        ours, after = timed(lambda: verify(store))
        kept &= judged(f"bare read of {nodes:,} nodes, and verify", base, ours, MOST_VERIFY)
        print(f"  verify: {ours / after['organisations'] * 1000:.2f} ms for each organisation")
    whole = bool(after["ok"]) and after["digest"] == before
    print("  the graph is as it was before" if whole else f"  NOT AS BEFORE: {after['broken']}")
    return kept and whole


def main() -> int:
    """Run on the engines named, or on both."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or ["embedded", "neo4j"]
    kept = [bench(name) for name in names]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
