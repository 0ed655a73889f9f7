"""Every kind of question that a row waits with is told apart from the others."""

from __future__ import annotations

import pytest

from graph.model.plan import Candidate, KnownOrganisation, PlannedRow, RowVerdict
from graph.model.row_settling import ONE_ORGANISATION
from graph.model.waiting_kinds import (
    KIND_WORDS,
    STRENGTHS,
    WaitingKind,
    kind_of,
    question_besides_words,
    strength_of,
)
from importers.lists.rows import ParsedRow
from importers.match.decide import decide_rows

ACORN = KnownOrganisation("o1", 1, "Acorn Trust", ("Acorn Trust",), ("GB-CHC-1",), "LS1 4AP")
BEECH = KnownOrganisation("o2", 1, "Beech Voices", ("Beech Voices",), ("GB-CHC-2",), "M1 1AE")
GONE = KnownOrganisation(
    "o4", 1, "Cedar", ("Cedar",), ("GB-CHC-4",), None, status="closed", record={"successors": ["GB-CHC-1"]}
)
TWIN = KnownOrganisation("o3", 1, "Beech Voices", ("Beech Voices",), (), "EX1 1AA")
WORDS = 'Which community does "Gay" mean: gay men or lesbians?'


def parsed(
    number: int, name: str, *ids: str, postcode: str = "", questions: tuple[str, ...] = ()
) -> ParsedRow:
    values = {"name": name, "identifiers": list(ids), "postcode": postcode}
    facts = {}
    if questions:
        word = {"text": "Gay", "codes": [], "question": questions[0]}
        facts = {"declaration_waiting": {"open_words": [word]}}
    return ParsedRow(number, (name,), {k: v for k, v in values.items() if v}, facts, (), questions)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([parsed(2, "Wholly Other", "GB-CHC-1")], WaitingKind.NUMBER),
        ([parsed(2, "Acorn Trust", "GB-CHC-9", postcode="LS1 4AP")], WaitingKind.NUMBER),
        ([parsed(2, "Acorn Trust", "GB-CHC-1", "GB-CHC-2")], WaitingKind.SEVERAL),
        ([parsed(2, "Cedar", "GB-CHC-4")], WaitingKind.REPLACED),
        ([parsed(2, "Beech Voices")], WaitingKind.TWINS),
        ([parsed(2, "Acorn Trust")], WaitingKind.TWINS),
        ([parsed(2, "Acorn Trusts")], WaitingKind.CLOSE),
        ([parsed(2, "Nobody Like It")], WaitingKind.NOBODY),
        ([parsed(2, "Elm"), parsed(3, "Elm")], WaitingKind.TWICE),
        ([parsed(2, "Elm", "GB-CHC-8"), parsed(3, "Yew Hall", "GB-CHC-8")], WaitingKind.DIFFER),
        ([parsed(2, "Acorn Trust", "GB-CHC-1", questions=(WORDS,))], WaitingKind.WORDS),
        ([parsed(2, "Nobody Like It", questions=(WORDS,))], WaitingKind.NOBODY),
    ],
)
def test_questions_of_matching(rows: list[ParsedRow], kind: WaitingKind) -> None:
    for row, decision in zip(rows, decide_rows(rows, [ACORN, BEECH, TWIN, GONE]), strict=True):
        planned = PlannedRow(
            row.row,
            RowVerdict(str(decision.judgement)),
            row.values,
            facts=row.facts,
            question=decision.question,
            candidates=decision.candidates,
        )
        assert kind_of(planned) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Acorn changed since the plan was made. Is what the row says still right?", WaitingKind.MOVED),
        ("The organisation went away since the plan was made.", WaitingKind.MOVED),
        ("Nothing was to be accepted unseen. Is this right?", WaitingKind.UNSEEN),
        ("The number of Acorn is held by Beech by now. Is it the same organisation?", WaitingKind.NUMBER),
        (
            "Rows 2 and 3 mean the same organisation but differ in postcode. Which is right?",
            WaitingKind.DIFFER,
        ),
        (ONE_ORGANISATION, WaitingKind.SEVERAL),
        ("Its organisation wasn't made: its own row waits.", WaitingKind.OTHER),
    ],
)
def test_questions_of_the_commit(question: str, kind: WaitingKind) -> None:
    assert kind_of(PlannedRow(2, RowVerdict.CONFLICT, question=question)) is kind


def test_every_kind_has_words_and_none_is_left_without_a_test_of_its_own() -> None:
    assert set(KIND_WORDS) == set(WaitingKind)


def test_what_is_asked_besides_words_is_left_when_the_words_are_taken_out() -> None:
    row = parsed(2, "Nobody Like It", questions=(WORDS,))
    (decision,) = decide_rows([row], [])
    planned = PlannedRow(2, RowVerdict.REVIEW, facts=row.facts, question=decision.question)
    assert question_besides_words(planned).startswith("Nobody here is called just this")


@pytest.mark.parametrize(("scores", "strength"), [((), "none"), ((0.4,), "some"), ((0.4, 0.8), "strong")])
def test_strength_is_that_of_the_best_candidate(scores: tuple[float, ...], strength: str) -> None:
    assert strength_of(tuple(Candidate("o", "O", (), score) for score in scores)) == strength
    assert strength in STRENGTHS
