"""Walking a label on both engines: every node once, in order, however the pages fall."""

from __future__ import annotations

import pytest

from graph import every_node
from graph.archive_digest import ARCHIVED, COMMUNITIES, archive_digest
from graph.every_node import IDS, ids_of, pages
from graph.fact_digest import NODES
from graph.kept_by_undo import NAMES_NOW
from graph.records import REFERENCES, STORED
from graph.schema import UNIQUE_IDS
from graph.seed import seed
from graph.store import Store
from graph.transaction import rows_from
from graph.verify import RECORD_NODES
from tests.contract.lists import bring_in, line

ALL = "MATCH (node:Community) RETURN node.id AS id"
EVERY_ORGANISATION = "MATCH (node:Organisation) RETURN node.id AS id"


@pytest.mark.parametrize(("ahead", "at_once"), [(7, 3), (10, 5), (20_000, 1000)])
def test_every_node_comes_once_and_in_order(
    store: Store, monkeypatch: pytest.MonkeyPatch, ahead: int, at_once: int
) -> None:
    """Pages that end where the ids fetched ahead do, that don't, and one page for all."""
    seed(store)
    monkeypatch.setattr(every_node, "IDS_AT_ONCE", ahead)
    expected = sorted(row["id"] for row in store.read(ALL))
    assert len(expected) > 2 * 10
    walked = list(ids_of(store, "Community", at_once))
    assert [each for page in walked for each in page] == expected
    assert max(len(page) for page in walked) <= at_once
    read = list(pages(store, "Community", COMMUNITIES, at_once))
    assert sorted(row["id"] for page in read for row in page) == expected
    assert [{row["id"] for row in page} for page in read] == [set(page) for page in walked]


def test_the_digest_of_everything_is_the_same_however_the_pages_fall(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(store)
    whole = archive_digest(store)
    monkeypatch.setattr(every_node, "IDS_AT_ONCE", 11)
    assert archive_digest(store) == whole


def test_what_is_read_of_many_comes_in_one_row(store: Store) -> None:
    """A driver takes each row by itself, which costs more than finding it."""
    seed(store)
    bring_in(store, "GB-CHC-225922", [line("Acorn", "GB-CHC-1"), line("Birch", "GB-CHC-2")])
    ids = [row["id"] for row in store.read(EVERY_ORGANISATION)]
    some = {"after": "", "upto": "~"}
    for query in (*ARCHIVED.values(), *(query for _, query in NODES.values())):
        assert len(store.read(query, **some)) <= 1
    for query in (STORED, REFERENCES, NAMES_NOW, RECORD_NODES):
        assert len(store.read(query, organisations=ids)) <= 1


@pytest.mark.parametrize("columns", [{}, {"id": [], "name": []}])
def test_columns_without_values_are_no_rows(columns: dict[str, list[str]]) -> None:
    assert rows_from(columns) == []


def test_columns_become_rows() -> None:
    assert rows_from({"id": ["a", "b"], "name": ["A", "B"]}) == [
        {"id": "a", "name": "A"},
        {"id": "b", "name": "B"},
    ]


def test_labels_without_a_node_have_no_page(store: Store) -> None:
    for label, query in ARCHIVED.items():
        assert list(pages(store, label, query, 10)) == []


def test_every_label_that_lasts_is_walked() -> None:
    assert set(IDS) == set(ARCHIVED) == set(UNIQUE_IDS) - {"Head", "Job"}
