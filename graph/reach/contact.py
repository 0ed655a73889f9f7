"""Each organisation's contact with a consultation, as yes-or-no columns: the figures behind a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.reach.ladder import Reached
from graph.reach.lineage import Flags
from graph.reach.pairs import NEVER, day_number
from graph.reach.snapshot import Snapshot

WAITING_DAYS = 14
"""How long an organisation is waited for, unless thresholds say otherwise."""

FIGURES = (
    "asked",
    "asked_through",
    "answered",
    "heard",
    "in_depth",
    "told",
    "attended",
    "declined",
    "answered_only",
    "waiting",
    "no_answer",
    "bounced",
)
"""Figures that count organisations by where they stand; each is a column of ``contact_figures``."""


def contact_figures(
    snapshot: Snapshot, consultation: str | None, day: str, waiting_days: int = WAITING_DAYS
) -> Mapping[str, Flags]:
    """Return for every figure which rows it counts.

    ``waiting``, ``no_answer``, ``declined``, ``answered_only`` and ``heard`` share out ``asked`` without
    overlap: ``waiting`` was first asked less than ``waiting_days`` before ``day``; ``declined`` and
    ``answered_only`` weren't heard. ``attended`` was there and wasn't heard; ``bounced`` wasn't asked.
    """
    key = ("contact", consultation, day, waiting_days)
    if key not in snapshot.kept:
        snapshot.kept[key] = _figures(snapshot, consultation, day, waiting_days)
    figures: Mapping[str, Flags] = snapshot.kept[key]
    return figures


@dataclass(frozen=True)
class Standings:
    """The same, the other way round: each row's kind of standing, and which figures count each kind.

    There are a few dozen kinds at most, so that counting rows by kind gives all figures at once.
    """

    kind: npt.NDArray[np.int64]
    counted: npt.NDArray[np.int64]
    """Kinds by FIGURES: 1 where the figure counts the kind."""

    def figure(self, name: str) -> npt.NDArray[np.int64]:
        """Return for every kind 1 where a figure counts it, else 0."""
        column: npt.NDArray[np.int64] = self.counted[:, FIGURES.index(name)]
        return column


def standings(snapshot: Snapshot, consultation: str | None, day: str, waiting_days: int) -> Standings:
    """Return every row's kind of standing; worked out once for each snapshot, consultation and day."""
    key = ("standings", consultation, day, waiting_days)
    if key not in snapshot.kept:
        figures = contact_figures(snapshot, consultation, day, waiting_days)
        code = np.zeros(len(snapshot), dtype=np.int64)
        for bit, name in enumerate(FIGURES):
            code |= figures[name].astype(np.int64) << bit
        codes, kind = np.unique(np.append(code, 0), return_inverse=True)
        counted = codes[:, None] >> np.arange(len(FIGURES)) & 1
        snapshot.kept[key] = Standings(kind[:-1], counted)
    found: Standings = snapshot.kept[key]
    return found


def days_waited(snapshot: Snapshot, consultation: str | None, day: str) -> npt.NDArray[np.int64]:
    """Return for every row the days since it was first asked; 0 when it wasn't, or on a later day."""
    key = ("waited", consultation, day)
    if key not in snapshot.kept:
        first = snapshot.ladder(consultation).first_asked.astype(np.int64)
        waited = day_number(day, NEVER) - first
        snapshot.kept[key] = np.where(first == NEVER, 0, np.maximum(waited, 0))
    days: npt.NDArray[np.int64] = snapshot.kept[key]
    return days


def _figures(
    snapshot: Snapshot, consultation: str | None, day: str, waiting_days: int
) -> Mapping[str, Flags]:
    reached = snapshot.ladder(consultation).reached

    def has(flag: Reached) -> Flags:
        flags: Flags = (reached & int(flag)) != 0
        return flags

    asked, answered, heard = has(Reached.ASKED), has(Reached.ANSWERED), has(Reached.HEARD)
    declined = has(Reached.DECLINED) & ~heard
    waiting = asked & ~answered & (days_waited(snapshot, consultation, day) < waiting_days)
    return {
        "asked": asked,
        "asked_through": has(Reached.ASKED_THROUGH),
        "answered": answered,
        "heard": heard,
        "in_depth": has(Reached.IN_DEPTH),
        "told": has(Reached.TOLD),
        "attended": has(Reached.ATTENDED) & ~heard,
        "declined": declined,
        "answered_only": answered & ~heard & ~declined,
        "waiting": waiting,
        "no_answer": asked & ~answered & ~waiting,
        "bounced": has(Reached.BOUNCED) & ~asked,
    }
