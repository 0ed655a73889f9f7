"""The whole table against a plain count, organisation by organisation."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Refused
from graph.reach.cells import PRINTED, Cell, Thresholds, Verdict
from graph.reach.coverage import coverage
from graph.reach.ladder import Reached, cumulative, reached_by
from graph.reach.leadership import Led, led_under, profile_of
from tests.graph.reach.world import (
    BELFAST,
    CARDIFF,
    DEAF,
    DISABLED,
    ENGLAND,
    FAITH,
    FRAME,
    LEEDS,
    NI,
    NORTHERN_IRELAND,
    TALK,
    WALES,
    WELSH,
    Org,
    facts_of,
    snapshot_of,
    some_org,
)

DAY = "2024-12-01"


def cell_of(table: object, community: str, place: str | None = None, size: str | None = None) -> Cell:
    (found,) = [
        cell for cell in table.cells if (cell.community, cell.place, cell.size) == (community, place, size)
    ]
    return found


def table_of(*orgs: Org, **more: object):
    return coverage(snapshot_of(*orgs), **{"consultation": TALK, "day": DAY, **more})


def plain_state(org: Org, rule: str) -> tuple[dict[str, Led], frozenset[str]]:
    profile = profile_of([row.declaration() for row in org.declared], FRAME.lineage)
    accepted = [code for code, status in org.serves.items() if status == "accepted"]
    return led_under(FRAME.rule(rule), profile, FRAME.lineage, accepted), profile.private


def plain_reached(org: Org) -> Reached:
    reached = Reached.NOTHING
    for contact in org.contacts:
        flags = {name: contact[name] for name in ("spoke", "bounced", "declined", "told")}
        reached |= reached_by(
            contact["kind"], contact["direction"], **flags, asked_through=contact["through"]
        )
    return cumulative(reached)


def plain_listed(org: Org) -> bool:
    on_list = any((s or "0") <= DAY and (u or "9") >= DAY for _, s, u in org.lists)
    return "member" in org.roles and (org.as_member or on_list)


def plain_place(org: Org) -> str:
    nation = FRAME.geography.nation_code(org.place) if org.place else None
    return nation or "unknown"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["self", "majority", "dei", "dpo", "by_and_for", "ours"]))
def test_table_equals_plain_count(seed: int, rule: str) -> None:
    chance = random.Random(seed)
    orgs = [some_org(n, chance) for n in range(1, 40)]
    table = table_of(
        *orgs, rule=rule, by=("community", "place", "size"), thresholds=Thresholds(small_number=1)
    )
    listed = [(org, *plain_state(org, rule), plain_reached(org)) for org in orgs if plain_listed(org)]
    for cell in table.cells:
        here = [
            (state[cell.community], reached)
            for org, state, _, reached in listed
            if plain_place(org) == cell.place and org.size == cell.size
        ]
        by_state = {led: [reached for one, reached in here if one is led] for led in Led}
        assert cell.listed == len(here) == cell.led + cell.not_led + cell.unknown
        assert (cell.led, cell.not_led) == (len(by_state[Led.LED]), len(by_state[Led.NOT_LED]))
        flags = {
            "asked": Reached.ASKED,
            "asked_through": Reached.ASKED_THROUGH,
            "answered": Reached.ANSWERED,
            "heard": Reached.HEARD,
            "in_depth": Reached.IN_DEPTH,
            "told": Reached.TOLD,
        }
        for name, flag in flags.items():
            assert getattr(cell, name) == sum(bool(one & flag) for one in by_state[Led.LED]), name
        assert cell.heard_unknown == sum(bool(one & Reached.HEARD) for one in by_state[Led.UNKNOWN])
        parts = cell.waiting + cell.no_answer + cell.declined + cell.answered_only + cell.heard
        assert parts == cell.asked
    assert table.totals.listed == len(listed)
    assert sum(cell.listed for cell in table.cells if cell.community == DISABLED) == len(listed)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_replaced_equals_read_afresh(seed: int, data: st.DataObject) -> None:
    chance = random.Random(seed)
    before = {n: some_org(n, chance) for n in range(1, 25)}
    after = dict(before)
    touched = data.draw(st.sets(st.integers(1, 30), max_size=8))
    for n in touched:
        after.pop(n, None)
        if chance.random() < 0.7:
            after[n] = some_org(n, chance)
    fresh = facts_of([after[n] for n in touched if n in after])
    replaced = snapshot_of(*before.values()).replace([f"o{n}" for n in touched], fresh, revision=2)
    afresh = snapshot_of(*after.values())
    for rule in ("self", "dei", "by_and_for"):
        tables = [
            coverage(one, consultation=TALK, rule=rule, day=DAY, by=("community", "place"))
            for one in (replaced, afresh)
        ]
        assert tables[0].cells == tables[1].cells
        assert tables[0].totals == tables[1].totals
    assert replaced.described() == afresh.described()
    assert replaced.revision == 2


def test_empty_graph_has_every_community_and_no_figures() -> None:
    table = table_of()
    assert len(table.cells) == len(FRAME.communities)
    assert {cell.verdict for cell in table.cells} == {Verdict.NOBODY_KNOWN}
    assert all(cell.rate is None and cell.low is None and cell.ci_high is None for cell in table.cells)
    assert table.totals.listed == 0


def test_absence_is_in_the_table() -> None:
    table = table_of(Org(1, place=CARDIFF), by=("community", "place"))
    places = {cell.place: cell.listed for cell in table.cells if cell.community == DISABLED}
    assert places == {ENGLAND: 0, WALES: 1, "S92000003": 0, NORTHERN_IRELAND: 0}


def test_nation_stands_among_regions_where_it_has_none() -> None:
    table = table_of(Org(1, place=CARDIFF), by=("community", "place"), place_level="region")
    names = {cell.place_name for cell in table.cells}
    assert {"Wales", "Scotland", "Northern Ireland", "North West"} <= names
    assert "England" not in names


def test_hidden_location_shows_the_nation_at_most() -> None:
    refuge = Org(1, hide_location=True)
    for level, place in (("nation", ENGLAND), ("region", "unknown"), ("council", "unknown")):
        table = table_of(refuge, by=("community", "place"), place_level=level)
        assert cell_of(table, DISABLED, place).listed == 1
    assert table_of(refuge, place=ENGLAND).totals.listed == 1
    assert table_of(refuge, place=LEEDS).totals.listed == 0


def test_membership_in_force_that_day_makes_a_member_listed() -> None:
    left = Org(1, as_member=False, lists=[(9, "2024-01-01", "2024-06-30")])
    assert table_of(left, day="2024-06-30").totals.listed == 1
    assert table_of(left, day="2024-07-01").totals.listed == 0
    assert table_of(left, day="2023-12-31").totals.listed == 0


def test_body_of_a_list_is_no_member_and_filters_its_own() -> None:
    body = Org(9, roles=("infrastructure_body",), as_member=False)
    both = Org(2, roles=("member", "infrastructure_body"), as_member=False, lists=[(9, "", ""), (8, "", "")])
    other = Org(3, lists=[(8, "", "")])
    assert table_of(body, both, other).totals.listed == 2
    assert table_of(body, both, other).totals.lists == 2
    assert table_of(body, both, other, body="o9").totals.listed == 1
    assert table_of(body, both, other, role="infrastructure_body").totals.listed == 2


def test_nation_bound_community_does_not_apply_elsewhere() -> None:
    table = table_of(Org(1).says("none_of_these"), by=("community", "place"))
    assert cell_of(table, WELSH, ENGLAND).verdict is Verdict.DOES_NOT_APPLY
    assert cell_of(table, WELSH, ENGLAND).reason == "looked for in Wales only"
    assert cell_of(table, WELSH, WALES).verdict is Verdict.NOBODY_KNOWN
    assert cell_of(table_of(Org(1), place=LEEDS), WELSH).verdict is Verdict.DOES_NOT_APPLY


def test_community_background_is_never_shown_below_the_nation() -> None:
    org = Org(1, place=BELFAST).says("yes", NI)
    whole = table_of(org, by=("community", "place"))
    assert cell_of(whole, NI, NORTHERN_IRELAND).led == 1
    councils = table_of(org, by=("community", "place"), place_level="council")
    assert {cell.led for cell in councils.cells if cell.community == NI} == {0}
    assert cell_of(table_of(org, place=BELFAST), NI).led == 0
    assert cell_of(table_of(org, place=BELFAST), DISABLED).listed == 1


def test_answer_that_may_not_be_shared_counts_in_large_totals_only() -> None:
    quiet = Org(1).says("may_not_be_shared", DISABLED).met("form_reply", "in")
    open_ones = [Org(n).says("yes", DISABLED) for n in range(2, 6)]
    small = cell_of(table_of(quiet, *open_ones[:3]), DISABLED)
    assert (small.led, small.unknown, small.heard, small.heard_unknown) == (3, 1, 0, 1)
    large = cell_of(table_of(quiet, *open_ones), DISABLED)
    assert (large.led, large.unknown, large.heard, large.heard_unknown) == (5, 0, 1, 0)
    not_led = cell_of(table_of(quiet, *open_ones), FAITH)
    assert (not_led.not_led, not_led.unknown) == (5, 0)
    assert cell_of(table_of(quiet, *open_ones[:3]), FAITH).unknown == 1


def test_rate_without_selves_leaves_out_who_is_known_by_replying() -> None:
    selves = [Org(n).says("yes", DISABLED, with_reply_in=TALK).met("form_reply", "in") for n in (1, 2)]
    known = [Org(n).says("yes", DISABLED) for n in (3, 4)]
    cell = cell_of(table_of(*selves, *known), DISABLED)
    assert (cell.rate, cell.rate_without_selves) == (0.5, 0.0)
    assert cell_of(table_of(*selves), DISABLED).rate_without_selves is None


def test_figures_of_the_design_in_one_cell() -> None:
    heard = [Org(n).says("yes", DEAF).met("form_reply", "in") for n in range(1, 7)]
    unheard = [Org(n).says("yes", DEAF) for n in range(7, 41)]
    unknown = [Org(n).met("written_reply", "in") for n in range(41, 61)] + [Org(n) for n in range(61, 153)]
    cell = cell_of(table_of(*heard, *unheard, *unknown), DEAF)
    assert (cell.led, cell.heard, cell.heard_unknown, cell.unknown) == (40, 6, 20, 112)
    shares = [cell.rate, cell.low, cell.high, cell.ci_low, cell.ci_high]
    assert shares == pytest.approx([0.15, 0.045, 0.433, 0.071, 0.291], abs=6e-4)


def test_totals_count_each_organisation_once() -> None:
    twice = Org(1, lists=[(8, "", ""), (9, "", "")]).says("yes", DISABLED, FAITH).met("workshop", spoke=True)
    stranger = Org(2, as_member=False, roles=()).met("written_reply", "in")
    official = Org(3, as_member=False, roles=("government",)).met("meeting")
    totals = table_of(twice, stranger, official, Org(4).says("no_reply"), Org(5)).totals
    assert (totals.listed, totals.lists, totals.led, totals.led_heard, totals.heard) == (3, 2, 1, 1, 1)
    assert (totals.said, totals.never_asked, totals.heard_on_no_list) == (1, 1, 1)


@pytest.mark.parametrize(
    ("field", "choice"),
    [
        ("rule", {"rule": "nobody's"}),
        ("consultation", {"consultation": "other"}),
        ("place", {"place": "E999"}),
        ("size", {"size": "huge"}),
        ("body", {"body": "o77"}),
        ("role", {"role": "king"}),
        ("by", {"by": ("place",)}),
        ("by", {"by": ("community", "colour")}),
        ("place_level", {"by": ("community", "place"), "place_level": "parish"}),
        ("day", {"day": "yesterday"}),
    ],
)
def test_what_is_not_in_the_graph_is_refused(field: str, choice: dict[str, object]) -> None:
    with pytest.raises(Refused) as refusal:
        table_of(Org(1), **choice)
    assert refusal.value.field == field


def test_json_has_the_fields_of_the_command() -> None:
    printed = table_of(Org(1)).as_json(waiting_rows=3)
    assert list(printed) == ["consultation", "rule", "revision", "waiting_rows", "cells", "totals"]
    assert printed["waiting_rows"] == 3
    assert list(printed["cells"][0]) == list(PRINTED)


def test_only_so_much_is_kept() -> None:
    snapshot = snapshot_of(*[Org(n) for n in range(1, 4)])
    for day in range(1, 250):
        coverage(snapshot, day=f"2024-{1 + day // 28:02}-{1 + day % 28:02}")
    assert len(snapshot.kept) == snapshot.kept.MOST
