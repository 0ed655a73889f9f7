"""The change log: who changed what and when, newest first, and whether its hash chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.chain import START, Entry
from graph.store import Store, Tx

PAGE = 200
"""Entries read at once when the whole log is walked: bounds memory, since an entry may name 500 ids."""

NEWEST = """
MATCH (change:Change) WHERE change.revision < $before
RETURN change.id AS id, change.revision AS revision, change.at AS at, change.recorded_at AS recorded_at,
       change.actor AS actor, change.action AS action, change.touched AS touched, change.result AS result
ORDER BY revision DESC
LIMIT $limit
"""


def changes_page(store: Store, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return entries of the change log, newest first; [] when there are none.

    ``before`` is the lowest revision of the page before this one (None: the newest page).
    """
    highest = store.revision() + 1 if before is None else before
    return [_entry(row) for row in store.read(NEWEST, before=highest, limit=limit)]


TOUCHED_SINCE = """
MATCH (change:Change) WHERE change.revision > $revision AND size(change.touched) > 0
RETURN count(change) AS number
"""


def touched_since(graph: Store | Tx, revision: int) -> bool:
    """Return whether anything about any organisation was written after a revision."""
    return bool(graph.read(TOUCHED_SINCE, revision=revision)[0]["number"])


HEAD_NOW = """
MATCH (head:Head {id: 'head'})
RETURN head.revision AS revision, head.hash AS hash
"""


def chain_state(store: Store) -> tuple[int, str]:
    """Return how many entries the change log has, and "whole" or "broken at N".

    N is the first revision whose entry is missing, was put in or was altered. Every entry's hash goes over
    its own fields and the hash before it, the last one's stands on the Head. An empty log is whole. Writes
    that come in meanwhile don't matter: the walk ends at the Head as it was at the start.
    """
    head = store.read(HEAD_NOW)
    last, end = (head[0]["revision"], head[0]["hash"]) if head else (0, START)
    expected, previous = 1, START
    for entry, found in _oldest_first(store, last):
        if entry.revision != expected or found != entry.hash_after(previous):
            return _entries(store), f"broken at {min(expected, entry.revision)}"
        expected, previous = expected + 1, found
    if expected <= last or previous != end:
        return _entries(store), f"broken at {min(expected, last)}"
    if store.revision() == last and _entries(store) != last:
        return _entries(store), f"broken at {last + 1}"  # entries beyond a Head that was put back
    return last, "whole"


OLDEST = """
MATCH (change:Change) WHERE change.revision > $after AND change.revision <= $last
RETURN change.id AS id, change.revision AS revision, change.at AS at, change.recorded_at AS recorded_at,
       change.actor AS actor, change.action AS action, change.touched AS touched, change.result AS result,
       change.hash AS hash
ORDER BY revision
LIMIT $limit
"""


def _oldest_first(store: Store, last: int) -> Iterator[tuple[Entry, str]]:
    """Yield every entry with its stored hash, up to a revision, a page at a time."""
    after = -1  # a put-in entry may have any number, so the walk starts below the first real one
    while rows := store.read(OLDEST, after=after, last=last, limit=PAGE):
        for row in rows:
            yield _entry(row), row["hash"]
        if rows[-1]["revision"] == after:  # more entries with one number than a page holds
            return
        after = rows[-1]["revision"]


COUNT = """
MATCH (change:Change)
RETURN count(change) AS entries
"""


def _entries(store: Store) -> int:
    return int(store.read(COUNT)[0]["entries"])


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        id=row["id"],
        revision=row["revision"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        action=row["action"],
        touched=tuple(row["touched"]),
        result=row["result"],
    )
