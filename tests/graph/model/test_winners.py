"""Who wins where statements differ: example tables, and properties that hold for any set of statements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.organisations import Membership, Role
from graph.model.statements import Statement, StatementKind, Vouching
from graph.model.winners import _record_of_many, record_from


def said(
    made: str,
    body: str = "x",
    on: str = "2024-01-01",
    kind: StatementKind = StatementKind.LISTING,
    *,
    at: str | None = None,
    policies: dict[str, str] | None = None,
    **values: Any,
) -> Statement:
    """What the list of a body says; its import has the statement's id unless it is given as "import/row"."""
    return Statement(
        id=made,
        organisation="o",
        kind=kind,
        source=f"body:{body}",
        values=values,
        said_on=on,
        recorded_at=at or f"{on}T09:00:00.000000Z",
        import_id=made.partition("/")[0],
        body_id=body,
        policies=policies or {},
    )


def edited(made: str, at: str, **values: Any) -> Statement:
    """A person's edit on a day."""
    return Statement(
        id=made,
        organisation="o",
        kind=StatementKind.EDIT,
        source="user:ann",
        values=values,
        said_on=at,
        recorded_at=f"{at}T12:00:00.000000Z",
        user="ann",
    )


def test_nothing_said_is_an_empty_record() -> None:
    record = record_from([])
    assert (record.name, record.roles, record.memberships, record.legal_form) == (
        "",
        frozenset(),
        (),
        "unknown",
    )


def test_newest_list_wins_whatever_was_imported_last() -> None:
    old = said("i1", "x", "2024-01-01", name="Acorn", postcode="LS1 4AB", at="2024-09-09T00:00:00Z")
    new = said("i2", "y", "2024-03-01", name="Acorn Trust", postcode="LS2 7EW")
    record = record_from([new, old])
    assert (record.name, record.postcode) == ("Acorn Trust", "LS2 7EW")
    assert record.won_by["postcode"] == "i2"
    assert record.other_names == ("Acorn",)
    assert record.disputed["postcode"] == (("i1", "LS1 4AB"), ("i2", "LS2 7EW"))


def test_a_number_for_want_of_a_name_is_none_beside_a_name() -> None:
    """A list that names a department by its code alone, as what another is part of, says no name of it."""
    by_number = said("i2", "x", "2024-03-01", name="GB-GOR-D2", identifiers=["GB-GOR-D2"])
    named = said("i1", "x", "2024-01-01", name="Cabinet Office", identifiers=["GB-GOR-D2"])
    for others in ([named], [replace(named, source="list:y")]):
        record = record_from([by_number, *others])
        assert (record.name, record.other_names) == ("Cabinet Office", ())
    alone = [by_number, replace(by_number, id="i3", import_id="i3", source="list:y")]
    assert [record_from(some).name for some in (alone, alone[:1])] == ["GB-GOR-D2"] * 2


def test_later_list_of_a_source_supersedes_its_earlier_one() -> None:
    record = record_from(
        [
            said("i2", on="2024-03-01", name="Acorn", postcode="LS2 7EW", identifiers=["GB-CHC-2"]),
            said(
                "i1",
                on="2024-01-01",
                name="Acorn",
                postcode="LS1 4AB",
                identifiers=["GB-CHC-1"],
                website="a.example",
            ),
        ]
    )
    assert (record.postcode, record.identifiers, record.disputed) == ("LS2 7EW", ("GB-CHC-2",), {})
    assert record.website == "a.example"  # the later list has no such column: nothing is lost


