"""Rows of a register: numbers tell them apart; only somebody we know makes one wait."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.plan import KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.decisions import Judgement
from importers.match.register import RegisterMatcher, WholeRegister


def row(number: int, name: str, identifier: str, postcode: str | None = None, *more: str) -> ParsedRow:
    values = {"identifiers": sorted([identifier, *more]), **({"name": name} if name else {})}
    return ParsedRow(number, (), {**values, **({"postcode": postcode} if postcode else {})})


def known(name: str, *identifiers: str, postcode: str | None = None, reference: bool = False):
    district = postcode.rpartition(" ")[0] if postcode else None
    return KnownOrganisation("o1", 1, name, (name,), identifiers, postcode, district, reference=reference)


def decide(rows: list[ParsedRow], known_to_us: list[KnownOrganisation]):
    """What is decided when all rows come in one portion."""
    return RegisterMatcher(WholeRegister(rows)).decide(rows, known_to_us)


A, B = "GB-CHC-1138860", "GB-CHC-1138861"


@pytest.mark.parametrize(
    ("one", "judgement"),
    [
        (known("Acorn Trust", A), Judgement.LINK),
        (known("Snooker Veterans", A), Judgement.CONFLICT),
        (known("Snooker Veterans", A, reference=True), Judgement.LINK),
        (known("Acorn Trust", postcode="LS1 4AP"), Judgement.LINK),
        (known("Acorn Trust", postcode="LS1 9ZZ"), Judgement.LINK),
        (known("Acorn Trust"), Judgement.REVIEW),
        (known("Acorn Trust", B, postcode="LS1 4AP"), Judgement.REVIEW),
        (known("Acorn Trust", B, postcode="M1 1AA"), Judgement.NEW),
        (known("Acorn Trust", B, postcode="LS1 4AP", reference=True), Judgement.NEW),
        (known("Birch Group", postcode="LS1 4AP"), Judgement.NEW),
    ],
)
def test_what_a_row_means(one: KnownOrganisation, judgement: Judgement) -> None:
    _, (decision,) = decide([row(2, "Acorn Trust", A, "LS1 4AP")], [one])
    assert decision.judgement is judgement


def test_another_postcode_links_and_asks_whether_it_moved() -> None:
    _, (decision,) = decide([row(2, "Acorn Trust", A, "LS1 4AP")], [known("Acorn Trust", postcode="M1 1AA")])
    assert (decision.judgement, decision.moved) == (Judgement.LINK, True)


def test_namesakes_in_the_register_never_take_somebody_elses_place() -> None:
    rows = [row(2, "Acorn Trust", A, "LS1 4AP"), row(3, "Acorn Trust", B, "M1 1AA")]
    _, decisions = decide(rows, [known("Acorn Trust", postcode="LS1 4AP")])
    assert [each.judgement for each in decisions] == [Judgement.REVIEW, Judgement.NEW]


def test_rows_of_one_number_mean_one_organisation() -> None:
    rows = [row(2, "Acorn", A), row(3, "Birch", B), row(4, "Acorn", A)]
    _, decisions = decide(rows, [])
    assert [each.first_row for each in decisions] == [None, None, 2]


def test_a_number_without_a_name_that_nobody_has_is_rejected_and_said() -> None:
    (refused,), (decision,) = decide([row(2, "", A)], [])
    assert decision.judgement is Judgement.REJECTED
    assert (refused.rejected, refused.issues[0].row) == (True, 2)


C = "GB-COH-02534145"


@pytest.mark.parametrize(
    ("said", "holder", "judgement"),
    [
        ((A, None, C), known("Acorn Trust Limited", C, reference=True), Judgement.LINK),
        ((A, None, C), known("Snooker Veterans", C, reference=True), Judgement.CONFLICT),
        ((C,), known("Acorn Trust", A, C, reference=True), Judgement.LINK),
        ((C,), known("Snooker Veterans", A, C, reference=True), Judgement.CONFLICT),
        ((C,), known("Snooker Veterans", C, reference=True), Judgement.LINK),
        ((A, None, C), known("Snooker Veterans", A, C, reference=True), Judgement.LINK),
    ],
)
def test_a_company_number_beside_a_charitys_own_needs_a_name_that_fits(
    said: tuple[str, ...], holder: KnownOrganisation, judgement: Judgement
) -> None:
    _, (decision,) = decide([row(2, "Acorn Trust", *said)], [holder])
    assert decision.judgement is judgement


def test_two_charities_with_one_company_number_are_two() -> None:
    (settled,), (decision,) = decide(
        [row(2, "Acorn Trust", A, None, C)], [known("Acorn Trust", B, C, reference=True)]
    )
    assert (decision.judgement, settled.identifiers) == (Judgement.NEW, (A,))
    assert f"{C} is also the number of Acorn Trust ({B})" in settled.issues[0].message


def test_a_charity_and_its_company_that_came_in_apart_stay_two_and_say_so() -> None:
    ours = known("Acorn Trust", A, reference=True)
    company = replace(known("ACORN TRUST LIMITED", C, reference=True), id="o2")
    (settled,), (decision,) = decide([row(2, "", A, None, C)], [ours, company])
    assert (decision.organisation, settled.identifiers) == (ours, (A,))
    assert "came in by that number alone" in settled.issues[0].message
    _, (unlike,) = decide([row(2, "", A, None, C)], [ours, replace(company, name="Birch", names=("Birch",))])
    assert unlike.judgement is Judgement.CONFLICT
