"""The reference files that come with Earshot."""

from __future__ import annotations

import csv
from pathlib import Path

from graph.model.reference_bodies import HEADINGS, ReferenceBody

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
BODIES_FILE = REFERENCE / "infrastructure_bodies.csv"


def reference_bodies(path: Path = BODIES_FILE) -> tuple[ReferenceBody, ...]:
    """Return the bodies of the reference file in its order. ValueError when its headings aren't ours."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    if tuple(lines[0]) != HEADINGS:
        raise ValueError(f"{path.name} has other headings than {', '.join(HEADINGS)}.")
    return tuple(ReferenceBody(row, tuple(cells)) for row, cells in enumerate(lines[1:], start=2))
