"""What one row means by itself: by its number first, then by its name with a postcode."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model.likeness import name_fits
from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import SHOWN, KnownIndex, nearness
from importers.match.decisions import DecidedBefore, Decision, Judgement


def decide_row(row: ParsedRow, index: KnownIndex, before: DecidedBefore | None = None) -> Decision:
    """Return what one row means, whatever other rows of its file say."""
    if row.rejected:
        return Decision(Judgement.REJECTED)
    decided = _as_decided(before, row, index) if before else None
    if decided is not None:
        return decided
    found = _by_number(row, index) if row.identifiers else _by_name(row, index)
    return _questioned(row, found, index) if row.questions else found


def _as_decided(before: DecidedBefore, row: ParsedRow, index: KnownIndex) -> Decision | None:
    """Return what a person decided of such a row, unless its number by now says otherwise."""
    if before.skip:
        return Decision(Judgement.SKIP, reasons=("left out, as decided before",))
    meant = index.by_id.get(before.organisation or "")
    if meant is None or any(holder.id != meant.id for holder in index.holders(row.identifiers)):
        return None
    return Decision(Judgement.LINK, meant, ("as decided before",))


def _questioned(row: ParsedRow, found: Decision, index: KnownIndex) -> Decision:
    """Return a decision as one that waits for the row's own questions; whom it means is the candidate."""
    candidates = (candidate(row, found.organisation, index),) if found.organisation else found.candidates
    question = " ".join((*row.questions, *((found.question,) if found.question else ())))
    judgement = Judgement.CONFLICT if found.judgement is Judgement.CONFLICT else Judgement.REVIEW
    return Decision(judgement, None, found.reasons, question, candidates)


def _by_number(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return what a row with a number means: who holds it, unless the name is absurd for them."""
    holders = index.holders(row.identifiers)
    if len(holders) > 1:
        question = "Its numbers belong to several organisations here. Are they one organisation?"
        return waiting(Judgement.CONFLICT, row, holders, index, question)
    if holders:
        return link_by_number(row, holders[0], index)
    return _number_nobody_holds(row, index)


def link_by_number(row: ParsedRow, holder: KnownOrganisation, index: KnownIndex) -> Decision:
    """Return the link to who holds a row's number; a conflict when the names are unlike."""
    if row.name == holder.name or name_fits(row.name, (holder.name, *holder.names)):
        return Decision(Judgement.LINK, holder, ("same number",))
    question = f"The number of {row.name} is held by {holder.name}. Is it the same organisation?"
    same = [each for each in index.named(row.canonical) if each.id != holder.id]
    return waiting(Judgement.CONFLICT, row, (holder, *same), index, question)


def _number_nobody_holds(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return a new organisation, unless one of that name may be the same under another number."""
    if not row.name:
        question = "Nobody here holds this number, and the row gives no name. Who is it?"
        return Decision(Judgement.REVIEW, question=question)
    alike = [each for each in index.named(row.canonical) if _may_be_the_same(row, each)]
    if not alike:
        return Decision(Judgement.NEW, reasons=("nobody here holds its number",))
    question = f"{alike[0].name} has this name and not this number. Is it the same organisation?"
    return waiting(Judgement.REVIEW, row, alike, index, question)


def _may_be_the_same(row: ParsedRow, organisation: KnownOrganisation) -> bool:
    """Return whether an organisation of the same name may be the row's, though it lacks the row's number.

    In the same place it may have been registered anew; without a number of its own nothing tells it apart,
    wherever it is: had it come in last, it would have been linked.
    """
    return not organisation.identifiers or nearness(row, organisation) in ("same", "district")


def _by_name(row: ParsedRow, index: KnownIndex) -> Decision:
    """Return what a row without a number means: an exact name with a postcode, else it waits."""
    same = index.named(row.canonical)
    near = nearness(row, same[0]) if len(same) == 1 else "unknown"
    if near != "unknown":
        reasons = index.reasons(row, same[0])
        return Decision(Judgement.LINK, same[0], reasons, moved=near == "differs")
    if same:
        return waiting(Judgement.REVIEW, row, same, index, _why_not_sure(same))
    candidates = index.candidates(row)
    one_of_these = "One of these, or a new one?" if candidates else "Is it a new one?"
    question = f"Nobody here is called just this, and the row has no number. {one_of_these}"
    return Decision(Judgement.REVIEW, question=question, candidates=candidates)


def _why_not_sure(same: Sequence[KnownOrganisation]) -> str:
    """Return the question that organisations of the row's very name leave open."""
    if len(same) > 1:
        return f"{len(same)} organisations here have this name, and the row has no number. Which one?"
    return f"{same[0].name} has the same name, and no postcode on both sides tells for sure. The same?"


NAMED = 5
"""Rows that a question names; of more it says how many."""

_LIKELIEST = {"same": 0, "district": 1, "unknown": 2, "differs": 3}


def waiting(
    judgement: Judgement,
    row: ParsedRow,
    organisations: Iterable[KnownOrganisation],
    index: KnownIndex,
    question: str,
) -> Decision:
    """Return a decision that waits, with these organisations as its candidates, those of its place first."""
    ranked = sorted(
        organisations, key=lambda each: (_LIKELIEST[nearness(row, each)], each.status == "closed")
    )
    candidates = tuple(candidate(row, each, index) for each in ranked[:SHOWN])
    return Decision(judgement, question=question, candidates=candidates)


def candidate(row: ParsedRow, organisation: KnownOrganisation, index: KnownIndex) -> Candidate:
    """Return an organisation as a candidate for a row."""
    return Candidate(organisation.id, organisation.name, index.reasons(row, organisation), 1.0)


def rows_named(rows: Sequence[ParsedRow]) -> str:
    """Return "Rows 2, 5 and 9", in the order of the file; of many the first: "Rows 2, 5, 9 and 41 more"."""
    numbers = [str(row.row) for row in sorted(rows, key=lambda row: row.row)]
    if len(numbers) > NAMED + 1:
        return f"Rows {', '.join(numbers[:NAMED])} and {len(numbers) - NAMED:,} more"
    return f"Rows {', '.join(numbers[:-1])} and {numbers[-1]}"
