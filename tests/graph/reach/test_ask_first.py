"""Whom to ask first who leads them."""

from __future__ import annotations

import pytest

from graph.errors import Refused
from graph.reach.ask_first import ACCEPTED, REST, SUGGESTED, AskFirst, ask_these_first
from graph.reach.behind import Question
from graph.reach.scope import Scope
from tests.graph.reach.world import LEEDS, TALK, Org, snapshot_of

RACE, BLACK = "DEI010000", "DEI010100"


def asked_first(*orgs: Org, limit: int = 20, **scope: str) -> tuple[AskFirst, ...]:
    question = Question("unknown", RACE, Scope("2024-11-20", **scope), TALK)
    return ask_these_first(snapshot_of(*orgs), question, limit)


def test_works_with_before_may_work_with_before_the_rest() -> None:
    orgs = [
        Org(1),
        Org(2, serves={BLACK: "suggested"}),
        Org(3, serves={BLACK: "accepted", RACE: "suggested"}),
        Org(4, serves={"DEI020000": "accepted"}),
    ]
    found = asked_first(*orgs)
    assert [(each.organisation, each.why) for each in found] == [
        ("o3", ACCEPTED),
        ("o2", SUGGESTED),
        ("o1", REST),
        ("o4", REST),
    ]
    assert len(asked_first(*orgs, limit=2)) == 2


def test_biggest_effect_first() -> None:
    orgs = [
        Org(1).says("no_reply"),
        Org(2),
        Org(3).met("email"),
        Org(4).met("form_reply", "in"),
    ]
    assert [each.organisation for each in asked_first(*orgs)] == ["o4", "o3", "o2", "o1"]
    assert asked_first(*orgs)[0].heard


def test_only_who_is_unknown_and_may_be_asked() -> None:
    known = [Org(1).says("yes", RACE), Org(2).says("general"), Org(3).says("prefer_not_to_say")]
    private = Org(4).says("may_not_be_shared", RACE)
    assert [each.organisation for each in asked_first(*known, private, Org(5))] == ["o5"]
    assert asked_first(Org(1, place=None), place=LEEDS) == ()


def test_unknown_community_is_refused() -> None:
    with pytest.raises(Refused):
        ask_these_first(snapshot_of(Org(1)), Question("unknown", "XXX", Scope("2024-11-20")))
