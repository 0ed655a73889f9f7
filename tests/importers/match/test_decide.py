"""Which organisation a row means, rule by rule, on organisations invented here."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.plan import Issue, KnownOrganisation, Severity
from importers.lists.rows import ParsedRow
from importers.match.decide import DecidedBefore, Judgement, decide_rows


def known(id_, name, *numbers, postcode=None, also=()):
    return KnownOrganisation(id_, 3, name, (name, *also), numbers, postcode)


def row(number, name="", *ids, postcode=None, issues=()):
    values = {"name": name, "identifiers": list(ids), "postcode": postcode}
    return ParsedRow(number, (name,), {key: value for key, value in values.items() if value}, {}, issues)


ACORN = known("o1", "Acorn Carers Trust", "GB-CHC-200001", postcode="LS1 4AP", also=("ACT",))
BEECH = known("o2", "Beech Street Voices", "GB-CHC-200002", postcode="M1 1AE")
ELM = known("o3", "Elm Hall", postcode="LS8 1AB")
ELM_TWIN = known("o4", "Elm Hall", postcode="EX1 1AA")
FIR = known("o5", "Fir Lodge", postcode="LS9 1AA")
EVERY = [ACORN, BEECH, ELM, ELM_TWIN, FIR]


@pytest.mark.parametrize(
    ("one", "judgement", "organisation"),
    [
        (row(2, "Acorn Carers Trust Ltd", "GB-CHC-200001"), Judgement.LINK, "o1"),
        (row(2, "", "GB-CHC-200001"), Judgement.LINK, "o1"),
        (row(2, "A.C.T.", "GB-CHC-200001"), Judgement.LINK, "o1"),
        (row(2, "Wholly Other Words", "GB-CHC-200001"), Judgement.CONFLICT, None),
        (row(2, "Acorn Carers Trust", "GB-CHC-200001", "GB-CHC-200002"), Judgement.CONFLICT, None),
        (row(2, "Newcomers", "GB-CHC-200009"), Judgement.NEW, None),
        (row(2, "Acorn Carers Trust", "GB-CHC-200009", postcode="LS1 4AP"), Judgement.REVIEW, None),
        (row(2, "Acorn Carers Trust", "GB-CHC-200009", postcode="EX4 4AA"), Judgement.NEW, None),
        (row(2, "Fir Lodge", "GB-CHC-200009", postcode="EX4 4AA"), Judgement.REVIEW, None),
        (row(2, "Fir Lodge", postcode="EX4 4AA"), Judgement.LINK, "o5"),
        (row(2, "The Beech Street Voices", postcode="M1 1AE"), Judgement.LINK, "o2"),
        (row(2, "Beech Street Voices", postcode="M1 9ZZ"), Judgement.LINK, "o2"),
        (row(2, "Beech Street Voices", postcode="EX1 1AA"), Judgement.LINK, "o2"),
        (row(2, "Beech Street Voices"), Judgement.REVIEW, None),
        (row(2, "Elm Hall", postcode="LS8 1AB"), Judgement.REVIEW, None),
        (row(2, "Nobody Like It", postcode="LS8 1AB"), Judgement.REVIEW, None),
        (row(2, issues=(Issue("no_name", "No name.", Severity.ERROR),)), Judgement.REJECTED, None),
    ],
)
def test_rules(one, judgement, organisation):
    (decision,) = decide_rows([one], EVERY)
    assert decision.judgement is judgement
    assert (decision.organisation.id if decision.organisation else None) == organisation
    assert (decision.question is not None) == (judgement in (Judgement.REVIEW, Judgement.CONFLICT))


def test_what_waits_shows_candidates_with_reasons_best_first():
    (decision,) = decide_rows([row(2, "Elm Hall", postcode="LS8 1AB")], EVERY)
    assert [one.org_id for one in decision.candidates] == ["o3", "o4"]
    assert "same name" in decision.candidates[0].reasons
    assert "same postcode LS8 1AB" in decision.candidates[0].reasons


def test_a_number_twice_is_one_organisation_whichever_row_comes_first():
    rows = [row(2, "Fir Group", "X-1"), row(3, "Fir Group", "X-1", "X-2"), row(4, "Fir Group", "X-2")]
    assert [one.first_row for one in decide_rows(rows, [])] == [None, 2, 2]
    assert [one.first_row for one in decide_rows(rows[::-1], [])] == [2, 2, None]


def test_a_name_twice_without_numbers_waits():
    first, second = decide_rows([row(2, "Fir Group"), row(3, "FIR GROUP LTD")], [])
    assert (first.judgement, second.judgement) == (Judgement.REVIEW, Judgement.REVIEW)
    assert "Rows 2 and 3" in (second.question or "")


def test_decisions_are_remembered_but_a_number_is_stronger():
    decided = {("Elm Hall", ""): DecidedBefore("o3"), ("Leave Me", ""): DecidedBefore(None, skip=True)}
    linked, left = decide_rows([row(2, "Elm Hall"), row(3, "Leave Me")], EVERY, decided=decided)
    assert (linked.judgement, linked.organisation) == (Judgement.LINK, ELM)
    assert left.judgement is Judgement.SKIP
    (by_number,) = decide_rows([row(2, "Elm Hall", "GB-CHC-200002")], EVERY, decided=decided)
    assert by_number.judgement is Judgement.CONFLICT


ROWS = st.lists(
    st.builds(
        lambda name, ids, postcode: (name, ids, postcode),
        st.sampled_from(["Acorn Carers Trust", "Elm Hall", "New Oak", "Fir Group", "Beech Street Voices"]),
        st.lists(st.sampled_from(["GB-CHC-200001", "GB-CHC-200002", "X-1", "X-2"]), max_size=2, unique=True),
        st.sampled_from([None, "LS1 4AP", "M1 1AE"]),
    ),
    max_size=8,
)


@given(ROWS, st.integers(0, 10_000))
def test_the_order_of_the_rows_never_decides(rows, seed):
    parsed = [row(number + 2, name, *ids, postcode=code) for number, (name, ids, code) in enumerate(rows)]
    shuffled = random.Random(seed).sample(parsed, len(parsed))
    one = dict(zip((p.row for p in parsed), decide_rows(parsed, EVERY), strict=True))
    two = dict(zip((p.row for p in shuffled), decide_rows(shuffled, EVERY), strict=True))
    assert one == two
