"""Rows of one file together, candidates in words, and the same file twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.plan import KnownOrganisation, RowVerdict
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.decide import Judgement, decide_rows, rule_key, wanted_canonicals, wanted_identifiers
from importers.plan import PlanHead, build_plan


def known(id_, name, *numbers, postcode=None, also=(), status="unknown"):
    return KnownOrganisation(id_, 1, name, (name, *also), numbers, postcode, status=status)


def row(number, name="", *ids, questions=(), **values):
    said = {"name": name, "identifiers": sorted(ids), **values}
    return ParsedRow(number, (name,), {k: v for k, v in said.items() if v}, {}, (), questions)


def judged(rows, organisations=()):
    return [decision.judgement for decision in decide_rows(rows, list(organisations))]


def test_a_number_learnt_from_another_row_links_too():
    acorn = known("o1", "Acorn Trust", "X-1")
    rows = [row(2, "Acorn Trust", "X-2"), row(3, "Acorn Trust Ltd", "X-1", "X-2")]
    decisions = decide_rows(rows, [acorn])
    assert [one.organisation for one in decisions] == [acorn, acorn]
    assert [one.first_row for one in decisions] == [None, 2]


def test_rows_that_tie_two_organisations_together_are_a_conflict():
    rows = [row(2, "Acorn", "X-1", "X-3"), row(3, "Acorn", "X-2", "X-3"), row(4, "Acorn", "X-3")]
    decisions = decide_rows(rows, [known("o1", "Acorn", "X-1"), known("o2", "Acorn", "X-2")])
    assert [one.judgement for one in decisions][2] is Judgement.CONFLICT
    assert {one.org_id for one in decisions[2].candidates} == {"o1", "o2"}


def test_a_row_without_a_number_joins_the_one_with_it_in_the_same_place():
    rows = [row(2, "Acorn", postcode="LS1 4AB"), row(3, "ACORN LTD", "X-1", postcode="LS1 4AB")]
    assert judged(rows) == [Judgement.NEW, Judgement.NEW]
    assert [one.first_row for one in decide_rows(rows, [])] == [None, 2]


@pytest.mark.parametrize("postcode", [None, "LS1 4AD", "M1 1AE"])
def test_elsewhere_it_waits_and_says_why(postcode):
    rows = [row(2, "Acorn", postcode=postcode), row(3, "Acorn", "X-1", postcode="LS1 4AB")]
    decisions = decide_rows(rows, [])
    assert [one.judgement for one in decisions] == [Judgement.REVIEW, Judgement.NEW]
    assert "Row 3" in decisions[0].question


def test_one_name_and_place_under_two_numbers_is_new_once():
    rows = [row(2, "Acorn", "X-2", postcode="LS1 4AB"), row(3, "Acorn", "X-1", postcode="LS1 4AD")]
    assert judged(rows) == [Judgement.REVIEW, Judgement.NEW]
    assert judged([row(2, "Acorn", "X-2"), row(3, "Acorn", "X-1")]) == [Judgement.NEW, Judgement.NEW]


def test_a_name_twice_without_numbers_waits_unless_all_is_the_same():
    elm = known("o1", "Elm", postcode="LS1 4AB")
    same = [row(2, "Elm", postcode="LS1 4AB"), row(3, "Elm", postcode="LS1 4AB")]
    assert judged(same, [elm]) == [Judgement.LINK, Judgement.LINK]
    other = [row(2, "Elm", postcode="LS1 4AB"), row(3, "Elm", postcode="LS1 4AB", website="elm.example")]
    assert judged(other, [elm]) == [Judgement.REVIEW, Judgement.REVIEW]


def test_a_question_makes_a_sure_row_wait_with_its_organisation_as_candidate():
    acorn = known("o1", "Acorn", "X-1")
    (decision,) = decide_rows([row(2, "Acorn", "X-1", questions=("Which community?",))], [acorn])
    assert decision.judgement is Judgement.REVIEW
    assert decision.question == "Which community?"
    assert [one.org_id for one in decision.candidates] == ["o1"]


def test_brackets_are_never_left_out_of_an_exact_name():
    battersea = known("o1", "Abbeyfield (Battersea) Society", postcode="SW11 1AA")
    assert judged([row(2, "Abbeyfield Society", postcode="SW11 1AA")], [battersea]) == [Judgement.REVIEW]


def test_candidates_say_what_speaks_for_and_against():
    index = KnownIndex(
        [
            known("o1", "Leeds Refugee Forum", "X-1", postcode="LS8 4AB"),
            known("o2", "Leeds Carers Forum", postcode="LS1 4AB", status="closed"),
            *(known(f"p{n}", f"Pine {n} Society") for n in range(30)),
        ]
    )
    first, second = index.candidates(row(2, "Leeds Refugees Forum", "X-9", postcode="LS8 4AD"))
    assert (first.org_id, second.org_id) == ("o1", "o2")
    assert first.score > second.score
    assert "only this row says refugees" in first.reasons
    assert "same postcode district LS8" in first.reasons
    assert "has another number: X-1" in first.reasons
    assert "closed" in second.reasons
    assert index.candidates(row(2, "Quite Another Thing")) == ()


def test_what_is_looked_up():
    rows = [row(2, "Acorn Ltd", "X-2", "X-1", other_names=["Oak"]), row(3, "ACORN", "X-1")]
    assert wanted_identifiers(rows) == ("X-1", "X-2")
    assert wanted_canonicals(rows) == ("acorn", "oak")


def test_decisions_are_remembered_by_raw_cells():
    cells = ParsedRow(2, ("Acorn t/a Oak", " ls14ab"), {"name": "Acorn", "postcode": "LS1 4AB"})
    assert rule_key(cells, ("name", "postcode")) == ("Acorn t/a Oak", "ls14ab")
    assert rule_key(cells, ()) == ("Acorn", "LS1 4AB")


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Acorn", "Acorn Ltd", "Beech", "Cedar"]),
        st.lists(st.sampled_from(["X-1", "X-2", "X-3", "X-4"]), max_size=2, unique=True),
        st.sampled_from([None, "LS1 4AB", "LS1 4AD", "M1 1AE"]),
        st.sampled_from([None, "one.example", "two.example"]),
    ),
    max_size=8,
)


def parsed_of(rows):
    return [
        row(number, name, *ids, postcode=postcode, website=website)
        for number, (name, ids, postcode, website) in enumerate(rows, start=2)
    ]


def plan(rows, organisations=(), import_id="i1"):
    head = PlanHead(import_id, "members", "body:b", "f.csv", "2024-10-01", ("Name",), ("name",))
    return build_plan(head, rows, decide_rows(rows, list(organisations)))


def carried_out(made):
    """What a graph knows after a plan: what waits or is rejected isn't there."""
    organisations = {}
    for one in made.rows:
        if one.verdict is RowVerdict.NEW:
            organisations[one.organisation] = KnownOrganisation(
                one.organisation,
                1,
                one.values["name"],
                (one.values["name"], *one.values.get("other_names", ())),
                tuple(one.values.get("identifiers", ())),
                one.values.get("postcode"),
                said=one.values,
                said_id="s",
                record=one.values,
            )
    return list(organisations.values())


@settings(max_examples=300)
@given(ROWS)
def test_the_same_file_twice_changes_nothing(rows):
    parsed = parsed_of(rows)
    first = plan(parsed)
    counts = plan(parsed, carried_out(first), "i2").counts()
    assert counts["new"] == counts["changed"] == 0
    assert counts["same"] == first.counts()["new"] + first.counts()["same"]


@settings(max_examples=300)
@given(ROWS, st.integers(0, 999))
def test_shuffled_rows_have_the_same_verdicts(rows, seed):
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert plan(parsed_of(rows)).counts() == plan(parsed_of(shuffled)).counts()
