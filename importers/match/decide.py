"""Which organisation each row means: linked unattended only where real lists showed that it is safe.

Measured on real labelled rows: an exact canonical name that only one organisation has, with the same
postcode or district, was right every time; with another postcode 99.3%; without a postcode 94%; a name
that several have 47%. Nothing is ever linked on its name alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.model.likeness import name_fits
from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex, nearness
from importers.match.within import settle_within_file


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


def decide_rows(
    parsed: Sequence[ParsedRow],
    known: Sequence[KnownOrganisation],
    *,
    rules: Sequence[MatchRule] = (),
    one_row_each: bool = True,
) -> tuple[Decision, ...]:
    """Return a decision for each row, in the rows' order; the order of the rows decides nothing.

    ``known`` are the organisations that hold a number or name of the rows (or all there are). ``rules`` go
    before everything but questions. ``one_row_each`` holds for lists on which an organisation stands once:
    there, rows that repeat one without a number wait. First come numbers, then exact names with postcodes;
    the rest waits with its candidates.
    """
    index = KnownIndex(known)
    remembered = {(rule.name, rule.postcode): rule.organisation for rule in rules}
    decisions = [_decide(row, index, remembered) for row in parsed]
    return tuple(settle_within_file(parsed, decisions, index, one_row_each=one_row_each))


def _decide(row: ParsedRow, index: KnownIndex, remembered: Mapping[tuple[str, str], str]) -> Decision:
    """Return what one row means by itself."""
    if row.rejected:
        return Decision(row.row, Judgement.REJECTED)
    ruled = index.by_id.get(remembered.get((row.name, str(row.values.get("postcode", ""))), ""))
    if ruled is not None:
        found = Decision(row.row, Judgement.LINK, ruled, reasons=("decided before",))
    elif row.identifiers:
        found = _by_number(row, index)
    else:
        found = _by_name(row, index)
    return _questioned(row, found, index) if row.questions else found


def _questioned(row: ParsedRow, found: Decision, index: KnownIndex) -> Decision:
    """Return a decision as one that waits for the row's own questions; whom it means stays first choice."""
    first = (_candidate(row, found.organisation, index),) if found.organisation else ()
    others = tuple(one for one in found.candidates if not first or one.org_id != first[0].org_id)
    question = " ".join((*row.questions, *((found.question,) if found.question else ())))
    judgement = Judgement.CONFLICT if found.judgement is Judgement.CONFLICT else Judgement.REVIEW
    return Decision(row.row, judgement, question=question, candidates=(*first, *others)[:5], reasons=found.reasons)


def _by_number(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return what a row with a number means: who holds it, unless the name is absurd for them."""
    holders = index.holders(row.identifiers)
    if len(holders) > 1:
        return _conflict(row, holders, index, "Its numbers belong to several organisations here. Are they one?")
    if not holders:
        return _number_nobody_holds(row, index)
    return link_by_number(row, holders[0], index)


def link_by_number(row: ParsedRow, holder: KnownOrganisation, index: KnownIndex) -> Decision:
    """Return the link to who holds a row's number; a conflict when the names are unlike."""
    if row.name == holder.name or name_fits(row.name, (holder.name, *holder.names)):
        return Decision(row.row, Judgement.LINK, holder, by_number=True, reasons=("same number",))
    question = f"The number of {row.name} is held by {holder.name}. Is it the same organisation?"
    return _conflict(row, (holder,), index, question)


def _number_nobody_holds(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return a new organisation, unless one of that name may be the same under another number."""
    if not row.name:
        question = "Nobody here holds this number, and the row gives no name. Who is it?"
        return Decision(row.row, Judgement.REVIEW, question=question)
    alike = [each for each in index.named(row.canonical) if _may_be_the_same(row, each)]
    if not alike:
        return Decision(row.row, Judgement.NEW, with_row=row.row, reasons=("nobody here holds its number",))
    candidates = tuple(_candidate(row, each, index) for each in alike)[:5]
    question = f"{alike[0].name} has this name and not this number. Is it the same organisation?"
    return Decision(row.row, Judgement.REVIEW, question=question, candidates=candidates)


def _may_be_the_same(row: ParsedRow, organisation: KnownOrganisation) -> bool:
    """Return whether an organisation of the same name may be the row's, though it lacks the row's number.

    In the same place it may have been registered anew; without a number of its own nothing tells it apart,
    unless it is elsewhere.
    """
    near = nearness(row, organisation)
    return near in ("same", "district") or (near == "unknown" and not organisation.identifiers)


def _by_name(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return what a row without a number means: an exact name with a postcode, else it waits."""
    same = index.named(row.canonical)
    if len(same) == 1 and row.values.get("postcode") and same[0].postcode:
        near = nearness(row, same[0])
        reasons = index.reasons(row, same[0])
        return Decision(row.row, Judgement.LINK, same[0], moved=near == "differs", reasons=reasons)
    candidates = index.candidates(row)
    if len(same) == 1:
        question = f"Is this {same[0].name}? The names are the same; no postcode on both sides tells for sure."
    elif same:
        question = f"{len(same)} organisations have this name. Which one is it?"
    elif candidates:
        question = "Is it one of these, or a new organisation?"
    else:
        question = "No organisation here is close to this name. Is it a new one?"
    return Decision(row.row, Judgement.REVIEW, question=question, candidates=candidates)


def _conflict(
    row: ParsedRow, holders: Sequence[KnownOrganisation], index: KnownIndex, question: str
) -> Decision:
    """Return a conflict about these organisations."""
    candidates = tuple(_candidate(row, holder, index) for holder in holders)[:5]
    return Decision(row.row, Judgement.CONFLICT, question=question, candidates=candidates)


def _candidate(row: ParsedRow, organisation: KnownOrganisation, index: KnownIndex) -> Candidate:
    """Return an organisation as a candidate for a row."""
    return Candidate(organisation.id, organisation.name, index.reasons(row, organisation), 1.0)


__all__ = ["Decision", "Judgement", "MatchRule", "decide_rows", "link_by_number", "replace"]
