"""Counting: every figure of every community in every cell, without a loop over organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.reach.cells import Thresholds
from graph.reach.contact import FIGURES, Standings, contact_figures, days_waited, standings
from graph.reach.led import Counts, LedBy, known_only_by_reply
from graph.reach.lineage import Flags, Positions
from graph.reach.scope import Breakdown
from graph.reach.snapshot import Snapshot


@dataclass(frozen=True)
class Tally:
    """What is counted for one table: the listed rows, their cells, who is led by what, and since when.

    Answers that may not be shared count only where their total is at least ``small_number``; elsewhere
    those organisations are among the unknown.
    """

    snapshot: Snapshot
    led: LedBy
    listed: Flags
    cells: Breakdown
    consultation: str | None
    day: str
    thresholds: Thresholds

    def counts(self) -> Mapping[str, Counts]:
        """Return a table of communities by cells for every field of ``graph.reach.verdicts.Counts``."""
        led = self._led_figures()
        not_led, heard_not_led = self._not_led()
        everybody, heard = self._everybody()
        return {
            **led,
            "listed": np.broadcast_to(everybody, self._shape),
            "not_led": not_led,
            "unknown": everybody - led["led"] - not_led,
            "heard_not_led": heard_not_led,
            "heard_unknown": heard - led["heard"] - heard_not_led,
        }

    @cached_property
    def figures(self) -> Mapping[str, Flags]:
        """Where every organisation stands (see ``contact_figures``)."""
        return contact_figures(self.snapshot, self.consultation, self.day, self.thresholds.waiting_days)

    @cached_property
    def led_pairs(self) -> tuple[Positions, npt.NDArray[np.int64]]:
        """The led pairs that count (their places in ``led``), and their place in a flat table."""
        width = self._shape[1]
        cell = self.cells.cell_of[self.led.rows]
        key = self.led.communities.astype(np.int64) * width + cell
        counts = cell >= 0
        if (counts & self.led.private).any():
            small = self._count(key[counts]) < self.thresholds.small_number
            counts &= ~(self.led.private & small.reshape(-1)[np.where(counts, key, 0)])
        places = np.flatnonzero(counts).astype(np.int32)
        return places, key[places]

    @cached_property
    def not_led_hidden(self) -> Flags:
        """Communities by cells: whether "not led" that may not be shared is too few to be counted."""
        if not self.led.not_led_private.flags.any():
            return np.zeros(self._shape, dtype=np.bool_)
        few: Flags = self._declared_not_led[0] < self.thresholds.small_number
        return few

    @cached_property
    def standings(self) -> Standings:
        """Every row's kind of standing in the consultation."""
        return standings(self.snapshot, self.consultation, self.day, self.thresholds.waiting_days)

    @property
    def _shape(self) -> tuple[int, int]:
        return len(self.snapshot.lineage), self.cells.width

    @cached_property
    def _inside(self) -> tuple[Positions, npt.NDArray[np.int32], Flags]:
        """The rows that lie in a cell, with their cell and whether they were heard."""
        rows = np.flatnonzero(self.cells.cell_of >= 0).astype(np.int32)
        return rows, self.cells.cell_of[rows], self.figures["heard"][rows]

    def _led_figures(self) -> dict[str, Counts]:
        places, key = self.led_pairs
        rows = self.led.rows[places]
        kinds = len(self.standings.counted)
        by_kind = np.bincount(
            key * kinds + self.standings.kind[rows], minlength=self._shape[0] * self._shape[1] * kinds
        ).reshape(*self._shape, kinds)
        figures = by_kind @ self.standings.counted
        counts = {name: figures[:, :, at] for at, name in enumerate(FIGURES)}
        selves = known_only_by_reply(self.snapshot, self.led, self.consultation)[places]
        counts["led"] = by_kind.sum(axis=2)
        counts["selves"] = self._count(key[selves])
        counts["selves_heard"] = self._count(key[selves & self.figures["heard"][rows]])
        counts["longest_wait"] = self._longest_wait(rows, key)
        return counts

    def _longest_wait(self, rows: Positions, key: npt.NDArray[np.int64]) -> Counts:
        unanswered = self.figures["no_answer"][rows]
        waited = days_waited(self.snapshot, self.consultation, self.day)[rows[unanswered]]
        longest = np.zeros(self._shape[0] * self._shape[1], dtype=np.int64)
        np.maximum.at(longest, key[unanswered], waited)
        return longest.reshape(self._shape)

    @cached_property
    def _declared_not_led(self) -> tuple[Counts, Counts]:
        return self.led.not_led.counted(*self._inside, self.cells.width)

    def _not_led(self) -> tuple[Counts, Counts]:
        """Return how many are declared not led, and how many of those were heard."""
        counts = self._declared_not_led
        if not self.not_led_hidden.any():
            return counts
        private = self.led.not_led_private.counted(*self._inside, self.cells.width)
        hidden = self.not_led_hidden
        return (
            counts[0] - np.where(hidden, private[0], 0),
            counts[1] - np.where(hidden, private[1], 0),
        )

    def _everybody(self) -> tuple[Counts, Counts]:
        """Return how many organisations each cell holds, and how many of those were heard."""
        _, cell, heard = self._inside
        width = self.cells.width
        return (
            np.bincount(cell, minlength=width).reshape(1, -1),
            np.bincount(cell[heard], minlength=width).reshape(1, -1),
        )

    def _count(self, key: npt.NDArray[np.int64]) -> Counts:
        return np.bincount(key, minlength=self._shape[0] * self._shape[1]).reshape(self._shape)
