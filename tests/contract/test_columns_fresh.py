"""Refreshed equals read afresh, after every kind of write; and today's facts equal those known by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.columns import ReachTable, load_snapshot
from graph.communities import add_community, rename_community, retire_community
from graph.consultations import add_consultation
from graph.declarations import Withdrawal, record_declaration, retract_declaration, withdraw_declaration
from graph.model.communities import Community, CommunityLevel
from graph.model.consultations import Consultation
from graph.model.declarations import Band, Declaration, DeclaredBy, Leadership, Reply, Rule
from graph.model.statements import StatementKind
from graph.reach.coverage import coverage
from graph.reach.snapshot import Snapshot
from graph.rules import add_rule
from graph.seed import seed
from graph.store import Store
from tests.contract.making import covenant
from tests.contract.reach_world import CARDIFF, LEEDS, engage, retract, say

DISABLED, DEAF, WOMEN = "DEI020000", "EAR010000", "DEI090000"
LISTING, EDIT = StatementKind.LISTING, StatementKind.EDIT
NOW = "9998"

YES = Declaration(
    id="",
    organisation="m1",
    reply=Reply.YES,
    declared_by=DeclaredBy.STAFF,
    declared_on="2024-11-01",
    recorded_at="",
    leadership={DISABLED: Leadership(Band.THREE_QUARTERS, Band.HALF), WOMEN: Leadership()},
)


@pytest.fixture
def graph(store: Store) -> Store:
    """One body with two members, in a consultation."""
    seed(store)
    covenant(store)
    roles = ["infrastructure_body"]
    say(store, "2024-08-01", StatementKind.RECORD, b1={"name": "Body", "roles": roles})
    say(
        store,
        "2024-09-01",
        LISTING,
        "body:b1",
        "b1",
        m1={"name": "One", "place": LEEDS, "income_band": "to_100k", "works_with": {DEAF: "suggested"}},
        m2={"name": "Two", "place": CARDIFF, "hide_location": True, "joined": "2020-01-01"},
    )
    return store


def undo_the_list(store: Store) -> None:
    retract(store, "body:b1 listing 2024-09-01 m1 m2", "2024-12-01")


def withdraw(store: Store) -> None:
    record_declaration(store, "kim", YES, "w1")
    withdraw_declaration(store, "kim", "m1", "w2", Withdrawal((DISABLED,), "2024-11-02", "letter"))


def take_back(store: Store) -> None:
    made = record_declaration(store, "kim", YES, "w1")["id"]
    retract_declaration(store, "kim", made, "w2")


def two_engagements(store: Store) -> None:
    engage(store, "2024-11-03", m1={"kind": "email"}, m2={"kind": "email", "bounced": True})
    engage(store, "2024-11-09", m1={"kind": "workshop", "spoke": True, "spoke_on": ["Recognition"]})
    engage(store, "2024-11-10", m2={"kind": "meeting", "spoke": False, "spoke_on": ["Partnership"]})
    engage(store, "2024-11-11", m2={"kind": "email", "asked_through": "Body"})


WRITES: dict[str, Callable[[Store], object]] = {
    "a list": lambda s: say(
        s, "2024-10-01", LISTING, "body:b1", "b1", m3={"name": "Three", "left": "2024-10-02"}
    ),
    "another body's list": lambda s: say(s, "2024-10-01", LISTING, "body:m2", "m2", m1={"name": "One"}),
    "leavers": lambda s: say(
        s, "2024-10-02", StatementKind.LEAVER, "body:b1", "b1", m1={"left": "2024-10-01"}
    ),
    "a register": lambda s: say(
        s, "2024-10-02", StatementKind.RECORD, m4={"name": "Four", "roles": ["member"], "place": LEEDS}
    ),
    "added by hand": lambda s: say(s, "2024-10-02", EDIT, m5={"name": "Five", "roles": ["member"]}),
    "a mention": lambda s: say(s, "2024-10-02", StatementKind.MENTION, m6={"name": "Six"}),
    "an edit": lambda s: say(
        s, "2024-10-02", EDIT, m1={"place": CARDIFF, "works_with": {DEAF: "accepted"}, "hide_location": True}
    ),
    "an undo": undo_the_list,
    "a declaration": lambda s: record_declaration(s, "kim", YES, "w1"),
    "a withdrawal": withdraw,
    "a mistake taken back": take_back,
    "engagements": two_engagements,
    "a consultation": lambda s: add_consultation(
        s, "kim", Consultation("next", "Next", "2025-01-01", "2025-02-01"), "w1"
    ),
    "a community": lambda s: add_community(s, "kim", Community("", "Anglers", CommunityLevel.GROUP), "w1"),
    "a community renamed": lambda s: rename_community(s, "kim", DEAF, "Deaf signers", "w1"),
    "a community retired": lambda s: retire_community(s, "kim", DEAF, "w1"),
    "a rule": lambda s: add_rule(s, "kim", Rule("ours", "Ours", board=Band.HALF), "w1"),
    "nothing in particular": lambda s: s.write("w1", "kim", "nothing", lambda tx: {}),
}
"""Every kind of write."""


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.described() == other.described()
    assert one.frame == other.frame
    assert one.revision == other.revision
    for rule in ("self", "majority", "by_and_for"):
        tables = [
            coverage(each, consultation="covenant", rule=rule, day="2024-11-20", by=("community", "place"))
            for each in (one, other)
        ]
        assert tables[0] == tables[1]


@pytest.mark.parametrize("kind", WRITES)
def test_refreshed_equals_read_afresh(graph: Store, kind: str) -> None:
    table = ReachTable(graph)
    before = table.current()
    assert coverage(before, day="2024-09-15").totals.listed == 2
    WRITES[kind](graph)
    refreshed = table.current()
    assert refreshed.revision == graph.revision() > before.revision
    assert_same(refreshed, load_snapshot(graph))
    assert_same(refreshed, replace(load_snapshot(graph, as_of=NOW), as_of=None))
    assert table.current() is refreshed


def test_one_after_the_other(graph: Store) -> None:
    table = ReachTable(graph)
    table.current()
    for kind in ("a list", "an edit", "a declaration", "engagements", "leavers", "an undo"):
        WRITES[kind](graph)
    assert_same(table.current(), load_snapshot(graph))


def test_empty_graph(store: Store) -> None:
    table = ReachTable(store)
    assert len(table.current()) == 0
    assert len(load_snapshot(store, as_of=NOW)) == 0
    seed(store)
    assert len(coverage(table.current(), day="2024-10-01").cells) > 70
