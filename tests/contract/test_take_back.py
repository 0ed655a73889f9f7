"""One decision taken back, on both engines: what it wrote goes, the row waits again, all else stays."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.imports import ImportRequest, import_file
from graph import rows_back
from graph.bodies import body_for, body_source
from graph.bulk_review import decide_all
from graph.consultations import add_consultation
from graph.decided_rows import decided_by
from graph.errors import Refused
from graph.import_outcomes import RowOutcome, rows_carried_out
from graph.imports import decide, import_state, undo_import, waiting_rows
from graph.leaving import leavers_for
from graph.match_rules import match_rules, remembered_decisions
from graph.model.consultations import Consultation
from graph.model.identifiers import new_id
from graph.model.plan import Candidate
from graph.organisations import edit_organisation, organisation, search_organisations
from graph.review_items import item_id
from graph.seed import seed
from graph.store import Store
from graph.take_back import take_act_back, take_row_back, take_rule_back
from graph.verify import verify
from graph.waiting import WaitingFilter
from graph.went_in_since import decided_by_rule, decided_row
from tests.contract.lists import bring_in, line
from tests.contract.test_review import NCVO, row, waiting_list


def facts(store: Store) -> str:
    """The digest of a graph in which nothing is broken."""
    state = verify(store)
    assert state["ok"], state["broken"]
    return str(state["digest"])


def say(store: Store, import_id: str, number: int, decision: str, org_id: str | None = None) -> None:
    """Decide about one waiting row."""
    (item,) = [each for each in waiting_rows(store, import_id).items if each.row == number]
    assert decide(store, "ann", [(item.id, decision, org_id)], new_id())["decided"] == 1


def back(store: Store, import_id: str, number: int) -> dict[str, Any]:
    return take_row_back(store, import_id, number, "ann", new_id())


def test_a_row_waits_again_as_if_nobody_had_decided_and_goes_in_as_decided_anew(store: Store) -> None:
    bring_in(store, NCVO, [line("Acorn Trust", "GB-CHC-1", website="acorn.example")])
    (acorn,) = search_organisations(store, "GB-CHC-1").items
    before = facts(store)
    made = waiting_list(store, row(2, "Acorns", Candidate(acorn.id, "Acorn Trust")), row(3, "Elm"))
    asked, waiting = waiting_rows(store, made).items, facts(store)
    state = import_state(store, made)
    ends = {}
    for decision, org_id in (("accept", acorn.id), ("new", None), ("skip", None), ("accept", acorn.id)):
        say(store, made, 2, decision, org_id)
        assert ends.setdefault(decision, facts(store)) == facts(store)
        back(store, made, 2)
        assert facts(store) == waiting
        assert waiting_rows(store, made).items == asked
        now = import_state(store, made)
        assert now is not None
        assert state is not None
        assert ({k: v for k, v in now.counts.items() if v}, now.changes, now.state) == (
            {"review": 2},
            state.changes,
            "waiting",
        )
    assert match_rules(store, body_source(body_for(store, NCVO).id)) == {}
    say(store, made, 3, "new")
    say(store, made, 2, "new")
    undo_import(store, made, "ann")
    assert facts(store) == before


def test_what_later_lists_and_people_say_stays(store: Store) -> None:
    made = waiting_list(store, row(2, "Elm", website="elm.example"))
    before = facts(store)
    say(store, made, 2, "new")
    later = bring_in(store, NCVO, [line("Elm", website="elm.example")], said_on="2024-08-01")
    assert (later.counts["same"], later.changes) == (1, 0)
    with_both = facts(store)
    back(store, made, 2)
    assert facts(store) == with_both, "the later list says the same"
    say(store, made, 2, "accept", search_organisations(store, "elm").items[0].id)
    undo_import(store, later.import_id, "ann")
    (elm,) = search_organisations(store, "elm").items
    page = organisation(store, elm.id)
    assert page is not None
    edit_organisation(store, "ben", elm.id, page.version, {"email": "e@x.example"}, "edit")
    kept = back(store, made, 2)["kept"]
    assert [(each["name"], each["field"]) for each in kept] == [("Elm", "email")]
    page = organisation(store, elm.id)
    assert page is not None
    assert (page.kept_only, page.record.email, page.record.website) == (True, "e@x.example", None)
    assert facts(store) != before


def test_leavers_wait_again_with_the_row(store: Store) -> None:
    old = [line("Acorn Trust", "GB-CHC-1"), line("Birch", "GB-CHC-2")]
    bring_in(store, NCVO, old)
    ids = {each.name: each.id for each in search_organisations(store, "", role="member").items}
    leavers = leavers_for(store, body_for(store, NCVO).id, [], "2024-07-01")
    candidates = [Candidate(org_id, name) for name, org_id in ids.items()]
    made = waiting_list(store, row(2, "Acorn or Birch", *candidates), leavers=leavers, whole_list=True)
    waiting = facts(store)
    for org_id in ids.values():
        say(store, made, 2, "accept", org_id)
        assert facts(store) != waiting
        older = bring_in(store, NCVO, old, said_on="2024-05-01")
        back(store, made, 2)
        undo_import(store, older.import_id, "ann")
        assert facts(store) == waiting


def test_who_a_list_between_leaves_out_has_left_once_the_later_word_is_taken_back(store: Store) -> None:
    def until() -> list[str | None]:
        page = organisation(store, birch.id)
        return [each.until for each in page.record.memberships] if page else []

    both = [line("Acorn Trust", "GB-CHC-1"), line("Birch", "GB-CHC-2")]
    bring_in(store, NCVO, both[:1], said_on="2024-06-15", whole_list=True)
    last = waiting_list(store, row(2, "Birch", identifiers=["GB-CHC-2"]))
    say(store, last, 2, "new")
    again = bring_in(store, NCVO, both, said_on="2024-08-01")
    bring_in(store, NCVO, both, said_on="2024-06-01")
    (birch,) = search_organisations(store, "birch").items
    undo_import(store, again.import_id, "ann")
    assert until() == [None]
    back(store, last, 2)
    assert until() == ["2024-06-15"]
    say(store, last, 2, "accept", birch.id)
    assert until() == [None]
    undo_import(store, last, "ann")
    assert until() == ["2024-06-15"]
    assert verify(store)["ok"]


def test_whom_a_list_let_leave_since_stays_while_its_row_may_mean_them(store: Store) -> None:
    before = bring_in(store, "GB-CHC-1000001", [line("Birch", "GB-CHC-2")])
    (birch,) = search_organisations(store, "GB-CHC-2").items
    candidate = Candidate(birch.id, "Birch")
    made = waiting_list(store, row(2, "Birches", candidate), row(3, "Oak"), whole_list=True)
    for number in (2, 3):
        say(store, made, number, "skip")
    bring_in(store, NCVO, [line("Birch", "GB-CHC-2")], said_on="2024-06-01")

    def until() -> dict[str, str | None]:
        page = organisation(store, birch.id)
        return {each.body_id: each.until for each in page.record.memberships} if page else {}

    body = body_for(store, NCVO).id
    assert until()[body] == "2024-07-01"
    back(store, made, 2)
    assert until()[body] is None
    back(store, made, 3)
    say(store, made, 2, "skip")
    assert until()[body] is None, "another row waits"
    say(store, made, 3, "new")
    assert until()[body] == "2024-07-01"
    assert before.review_items == 0
    assert verify(store)["ok"]


def test_all_that_was_decided_at_once_is_taken_back_and_what_stays_is_counted(store: Store) -> None:
    seed(store)
    declared = {"reply": "yes", "leadership": {"DEI020000": {"board": "half"}}, "declared_by": "organisation"}
    rows = [
        replace(row(number, name), facts={"declaration": declared})
        for number, name in ((2, "Elm"), (3, "Elm"), (4, "Oak"), (5, "Ash"))
    ]
    made = waiting_list(store, *rows)
    waiting = facts(store)
    chosen = WaitingFilter(import_id=made)
    say(store, made, 2, "new")
    (elm,) = search_organisations(store, "elm").items
    say(store, made, 3, "accept", elm.id)
    decided = facts(store)
    assert decide_all(store, "ann", chosen, "new", new_id()).decided == 2
    rules = {each.name: each.id for each in remembered_decisions(store).items}
    later = waiting_list(store, row(2, "Fir"))
    told = {name: decided_by_rule(store, rule) for name, rule in rules.items()}
    assert {name: (each.total, each.at_once) for name, each in told.items() if each} == {
        "ELM": (2, 0),
        "OAK": (1, 2),
        "ASH": (1, 2),
    }
    oak = told["OAK"]
    assert oak is not None
    assert take_act_back(store, str(oak.act), "ann", new_id())["removed"] == 2
    assert facts(store) == decided
    back(store, made, 2)
    assert facts(store) == decided, "the other row says the same"
    assert take_rule_back(store, rules["ELM"], "ann", new_id())["rows"] == 1
    assert facts(store) == waiting
    say(store, later, 2, "skip")
    (fir,) = remembered_decisions(store).items
    other = waiting_list(store, row(2, "FIR"))
    say(store, other, 2, "accept", search_organisations(store, NCVO).items[0].id)
    assert [decided_by(store, fir.id), decided_by(store, rules["ELM"])] == [[item_id(other, 2)], []]
    with pytest.raises(Refused, match="remembered any more"):
        take_rule_back(store, rules["ELM"], "ann", new_id())


def test_rows_of_later_lists_that_went_in_by_a_decision_are_counted(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Postcode\nElm,LS1 4AB\nOak,LS1 4AB\n", encoding="utf-8")
    asked = ImportRequest(
        path=path,
        kind="members",
        actor="ann",
        body_org_id="XI-EARSHOT-B",
        body_name="B",
        said_on="2024-06-01",
    )
    made = import_file(store, asked)[0].plan.import_id
    for number in (2, 3):
        say(store, made, number, "new")
    later = import_file(store, replace(asked, file_name="again.csv"))[0].plan.import_id
    told = decided_row(store, item_id(made, 2))
    assert [(each.import_id, each.row) for each in told.since] == [(later, 1)]
    assert [(each.import_id, each.row) for each in told.rows] == [(made, 2)]


LOG = "Name,Postcode,Date,Kind,People,Follow-up,Led by\n"
MET = "Elm Group,B1 1AA,2024-03-01,meeting,Ann Oak,send notes,\n"
OTHER = "Elms,B1 1AA,2024-03-02,email,Ann Oak,,\n"


def test_rows_of_a_log_that_say_the_same_each_keep_it(store: Store, tmp_path: Path) -> None:
    """Two rows of one meeting and one person: it is the second's once the first is taken back."""
    seed(store)
    add_consultation(store, "ann", Consultation("c", "C", "2024-01-01", "2024-12-31"), "add")
    path = tmp_path / "log.csv"
    path.write_text(LOG + MET + MET + OTHER, encoding="utf-8")
    asked = ImportRequest(path=path, kind="log", actor="ann", consultation="c", said_on="2024-06-01")
    made = import_file(store, asked)[0].plan.import_id
    empty = facts(store)
    say(store, made, 4, "new")
    (elm,) = search_organisations(store, "elms").items
    one = facts(store)
    for number in (2, 3):
        say(store, made, number, "accept", elm.id)
    both = facts(store)
    back(store, made, 2)
    assert facts(store) == both
    back(store, made, 4)
    back(store, made, 3)
    assert facts(store) == empty
    say(store, made, 4, "new")
    assert facts(store) == one


