"""The change log as people read it, and what breaks its chain."""

from __future__ import annotations

import pytest

from graph.changes import PAGE, chain_state, changes_page
from graph.store import Store

ALTER = "MATCH (c:Change {revision: 3}) SET c.actor = 'somebody else' RETURN c.id AS id"
REMOVE = "MATCH (c:Change {revision: 3}) DELETE c RETURN count(c) AS gone"
REMOVE_LAST = "MATCH (c:Change {revision: 5}) DELETE c RETURN count(c) AS gone"
PUT_IN = (
    "MATCH (c:Change {revision: 3}) CREATE (d:Change {id: 'put in', revision: 3, at: c.at, actor: c.actor,"
    " action: c.action, touched: c.touched, result: c.result, hash: c.hash}) RETURN d.id AS id"
)
CUT_OFF = "MATCH (h:Head) SET h.revision = 4 RETURN h.revision AS revision"
PUT_BACK = (
    "MATCH (c:Change {revision: 4}) MATCH (h:Head {id: 'head'}) SET h.revision = 4, h.hash = c.hash"
    " RETURN h.revision AS revision"
)
REWRITE_HEAD = "MATCH (h:Head) SET h.hash = 'another' RETURN h.revision AS revision"


def five_writes(store: Store) -> None:
    for number in range(5):
        store.write(f"w{number}", f"user-{number}", "edit", lambda tx: tx.touch("o2", "o1") or {"ok": True})


def tamper(store: Store, query: str) -> None:
    with store._connection._current().session(database="neo4j") as session:
        session.execute_write(lambda transaction: transaction.run(query).consume())


def test_pages_newest_first(store: Store) -> None:
    assert changes_page(store) == []
    five_writes(store)
    newest = changes_page(store, limit=3)
    assert [(entry.revision, entry.actor) for entry in newest] == [
        (5, "user-4"),
        (4, "user-3"),
        (3, "user-2"),
    ]
    assert [entry.revision for entry in changes_page(store, before=3)] == [2, 1]
    assert newest[0].touched == ("o1", "o2")
    assert newest[0].result == '{"ok": true}'


def test_chain_of_nothing_and_of_more_than_a_page(store: Store) -> None:
    assert chain_state(store) == (0, "whole")
    for number in range(PAGE + 1):
        store.write(f"w{number}", "t", "edit", lambda tx: {})
    assert chain_state(store) == (PAGE + 1, "whole")


@pytest.mark.parametrize(
    ("query", "state"),
    [
        (ALTER, (5, "broken at 3")),
        (REMOVE, (4, "broken at 3")),
        (REMOVE_LAST, (4, "broken at 5")),
        (PUT_IN, (6, "broken at 3")),
        (CUT_OFF, (5, "broken at 4")),
        (PUT_BACK, (5, "broken at 5")),
        (REWRITE_HEAD, (5, "broken at 5")),
    ],
)
def test_tampering_shows(store: Store, query: str, state: tuple[int, str]) -> None:
    five_writes(store)
    tamper(store, query)
    assert chain_state(store) == state
