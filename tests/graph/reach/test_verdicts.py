"""The seven verdicts, the first that fits, with the condition that is missing in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reach.cells import Thresholds, Verdict
from graph.reach.coverage import coverage
from graph.reach.verdicts import WORDS, Counts, in_gap_order, judge, worst_step
from tests.graph.reach.world import DISABLED, TALK, Org, snapshot_of

STANDARD = Thresholds()


@pytest.mark.parametrize(
    ("counts", "verdict", "reason"),
    [
        (Counts(), Verdict.NOBODY_KNOWN, "no organisation is listed here"),
        (
            Counts(listed=60, not_led=44, unknown=16),
            Verdict.NOBODY_KNOWN,
            "73% have said who leads them; none is led by this community",
        ),
        (Counts(listed=2, not_led=1, unknown=1), Verdict.NOBODY_KNOWN, "50% have said"),
        (Counts(listed=118, not_led=29, unknown=89), Verdict.TOO_LITTLE_KNOWN, "29 of 118 have said"),
        (
            Counts(listed=12, led=12, asked=8, answered=4, heard=3, in_depth=1),
            Verdict.HEARD,
            "3 of 12 heard (25%), 1 of them in depth",
        ),
        (
            Counts(listed=12, led=12, asked=2, answered=2, heard=2, in_depth=1),
            Verdict.PARTLY_HEARD,
            "2 heard, 3 needed",
        ),
        (
            Counts(listed=40, led=40, asked=6, answered=6, heard=6, in_depth=1),
            Verdict.PARTLY_HEARD,
            "15% of those known heard, 25% needed",
        ),
        (
            Counts(listed=1000, led=1000, asked=249, answered=249, heard=249, in_depth=1),
            Verdict.PARTLY_HEARD,
            "24.9% of those known heard, 25% needed",
        ),
        (
            Counts(listed=4, led=4, asked=4, answered=4, heard=4),
            Verdict.PARTLY_HEARD,
            "nobody heard in depth",
        ),
        (
            Counts(listed=20, led=4, unknown=16, asked=4, answered=4, heard=4, in_depth=2),
            Verdict.PARTLY_HEARD,
            "4 of 20 have said who leads them, 10 needed",
        ),
        (
            Counts(listed=14, led=14, asked=9, no_answer=9, longest_wait=19),
            Verdict.ASKED_NOT_YET_HEARD,
            "9 of 14 asked; no answer from 9 in 19 days",
        ),
        (
            Counts(
                listed=9,
                led=9,
                asked=4,
                answered=2,
                waiting=1,
                no_answer=1,
                declined=1,
                answered_only=1,
                longest_wait=15,
            ),
            Verdict.ASKED_NOT_YET_HEARD,
            "4 of 9 asked; 1 waiting for an answer; no answer from 1 in 15 days; 1 declined; 1 answered only",
        ),
        (Counts(listed=12, led=12), Verdict.NOT_ASKED, "12 known, none asked"),
        (
            Counts(listed=12, led=12, asked_through=3, bounced=2),
            Verdict.NOT_ASKED,
            "12 known, none asked; 3 asked through somebody else; what was sent to 2 bounced",
        ),
    ],
)
def test_first_verdict_that_fits(counts: Counts, verdict: Verdict, reason: str) -> None:
    judgement = judge(counts, STANDARD)
    assert judgement.verdict is verdict
    assert judgement.reason.startswith(reason)
    assert judgement.what_would_change_it


def test_elsewhere_comes_first() -> None:
    judgement = judge(Counts(listed=5, led=5), STANDARD, "looked for in Wales only")
    assert (judgement.verdict, judgement.reason) == (Verdict.DOES_NOT_APPLY, "looked for in Wales only")


def test_thresholds_can_be_set() -> None:
    counts = Counts(listed=10, led=5, unknown=5, asked=1, answered=1, heard=1)
    lenient = Thresholds(min_heard=1, min_rate=0.1, min_in_depth=0, min_answered=0.1)
    assert judge(counts, STANDARD).verdict is Verdict.PARTLY_HEARD
    assert judge(counts, lenient).verdict is Verdict.HEARD


@pytest.mark.parametrize(
    ("counts", "change"),
    [
        (Counts(listed=40, led=40, asked=6, answered=6, heard=6, in_depth=1), "hear 4 more"),
        (Counts(listed=4, led=4, asked=4, answered=4, heard=4), "one conversation (a meeting, workshop"),
        (
            Counts(listed=118, not_led=29, unknown=89),
            "one organisation that says it is led by this community, or 30",
        ),
        (Counts(listed=12, led=12), "ask one of the 12"),
        (Counts(listed=3, led=3, asked=3, waiting=3), "wait for the 3"),
        (Counts(listed=3, led=3, asked=3, no_answer=3), "ask the 3 again"),
        (
            Counts(listed=3, led=3, asked=3, answered=3, answered_only=3),
            "a conversation with the 3 that answered",
        ),
        (Counts(listed=3, led=3, asked=1, answered=1, declined=1), "ask the other 2"),
        (
            Counts(listed=4, led=4, asked=4, answered=4, heard=4, in_depth=1, told=1),
            "nothing is missing; tell 3",
        ),
    ],
)
def test_what_would_change_it(counts: Counts, change: str) -> None:
    assert judge(counts, STANDARD).what_would_change_it.startswith(change)


@pytest.mark.parametrize(
    ("heights", "step"),
    [
        ((0, 0, 0, 0, 0), None),
        ((5, 5, 5, 5, 5), None),
        ((12, 0, 0, 0, 0), "asked"),
        ((14, 9, 0, 0, 0), "answered"),
        ((40, 27, 11, 6, 0), "answered"),
        ((10, 8, 8, 3, 3), "heard"),
        ((10, 10, 9, 9, 0), "in_depth"),
        ((4, 2, 0, 0, 0), "asked"),
    ],
)
def test_worst_step_loses_the_largest_share(heights: tuple[int, ...], step: str | None) -> None:
    names = ("led", "asked", "answered", "heard", "in_depth")
    assert worst_step(Counts(**dict(zip(names, heights, strict=True)))) == step


@given(st.lists(st.integers(0, 60), min_size=7, max_size=7))
def test_the_verdict_follows_the_order_of_the_design(numbers: list[int]) -> None:
    led, asked, answered, heard, deep, not_led, unknown = numbers
    asked, answered = min(asked, led), min(answered, asked, led)
    heard = min(heard, answered)
    counts = Counts(
        listed=led + not_led + unknown,
        led=led,
        not_led=not_led,
        unknown=unknown,
        asked=asked,
        answered=answered,
        heard=heard,
        in_depth=min(deep, heard),
    )
    verdict = judge(counts, STANDARD).verdict
    said = counts.listed and (led + not_led) / counts.listed >= 0.5
    if led == 0:
        assert verdict is (Verdict.NOBODY_KNOWN if said or not counts.listed else Verdict.TOO_LITTLE_KNOWN)
    elif heard >= 3 and heard / led >= 0.25 and counts.in_depth and said:
        assert verdict is Verdict.HEARD
    elif heard:
        assert verdict is Verdict.PARTLY_HEARD
    else:
        assert verdict is (Verdict.ASKED_NOT_YET_HEARD if asked else Verdict.NOT_ASKED)


def test_gap_order_puts_the_largest_gap_first() -> None:
    orgs = [Org(n).says("yes", DISABLED, "DEI090000") for n in range(1, 4)]
    orgs += [Org(n).says("yes", "EAR010000").met("email") for n in (4, 5, 6)]
    table = coverage(snapshot_of(*orgs), consultation=TALK, day="2024-11-20")
    ordered = in_gap_order(table.cells)
    order = [Verdict.NOT_ASKED, Verdict.ASKED_NOT_YET_HEARD, Verdict.NOBODY_KNOWN]
    assert list(dict.fromkeys(cell.verdict for cell in ordered)) == order
    assert [cell.community for cell in ordered[:3]] == [DISABLED, "DEI090000", "EAR010000"]
    assert table.verdicts()[Verdict.NOT_ASKED] == 2


def test_every_verdict_has_words() -> None:
    assert set(WORDS) == set(Verdict)
