"""Communities and led-by rules on both engines: the seed, and what staff add, rename and retire."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.communities import add_community, communities, community, rename_community, retire_community
from graph.errors import Refused
from graph.model.communities import Community, CommunityLevel
from graph.model.declarations import RULES, Band, Rule
from graph.model.place_table import PLACES
from graph.model.taxonomy import TAXONOMY
from graph.places import places
from graph.rules import add_rule, rule, rules
from graph.seed import seed
from graph.store import Store, Tx

FARMERS = Community("", " Farmers ", CommunityLevel.GROUP)


def test_seed_gives_every_community_place_and_rule(store: Store) -> None:
    seed(store)
    assert communities(store) == sorted(TAXONOMY, key=lambda one: one.code)
    assert rules(store) == list(RULES)
    assert len(places(store)) == len(PLACES)
    assert store.changes_since(0)[0].touched is None


def test_seed_again_writes_nothing(store: Store) -> None:
    seed(store)
    seed(store)
    assert store.revision() == 1


def test_seed_adds_what_is_missing_and_keeps_what_staff_changed(store: Store) -> None:
    seed(store)
    rename_community(store, "kim", "DEI020000", "Disabled persons", "w1")
    retire_community(store, "kim", "DEI060000", "w2")
    store.write("w3", "kim", "lose some", _lose_some)
    seed(store)
    older, renamed = community(store, "DEI060000"), community(store, "DEI020000")
    assert older is not None
    assert older.retired
    assert renamed is not None
    assert renamed.name == "Disabled persons"
    assert community(store, "DEI010100") == next(one for one in TAXONOMY if one.code == "DEI010100")
    assert rule(store, "dpo") == next(one for one in RULES if one.id == "dpo")


def _lose_some(tx: Tx) -> dict[str, object]:
    """Make the graph one that was sown with an earlier edition."""
    tx.run("MATCH (c:Community {id: 'DEI010100'}) DETACH DELETE c")
    tx.run("MATCH (r:Rule {id: 'dpo'}) DELETE r")
    tx.run("MATCH (change:Change {action: 'seed'}) SET change.id = 'seed of an earlier edition'")
    return {}


def test_staff_add_communities_of_their_own(store: Store) -> None:
    seed(store)
    code = add_community(store, "kim", FARMERS, "w1")["code"]
    assert community(store, code) == replace(FARMERS, code=code, name="Farmers", own_list=True)
    below = Community("", "Tenant farmers", CommunityLevel.CATEGORY, under=code)
    second = add_community(store, "kim", below, "w2")["code"]
    assert (len(code), len(second)) == (9, 9)
    made = community(store, second)
    assert made is not None
    assert made.under == code
    coded = Community("OWN070000", "Fishers", CommunityLevel.GROUP)
    assert add_community(store, "kim", coded, "w3") == {"code": "OWN070000"}
    below_standard = Community("", "Signing families", CommunityLevel.CATEGORY, under="DEI020000")
    assert add_community(store, "kim", below_standard, "w4") == {"code": "DEI025100"}


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("name", replace(FARMERS, name=" ")),
        ("name", replace(FARMERS, name="disabled PEOPLE")),
        ("code", replace(FARMERS, code="DEI020000")),
        ("code", replace(FARMERS, code="FARMERS")),
        ("code", replace(FARMERS, code="OWN010100")),
        ("under", replace(FARMERS, under="DEI020000")),
        ("under", replace(FARMERS, level=CommunityLevel.CATEGORY)),
        ("under", replace(FARMERS, level=CommunityLevel.CATEGORY, under="nobody")),
        ("under", replace(FARMERS, level=CommunityLevel.SUB_CATEGORY, under="DEI020000")),
    ],
)
def test_community_that_does_not_fit_is_refused(store: Store, field: str, wanted: Community) -> None:
    seed(store)
    with pytest.raises(Refused) as refused:
        add_community(store, "kim", wanted, "w1")
    assert refused.value.field == field
    assert len(communities(store)) == len(TAXONOMY)


def test_renaming_and_retiring_touch_everything_and_can_be_taken_back(store: Store) -> None:
    seed(store)
    revision = store.revision()
    retire_community(store, "kim", "EAR020000", "w1")
    retire_community(store, "kim", "EAR020000", "w2", retired=False)
    rename_community(store, "kim", "EAR020000", "Unpaid carers", "w3")
    assert [change.touched for change in store.changes_since(revision)] == [None, None, None]
    carers = community(store, "EAR020000")
    assert carers is not None
    assert (carers.name, carers.retired) == ("Unpaid carers", False)


def test_renaming_to_nothing_to_anothers_name_or_of_nobody_is_refused(store: Store) -> None:
    seed(store)
    for code, name in (("EAR020000", ""), ("EAR020000", "Veterans"), ("nobody", "Veterans of old")):
        with pytest.raises(Refused):
            rename_community(store, "kim", code, name, f"rename to {name}")
    with pytest.raises(Refused, match="nobody"):
        retire_community(store, "kim", "nobody", "w2")


def test_staff_add_a_rule(store: Store) -> None:
    seed(store)
    own = Rule("half", "half the board", board=Band.HALF, advisory_board_for=("DEI070000",))
    assert add_rule(store, "kim", own, "w1") == {"id": "half"}
    assert rules(store) == [*RULES, own]
    assert rule(store, "nobody") is None
    with pytest.raises(Refused, match="already"):
        add_rule(store, "kim", own, "w2")


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("id", Rule("Half!", "half", board=Band.HALF)),
        ("name", Rule("half", " ", board=Band.HALF)),
        ("board", Rule("half", "nothing")),
        ("board", Rule("half", "none", board=Band.NONE)),
        ("senior_staff", Rule("half", "nobody there", senior_staff=Band.NOBODY_THERE)),
        ("deciding", Rule("half", "half", board=Band.HALF, deciding="cats")),
    ],
)
def test_rule_that_asks_for_nothing_is_refused(store: Store, field: str, wanted: Rule) -> None:
    with pytest.raises(Refused) as refused:
        add_rule(store, "kim", wanted, "w1")
    assert refused.value.field == field
