"""Consultations on both engines: added once, checked, listed, and the one that opened last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.consultations import (
    ConsultationCounts,
    add_consultation,
    consultation,
    consultation_counts,
    consultations,
    latest_consultation,
)
from graph.errors import Refused
from graph.model.consultations import Consultation
from graph.store import Store

COVENANT = Consultation(
    "covenant",
    "Civil Society Covenant",
    "2024-10-17",
    "2024-12-12",
    ("Recognition", "Partnership", "Participation", "Transparency"),
)


def add(store: Store, one: Consultation = COVENANT) -> dict[str, object]:
    return add_consultation(store, "kim", one, f"add {one.id}")


def test_added_consultation_reads_back_with_its_principles_in_order(store: Store) -> None:
    assert consultations(store) == []
    assert latest_consultation(store) is None
    assert add(store) == {"id": "covenant"}
    assert consultation(store, "covenant") == COVENANT
    assert consultation(store, "nobody") is None
    assert store.changes_since(0)[0].touched is None


def test_consultation_without_principles(store: Store) -> None:
    bare = replace(COVENANT, principles=(), example=True)
    add(store, bare)
    assert consultations(store) == [bare]


def test_id_is_unique_and_a_retry_answers_the_same(store: Store) -> None:
    add(store)
    assert add(store) == {"id": "covenant"}
    with pytest.raises(Refused, match="already") as refused:
        add_consultation(store, "kim", COVENANT, "another write")
    assert refused.value.field == "id"
    assert store.revision() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("id", {"id": "The Covenant"}),
        ("id", {"id": ""}),
        ("name", {"name": "  "}),
        ("opens", {"opens": "17/10/2024"}),
        ("opens", {"opens": "20241017"}),
        ("closes", {"closes": "2024-02-30"}),
        ("closes", {"closes": "2024-10-16"}),
        ("principles", {"principles": ("Recognition", " ")}),
        ("principles", {"principles": ("Recognition", "Recognition ")}),
    ],
)
def test_what_cannot_be_a_consultation_is_refused(
    store: Store, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        add(store, replace(COVENANT, **changes))
    assert refused.value.field == field
    assert consultations(store) == []


def test_open_and_close_on_the_same_day(store: Store) -> None:
    one_day = replace(COVENANT, closes=COVENANT.opens)
    add(store, one_day)
    assert consultations(store) == [one_day]


def test_latest_is_the_one_that_opened_last(store: Store) -> None:
    for id, opens in (("first", "2023-01-01"), ("second", "2024-01-01"), ("to-come", "2030-01-01")):
        add(store, replace(COVENANT, id=id, opens=opens, closes="2031-01-01"))
    assert [one.id for one in consultations(store)] == ["to-come", "second", "first"]
    for day, expected in (("2026-11-22", "second"), ("2024-01-01", "second"), ("2023-12-31", "first")):
        latest = latest_consultation(store, day)
        assert latest is not None
        assert latest.id == expected
    before_all = latest_consultation(store, "2020-01-01")
    assert before_all is not None
    assert before_all.id == "first"


def test_counts_of_an_empty_consultation(store: Store) -> None:
    add(store)
    assert consultation_counts(store, "covenant") == ConsultationCounts()
    assert consultation_counts(store, "nobody") == ConsultationCounts()
