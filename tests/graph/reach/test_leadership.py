"""Declarations in, who is led by whom out: by hand for every sentence of the design, and by property."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.model.declarations import RULES, Band, Declaration, DeclaredBy, Leadership, Reply, Rule
from graph.reach.leadership import Led, led_by_bands, led_under, profile_of
from tests.graph.reach.world import FRAME, Org, some_org

LINEAGE = FRAME.lineage
SELF, MAJORITY, DEI, DPO, BY_AND_FOR = RULES
DISABLED, BLACK, AFRICAN, CARIBBEAN = "DEI020000", "DEI010100", "DEI010110", "DEI010120"
RACE, MIXED, FAITH = "DEI010000", "DEI010200", "DEI030000"
L, X, U = Led.LED, Led.NOT_LED, Led.UNKNOWN

HIGH, HALF, OVER, UNDER = Band.THREE_QUARTERS, Band.HALF, Band.OVER_HALF, Band.UNDER_HALF
NOT_GIVEN, NOBODY, NONE = Band.NOT_GIVEN, Band.NOBODY_THERE, Band.NONE


def said(reply: str, *named: str, day: int = 1, **more: object) -> Declaration:
    on = f"2024-10-{day:02}"
    declaration = Declaration(
        id=f"d{day}",
        organisation="o1",
        reply=Reply(reply),
        declared_by=DeclaredBy.ORGANISATION,
        declared_on=on,
        recorded_at=f"{on}T09:00:00Z",
        leadership=dict.fromkeys(named, Leadership()),
    )
    return replace(declaration, **more)


def state(*declarations: Declaration, rule: Rule = SELF, works_with: tuple[str, ...] = ()) -> dict[str, Led]:
    return led_under(rule, profile_of(declarations, LINEAGE), LINEAGE, works_with)


def test_nothing_declared_is_unknown_everywhere() -> None:
    assert set(state().values()) == {U}


@pytest.mark.parametrize("reply", ["not_asked", "no_reply"])
def test_no_reply_is_no_information_and_unsettles_nothing(reply: str) -> None:
    assert set(state(said(reply)).values()) == {U}
    assert state(said("yes", DISABLED), said(reply, day=2))[DISABLED] is L


@pytest.mark.parametrize("reply", ["none_of_these", "general"])
def test_none_of_these_is_not_led_by_each(reply: str) -> None:
    assert set(state(said(reply)).values()) == {X}


@pytest.mark.parametrize("reply", ["prefer_not_to_say", "withdrawn"])
def test_saying_nothing_makes_unknown_again(reply: str) -> None:
    assert set(state(said("yes", DISABLED), said(reply, day=2)).values()) == {U}


def test_named_leads_above_it_too_and_says_nothing_of_what_lies_below() -> None:
    found = state(said("yes", BLACK))
    assert (found[BLACK], found[RACE]) == (L, L)
    assert (found[AFRICAN], found[CARIBBEAN]) == (U, U)
    assert (found[MIXED], found[DISABLED]) == (X, X)


def test_asked_about_some_only() -> None:
    found = state(said("yes", BLACK, asked_about=(BLACK, DISABLED)))
    assert (found[BLACK], found[DISABLED], found[FAITH], found[MIXED]) == (L, X, U, U)


def test_not_led_by_a_group_is_not_led_by_anything_below() -> None:
    found = state(said("none_of_these", asked_about=(RACE,)))
    assert (found[RACE], found[BLACK], found[AFRICAN], found[DISABLED]) == (X, X, X, U)


def test_newest_that_asked_counts_for_each_community() -> None:
    older = said("yes", DISABLED, AFRICAN)
    newer = said("none_of_these", day=2, asked_about=(DISABLED,))
    assert [state(*order)[DISABLED] for order in ((older, newer), (newer, older))] == [X, X]
    assert (state(older, newer)[AFRICAN], state(older, newer)[RACE]) == (L, L)
    assert state(older, said("none_of_these", day=2, asked_about=(RACE,)))[AFRICAN] is X


def test_withdrawing_the_one_below_takes_the_one_above_along() -> None:
    withdrawn = said("withdrawn", day=2, asked_about=(AFRICAN,))
    found = state(said("yes", AFRICAN), withdrawn)
    assert (found[AFRICAN], found[BLACK], found[RACE], found[DISABLED]) == (U, U, U, X)
    assert state(said("yes", AFRICAN), said("withdrawn", day=2, asked_about=(RACE,)))[RACE] is U


def test_nothing_older_revives() -> None:
    oldest, middle = said("yes", DISABLED), said("none_of_these", day=2)
    assert set(state(oldest, middle, said("withdrawn", day=3)).values()) == {U}


def test_same_day_the_one_recorded_later_counts() -> None:
    late = said("none_of_these", id="a", recorded_at="2024-10-01T17:00:00Z")
    assert state(said("yes", DISABLED), late)[DISABLED] is X


def test_reported_stays_unknown_until_the_organisation_confirms() -> None:
    reported = said("yes", DISABLED, declared_by=DeclaredBy.REPORTED)
    assert state(reported)[DISABLED] is U
    assert not profile_of([reported], LINEAGE).asked
    assert state(reported, said("none_of_these"))[DISABLED] is X
    assert state(said("yes", DISABLED, declared_by=DeclaredBy.STAFF))[DISABLED] is L


@pytest.mark.parametrize("named", [(), ("ZZZ010000",)])
def test_yes_without_a_community_that_is_known_says_nothing(named: tuple[str, ...]) -> None:
    assert set(state(said("yes", *named)).values()) == {U}


def test_may_not_be_shared_counts_and_is_private() -> None:
    profile = profile_of([said("may_not_be_shared", DISABLED)], LINEAGE)
    assert led_under(SELF, profile, LINEAGE)[DISABLED] is L
    assert profile.private == LINEAGE.everything
    assert profile_of([said("may_not_be_shared", DISABLED), said("general", day=2)], LINEAGE).private == 0


def test_known_only_since_the_reply_form_asked() -> None:
    by_form = said("yes", DISABLED, day=2, with_reply_in="covenant")
    ((consultation, known),) = profile_of([by_form], LINEAGE).only_with_reply
    assert (consultation, known >> LINEAGE.position[DISABLED] & 1) == ("covenant", 1)
    before = said("yes", FAITH, asked_about=(FAITH,))
    ((_, known),) = profile_of([before, by_form], LINEAGE).only_with_reply
    assert (known >> LINEAGE.position[DISABLED] & 1, known >> LINEAGE.position[FAITH] & 1) == (1, 0)
    assert profile_of([said("no_reply"), by_form], LINEAGE).only_with_reply[0][1] == LINEAGE.everything


def test_who_was_asked_who_said_and_who_prefers_not_to() -> None:
    def flags(*declarations: Declaration) -> tuple[bool, bool, bool]:
        profile = profile_of(declarations, LINEAGE)
        return profile.asked, profile.said, profile.declined_to_say

    assert flags() == flags(said("not_asked")) == (False, False, False)
    assert flags(said("no_reply")) == (True, False, False)
    assert flags(said("general")) == (True, True, False)
    assert flags(said("prefer_not_to_say")) == (True, False, True)
    assert flags(said("prefer_not_to_say"), said("yes", DISABLED, day=2)) == (True, True, False)


@pytest.mark.parametrize(
    ("rule", "bands", "expected"),
    [
        (SELF, (NOT_GIVEN, NOT_GIVEN, NOT_GIVEN), L),
        (SELF, (NONE, NONE, NONE), L),
        (MAJORITY, (OVER, NOT_GIVEN, NOT_GIVEN), L),
        (MAJORITY, (HIGH, NONE, NONE), L),
        (MAJORITY, (HALF, HIGH, HIGH), X),
        (MAJORITY, (NOT_GIVEN, HIGH, HIGH), U),
        (DEI, (HIGH, HALF, NOT_GIVEN), L),
        (DEI, (HIGH, UNDER, HIGH), X),
        (DEI, (OVER, HIGH, HIGH), X),
        (DEI, (HIGH, NOT_GIVEN, HIGH), U),
        (DEI, (OVER, NOT_GIVEN, NOT_GIVEN), X),
        (DEI, (HIGH, NOBODY, NOBODY), L),
        (DEI, (HIGH, NOT_GIVEN, NOBODY), L),
        (DEI, (OVER, NOBODY, NOBODY), X),
        (DEI, (NOBODY, HIGH, NOT_GIVEN), L),
        (DEI, (NOBODY, HALF, NOT_GIVEN), X),
        (DEI, (NOBODY, NOBODY, NOBODY), U),
        (DPO, (HIGH, NONE, HALF), L),
        (DPO, (HIGH, HIGH, UNDER), X),
        (DPO, (HIGH, NOT_GIVEN, NOBODY), L),
        (MAJORITY, (NOBODY, NOT_GIVEN, OVER), L),
        (MAJORITY, (NOBODY, NOT_GIVEN, NOT_GIVEN), U),
        (Rule("o", "o", board=HALF, deciding="all_staff"), (NOBODY, HIGH, UNDER), X),
        (Rule("o", "o", all_staff=HALF), (NOBODY, NOT_GIVEN, OVER), L),
        (Rule("o", "o", all_staff=HALF), (OVER, NOT_GIVEN, NOBODY), L),
        (Rule("o", "o", all_staff=HALF), (NOBODY, NOT_GIVEN, NOBODY), U),
    ],
)
def test_bands_under_a_rule(rule: Rule, bands: tuple[Band, Band, Band], expected: Led) -> None:
    assert led_by_bands(rule, Leadership(*bands)) is expected


def test_above_a_community_short_of_the_rule_nothing_is_known() -> None:
    short = said("yes", leadership={BLACK: Leadership(UNDER)})
    found = state(short, rule=MAJORITY)
    assert (found[BLACK], found[RACE], found[AFRICAN]) == (X, U, U)
    both = said("yes", leadership={BLACK: Leadership(OVER), RACE: Leadership(UNDER)})
    assert state(both, rule=MAJORITY)[RACE] is L
    own = said("yes", leadership={BLACK: Leadership(UNDER), RACE: Leadership(HALF)})
    assert state(own, rule=MAJORITY)[RACE] is X


def test_by_and_for_wants_accepted_works_with() -> None:
    yes = said("yes", BLACK)
    assert state(yes, rule=BY_AND_FOR)[BLACK] is U
    assert state(yes, rule=BY_AND_FOR, works_with=(BLACK,))[BLACK] is L
    assert state(yes, rule=BY_AND_FOR, works_with=(AFRICAN,))[RACE] is L
    assert state(yes, rule=BY_AND_FOR, works_with=(RACE,))[BLACK] is U
    assert state(yes, rule=BY_AND_FOR)[DISABLED] is X


@pytest.mark.parametrize("reply", ["withdrawn", "prefer_not_to_say"])
def test_what_is_open_again_below_a_community_leaves_it_open(reply: str) -> None:
    nobody = said("general", day=1)
    found = state(nobody, said(reply, day=2, asked_about=(AFRICAN,)))
    assert (found[AFRICAN], found[BLACK], found[RACE], found[DISABLED]) == (U, U, U, X)
    again = said("none_of_these", day=3, asked_about=(RACE,))
    assert state(nobody, said(reply, day=2, asked_about=(AFRICAN,)), again)[AFRICAN] is X
    named = said("yes", RACE, day=1)
    assert state(named, said(reply, day=2, asked_about=(AFRICAN,)))[RACE] is L


@example(1013, SELF)
@given(st.integers(0, 5_000), st.sampled_from(RULES))
def test_led_below_is_led_above_and_order_is_nothing(seed: int, rule: Rule) -> None:
    chance = random.Random(seed)
    org: Org = some_org(1, chance)
    declarations = [row.declaration() for row in org.declared]
    accepted = [code for code, status in org.serves.items() if status == "accepted"]
    profile = profile_of(declarations, LINEAGE)
    found = led_under(rule, profile, LINEAGE, accepted)
    for at, chain in enumerate(LINEAGE.ancestors):
        for above in chain:
            if found[LINEAGE.codes[at]] is L:
                assert found[LINEAGE.codes[above]] is L
            if found[LINEAGE.codes[above]] is X and rule is SELF:
                assert found[LINEAGE.codes[at]] is X
    chance.shuffle(declarations)
    assert profile_of(declarations, LINEAGE) == profile
    if rule is not SELF:
        by_name = led_under(SELF, profile, LINEAGE)
        assert all(by_name[code] is L for code, led in found.items() if led is L)
