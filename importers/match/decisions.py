"""What can be decided about a row, and what a person decided before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow

RuleKey = tuple[str, str]
"""A row's name and postcode as the file gives them: what a person's decision is remembered by."""


class Judgement(StrEnum):
    """What matching says of a row."""

    LINK = "link"
    NEW = "new"
    REVIEW = "review"
    CONFLICT = "conflict"
    SKIP = "skip"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Decision:
    """One row's judgement. ``organisation`` is set for a link, ``question`` for what waits.

    ``first_row`` names an earlier row of the same file that means the same organisation. ``moved`` marks a
    link by name whose postcode differs.
    """

    judgement: Judgement
    organisation: KnownOrganisation | None = None
    reasons: tuple[str, ...] = ()
    question: str | None = None
    candidates: tuple[Candidate, ...] = ()
    first_row: int | None = None
    moved: bool = False


@dataclass(frozen=True)
class DecidedBefore:
    """What a person decided about a row of this source: the organisation meant, or that it is left out.

    ``apart`` are numbers of the row that stay with others.
    """

    organisation: str | None
    skip: bool = False
    apart: tuple[str, ...] = ()


def rule_key(row: ParsedRow, mapping: Sequence[str | None]) -> RuleKey:
    """Return what a decision about a row is remembered by: its cells, or its values where none hold them."""
    return (_raw(row, mapping, "name"), _raw(row, mapping, "postcode"))


def _raw(row: ParsedRow, mapping: Sequence[str | None], field: str) -> str:
    """Return the first cell of a field as the file gives it."""
    for cell, held in zip(row.cells, mapping, strict=False):
        if held == field:
            return cell.strip()
    return str(row.values.get(field) or "").strip()
