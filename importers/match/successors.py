"""Organisations whose place another one took: a list may still give the old one, so the new one is offered.

Registers tell of mergers and of charities registered anew. The old one's number stays with it for good; a
person says which of the two a row means, and that is remembered as every decision is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import SHOWN, KnownIndex
from importers.match.decisions import DecidedBefore, Decision, Judgement
from importers.match.single import candidate

STEPS = 5
"""How many times in a row one took another's place, at most, before nobody is looked for any more."""


def wanted_successors(known: Iterable[KnownOrganisation]) -> set[str]:
    """Return the org-ids of those that took the place of some organisations and aren't among them."""
    known = list(known)
    held = {number for each in known for number in each.identifiers}
    return {number for each in known for number in each.replaced_by} - held


def successors_here(organisation: KnownOrganisation, index: KnownIndex) -> tuple[KnownOrganisation, ...]:
    """Return who is here of those that took an organisation's place, and theirs in turn: the last of each."""
    found: dict[str, KnownOrganisation] = {}
    seen, looked_at = {organisation.id}, [organisation]
    for _ in range(STEPS):
        looked_at = [
            each for one in looked_at for each in index.holders(one.replaced_by) if each.id not in seen
        ]
        for each in looked_at:
            seen.add(each.id)
            if not index.holders(each.replaced_by):
                found[each.id] = each
    return tuple(found[each] for each in sorted(found))


def numbers_held(row: ParsedRow, holder: KnownOrganisation) -> tuple[str, ...]:
    """Return the numbers of a row that an organisation holds."""
    return tuple(number for number in row.identifiers if number in holder.identifiers)


def with_successors(
    row: ParsedRow, found: Decision, index: KnownIndex, before: DecidedBefore | None = None
) -> Decision:
    """Return a decision that offers those who took the place of whom the row was found to mean.

    A link to one that was replaced waits, unless its source spoke of that one before or a person chose it.
    """
    if found.judgement is Judgement.LINK and found.organisation is not None:
        return _linked(row, found, found.organisation, index, before)
    return replace(found, candidates=_offered(row, found.candidates, index)) if found.candidates else found


def _linked(
    row: ParsedRow, found: Decision, one: KnownOrganisation, index: KnownIndex, before: DecidedBefore | None
) -> Decision:
    if not one.replaced_by or one.said is not None:
        return found
    if before is not None and before.organisation == one.id:
        return found
    successors = successors_here(one, index)
    if not successors:
        return replace(
            found, reasons=(*found.reasons, f"its place was taken by {', '.join(one.replaced_by)}")
        )
    names = " and ".join(each.name for each in successors)
    question = f"{one.name} was replaced: {names} took its place. Which one is meant?"
    candidates = _offered(row, (candidate(row, one, index),), index)
    return Decision(Judgement.REVIEW, None, found.reasons, question, candidates)


def _offered(row: ParsedRow, candidates: Sequence[Candidate], index: KnownIndex) -> tuple[Candidate, ...]:
    """Return candidates, each that was replaced right behind those who took its place."""
    offered: dict[str, Candidate] = {}
    for each in candidates:
        one = index.by_id.get(each.org_id)
        if one is not None:
            for successor in successors_here(one, index):
                offered.setdefault(successor.id, _successor(row, successor, one, each, index))
        offered.setdefault(each.org_id, each)
    return tuple(offered.values())[:SHOWN]


def _successor(
    row: ParsedRow,
    successor: KnownOrganisation,
    one: KnownOrganisation,
    candidate_before: Candidate,
    index: KnownIndex,
) -> Candidate:
    """Return the candidate that took another's place: as likely, and the other keeps its numbers."""
    mine = candidate(row, successor, index)
    reasons = (f"took the place of {one.name}", *mine.reasons)
    return replace(mine, reasons=reasons, score=candidate_before.score, leaves=numbers_held(row, one))
