"""Plans: one verdict a row, changes field by field, the same organisation named twice, leavers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.plan import Issue, KnownOrganisation, Leaver, RowVerdict, Severity
from importers.lists.rows import ParsedRow
from importers.match.decide import decide_rows
from importers.plan import PlanHead, TooManyLeave, build_plan, check_leavers, present

HEAD = PlanHead(
    "import-1", "members", "body:b1", "list.csv", "2024-10-01", ("Name",), ("name",), ((9, "total"),)
)


def known(id_, name, *numbers, postcode=None, said=None, **record):
    record = {"name": name, "identifiers": list(numbers), "postcode": postcode, **record}
    return KnownOrganisation(
        id_,
        3,
        name,
        (name,),
        numbers,
        postcode,
        said=said,
        said_id=f"s-{id_}" if said else None,
        record=record,
    )


def row(number, name="", *ids, facts=None, issues=(), **values):
    values = {"name": name, "identifiers": list(ids), **values}
    return ParsedRow(number, (name,), {k: v for k, v in values.items() if v}, facts or {}, issues)


def plan(rows, organisations=(), **options):
    return build_plan(HEAD, rows, decide_rows(rows, list(organisations)), **options)


def verdicts(made):
    return [(one.row, one.verdict.value) for one in made.rows]


def test_every_verdict_and_counts_that_add_up():
    same = {"name": "Same Again", "identifiers": ["X-1"]}
    organisations = [
        known("o1", "Same Again", "X-1", said=same),
        known("o2", "Moves On", "X-2", postcode="M1 1AE"),
    ]
    rows = [
        row(2, "Same Again", "X-1"),
        row(3, "Moves On", "X-2", postcode="LS1 4AP"),
        row(4, "Newcomers", "X-3"),
        row(5, "Without Number"),
        row(6, "Wholly Unlike", "X-2", "X-1"),
        row(7, issues=(Issue("no_name", "No name.", Severity.ERROR, 7),)),
    ]
    made = plan(rows, organisations)
    assert verdicts(made) == [
        (2, "same"), (3, "changed"), (4, "new"), (5, "review"), (6, "conflict"), (7, "rejected")
    ]  # fmt: skip
    assert sum(made.counts().values()) == len(rows)
    assert made.rows_seen == len(rows) + 1
    assert made.rows[0].vouches_for == "s-o1"
    assert [(c.field, c.old, c.new) for c in made.rows[1].changes] == [("postcode", "M1 1AE", "LS1 4AP")]
    assert made.rows[2].seen_version is None
    assert made.rows[1].seen_version == 3


def test_the_hash_covers_every_cell_and_is_the_same_for_the_same_plan():
    one, two = plan([row(2, "Fir", "X-1")]), plan([row(2, "Fir", "X-1")])
    assert one.plan_hash() == two.plan_hash()
    assert one.plan_hash() != plan([row(2, "Fir ", "X-1")]).plan_hash()


@pytest.mark.parametrize("turned", [False, True])
def test_a_number_twice_with_two_postcodes_leaves_the_postcode_open(turned):
    codes = ["LS1 4AP", "M1 1AE"][:: -1 if turned else 1]
    made = plan([row(2, "Fir", "X-1", postcode=codes[0]), row(3, "Fir", "X-1", postcode=codes[1])])
    assert verdicts(made) == [(2, "new"), (3, "conflict")]
    assert "postcode" not in made.rows[0].values
    assert "Row 3" in made.rows[0].issues[0].message
    assert "Rows 2 and 3" in (made.rows[1].question or "")


def test_a_number_twice_saying_the_same_is_one_organisation_with_what_both_say():
    made = plan([row(2, "Fir", "X-1", "X-9"), row(3, "Fir", "X-1", website="fir.example")])
    assert verdicts(made) == [(2, "new"), (3, "same")]
    assert made.rows[0].organisation == made.rows[1].organisation
    assert made.rows[0].values["identifiers"] == ["X-1", "X-9"]
    assert made.rows[0].values["website"] == "fir.example"


def test_a_number_under_two_unlike_names_waits_for_a_person():
    made = plan([row(2, "Carers of Leeds", "X-1"), row(3, "Sea Scouts", "X-1")])
    assert verdicts(made) == [(2, "conflict"), (3, "conflict")]


def test_facts_make_a_row_more_than_the_same_until_they_are_known():
    said = {"name": "Fir", "identifiers": ["X-1"]}
    rows = [row(2, "Fir", "X-1", facts={"declaration": {"reply": "yes"}})]
    assert verdicts(plan(rows, [known("o1", "Fir", "X-1", said=said)])) == [(2, "changed")]
    made = plan(rows, [known("o1", "Fir", "X-1", said=said)], facts_known=lambda _org, _row: True)
    assert verdicts(made) == [(2, "same")]


def members(count, said):
    return [
        known(f"o{number}", f"Member {number}", f"X-{number}", said=said and {"name": f"Member {number}"})
        for number in range(count)
    ]


def rows_of(count):
    return [row(number + 2, f"Member {number}", f"X-{number}") for number in range(count)]


def leaver(number):
    return Leaver(f"o{number}", f"Member {number}", "2024-10-01", 1)


def test_whoever_a_row_names_or_may_mean_is_present():
    decisions = decide_rows([*rows_of(2), row(30, "Member 2")], members(4, True))
    assert present(decisions) == {"o0", "o1", "o2"}


def test_a_few_leavers_are_fine_and_many_are_refused():
    parsed = rows_of(8)
    decisions = decide_rows(parsed, members(10, True))
    check_leavers([leaver(8), leaver(9)], parsed, decisions)
    with pytest.raises(TooManyLeave, match="3 of the 11"):
        check_leavers([leaver(8), leaver(9), leaver(10)], parsed, decisions)
    check_leavers([], (), ())


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "X-1", "X-2"])), max_size=9),
    st.integers(0, 999),
)
def test_shuffled_rows_give_the_same_counts(rows, seed):
    parsed = [
        row(n + 2, f"Group {name}", *([number] if number else [])) for n, (name, number) in enumerate(rows)
    ]
    shuffled = random.Random(seed).sample(parsed, len(parsed))
    renumbered = [row(n + 2, one.name, *one.identifiers) for n, one in enumerate(shuffled)]
    assert plan(parsed).counts() == plan(renumbered).counts()
    assert sum(plan(parsed).counts().values()) == len(parsed)


def test_verdicts_are_all_known():
    assert {one.value for one in RowVerdict} == set(plan([]).counts())
