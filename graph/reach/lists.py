"""Which infrastructure bodies have a list at all. Pure."""

from __future__ import annotations

import numpy as np

from graph.reach.snapshot import Snapshot


def bodies_with_lists(snapshot: Snapshot) -> list[str]:
    """Return the ids of bodies that at least one membership names, by their ``n``; [] when none does."""
    rows = snapshot.rows(np.unique(snapshot.members.body))
    return [str(snapshot.columns.id[row]) for row in rows if row >= 0]
