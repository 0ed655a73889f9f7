"""The measures, each a pure function that returns its denominators. Their docstrings are read by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

Z_95 = 1.96
"""Standard normal quantile of a 95% interval."""

FEWEST_SHARED = 7
"""Chapman's estimate is refused when two lists share fewer organisations than this."""


@dataclass(frozen=True)
class Share:
    """A part of a whole: ``value`` = ``part`` / ``of``, or None when ``of`` is 0."""

    part: float
    of: float

    @property
    def value(self) -> float | None:
        """The share, 0 to 1 where the part lies within the whole; None of nothing."""
        return self.part / self.of if self.of else None


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a share can be."""

    low: Share
    high: Share


@dataclass(frozen=True)
class Interval:
    """A 95% interval about ``number`` observations; both ends None when there are none."""

    low: float | None
    high: float | None
    number: int


@dataclass(frozen=True)
class Ratio:
    """One share divided by another; ``value`` is None where either isn't defined or the second is 0."""

    above: Share
    below: Share

    @property
    def value(self) -> float | None:
        """The ratio: 1 means the same share on both sides."""
        above, below = self.above.value, self.below.value
        return above / below if above is not None and below else None


@dataclass(frozen=True)
class Parity:
    """How evenly groups were heard; all values 0 to 1, None where undefined."""

    min_by_max: float | None
    min_by_mean: float | None
    shared_proportion: float | None
    rates: tuple[Share, ...]


@dataclass(frozen=True)
class Estimate:
    """An estimated number with its standard error, or why there is none; ``seen`` is the number known."""

    value: float | None
    standard_error: float | None
    seen: int
    assumptions: str
    refused: str | None = None


@dataclass(frozen=True)
class Voices:
    """How many equally loud voices the replies amount to; None without replies."""

    value: float | None
    replies: int


def coverage_rate(led_heard: int, led: int) -> Share:
    """Of the organisations led by a community, the share that was heard: Lh / L.

    6 heard of 40 is 15%. Not defined when nobody is known to be led by the community.
    """
    return Share(_part(led_heard, led), led)


def coverage_bounds(led_heard: int, led: int, unknown_heard: int, unknown_unheard: int) -> Bounds:
    """How low and how high the rate could be, as the organisations that haven't said might turn out.

    Low: Lh / (L + Un), if all of those not heard were led by the community; high: (Lh + Uh) / (L + Uh), if
    all of those heard were. Un and Uh are the organisations that haven't said who leads them, not heard and
    heard. 6 of 40 with 92 and 20: 4.5% to 43.3%. Not defined where that whole is empty.
    """
    _part(led_heard, led)
    return Bounds(
        low=Share(led_heard, led + unknown_unheard),
        high=Share(led_heard + unknown_heard, led + unknown_heard),
    )


def rate_without_selves(led_heard: int, led: int, selves_heard: int, selves: int) -> Share:
    """Leave out of the coverage rate the organisations known only because they replied.

    Asking "who leads you?" on the reply form makes being heard the cause of being known. This rate leaves
    out those whose only declaration came with their reply: (Lh - selves heard) / (L - selves). Not defined
    when nobody else is known.
    """
    _part(selves, led)
    return Share(_part(led_heard - selves_heard, led - selves), led - selves)


def wilson_interval(successes: int, number: int, z: float = Z_95) -> Interval:
    """Wilson's interval for a share seen in a random sample, or said of more than the list.

    (2r + z² ± z·√(z² + 4r(1 - r/N))) / (2(N + z²)) for r of N (E. B. Wilson, 1927). For 6 of 40: 0.071 to
    0.291. Never beside a full list that is known, where nothing is left to chance. Undefined for N = 0.
    """
    _part(successes, number)
    if number == 0:
        return Interval(None, None, 0)
    centre = 2 * successes + z * z
    reach = z * sqrt(z * z + 4 * successes * (1 - successes / number))
    width = 2 * (number + z * z)
    return Interval(max(0.0, (centre - reach) / width), min(1.0, (centre + reach) / width), number)


def led_by_share_of_heard(led_heard: int, not_led_heard: int, unknown_heard: int) -> Bounds:
    """Of all organisations heard, the share led by the community, counting the unknown either way.

    Lh / (Lh + Xh + Uh) to (Lh + Uh) / (Lh + Xh + Uh). With 12 led, 118 not and 70 unknown: 6% to 41%.
    Not defined when nobody was heard.
    """
    heard = led_heard + not_led_heard + unknown_heard
    return Bounds(Share(led_heard, heard), Share(led_heard + unknown_heard, heard))


def led_by_share_of_answered(led_heard: int, not_led_heard: int) -> Share:
    """Of the organisations heard that said who leads them, the share led by the community: Lh / (Lh + Xh).

    12 of 130 is 9.2%. Not defined when none of those heard has said.
    """
    return Share(led_heard, led_heard + not_led_heard)


def representation_ratio(led_heard: int, not_led_heard: int, led: int, not_led: int) -> Ratio:
    """Whether the community is as large a part of those heard as of those listed; 1 is even.

    (Lh / (Lh + Xh)) / (L / (L + X)): organisations that said who leads them, on both sides, never people
    in a census. 12 of 130 heard against 10% of the listed is 0.92. Not defined when none of those heard has
    said, or none of those listed is led by the community.
    """
    return Ratio(Share(led_heard, led_heard + not_led_heard), Share(led, led + not_led))


