"""Verify on both engines: says so when anything that must hold doesn't, and digests equal graphs equally."""

from __future__ import annotations

import pytest

from graph.model.identifiers import new_id
from graph.organisations import add_organisation, edit_organisation, search_organisations
from graph.seed import seed
from graph.store import Store, Tx
from graph.verify import verify
from tests.contract.lists import bring_in, line

NCVO, LOCAL = "GB-CHC-225922", "GB-CHC-1000001"
HEX_DIGITS = 64


def tamper(store: Store, query: str) -> None:
    def work(tx: Tx) -> dict[str, int]:
        tx.run(query)
        return {}

    store.write(new_id(), "mallory", "tamper", work)


def test_empty_graph_is_whole(store: Store) -> None:
    state = verify(store)
    assert (state["ok"], state["organisations"], state["relationships"], state["broken"]) == (True, 0, 0, [])
    assert state["audit"] == {"entries": 0, "chain": "whole"}
    assert (len(state["digest"]), len(state["archive_digest"])) == (HEX_DIGITS, HEX_DIGITS)


def test_everything_a_record_holds_is_whole(store: Store) -> None:
    """All edges and names, made at once and one after the other."""
    seed(store)
    rich = {
        "postcode": "LS1 4AB",
        "place": "E08000035",
        "works_in": ["E08000035", "E06000023", "X00000000"],
        "other_names": ["Oak", "Ash"],
        "works_with": {"DEI020000": "accepted", "NOBODY000": "accepted"},
        "roles": ["member", "funder"],
    }
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1", **rich), line("Elm", "GB-CHC-2")])
    whole = search_organisations(store, "GB-CHC-1").items[0].id
    assert search_organisations(store, "GB-CHC-1").items[0].place == "Leeds"
    bring_in(store, LOCAL, [line("Elm", "GB-CHC-2", **rich)])
    elm = search_organisations(store, "GB-CHC-2").items[0].id
    edit_organisation(
        store, "ann", elm, 2, {"branch_of": whole, "roles": ["member"], "place": "E06000023"}, "edit"
    )
    made = add_organisation(store, "ann", {"name": "By hand", **rich, "branch_of": whole}, "add")
    edit_organisation(
        store, "ann", made["id"], 1, {"works_in": [], "other_names": ["Ash"], "branch_of": None}, "less"
    )
    edit_organisation(store, "ann", made["id"], 2, {"works_with": {"DEI020000": ""}, "place": None}, "least")
    state = verify(store)
    assert state["broken"] == []
    assert state["organisations"] == 5


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("MATCH (o:Organisation {name: 'Acorn'}) SET o.postcode = 'M1 1AA'", "postcode"),
        ("MATCH (:Organisation {name: 'Acorn'})-[m:MEMBER_OF]->() DELETE m", "MEMBER_OF"),
        ("MATCH (o:Organisation {name: 'Acorn'}) SET o.n = 1000", "beyond the counter"),
        ("MATCH (i:Identifier {id: 'GB-CHC-1'})-[e:IDENTIFIES]->() DELETE e", "exactly one organisation"),
        ("MATCH (s:Statement {row: 2})-[a:ABOUT]->() DELETE a", "statement is about exactly one"),
        ("MATCH (s:Statement {row: 2})-[m:MADE_IN]->() DELETE m", "exactly one maker"),
        ("MATCH (i:Import)-[:HAS_CHUNK]->(c:Chunk) SET c.committed_at = null", "open chunk"),
        ("MATCH (i:Import) SET i.state = 'undone'", "an undone import says nothing"),
        (
            "MATCH (i:Import) CREATE (r:ReviewItem {id: 'r', state: 'waiting'})-[:RAISED_BY]->(i)",
            "rows wait only",
        ),
        ("CREATE (d:Declaration {id: 'd'})", "every declaration"),
        ("CREATE (p:Participation {id: 'p'})", "every participation"),
        ("MATCH (n:OtherName) DETACH DELETE n", "nodes of other_names"),
        ("MATCH (o:Organisation {name: 'Acorn'}) SET o.gone = true", "gone"),
    ],
)
def test_damage_is_named(store: Store, damage: str, sentence: str) -> None:
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1", postcode="LS1 4AB", other_names=["Oak"])])
    before = verify(store)
    assert before["ok"]
    tamper(store, damage)
    after = verify(store)
    assert not after["ok"]
    assert any(sentence in each for each in after["broken"]), after["broken"]
    assert after["archive_digest"] != before["archive_digest"]


def test_change_log_that_was_altered_is_not_whole(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn", "GB-CHC-1")])
    tamper(store, "MATCH (c:Change {revision: 1}) SET c.actor = 'somebody else'")
    state = verify(store)
    assert (state["ok"], state["audit"]["chain"]) == (False, "broken at 1")


def test_digest_is_of_facts_only(store: Store) -> None:
    """The same facts told in two lists or in one, with other numbers n and other days, are the same."""
    lines = [line("Acorn", "GB-CHC-1", postcode="LS1 4AB"), line("Birch", None, postcode="M1 1AA")]
    bring_in(store, NCVO, lines)
    once = verify(store)
    store.wipe_test_graph()
    bring_in(store, NCVO, lines[1:], said_on="2020-01-01")
    bring_in(store, NCVO, lines[:1], said_on="2021-01-01")
    twice = verify(store)
    assert twice["digest"] == once["digest"]
    assert twice["archive_digest"] != once["archive_digest"]
    assert (once["organisations"], once["relationships"]) == (3, 2)
