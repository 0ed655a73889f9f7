"""Which organisation each row of a register means: numbers first, and a register's numbers tell apart.

A register says for certain which numbers are different organisations, so its rows never wait for one
another. A row waits only where somebody we know may be meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model.likeness import name_fits
from graph.model.plan import KnownOrganisation
from importers.fields.reading import error, placed
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex, nearness
from importers.match.decisions import DecidedBefore, Decision, Judgement, RuleKey, rule_key
from importers.match.single import waiting

NOBODY = "Nobody here has this number: bring in the register's table of names first, then this one again."


def decide_register(
    parsed: Sequence[ParsedRow],
    known: Sequence[KnownOrganisation],
    *,
    decided: Mapping[RuleKey, DecidedBefore] | None = None,
    mapping: Sequence[str | None] = (),
) -> tuple[tuple[ParsedRow, ...], tuple[Decision, ...]]:
    """Return the rows and a decision for each, in their order, which decides nothing.

    A row without a name whose number nobody has is rejected: it comes back with an issue that says so.
    Rows that give the very same numbers mean one organisation: all but the first get ``first_row``.
    """
    judge = _Judge(KnownIndex(known), Counter(row.canonical for row in parsed if not row.rejected))
    rows, decisions = [], []
    first: dict[tuple[str, ...], tuple[int, Decision]] = {}
    for row in parsed:
        before = (decided or {}).get(rule_key(row, mapping)) if decided else None
        earlier = first.get(row.identifiers)
        if earlier is not None and not row.rejected:
            decision = replace(earlier[1], first_row=earlier[0])
        else:
            decision = judge.decide(row, before)
            if not row.rejected:
                first[row.identifiers] = (row.row, decision)
        refused = decision.judgement is Judgement.REJECTED and not row.rejected
        rows.append(_refused(row) if refused else row)
        decisions.append(decision)
    return tuple(rows), tuple(decisions)


def _refused(row: ParsedRow) -> ParsedRow:
    return replace(row, issues=(*row.issues, *placed([error("nobody_has_it", NOBODY)], row.row, None)))


@dataclass(frozen=True)
class _Judge:
    """Whom the graph has, and how often the file gives each name."""

    index: KnownIndex
    named: Counter[str]

    def decide(self, row: ParsedRow, before: DecidedBefore | None) -> Decision:
        """Return what one row means by itself."""
        if row.rejected:
            return Decision(Judgement.REJECTED)
        holders = self.index.holders(row.identifiers)
        if before is not None and not holders:
            return self._as_decided(row, before)
        if len(holders) > 1:
            question = "Its numbers belong to several organisations here. Are they one organisation?"
            return waiting(Judgement.CONFLICT, row, holders, self.index, question)
        if holders:
            return self._held(row, holders[0])
        return self._by_name(row) if row.name else Decision(Judgement.REJECTED)

    def _as_decided(self, row: ParsedRow, before: DecidedBefore) -> Decision:
        if before.skip:
            return Decision(Judgement.SKIP, reasons=("left out, as decided before",))
        meant = self.index.by_id.get(before.organisation or "")
        if meant is None:
            return self._by_name(row)
        return Decision(Judgement.LINK, meant, ("as decided before",))

    def _held(self, row: ParsedRow, holder: KnownOrganisation) -> Decision:
        """Return the link to who holds a row's number; a conflict where we know them otherwise."""
        if holder.reference or not row.name or name_fits(row.name, (holder.name, *holder.names)):
            return Decision(Judgement.LINK, holder, ("same number",))
        question = f"The register's number of {row.name} is held by {holder.name}. Are they one organisation?"
        return waiting(Judgement.CONFLICT, row, (holder,), self.index, question)

    def _by_name(self, row: ParsedRow) -> Decision:
        """Return what a row means whose number nobody has: a new one, unless somebody we know may be it."""
        new = Decision(Judgement.NEW, reasons=("nobody here holds its number",))
        same = self.index.named(row.canonical)
        ours = [each for each in same if not each.reference and self._may_be(row, each)]
        if not ours:
            return new
        near = nearness(row, ours[0])
        only = len(same) == 1 and self.named[row.canonical] == 1 and not ours[0].identifiers
        if only and near != "unknown":
            reasons = self.index.reasons(row, ours[0])
            return Decision(Judgement.LINK, ours[0], reasons, moved=near == "differs")
        question = f"{ours[0].name} has this name and not this number. Is it the same organisation?"
        return waiting(Judgement.REVIEW, row, ours, self.index, question)

    def _may_be(self, row: ParsedRow, each: KnownOrganisation) -> bool:
        """Return whether somebody of the row's name may be its organisation, though without its number."""
        near = nearness(row, each)
        if near in ("same", "district"):
            return True
        alone = self.named[row.canonical] == 1
        return not each.identifiers and (near == "unknown" or alone)