@pytest.mark.parametrize(
    ("policies", "postcode"),
    [
        ({"x": "overwrite"}, "LS1 4AB"),
        ({"y": "fill_blanks"}, "LS1 4AB"),
        ({"y": "never"}, "LS1 4AB"),
        ({"x": "keep_both"}, "LS2 7EW"),
        ({"x": "overwrite", "y": "overwrite"}, "LS2 7EW"),
        ({}, "LS2 7EW"),
    ],
)
def test_policy_goes_before_the_lists_own_date(policies: dict[str, str], postcode: str) -> None:
    record = record_from(
        [
            said(
                "i1",
                "x",
                "2024-01-01",
                postcode="LS1 4AB",
                policies={"postcode": policies.get("x", "")} if "x" in policies else None,
            ),
            said(
                "i2",
                "y",
                "2024-03-01",
                postcode="LS2 7EW",
                policies={"postcode": policies.get("y", "")} if "y" in policies else None,
            ),
        ]
    )
    assert record.postcode == postcode


def test_fields_never_taken_show_only_when_nobody_else_speaks() -> None:
    never = said("i1", "x", name="Acorn", website="a.example", policies={"website": "never", "name": "never"})
    assert (record_from([never]).name, record_from([never]).website) == ("Acorn", "a.example")
    both = record_from([never, said("i2", "y", kind=StatementKind.MENTION, postcode="LS1 4AB")])
    assert (both.name, both.website) == ("Acorn", None)


def test_edit_wins_over_every_list_until_a_person_accepts_another_value() -> None:
    before = said("i1", postcode="LS1 4AB")
    edit = edited("e1", "2024-02-01", postcode="LS9 9ZZ")
    after = said("i2", on="2024-03-01", postcode="LS2 7EW")
    settled = record_from([before, edit])
    assert (settled.postcode, settled.disputed) == ("LS9 9ZZ", {})
    open_again = record_from([before, edit, after])
    assert (open_again.postcode, set(open_again.disputed)) == ("LS9 9ZZ", {"postcode"})
    accepted = edited("e2", "2024-04-01", postcode="LS2 7EW")
    assert record_from([before, edit, after, accepted]).postcode == "LS2 7EW"
    emptied = edited("e3", "2024-05-01", postcode=None)
    assert record_from([before, edit, after, accepted, emptied]).postcode is None


def test_edit_of_a_union_is_what_the_person_left_standing() -> None:
    first = said("i1", other_names=["Oak", "Ash"], works_in=["E08000035"])
    edit = edited("e1", "2024-02-01", other_names=["Oak"])
    later = said("i2", "y", "2024-03-01", other_names=["Ash", "Elm"])
    assert record_from([first, edit, later]).other_names == ("Elm", "Oak")
    assert record_from([first, edit, later]).works_in == ("E08000035",)


def test_same_number_twice_in_one_file_leaves_the_postcode_open() -> None:
    record = record_from(
        [
            said("i1/2", name="Acorn", postcode="LS1 4AB", website="a.example"),
            said("i1/9", name="Acorn", postcode="LS2 7EW", website="a.example"),
        ]
    )
    assert (record.postcode, record.name, record.website) == (None, "Acorn", "a.example")
    assert record.disputed == {"postcode": (("i1/2", "LS1 4AB"), ("i1/9", "LS2 7EW"))}


def test_place_follows_the_winning_postcode() -> None:
    with_place = said("i1", "x", "2024-01-01", postcode="LS1 4AB", place="E08000035")
    newer = said("i2", "y", "2024-03-01", postcode="M1 1AA", place="E08000003")
    unplaced = said("i3", "z", "2024-04-01", postcode="ZZ1 1ZZ")
    assert record_from([with_place, newer]).place == "E08000003"
    assert record_from([with_place, newer, unplaced]).place is None
    assert record_from([with_place, said("i4", "z", "2024-05-01", place="E06000023")]).place == "E08000035"
    assert record_from([said("i4", "z", place="E06000023")]).place == "E06000023"
    twice = [
        said("i1/2", postcode="LS1 4AB", place="E08000035"),
        said("i1/3", postcode="LS2 7EW", place="E08000035"),
    ]
    assert (record_from(twice).postcode, record_from(twice).place) == (None, "E08000035")
    assert record_from([with_place, edited("e1", "2024-02-01", place="E06000023")]).place == "E06000023"


