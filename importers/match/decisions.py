"""What can be decided about a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model.plan import Candidate, KnownOrganisation


class Judgement(StrEnum):
    """What is decided about a row."""

    LINK = "link"
    NEW = "new"
    REVIEW = "review"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True)
class MatchRule:
    """A decision that a person took before: what a raw name and postcode of this source mean."""

    name: str
    postcode: str
    organisation: str


@dataclass(frozen=True)
class Decision:
    """What a row means, and why.

    ``organisation`` is the one it is linked to. ``with_row`` is the row of this file whose new
    organisation it is (its own number for the row that makes it). ``repeats`` says that an earlier row of
    the file says all of it. ``by_number`` tells a link by number from one by name. ``moved`` marks a link
    whose postcode differs. ``left_open`` are fields that rows of this file disagree about: nothing is
    taken of them. ``candidate_rows`` are rows of this file that may mean the same organisation.
    """

    row: int
    judgement: Judgement
    organisation: KnownOrganisation | None = None
    with_row: int | None = None
    repeats: int | None = None
    by_number: bool = False
    moved: bool = False
    left_open: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    question: str | None = None
    candidates: tuple[Candidate, ...] = ()
    candidate_rows: tuple[int, ...] = ()
