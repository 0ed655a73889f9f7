"""Every figure opens exactly the list it counts, and what may not be shared is never on it."""

from __future__ import annotations

import random

import pytest

from graph.errors import Refused
from graph.reach.behind import OF_A_COMMUNITY, OF_EVERYBODY, Behind, Question, behind
from graph.reach.coverage import coverage
from graph.reach.scope import Scope
from tests.graph.reach.world import DISABLED, ENGLAND, FAITH, LEEDS, TALK, Org, snapshot_of, some_org

DAY = "2024-11-30"


def _behind(snapshot, figure: str, community: str | None = DISABLED, **scope: str) -> Behind:
    return behind(snapshot, Question(figure, community, Scope(DAY, **scope), TALK))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("place", [None, ENGLAND, LEEDS])
def test_every_list_is_as_long_as_its_figure(seed: int, place: str | None) -> None:
    chance = random.Random(seed)
    snapshot = snapshot_of(*[some_org(n, chance) for n in range(1, 61)])
    table = coverage(snapshot, day=DAY, consultation=TALK, place=place)
    for cell in table.cells:
        for figure in OF_A_COMMUNITY:
            found = behind(snapshot, Question(figure, cell.community, Scope(DAY, place), TALK))
            assert found.figure == getattr(cell, figure), (cell.community, figure)
    for figure in OF_EVERYBODY:
        found = behind(snapshot, Question(figure, None, Scope(DAY, place), TALK))
        assert found.figure == getattr(table.totals, figure), figure


def test_the_list_names_the_organisations() -> None:
    heard = Org(1).says("yes", DISABLED).met("meeting", spoke=True)
    asked = Org(2).says("yes", DISABLED).met("email")
    snapshot = snapshot_of(heard, asked, Org(3).says("none_of_these"), Org(4))
    assert _behind(snapshot, "led").organisations == ("o1", "o2")
    assert _behind(snapshot, "heard").organisations == ("o1",)
    assert _behind(snapshot, "not_led").organisations == ("o3",)
    assert _behind(snapshot, "unknown").organisations == ("o4",)
    assert _behind(snapshot, "never_asked", None).organisations == ("o4",)


def test_what_may_not_be_shared_is_counted_and_not_shown() -> None:
    private = [Org(n).says("may_not_be_shared", DISABLED) for n in range(1, 7)]
    snapshot = snapshot_of(*private, Org(7).says("yes", DISABLED))
    assert _behind(snapshot, "led") == Behind(("o7",), not_shown=6)
    assert _behind(snapshot, "led", None) == Behind(("o7",), not_shown=6)
    assert _behind(snapshot, "not_led", FAITH).not_shown == 6


def test_a_few_that_may_not_be_shared_stand_among_the_unknown() -> None:
    snapshot = snapshot_of(Org(1).says("may_not_be_shared", DISABLED), Org(2))
    assert _behind(snapshot, "led") == Behind((), 0)
    assert _behind(snapshot, "unknown").organisations == ("o1", "o2")


@pytest.mark.parametrize(
    ("figure", "community", "field"),
    [("never_asked", DISABLED, "figure"), ("selves", None, "figure"), ("led", "XXX000000", "community")],
)
def test_what_is_not_there_is_refused(figure: str, community: str | None, field: str) -> None:
    with pytest.raises(Refused) as refused:
        _behind(snapshot_of(Org(1)), figure, community)
    assert refused.value.field == field