def test_leaving_a_list_ends_that_bodys_membership_only() -> None:
    record = record_from(
        [
            said("i1", "x", "2024-01-01", name="Acorn", joined="2020-05-05"),
            said("i2", "y", "2024-01-01", name="Acorn"),
            said("i3", "x", "2024-06-01", StatementKind.LEAVER, left="2024-05-31"),
        ]
    )
    assert record.memberships == (Membership("x", "2020-05-05", "2024-05-31"), Membership("y"))
    assert record.name == "Acorn"
    assert record.roles == {Role.MEMBER}
    back = said("i4", "x", "2024-09-01", name="Acorn")
    assert record_from([back, said("i3", "x", "2024-06-01", StatementKind.LEAVER)]).memberships == (
        Membership("x"),
    )


def test_a_newer_list_without_a_column_of_days_keeps_the_day_of_joining() -> None:
    dated = said("i1", "x", "2024-01-01", joined="2020-05-05")
    undated, redated = said("i2", "x", "2024-02-01"), said("i3", "x", "2024-03-01", joined="2020-06-06")
    assert record_from([undated, dated]).memberships == (Membership("x", "2020-05-05"),)
    assert record_from([redated, undated, dated]).memberships == (Membership("x", "2020-06-06"),)
    left = said("i4", "x", "2024-04-01", StatementKind.LEAVER)
    back = said("i5", "x", "2024-05-01", name="Acorn")
    assert record_from([dated, left, back]).memberships == (Membership("x"),)


def test_a_leaver_counts_for_nothing_beside_a_row_of_its_own_list() -> None:
    """The row waited when the list let leave whom it didn't seem to name."""
    dated = said("i1", "x", "2024-01-01", joined="2020-05-05")
    left = said("i2/leaver", "x", "2024-03-01", StatementKind.LEAVER, at="2024-04-01T00:00:00Z")
    decided = said("i2/row", "x", "2024-03-01", name="Acorn", at="2024-05-01T00:00:00Z")
    assert record_from([dated, left]).memberships == (Membership("x", "2020-05-05", "2024-03-01"),)
    assert record_from([dated, left, decided]).memberships == (Membership("x", "2020-05-05"),)


def test_location_is_hidden_when_any_list_says_so_and_shown_only_by_a_person() -> None:
    hide, show = said("i1", hide_location=True), said("i2", "y", "2024-09-01", hide_location=False)
    assert record_from([hide, show]).hide_location
    assert not record_from([hide, show, edited("e", "2024-10-01", hide_location=False)]).hide_location


def test_unknown_never_overrides_what_is_known() -> None:
    record = record_from([said("i1", legal_form="cio"), said("i2", "y", "2025-01-01", legal_form="unknown")])
    assert (record.legal_form, record.disputed) == ("cio", {})


def test_works_with_is_accepted_by_anyone_and_declined_by_people() -> None:
    record = record_from(
        [
            said("i1", works_with={"A": "suggested", "B": "suggested"}),
            said("i2", "y", works_with={"A": "accepted"}),
            edited("e", "2024-05-01", works_with={"B": "declined"}),
        ]
    )
    assert record.works_with == {"A": "accepted", "B": "declined"}


def test_vouching_moves_a_statement_to_the_day_of_the_later_list() -> None:
    vouching = Vouching("i9", "2024-05-01", "2024-05-02T00:00:00.000000Z")
    old = replace(said("i1", "x", "2024-01-01", postcode="LS1 4AB"), vouched=(vouching,))
    other = said("i2", "y", "2024-03-01", postcode="LS2 7EW")
    assert record_from([old, other]).postcode == "LS1 4AB"
    assert record_from([old, other], at="2024-04-01T00:00:00.000000Z").postcode == "LS2 7EW"
    taken_back = replace(old, vouched=(replace(vouching, retracted_at="2024-06-01T00:00:00.000000Z"),))
    assert record_from([taken_back, other]).postcode == "LS2 7EW"


