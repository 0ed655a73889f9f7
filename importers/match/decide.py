"""Which organisation each row means: linked unattended only where real lists showed that it is safe.

Measured on real labelled rows: an exact canonical name that only one organisation has, with the same
postcode or district, was right every time; with another postcode 99.3%; without a postcode 94%; a name
that several have 47%. Nothing is ever linked on its name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.model.plan import KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.canonical import wanted_canonicals, wanted_identifiers
from importers.match.decided_numbers import without_numbers_of_others
from importers.match.decisions import DecidedBefore, Decision, Judgement, RuleKey, rule_key
from importers.match.single import decide_row
from importers.match.successors import wanted_successors, with_successors
from importers.match.within import FileIndex, settle_within_file

__all__ = [
    "DecidedBefore",
    "Decision",
    "Judgement",
    "RuleKey",
    "decide_rows",
    "rule_key",
    "wanted_canonicals",
    "wanted_identifiers",
    "wanted_successors",
    "without_numbers_of_others",
]


def decide_rows(
    parsed: Sequence[ParsedRow],
    known: Sequence[KnownOrganisation],
    *,
    nearby: Callable[[], Sequence[KnownOrganisation]] = tuple,
    decided: Mapping[RuleKey, DecidedBefore] | None = None,
    mapping: Sequence[str | None] = (),
    offer_successors: bool = True,
) -> tuple[Decision, ...]:
    """Return a decision for every row, in the rows' order; which organisation never depends on that order.

    ``known`` are the organisations that hold a number or name of the rows (or all there are); ``nearby``
    gives everybody else who may be offered as a candidate: it is asked only when a row waits for want of
    them, and nobody is ever linked through it. ``decided`` are people's earlier decisions about rows of this
    source by ``rule_key``, for which ``mapping`` gives the field of each cell. First come numbers, then
    earlier decisions, then exact names with postcodes; the rest waits with its candidates.
    ``offer_successors``: rows speak of who is there by now, so that who took another's place is offered.
    """
    index, file = KnownIndex(known, nearby), FileIndex(parsed)
    found = []
    for row in parsed:
        before = decided.get(rule_key(row, mapping)) if decided else None
        decision = decide_row(row, index, before)
        found.append(with_successors(row, decision, index, before) if offer_successors else decision)
    return tuple(settle_within_file(parsed, found, index, file))
