"""The store's promises that a single client sees, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.errors import ConstraintBroken, NotATestGraph, QueryFailed, WriteIdReused
from graph.schema import ORGANISATION_WORDS, VERSION
from graph.store import Store, Tx

ADD = "CREATE (o:Organisation {id: $id, n: $n, name: $query}) RETURN o.id AS id"
NAMES = "MATCH (o:Organisation) RETURN o.id AS id, o.name AS name ORDER BY id"
COLUMNS = "MATCH (o:Organisation) RETURN collect(o.id) AS ids, collect(o.n) AS numbers"
NOBODY = "MATCH (o:Organisation {id: 'nobody'}) RETURN o.id AS id, o.name AS names"


def add(store: Store, number: int, name: str = "A group", write_id: str = "") -> dict[str, object]:
    def work(tx: Tx) -> dict[str, object]:
        tx.run(ADD, id=f"o{number}", n=number, query=name)
        tx.touch(f"o{number}")
        return {"added": (f"o{number}",)}

    return store.write(write_id or f"add-{number}", "tester", "add organisation", work)


def test_new_graph_is_empty(store: Store) -> None:
    assert store.is_empty()
    assert store.revision() == 0
    assert store.changes_since(0) == []
    assert store.is_test_graph()


def test_write_is_read_back_with_hostile_text(store: Store) -> None:
    name = "'}) DETACH DELETE (n) // \u202e <script> $query \\"
    assert add(store, 1, name) == {"added": ["o1"]}
    assert store.read(NAMES) == [{"id": "o1", "name": name}]
    assert store.revision() == 1
    assert not store.is_empty()


def test_rows_and_columns(store: Store) -> None:
    assert store.columns(COLUMNS) == {"ids": [], "numbers": []}
    assert store.columns(NOBODY)["names"] == []
    assert store.read(NAMES) == []
    add(store, 1)
    add(store, 2)
    columns = store.columns(COLUMNS)
    assert sorted(zip(columns["ids"], columns["numbers"], strict=True)) == [("o1", 1), ("o2", 2)]


def test_retry_answers_what_it_answered_then(store: Store) -> None:
    first = add(store, 1, write_id="once")
    assert store.write("once", "tester", "add organisation", lambda tx: {"never": "run"}) == first
    assert store.revision() == 1


def test_write_id_of_another_action_is_refused(store: Store) -> None:
    add(store, 1, write_id="once")
    with pytest.raises(WriteIdReused, match="add organisation"):
        store.write("once", "tester", "something else", lambda tx: {})


def test_what_fails_leaves_nothing(store: Store) -> None:
    def work(tx: Tx) -> dict[str, object]:
        tx.run(ADD, id="o1", n=1, query="gone")
        raise LookupError("no such body")

    with pytest.raises(LookupError):
        store.write("fails", "tester", "add organisation", work)
    assert store.read(NAMES) == []
    assert store.revision() == 0
    add(store, 1, write_id="fails")
    assert store.revision() == 1


def test_same_id_twice_is_refused_whole(store: Store) -> None:
    add(store, 1)

    def work(tx: Tx) -> dict[str, object]:
        tx.run(ADD, id="o2", n=2, query="goes too")
        tx.run(ADD, id="o1", n=3, query="has o1's id")
        return {}

    with pytest.raises(ConstraintBroken):
        store.write("twice", "tester", "add organisation", work)
    assert [row["id"] for row in store.read(NAMES)] == ["o1"]
    assert store.revision() == 1


def test_n_is_unique_too(store: Store) -> None:
    add(store, 1)
    with pytest.raises(ConstraintBroken):
        store.write("n", "tester", "add", lambda tx: {"r": tx.run(ADD, id="other", n=1, query="same n")})


def test_mistake_in_a_query(store: Store) -> None:
    with pytest.raises(QueryFailed, match="report"):
        store.read("MTCH (o) RETURN o.id AS id")


def test_changes_say_what_was_touched(store: Store) -> None:
    add(store, 1)
    store.write("all", "tester", "rename community", lambda tx: tx.touch_everything() or {})
    many = [f"o{number:05}" for number in range(5000)]
    store.write("many", "tester", "import chunk", lambda tx: tx.touch(*many) or {})
    store.write("none", "tester", "change setting", lambda tx: {})
    changes = store.changes_since(1)
    assert [change.revision for change in changes] == [2, 3, 4]
    assert [change.touched for change in changes] == [None, frozenset(many), frozenset()]
    assert store.changes_since(4) == []


def test_facts_may_be_recorded_as_of_earlier(store: Store) -> None:
    seen: list[str] = []
    store.write(
        "then", "tester", "t", lambda tx: {"at": seen.append(tx.at)}, recorded_at="2024-10-17T09:00:00Z"
    )
    store.write("now", "tester", "t", lambda tx: {"at": seen.append(tx.at)})
    assert seen[0] == "2024-10-17T09:00:00Z"
    assert seen[1] > "2026"
    rows = store.read("MATCH (c:Change) RETURN c.recorded_at AS told, c.at AS at ORDER BY c.revision")
    assert [row["told"] for row in rows] == ["2024-10-17T09:00:00Z", None]
    assert rows[0]["at"] > "2026"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("womens institute", True),
        ("Wommen's", True),
        ("INSTI", True),
        ("(institute AND", True),
        ("institute~ OR *:*", True),
        ("hospital", False),
        ('()[]{}~*?:\\/"^!&|+-', False),
        ("", False),
        ("AND OR NOT", False),
    ],
)
def test_search_forgives_and_never_breaks(store: Store, typed: str, found: bool) -> None:
    add(store, 1, "Anytown Women's Institute")
    add(store, 2, "Something else")
    assert [row["id"] for row in store.fulltext(ORGANISATION_WORDS, typed, 5)] == (["o1"] if found else [])


def test_schema_is_up_to_date_and_harmless_to_ask_for_again(store: Store) -> None:
    store.ensure_schema()
    assert store.read("MATCH (h:Head) RETURN h.schema AS schema") == [{"schema": VERSION}]


def test_schema_is_made_once_by_processes_that_start_together(store: Store) -> None:
    with ThreadPoolExecutor(4) as together:
        for made in [together.submit(store.ensure_schema) for _ in range(4)]:
            made.result()
    assert store.read("MATCH (h:Head) RETURN h.schema AS schema") == [{"schema": VERSION}]


def test_graph_with_records_cant_become_a_test_graph(store: Store) -> None:
    add(store, 1)
    with pytest.raises(NotATestGraph):
        store.mark_as_test_graph()
