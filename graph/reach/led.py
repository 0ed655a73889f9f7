"""Who is led by what under a rule, for every organisation of a snapshot at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.model.declarations import Rule
from graph.reach.lineage import Flags, Positions
from graph.reach.profiles import LED, NOT_LED
from graph.reach.snapshot import Snapshot

ENOUGH = 4_000_000
"""Entries of a table of patterns by cells that are counted in one go; larger ones go piece by piece."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pattern:
    """A yes-or-no per organisation and community, held as a few patterns that many organisations share."""

    flags: Flags
    of_row: npt.NDArray[np.int32]

    def counted(
        self, rows: Positions, cell: npt.NDArray[np.int32], heard: Flags, cells: int
    ) -> tuple[Counts, Counts]:
        """Return two tables, communities by cells: how many of some rows have a yes, and of those heard.

        ``cell`` and ``heard`` belong to ``rows``.
        """
        counts = np.zeros((self.flags.shape[1], cells, 2), dtype=np.int64)
        pattern = self.of_row[rows].astype(np.int64)
        table = self.flags.T.astype(np.float64)
        step = max(1, ENOUGH // len(self.flags))
        for start in range(0, cells, step):
            width = min(step, cells - start)
            here = slice(None) if width == cells else (cell >= start) & (cell < start + width)
            keys = (pattern[here] * width + (cell[here] - start)) * 2 + heard[here]
            tally = np.bincount(keys, minlength=len(self.flags) * width * 2).astype(np.float64)
            counted = table @ tally.reshape(len(self.flags), width * 2)
            counts[:, start : start + width] = counted.reshape(-1, width, 2)
        return counts.sum(axis=2), counts[:, :, 1]

    def of(self, community: int) -> Flags:
        """Return which rows have a yes for one community."""
        flags: Flags = self.flags[self.of_row, community]
        return flags


@dataclass(frozen=True)
class LedBy:
    """Led: pairs of row and community, ``private`` where that may not be shared. Not led: as patterns."""

    rows: Positions
    communities: Positions
    private: Flags
    not_led: Pattern
    not_led_private: Pattern

    def led(self, community: int) -> Positions:
        """Return the pairs (their places) of one community."""
        return np.flatnonzero(self.communities == community).astype(np.int32)


def led_by(snapshot: Snapshot, rule: Rule) -> LedBy:
    """Return who is led by what under a rule; worked out once for each snapshot and rule."""
    key = ("led by", rule)
    if key not in snapshot.kept:
        snapshot.kept[key] = _led_by(snapshot, rule)
    found: LedBy = snapshot.kept[key]
    return found


def known_only_by_reply(snapshot: Snapshot, led: LedBy, consultation: str | None) -> Flags:
    """Return which of the led pairs are known only since the consultation's own reply form asked."""
    flags = snapshot.profiles.only_with_reply(consultation)
    return flags[snapshot.columns.profile[led.rows], led.communities]


def _led_by(snapshot: Snapshot, rule: Rule) -> LedBy:
    profiles, profile = snapshot.profiles, snapshot.columns.profile
    states = profiles.under(rule)
    led = states == LED
    rows, communities = _expanded(led, profile)
    if rule.by_and_for:
        serves = _accepted(snapshot, rows, communities)
        rows, communities = rows[serves], communities[serves]
    not_led = states == NOT_LED
    return LedBy(
        rows=rows,
        communities=communities,
        private=profiles.private[profile[rows], communities],
        not_led=_pattern(not_led, profile),
        not_led_private=_pattern(not_led & profiles.private, profile),
    )


def _expanded(flags: Flags, profile: npt.NDArray[np.int32]) -> tuple[Positions, Positions]:
    """Return pairs (row, community) for every flag of every row's profile."""
    per_profile = flags.sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(per_profile)])
    communities = np.nonzero(flags)[1].astype(np.int32)
    rows = np.flatnonzero(per_profile[profile] > 0).astype(np.int32)
    lengths = per_profile[profile[rows]]
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return np.repeat(rows, lengths), communities[np.repeat(starts[profile[rows]], lengths) + within]


def _pattern(flags: Flags, profile: npt.NDArray[np.int32]) -> Pattern:
    """Return the distinct rows of a table of profiles, and which of them each organisation has."""
    packed = np.packbits(flags, axis=1)
    _, first, which = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return Pattern(flags[first], which.reshape(-1).astype(np.int32)[profile])


def _accepted(snapshot: Snapshot, rows: Positions, communities: Positions) -> Flags:
    """Return which pairs are also accepted works-with, of the community or of something below it."""
    serving = snapshot.works_with
    serving_rows = snapshot.rows(serving.n)
    kept = serving.accepted & (serving_rows >= 0)
    entries, above = snapshot.lineage.with_above(serving.community[kept])
    size = len(snapshot.lineage)
    served = serving_rows[kept][entries].astype(np.int64) * size + above
    return np.isin(rows.astype(np.int64) * size + communities, served)
