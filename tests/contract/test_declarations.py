"""Declarations on both engines: recorded, withdrawn, taken back, and refused when they can't be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.declarations import (
    Withdrawal,
    declarations_of,
    record_declaration,
    retract_declaration,
    withdraw_declaration,
)
from graph.errors import Refused
from graph.model.declarations import Band, Declaration, DeclaredBy, Leadership, Reply
from graph.seed import seed
from graph.store import Store
from tests.contract.making import organisations, versions

DISABLED, WOMEN = "DEI020000", "DEI090000"

YES = Declaration(
    id="",
    organisation="o1",
    reply=Reply.YES,
    declared_by=DeclaredBy.STAFF,
    declared_on="2025-01-31",
    recorded_at="",
    leadership={
        DISABLED: Leadership(Band.THREE_QUARTERS, Band.HALF, Band.NOBODY_THERE),
        WOMEN: Leadership(),
    },
    asked_about=(DISABLED, WOMEN),
    asked_on="2025-01-20",
    asked_by="Kim",
    with_reply_in="covenant",
    publish="yes",
    source="e-mail of 31 January",
)


@pytest.fixture
def graph(store: Store) -> Store:
    """A seeded graph with one organisation."""
    seed(store)
    organisations(store, o1="Acorn Network")
    return store


def test_declaration_reads_back_as_it_was_recorded(graph: Store) -> None:
    assert declarations_of(graph, "o1") == []
    made = record_declaration(graph, "kim", YES, "w1")["id"]
    (found,) = declarations_of(graph, "o1")
    assert found == replace(YES, id=made, recorded_at=found.recorded_at)
    assert found.recorded_at.startswith("20")
    assert versions(graph) == {"o1": 2}
    assert graph.changes_since(2)[0].touched == frozenset({"o1"})


def test_source_is_the_person_when_none_is_given(graph: Store) -> None:
    record_declaration(graph, "kim", replace(YES, source=""), "w1")
    assert declarations_of(graph, "o1")[0].source == "user:kim"


def test_asked_about_nothing_in_particular_differs_from_asked_about_all(graph: Store) -> None:
    nothing = replace(YES, reply=Reply.NO_REPLY, leadership={}, asked_about=())
    record_declaration(graph, "kim", nothing, "w1")
    record_declaration(graph, "kim", replace(nothing, asked_about=None, declared_on="2025-02-01"), "w2")
    assert [one.asked_about for one in declarations_of(graph, "o1")] == [None, ()]


def test_retry_records_once(graph: Store) -> None:
    assert record_declaration(graph, "kim", YES, "w1") == record_declaration(graph, "kim", YES, "w1")
    assert len(declarations_of(graph, "o1")) == 1


def test_withdrawal_is_a_declaration_too(graph: Store) -> None:
    record_declaration(graph, "kim", YES, "w1")
    withdraw_declaration(graph, "kim", "o1", "w2", Withdrawal((DISABLED,), "2025-02-01", "their letter"))
    newest, older = declarations_of(graph, "o1")
    assert (newest.reply, newest.asked_about, newest.source) == (Reply.WITHDRAWN, (DISABLED,), "their letter")
    assert newest.counts
    assert older.reply is Reply.YES
    assert versions(graph) == {"o1": 3}


def test_withdrawal_of_everything_is_of_today(graph: Store) -> None:
    withdraw_declaration(graph, "kim", "o1", "w1")
    (one,) = declarations_of(graph, "o1")
    assert (one.asked_about, one.declared_on) == (None, one.recorded_at[:10])


def test_mistake_is_taken_back_and_still_known(graph: Store) -> None:
    made = record_declaration(graph, "kim", YES, "w1")["id"]
    retract_declaration(graph, "kim", made, "w2")
    assert declarations_of(graph, "o1") == []
    (kept,) = declarations_of(graph, "o1", retracted_too=True)
    assert kept.retracted_at is not None
    assert kept.leadership == YES.leadership
    with pytest.raises(Refused, match="taken back already"):
        retract_declaration(graph, "kim", made, "w3")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("organisation", {"organisation": "nobody"}),
        ("leadership", {"leadership": {}}),
        ("leadership", {"reply": Reply.NONE_OF_THESE}),
        ("leadership", {"leadership": {"DEI999999": Leadership()}, "asked_about": None}),
        ("leadership", {"asked_about": (DISABLED, WOMEN, "cats")}),
        ("asked_about", {"asked_about": (DISABLED,)}),
        ("declared_on", {"declared_on": "31/01/2025"}),
        ("asked_on", {"asked_on": "yesterday"}),
        ("publish", {"publish": "maybe"}),
    ],
)
def test_what_cannot_be_declared_is_refused(graph: Store, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        record_declaration(graph, "kim", replace(YES, **changes), "w1")
    assert refused.value.field == field
    assert declarations_of(graph, "o1") == []
    assert versions(graph) == {"o1": 1}
