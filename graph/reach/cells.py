"""What a coverage table is made of: cells, totals, and the thresholds they were judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

UNPLACED = "unknown"
"""Place of a cell for organisations whose place isn't known, or isn't shown at that level."""


class Verdict(StrEnum):
    """What is known about a community in a cell, in one word; see ``graph.reach.verdicts``."""

    DOES_NOT_APPLY = "does_not_apply"
    NOBODY_KNOWN = "nobody_known"
    TOO_LITTLE_KNOWN = "too_little_known"
    HEARD = "heard"
    PARTLY_HEARD = "partly_heard"
    ASKED_NOT_YET_HEARD = "asked_not_yet_heard"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Thresholds:
    """What the verdicts ask for. Settable; dated by ``since`` (ISO day) and printed with every report."""

    min_heard: int = 3
    """Organisations led by the community that must have been heard."""
    min_rate: float = 0.25
    """Share of those known to be led by it that must have been heard."""
    min_in_depth: int = 1
    """How many of them must have been heard in depth."""
    min_answered: float = 0.5
    """Share of the listed that must have said who leads them."""
    waiting_days: int = 14
    """An organisation asked less long ago than this is still waited for."""
    small_number: int = 5
    """Answers that may not be shared count only in a total of at least so many."""
    since: str = "2024-10-01"


@dataclass(frozen=True, slots=True)
class Cell:
    """One community in one set of organisations (a place, a size, or all of them), under one rule.

    Counts are whole numbers; shares lie between 0 and 1 and are None where the denominator is 0.
    ``listed`` = ``led`` + ``not_led`` + ``unknown``. ``asked`` to ``no_answer`` count organisations of
    ``led``; they are cumulative: whoever was heard also counts as answered and as asked. ``place`` is an
    ONS code, "unknown", or None for all places; ``size`` an income band, or None for all sizes.
    """

    community: str
    name: str
    place: str | None
    size: str | None
    listed: int
    led: int
    not_led: int
    unknown: int
    answered_share: float | None
    asked: int
    asked_through: int
    answered: int
    heard: int
    in_depth: int
    told: int
    heard_unknown: int
    rate: float | None
    low: float | None
    high: float | None
    rate_without_selves: float | None
    ci_low: float | None
    ci_high: float | None
    verdict: Verdict
    reason: str
    worst_step: str | None
    place_name: str = ""
    heard_not_led: int = 0
    attended: int = 0
    declined: int = 0
    answered_only: int = 0
    waiting: int = 0
    no_answer: int = 0
    bounced: int = 0
    selves: int = 0
    selves_heard: int = 0
    what_would_change_it: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields of ``flask coverage --json``, in their order."""
        return {name: getattr(self, name) for name in PRINTED}


PRINTED = (
    "community",
    "name",
    "place",
    "size",
    "listed",
    "led",
    "not_led",
    "unknown",
    "answered_share",
    "asked",
    "asked_through",
    "answered",
    "heard",
    "in_depth",
    "told",
    "heard_unknown",
    "rate",
    "low",
    "high",
    "rate_without_selves",
    "ci_low",
    "ci_high",
    "verdict",
    "reason",
    "worst_step",
)
"""The fields of a cell that the command prints."""


@dataclass(frozen=True)
class Totals:
    """The same set of organisations without regard to communities; each organisation counts once.

    ``lists`` is the number of infrastructure bodies whose list names any of them. ``said`` have said who
    leads them, ``never_asked`` nobody has asked. ``led`` are led by at least one community under the rule,
    ``led_heard`` of them heard. ``heard_on_no_list`` were heard and are on no list, so outside ``listed``.
    """

    listed: int
    lists: int
    said: int
    never_asked: int
    led: int
    led_heard: int
    asked: int
    asked_through: int
    answered: int
    attended: int
    declined: int
    heard: int
    in_depth: int
    told: int
    heard_on_no_list: int


@dataclass(frozen=True)
class CoverageTable:
    """A whole coverage table with everything it was made from.

    ``by`` names what the cells are broken down by, ``place_level`` how large their places are. ``place``,
    ``size`` and ``body`` are the filters (None: all). ``day`` is the ISO day on which memberships had to
    be in force. ``revision`` is the graph's revision that the figures show.
    """

    consultation: str | None
    rule: str
    role: str
    day: str
    revision: int
    by: tuple[str, ...]
    place_level: str
    place: str | None
    size: str | None
    body: str | None
    thresholds: Thresholds
    cells: tuple[Cell, ...]
    totals: Totals

    def verdicts(self) -> Mapping[Verdict, int]:
        """Return how many cells have each verdict, 0 included."""
        counts = dict.fromkeys(Verdict, 0)
        for cell in self.cells:
            counts[cell.verdict] += 1
        return counts

    def as_json(self, waiting_rows: int = 0) -> dict[str, Any]:
        """Return what ``flask coverage --json`` prints."""
        return {
            "consultation": self.consultation,
            "rule": self.rule,
            "revision": self.revision,
            "waiting_rows": waiting_rows,
            "cells": [cell.as_json() for cell in self.cells],
            "totals": {
                **asdict(self.totals),
                "day": self.day,
                "role": self.role,
                "thresholds": asdict(self.thresholds),
            },
        }
