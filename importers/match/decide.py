"""Which organisation each row means: linked unattended only where real lists showed that it is safe.

Measured on real labelled rows: an exact canonical name that only one organisation has, with the same
postcode or district, was right every time; with another postcode 99.3%; without a postcode 94%; a name
that several have 47%. Nothing is ever linked on its name alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.plan import KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.decisions import Decision, Judgement, MatchRule
from importers.match.single import decide_row
from importers.match.within import settle_within_file

__all__ = ["Decision", "Judgement", "MatchRule", "decide_rows"]


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
    decisions = [decide_row(row, index, remembered) for row in parsed]
    return tuple(settle_within_file(parsed, decisions, index, one_row_each=one_row_each))