GRANTS = """Identifier,Amount Awarded,Currency,Award Date,Recipient Org:Name,Recipient Org:Postal Code,Funder
g1,100,GBP,2024-01-01,Elm Group,B1 1AA,Small Fund
g2,200,GBP,2024-01-02,Ash Group,B1 1AA,Small Fund
""".replace("Funder", "Funding Org:Name")


def test_a_funder_that_two_rows_name_is_the_other_rows_once_the_first_is_taken_back(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "grants.csv"
    path.write_text(GRANTS, encoding="utf-8")
    made = import_file(store, ImportRequest(path=path, kind="grants", actor="ann", said_on="2024-06-01"))[0]
    import_id, empty = made.plan.import_id, facts(store)
    say(store, import_id, 3, "new")
    second = facts(store)
    back(store, import_id, 3)
    say(store, import_id, 2, "new")
    say(store, import_id, 3, "new")
    back(store, import_id, 2)
    assert facts(store) == second
    back(store, import_id, 3)
    assert facts(store) == empty


def test_rows_of_a_long_list_that_a_row_has_nothing_to_do_with_are_not_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of 100,000 grants is read as a whole to take one row back: one row after the other."""
    path = tmp_path / "grants.csv"
    lines = [f"h{each},5,GBP,2024-01-01,Ash {each},GB-CHC-{1000 + each},,Other Fund\n" for each in range(30)]
    head = "Identifier,Amount Awarded,Currency,Award Date,Recipient Org:Name,Recipient Org:Identifier,"
    head += "Recipient Org:Postal Code,Funding Org:Name\n"
    path.write_text(
        f"{head}{''.join(lines)}g1,100,GBP,2024-01-01,Elm Group,,B1 1AA,Small Fund\n", encoding="utf-8"
    )
    made = import_file(store, ImportRequest(path=path, kind="grants", actor="ann", said_on="2024-06-01"))[0]
    before = facts(store)
    say(store, made.plan.import_id, 32, "new")
    seen: list[weakref.ref[RowOutcome]] = []
    alive: list[int] = []

    def watched(*given: Any) -> Iterator[RowOutcome]:
        for each in rows_carried_out(*given):
            seen.append(weakref.ref(each))
            yield each
            del each
            alive.append(sum(one() is not None for one in seen))

    monkeypatch.setattr(rows_back, "rows_carried_out", watched)
    back(store, made.plan.import_id, 32)
    assert facts(store) == before
    assert len(alive) >= len(lines)
    assert max(alive) <= 2
