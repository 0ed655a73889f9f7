"""Who took another's place is offered; what was decided holds; a list's own earlier word stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model.plan import KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.decide import (
    DecidedBefore,
    Decision,
    Judgement,
    decide_rows,
    wanted_successors,
    without_numbers_of_others,
)

HEADINGS = ("name", "identifier")


def known(id_: str, name: str, number: str, *successors: str, **more: Any) -> KnownOrganisation:
    record = {"successors": list(successors)} if successors else {}
    return KnownOrganisation(id_, 3, name, (name,), (number,), None, record=record, **more)


OLD = known("o1", "Cedar House", "GB-CHC-1", "GB-CHC-2", status="closed")
NEXT = known("o2", "Cedar House Trust", "GB-CHC-2", "GB-CHC-3")
LAST = known("o3", "Oak Homes", "GB-CHC-3")


def row(name: str, *numbers: str) -> ParsedRow:
    return ParsedRow(2, (name, *numbers), {"name": name, "identifiers": list(numbers)})


def decided(one: ParsedRow, *there: KnownOrganisation, **more: Any) -> Decision:
    return decide_rows([one], there, **more)[0]


def test_the_last_in_the_row_of_successors_is_offered_first_and_leaves_the_number() -> None:
    found = decided(row("Cedar House", "GB-CHC-1"), OLD, NEXT, LAST)
    assert found.judgement is Judgement.REVIEW
    assert found.question == "Cedar House was replaced: Oak Homes took its place. Which one is meant?"
    assert [(each.org_id, each.leaves) for each in found.candidates] == [("o3", ("GB-CHC-1",)), ("o1", ())]
    assert found.candidates[0].reasons[0] == "took the place of Cedar House"


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ((replace(OLD, status="active"), LAST, NEXT), "same number"),
        ((replace(OLD, said={"name": "Cedar House"}), NEXT), "same number"),
        ((OLD,), "its place was taken by GB-CHC-2"),
        ((known("o1", "Cedar House", "GB-CHC-1", "GB-CHC-1"),), "its place was taken by GB-CHC-1"),
    ],
    ids=["active", "this source said so before", "nobody here took it", "its own successor"],
)
def test_nothing_is_asked(there: tuple[KnownOrganisation, ...], reason: str) -> None:
    found = decided(row("Cedar House", "GB-CHC-1"), *there)
    assert (found.judgement, found.organisation, found.reasons[-1]) == (Judgement.LINK, there[0], reason)


def test_lists_of_what_was_then_dont_ask() -> None:
    assert decided(row("Cedar House", "GB-CHC-1"), OLD, NEXT, offer_successors=False).organisation is OLD


def test_a_waiting_row_has_the_successor_before_the_one_replaced() -> None:
    found = decided(row("Cedar House"), OLD, LAST, replace(NEXT, record={}))
    assert [each.org_id for each in found.candidates] == ["o2", "o1"]


@pytest.mark.parametrize(("meant", "left"), [("o3", ()), ("o1", ("GB-CHC-1",)), (None, ("GB-CHC-1",))])
def test_what_was_decided_holds(meant: str | None, left: tuple[str, ...]) -> None:
    before = {("Cedar House", ""): DecidedBefore(meant, skip=meant is None)}
    there = (OLD, NEXT, LAST)
    (one,) = without_numbers_of_others([row("Cedar House", "GB-CHC-1")], there, before, HEADINGS)
    assert one.identifiers == left
    assert [each.code for each in one.issues] == (["number_of_replaced"] if meant == "o3" else [])
    found = decided(one, *there, decided=before, mapping=HEADINGS)
    assert (found.organisation.id if found.organisation else None) == meant


def test_who_must_be_looked_up() -> None:
    assert wanted_successors([OLD, NEXT]) == {"GB-CHC-3"}
    assert wanted_successors([replace(OLD, status="active"), LAST]) == set()
