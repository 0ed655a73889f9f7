"""Chance that is the same everywhere: fixed results, and the ranges that callers rely on."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from example.chance import Chance

seeds = st.integers(0, 10_000)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


def test_the_same_seed_gives_the_same() -> None:
    chance = Chance(20241017)
    assert [chance.whole(1, 100) for _ in range(5)] == [73, 83, 66, 32, 26]
    assert "".join(chance.shuffled("covenant")) == "ntcnveao"


@given(seeds, st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(seed: int, things: list[int]) -> None:
    assert sorted(Chance(seed).shuffled(things)) == sorted(things)
    assert len(Chance(seed).some(things, 5)) == min(5, len(things))


@given(seeds, days, days)
def test_days_lie_between(seed: int, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert first.isoformat() <= Chance(seed).day(first.isoformat(), last.isoformat()) <= last.isoformat()


@given(seeds)
def test_weights_of_nothing_are_never_drawn(seed: int) -> None:
    chance = Chance(seed)
    assert {chance.weighted((("never", 0.0), ("always", 2.0))) for _ in range(20)} == {"always"}
    assert not chance.happens(0.0)
    assert chance.happens(1.0)