def parity(heard: Sequence[int], listed: Sequence[int]) -> Parity:
    """How evenly groups were heard, in three ways; 1 is perfectly even.

    The lowest rate by the highest; more gently, the lowest by the mean of the rates; and the sum over
    groups of min(p, q), with p their share of the heard and q of the listed. 100, 60 and 40 heard of
    1000, 800 and 500: 0.75, 0.882 and 0.935. Groups with nobody listed are left out; undefined when
    nobody was heard or no group is left.
    """
    shares = tuple(coverage_rate(h, n) for h, n in zip(heard, listed, strict=True) if n)
    rates = [share.part / share.of for share in shares]
    if not rates or not any(rates):
        return Parity(None, None, None, shares)
    all_heard, all_listed = sum(share.part for share in shares), sum(share.of for share in shares)
    return Parity(
        min_by_max=min(rates) / max(rates),
        min_by_mean=min(rates) / (sum(rates) / len(rates)),
        shared_proportion=sum(min(share.part / all_heard, share.of / all_listed) for share in shares),
        rates=shares,
    )


def unseen_organisations(on_first: int, on_second: int, on_both: int) -> Estimate:
    """How many organisations there may be, seen and unseen, from two lists that overlap.

    Chapman's estimate (a + 1)(b + 1) / (m + 1) - 1, for lists of a and b that share m; 120 and 90 sharing
    30 give 354 (standard error 44). Refused when they share fewer than 7: one more would change it greatly.
    """
    _part(on_both, min(on_first, on_second))
    assumes = (
        "Both lists cover the same kind of organisation at the same time, being on one makes being on the "
        "other neither more nor less likely, and every organisation on both was recognised as the same."
    )
    seen = on_first + on_second - on_both
    if on_both < FEWEST_SHARED:
        why = f"The two lists share {on_both}; below {FEWEST_SHARED} the estimate says nothing."
        return Estimate(None, None, seen, assumes, refused=why)
    a, b, m = on_first, on_second, on_both
    variance = (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2))
    return Estimate((a + 1) * (b + 1) / (m + 1) - 1, sqrt(variance), seen, assumes)


def effective_voices(replies_by_route: Mapping[str, int] | Sequence[int]) -> Voices:
    """How many equally loud voices the replies amount to, by the route they came.

    1 / the sum of squared shares, a route being a campaign, an umbrella's joint reply, or an organisation's
    own (the inverse Simpson index). Routes with 50, 20, 10, 10 and 10% of the replies: 3.1.
    Not defined without replies.
    """
    counts = list(replies_by_route.values() if isinstance(replies_by_route, Mapping) else replies_by_route)
    if any(count < 0 for count in counts):
        raise ValueError("A number of replies can't be below 0.")
    replies = sum(counts)
    if not replies:
        return Voices(None, 0)
    return Voices(1 / sum((count / replies) ** 2 for count in counts), replies)


def _part(part: int, whole: int) -> int:
    """Return the part. Raises ValueError when it can't be a part of the whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} can't be a part of {whole}.")
    return part


@dataclass(frozen=True)
class Measure:
    """An entry of MEASURES: what pages call it, how it is computed, and one computed by hand."""

    id: str
    name: str
    function: Callable[..., Any]
    example: Mapping[str, Any]

    @property
    def explanation(self) -> str:
        """What the person reads who asks how the figure is made."""
        return " ".join((self.function.__doc__ or "").split())


MEASURES: tuple[Measure, ...] = (
    Measure("coverage_rate", "coverage rate", coverage_rate, {"led_heard": 6, "led": 40}),
    Measure(
        "coverage_bounds",
        "bounds for the unknown",
        coverage_bounds,
        {"led_heard": 6, "led": 40, "unknown_heard": 20, "unknown_unheard": 92},
    ),
    Measure(
        "rate_without_selves",
        "rate without selves",
        rate_without_selves,
        {"led_heard": 6, "led": 40, "selves_heard": 4, "selves": 4},
    ),
    Measure("wilson_interval", "interval", wilson_interval, {"successes": 6, "number": 40}),
    Measure(
        "led_by_share_of_heard",
        "led-by share of those heard",
        led_by_share_of_heard,
        {"led_heard": 12, "not_led_heard": 118, "unknown_heard": 70},
    ),
    Measure(
        "led_by_share_of_answered",
        "led-by share of those heard who said",
        led_by_share_of_answered,
        {"led_heard": 12, "not_led_heard": 118},
    ),
    Measure(
        "representation_ratio",
        "representation ratio",
        representation_ratio,
        {"led_heard": 12, "not_led_heard": 118, "led": 100, "not_led": 900},
    ),
    Measure("parity", "parity", parity, {"heard": (100, 60, 40), "listed": (1000, 800, 500)}),
    Measure(
        "unseen_organisations",
        "unseen organisations",
        unseen_organisations,
        {"on_first": 120, "on_second": 90, "on_both": 30},
    ),
    Measure(
        "effective_voices",
        "effective number of voices",
        effective_voices,
        {"replies_by_route": (50, 20, 10, 10, 10)},
    ),
)
"""Every measure that pages, exports and reports may show. One entry adds one."""
