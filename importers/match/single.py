"""What one row means by itself: by its number first, then by its name with a postcode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.likeness import name_fits
from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import SHOWN, KnownIndex, nearness
from importers.match.decisions import Decision, Judgement


def decide_row(row: ParsedRow, index: KnownIndex, remembered: Mapping[tuple[str, str], str]) -> Decision:
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
    first = (as_candidate(row, found.organisation, index),) if found.organisation else ()
    others = tuple(one for one in found.candidates if not first or one.org_id != first[0].org_id)
    question = " ".join((*row.questions, *((found.question,) if found.question else ())))
    judgement = Judgement.CONFLICT if found.judgement is Judgement.CONFLICT else Judgement.REVIEW
    return Decision(
        row.row, judgement, question=question, candidates=(*first, *others)[:SHOWN], reasons=found.reasons
    )


def _by_number(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return what a row with a number means: who holds it, unless the name is absurd for them."""
    holders = index.holders(row.identifiers)
    if len(holders) > 1:
        return _conflict(
            row, holders, index, "Its numbers belong to several organisations here. Are they one?"
        )
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
    candidates = tuple(as_candidate(row, each, index) for each in alike)[:SHOWN]
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
        question = (
            f"Is this {same[0].name}? The names are the same; no postcode on both sides tells for sure."
        )
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
    candidates = tuple(as_candidate(row, holder, index) for holder in holders)[:SHOWN]
    return Decision(row.row, Judgement.CONFLICT, question=question, candidates=candidates)


def as_candidate(row: ParsedRow, organisation: KnownOrganisation, index: KnownIndex) -> Candidate:
    """Return an organisation as a candidate for a row."""
    return Candidate(organisation.id, organisation.name, index.reasons(row, organisation), 1.0)
