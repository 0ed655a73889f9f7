"""Waiting rows by what they ask, one decision for many, settled words, and disputes, on both engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from graph.bulk_review import decide_all
from graph.conflicts import disputed_count, disputed_organisations
from graph.errors import Refused
from graph.imports import commit_import, decide, store_plan, waiting_count
from graph.match_rules import remembered_decisions, revoke_rule, sources_remembered
from graph.model.plan import Candidate, PlannedRow, RowVerdict
from graph.organisations import search_organisations
from graph.seed import seed
from graph.store import Store
from graph.verify import verify
from graph.waiting import WaitingFilter, also_asked_in, waiting_groups, waiting_together
from graph.word_rules import EVERYWHERE, settle_word, settled_words, waiting_words
from tests.contract.lists import bring_in, line, planned

NCVO, OTHER = "GB-CHC-225922", "GB-CHC-1000001"
JEWISH = 'Which community does "Jewish" mean: A or B?'


def wait(store: Store, body: str, *rows: PlannedRow) -> str:
    """Commit a list whose rows all wait, and return its source."""
    plan = replace(planned(store, body, [], said_on="2024-07-01"), rows=rows)
    store_plan(store, plan, "ann")
    assert commit_import(store, plan.import_id).state == "waiting"
    return plan.source


def row(number: int, name: str, *candidates: Candidate, **values: object) -> PlannedRow:
    said = {"name": name, **values}
    return PlannedRow(number, RowVerdict.REVIEW, said, cells=(name,), question="Who?", candidates=candidates)


def unclear(number: int, name: str, **values: object) -> PlannedRow:
    waiting = {
        "reply": "yes",
        "leadership": {},
        "asked_about": None,
        "declared_on": "2024-06-01",
        "declared_by": "organisation",
        "open_words": [{"text": "Jewish", "codes": ["DEI030600"], "question": JEWISH, "shares": {}}],
    }
    return replace(row(number, name, **values), question=JEWISH, facts={"declaration_waiting": waiting})


def test_one_decision_for_all_of_a_kind_leaves_what_cant_be_carried_out(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1")])
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    close = Candidate(acorn.id, "Acorn Trust", ("both say acorn",), 0.9)
    gone = Candidate("nobody", "Gone", (), 0.5)
    wait(store, NCVO, row(2, "Yew"), row(3, "Acorns", close), row(4, "Acorn Two", gone), row(5, "Elm"))
    wait(store, OTHER, row(2, "Elm", postcode="LS1 4AP"))
    kinds = Counter[tuple[str, str]]()
    for each in waiting_groups(store):
        kinds[each.kind, each.strength] += each.rows
    assert kinds == {("nobody", "none"): 3, ("close", "strong"): 1, ("close", "some"): 1}
    names = [each.planned.values["name"] for each in waiting_together(store, WaitingFilter()).items]
    assert names == ["Acorn Two", "Acorns", "Elm", "Elm", "Yew"]
    first = decide_all(store, "ann", WaitingFilter(kind="close"), "first", "first")
    assert (first.decided, first.left) == (1, 1)
    most = decide_all(store, "ann", WaitingFilter(kind="nobody"), "new", "new", most=2)
    assert (most.decided, most.left) == (2, 0)
    assert [each.planned.values["name"] for each in waiting_together(store, WaitingFilter()).items] == [
        "Acorn Two",
        "Yew",
    ]
    with pytest.raises(Refused):
        decide_all(store, "ann", WaitingFilter(), "accept", "wrong")
    assert verify(store)["ok"]


def test_lists_that_ask_about_one_name_at_one_postcode_are_decided_together(store: Store) -> None:
    for body in (NCVO, OTHER):
        wait(store, body, row(2, "Elm Road", postcode="LS1 4AP"), row(3, "Elm Road"))
    page = waiting_together(store, WaitingFilter())
    also = also_asked_in(store, [each.id for each in page.items])
    assert sorted(also.values()) == [[("list.csv", 2)], [("list.csv", 2)]]
    item = sorted(also)[0]
    assert decide(store, "ann", [(item, "new", None)], "one")["decided"] == 1
    assert waiting_count(store) == 2
    assert len(search_organisations(store, "Elm Road").items) == 1
    rules = remembered_decisions(store).items
    assert sorted((rule.name, rule.decision) for rule in rules) == [
        ("Elm Road", "accept"),
        ("Elm Road", "new"),
    ]
    assert sorted(rules_of for _, _, rules_of in sources_remembered(store)) == [1, 1]
    revoke_rule(store, "ann", rules[0].id, "revoke")
    assert len(remembered_decisions(store).items) == 1


def test_a_word_is_settled_for_every_row_that_shares_it(store: Store) -> None:
    seed(store)
    source = wait(
        store,
        NCVO,
        unclear(2, "Ash Hall", identifiers=["GB-CHC-11"]),
        unclear(3, "Beck Street", identifiers=["GB-CHC-12"]),
        replace(unclear(4, "Cragside"), question=f"{JEWISH} Nobody here is called just this."),
    )
    (word,) = waiting_words(store)
    assert (word.key, word.text, word.rows, word.codes) == ("jewish", "Jewish", 3, ("DEI030600",))
    said = {"text": "Jewish", "source": source, "codes": ["DEI030600"]}
    assert settle_word(store, "ann", write_id="w", **said) == {"rows": 3, "decided": 2}  # type: ignore[arg-type]
    assert settle_word(store, "ann", write_id="w", **said) == {"rows": 3, "decided": 2}  # type: ignore[arg-type]
    assert waiting_words(store) == ()
    assert settled_words(store, source) == {"jewish": ("DEI030600",)}
    assert settled_words(store, "body:other") == {}
    settle_word(store, "ann", text="Jewish", source=EVERYWHERE, codes=[], write_id="every")
    assert settled_words(store, "body:other") == {"jewish": ()}
    assert settled_words(store, source) == {"jewish": ("DEI030600",)}
    (left,) = waiting_together(store, WaitingFilter()).items
    assert left.question == "Nobody here is called just this."
    assert left.kind == "nobody"
    for wrong in ({"text": "?!"}, {"codes": ["DEI999999"]}):
        with pytest.raises(Refused):
            settle_word(store, "ann", write_id="x", **{**said, **wrong})  # type: ignore[arg-type]
    assert verify(store)["ok"]


def test_disputes_stand_with_both_values(store: Store) -> None:
    for body, postcode in ((NCVO, "LS1 4AP"), (OTHER, "BN1 1AA")):
        bring_in(store, body, [line("Acorn Trust", "GB-CHC-1", postcode=postcode)])
    assert disputed_count(store) == 1
    (page,) = disputed_organisations(store).items
    assert {each.value for each in page.disputes["postcode"]} == {"LS1 4AP", "BN1 1AA"}
    assert disputed_organisations(store, "zz\x1f").items == ()
