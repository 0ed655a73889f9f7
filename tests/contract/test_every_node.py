"""Walking a label on both engines: every node once, in order, however the pages fall."""

from __future__ import annotations

import pytest

from graph import every_node
from graph.archive_digest import ARCHIVED, COMMUNITIES, archive_digest
from graph.every_node import IDS, ids_of, pages
from graph.schema import UNIQUE_IDS
from graph.seed import seed
from graph.store import Store

ALL = "MATCH (node:Community) RETURN node.id AS id"


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


def test_labels_without_a_node_have_no_page(store: Store) -> None:
    for label, query in ARCHIVED.items():
        assert list(pages(store, label, query, 10)) == []


def test_every_label_that_lasts_is_walked() -> None:
    assert set(IDS) == set(ARCHIVED) == set(UNIQUE_IDS) - {"Head", "Job"}
