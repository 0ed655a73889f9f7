"""Every check value of the design, computed by hand, and what the measures promise about any input."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reach.measures import (
    MEASURES,
    Measure,
    Share,
    coverage_bounds,
    coverage_rate,
    effective_voices,
    led_by_share_of_answered,
    led_by_share_of_heard,
    parity,
    rate_without_selves,
    representation_ratio,
    unseen_organisations,
    wilson_interval,
)

SMALL = st.integers(0, 500)


def test_coverage_rate() -> None:
    assert coverage_rate(6, 40) == Share(6, 40)
    assert coverage_rate(6, 40).value == 0.15
    assert coverage_rate(0, 0).value is None


def test_bounds_for_the_unknown() -> None:
    bounds = coverage_bounds(led_heard=6, led=40, unknown_heard=20, unknown_unheard=92)
    assert bounds.low.value == pytest.approx(0.045, abs=5e-4)
    assert bounds.high.value == pytest.approx(0.433, abs=5e-4)
    assert (bounds.low.of, bounds.high.of) == (132, 60)
    assert coverage_bounds(0, 0, 0, 0).low.value is None


@pytest.mark.parametrize(
    ("heard", "number", "low", "high"),
    [(0, 12, 0, 0.243), (6, 40, 0.071, 0.291), (3, 3, 0.438, 1)],
)
def test_wilson_interval(heard: int, number: int, low: float, high: float) -> None:
    interval = wilson_interval(heard, number)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=6e-4)
    assert interval.number == number


def test_wilson_interval_of_nothing() -> None:
    assert wilson_interval(0, 0).low is None


def test_led_by_share_of_those_heard() -> None:
    bounds = led_by_share_of_heard(12, 118, 70)
    assert (bounds.low.value, bounds.high.value) == (0.06, 0.41)
    assert led_by_share_of_answered(12, 118).value == pytest.approx(0.092, abs=5e-4)
    assert led_by_share_of_heard(0, 0, 0).low.value is None


def test_representation_ratio() -> None:
    ratio = representation_ratio(12, 118, 100, 900)
    assert ratio.value == pytest.approx(0.92, abs=5e-3)
    assert (ratio.above.of, ratio.below.of) == (130, 1000)
    assert representation_ratio(0, 0, 1, 1).value is None
    assert representation_ratio(1, 1, 0, 5).value is None


def test_parity() -> None:
    found = parity((100, 60, 40), (1000, 800, 500))
    assert found.min_by_max == pytest.approx(0.75)
    assert found.min_by_mean == pytest.approx(0.882, abs=5e-4)
    assert found.shared_proportion == pytest.approx(0.935, abs=5e-4)
    assert parity((0, 0), (5, 5)).min_by_max is None
    assert parity((3, 0), (5, 0)).min_by_max == 1
    assert parity((), ()).rates == ()


def test_unseen_organisations() -> None:
    found = unseen_organisations(120, 90, 30)
    assert found.value == pytest.approx(354, abs=0.5)
    assert found.standard_error == pytest.approx(44, abs=0.5)
    assert (found.seen, found.refused) == (180, None)
    few = unseen_organisations(120, 90, 6)
    assert few.value is None
    assert "share 6" in str(few.refused)


def test_effective_number_of_voices() -> None:
    assert effective_voices((50, 20, 10, 10, 10)).value == pytest.approx(3.1, abs=0.05)
    assert effective_voices({"campaign": 7}).value == 1
    assert effective_voices(()).value is None
    with pytest.raises(ValueError, match="below 0"):
        effective_voices((3, -1))


def test_rate_without_selves() -> None:
    assert rate_without_selves(6, 40, 4, 4) == Share(2, 36)
    assert rate_without_selves(3, 3, 3, 3).value is None


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: coverage_rate(7, 6),
        lambda: coverage_rate(-1, 6),
        lambda: coverage_bounds(7, 6, 0, 0),
        lambda: rate_without_selves(1, 2, 0, 3),
        lambda: wilson_interval(5, 4),
        lambda: unseen_organisations(5, 4, 5),
    ],
)
def test_a_part_larger_than_its_whole_is_refused(impossible) -> None:
    with pytest.raises(ValueError, match="part"):
        impossible()


@given(SMALL, SMALL, SMALL, SMALL)
def test_rate_lies_within_its_bounds(
    heard: int, unheard: int, unknown_heard: int, unknown_unheard: int
) -> None:
    led = heard + unheard
    rate = coverage_rate(heard, led).value
    bounds = coverage_bounds(heard, led, unknown_heard, unknown_unheard)
    if rate is not None:
        assert 0 <= bounds.low.value <= rate <= bounds.high.value <= 1
        interval = wilson_interval(heard, led)
        assert 0 <= interval.low <= rate + 1e-12
        assert rate - 1e-12 <= interval.high <= 1


@given(st.lists(st.tuples(SMALL, st.integers(1, 500)), min_size=1, max_size=8))
def test_parity_lies_between_0_and_1(groups: list[tuple[int, int]]) -> None:
    found = parity([min(pair) for pair in groups], [listed for _, listed in groups])
    for value in (found.min_by_max, found.min_by_mean, found.shared_proportion):
        assert value is None or 0 <= value <= 1 + 1e-9


@given(st.lists(SMALL, max_size=9))
def test_voices_are_at_most_the_routes(replies: list[int]) -> None:
    voices = effective_voices(replies).value
    routes = sum(count > 0 for count in replies)
    assert (voices is None) == (routes == 0)
    assert voices is None or 1 - 1e-9 <= voices <= routes + 1e-9


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_explains_itself_and_has_an_example(measure: Measure) -> None:
    assert measure.id == measure.function.__name__
    assert set(measure.example) == set(inspect.signature(measure.function).parameters) - {"z"}
    assert measure.function(**measure.example) is not None
    assert len(measure.explanation) > 80
    assert "efined" in measure.explanation or "Refused" in measure.explanation


def test_measures_have_ids_of_their_own() -> None:
    assert len({measure.id for measure in MEASURES}) == len(MEASURES)
