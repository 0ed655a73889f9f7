"""Each organisation's contact with a consultation, as yes-or-no columns: the figures behind a cell."""

from __future__ import annotations

from collections.abc import Mapping

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


def days_waited(snapshot: Snapshot, consultation: str | None, day: str) -> npt.NDArray[np.int64]:
    """Return for every row the days since it was first asked; 0 when it wasn't, or on a later day."""
    first = snapshot.ladder(consultation).first_asked.astype(np.int64)
    waited = day_number(day, NEVER) - first
    return np.where(first == NEVER, 0, np.maximum(waited, 0))


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
