"""The plan of a register, portion by portion: the same plan however many rows go into one."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.plan import KnownOrganisation, Plan, RowVerdict
from importers.lists.register import RegisterRows
from importers.lists.rows import ListContext, ParsedRow
from importers.match.register import RegisterMatcher, WholeRegister
from importers.plan import PlanHead, build_plan
from importers.register_plan import build_register_plan
from tests.importers.conftest import table_of

NAMES = (
    "registered_charity_number",
    "charity_registration_status",
    "charity_name",
    "charity_contact_postcode",
)
NAME_FIELDS = ("identifier", "status", "name", "postcode")
CLASSES = ("registered_charity_number", "classification_type", "classification_description")
CLASS_FIELDS = ("identifier", "helps_type", "helps")

KNOWN = tuple(
    KnownOrganisation(
        f"o{at}", 1, name, (name,), numbers, postcode, reference=reference, record={"name": name}
    )
    for at, (name, numbers, postcode, reference) in enumerate(
        (
            ("Acorn Trust", ("GB-CHC-1138860",), "LS1 4AB", True),
            ("Birch Group", (), "LS8 1AA", False),
            ("Cedar House", ("GB-CHC-1138862",), None, False),
        )
    )
)

numbers = st.sampled_from(("1138860", "1138861", "1138862", "1138863", "none"))
names = st.sampled_from(("ACORN TRUST", "BIRCH GROUP", "CEDAR HOUSE", "DALE FRIENDS", ""))
postcodes = st.sampled_from(("LS1 4AB", "LS8 1AA", "M1 1AA", ""))
statuses = st.sampled_from(("Registered", "Removed"))
whom = st.sampled_from(("People With Disabilities", "Elderly/old People", "The General Public/mankind"))


def look_up(rows: Sequence[ParsedRow]) -> list[KnownOrganisation]:
    wanted = {number for row in rows for number in row.identifiers} | {row.canonical for row in rows}
    return [one for one in KNOWN if wanted & {*one.identifiers, one.name.casefold()}]


def plans(headings, fields, cells) -> tuple[list[Plan], Plan]:
    table = table_of(headings, *cells)
    head = PlanHead("i1", "register", "register:GB-CHC:x", "x.txt", "2024-01-01", headings, fields)
    rows = RegisterRows(table, fields, ListContext("register", "2024-01-01", scheme="GB-CHC"))
    matcher = RegisterMatcher(WholeRegister(rows))
    at_once = build_plan(head, *matcher.decide(tuple(rows), look_up(tuple(rows))))
    return [build_register_plan(head, rows, look_up, {}, portion=size) for size in (1, 2, 50)], at_once


@settings(max_examples=30)
@given(st.lists(st.tuples(numbers, statuses, names, postcodes), max_size=8))
def test_portions_make_no_difference(cells) -> None:
    found, at_once = plans(NAMES, NAME_FIELDS, cells)
    for plan in found:
        assert tuple(plan.rows) == at_once.rows
        assert (plan.plan_hash(), plan.counts()) == (at_once.plan_hash(), at_once.counts())


@settings(max_examples=30)
@given(st.lists(st.tuples(numbers, st.just("Who"), whom), max_size=8))
def test_rows_of_a_number_in_several_portions_say_one_thing(cells) -> None:
    found, at_once = plans(CLASSES, CLASS_FIELDS, cells)
    assert {plan.plan_hash() for plan in found} == {at_once.plan_hash()}


def test_rows_on_the_disk_are_rows() -> None:
    cells = [(str(1138860 + at), "Registered", f"Group {at}", "") for at in range(5)]
    plan = plans(NAMES, NAME_FIELDS, cells)[0][1]
    assert [row.row for row in plan.rows[1:3]] == [3, 4]
    assert (plan.rows[-1].row, len(plan.rows), plan.rows_seen) == (6, 5, 5)
    assert plan.rows[0].verdict is RowVerdict.CHANGED
    assert next(iter(plan.rows)) in plan.rows