def test_record_as_it_was_known_on_an_earlier_day() -> None:
    first = replace(said("i1", "x", "2024-01-01", name="Acorn"), retracted_at="2024-03-01T00:00:00.000000Z")
    second = said("i2", "y", "2024-02-01", name="Oak")
    assert record_from([first, second], at="2024-01-15T00:00:00Z").name == "Acorn"
    assert record_from([first, second], at="2024-02-15T00:00:00Z").other_names == ("Acorn",)
    assert record_from([first, second]).other_names == ()
    assert record_from([second], at="2023-01-01T00:00:00Z").name == ""


def test_last_name_stays_when_nothing_in_force_gives_one() -> None:
    gone = replace(said("i1", name="Acorn"), retracted_at="2024-03-01T00:00:00.000000Z")
    assert record_from([gone, edited("e1", "2024-02-01", website="a.example")]).name == "Acorn"


TEXTS = st.sampled_from(["Acorn", "ACORN", "Oak Trust", "LS1 4AB", "LS2 7EW"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "postcode": TEXTS,
        "place": st.sampled_from(["E1", "E2"]),
        "hide_location": st.booleans(),
        "legal_form": st.sampled_from(["unknown", "cio"]),
        "other_names": st.lists(TEXTS, max_size=2),
        "identifiers": st.lists(st.sampled_from(["GB-CHC-1", "GB-CHC-2"]), max_size=2),
        "works_with": st.dictionaries(st.sampled_from("AB"), st.sampled_from(["accepted", "suggested"])),
        "joined": st.sampled_from(["2019-01-01", "2020-01-01"]),
    },
)
DAYS = st.sampled_from(["2024-01-01", "2024-02-01", "2024-03-01"])
POLICIES = st.dictionaries(
    st.sampled_from(["name", "postcode"]), st.sampled_from(["never", "fill_blanks", "overwrite", "keep_both"])
)
KINDS = st.sampled_from([StatementKind.LISTING, StatementKind.RECORD, StatementKind.LEAVER])


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        values, day = draw(VALUES), draw(DAYS)
        if draw(st.integers(0, 3)) == 0:
            found.append(edited(f"e{number}", day, **values))
            continue
        made = f"i{draw(st.integers(0, 3))}/{number}"
        one = said(made, draw(st.sampled_from("xy")), day, draw(KINDS), policies=draw(POLICIES), **values)
        retracted = draw(st.sampled_from([None, None, "2024-06-01T00:00:00.000000Z"]))
        found.append(replace(one, retracted_at=retracted))
    return found


@given(statements(), st.randoms())
def test_order_of_the_statements_never_matters(found: list[Statement], random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert record_from(shuffled) == record_from(found)


@given(statements())
def test_made_ids_decide_nothing_that_is_shown(found: list[Statement]) -> None:
    """Statements with other ids, in the same imports, show the same: two graphs agree."""
    renamed = [
        replace(one, id=f"{99 - place:02d}-{one.id}") for place, one in enumerate(found) if one.kind != "edit"
    ]
    plain = [one for one in found if one.kind != "edit"]
    hidden: dict[str, Any] = {"won_by": {}, "disputed": {}}
    assert replace(record_from(renamed), **hidden) == replace(record_from(plain), **hidden)


@given(statements())
def test_one_statement_alone_makes_the_same_record_either_way(found: list[Statement]) -> None:
    for one in found:
        assert record_from([one]) == _record_of_many([one], None)


@given(statements())
def test_what_is_shown_was_said(found: list[Statement]) -> None:
    record = record_from(found)
    in_force = [one for one in found if one.retracted_at is None]
    for field, made in record.won_by.items():
        assert getattr(record, field) in [one.values.get(field) for one in in_force if one.id == made] + [
            None,
            "",
            False,
            "unknown",
        ]
    assert set(record.identifiers) <= {each for one in in_force for each in one.values.get("identifiers", ())}
    assert record.name not in record.other_names
