"""Which organisation each row of a register means: numbers first, and a register's numbers tell apart.

A register says for certain which numbers are different organisations, so its rows never wait for one
another. A row waits only where somebody we know may be meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model.identifiers import own_numbers, register_of
from graph.model.likeness import name_fits
from graph.model.plan import KnownOrganisation
from importers.fields.reading import error, placed, warning
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex, nearness
from importers.match.decisions import DecidedBefore, Decision, Judgement, RuleKey, rule_key
from importers.match.single import waiting

NOBODY = (
    "The row gives no name, and nobody here has its number. Where another table of the register has the "
    "names, bring that in first, then this one again."
)


class WholeRegister:
    """What the rows of a register's table tell together, from one pass over them.

    ``gathers``: rows of one number are known to say the very same, so none of them is kept.
    """

    def __init__(self, rows: Iterable[ParsedRow], *, gathers: bool = False) -> None:
        once: set[str] = set()
        self._names: set[str] = set()
        self._last: dict[tuple[str, ...], int] = {}
        several: set[tuple[str, ...]] = set()
        for row in rows:
            if row.rejected:
                continue
            (self._names if row.canonical in once else once).add(row.canonical)
            if row.identifiers in self._last:
                several.add(row.identifiers)
            self._last[row.identifiers] = row.row
        self._last = {numbers: self._last[numbers] for numbers in several}
        self._groups = {} if gathers else self._grouped(rows)

    def _grouped(self, rows: Iterable[ParsedRow]) -> dict[tuple[str, ...], list[ParsedRow]]:
        """Return the rows of each number that several rows give, in their order."""
        groups: dict[tuple[str, ...], list[ParsedRow]] = {}
        for row in rows if self._last else ():
            if row.identifiers in self._last and not row.rejected:
                groups.setdefault(row.identifiers, []).append(row)
        return groups

    def alone(self, canonical: str) -> bool:
        """Return whether one row only has this canonical name."""
        return canonical not in self._names

    def last(self, row: ParsedRow) -> int:
        """Return the number of the last row that gives a row's numbers."""
        return self._last.get(row.identifiers, row.row)

    def group(self, row: ParsedRow) -> Sequence[ParsedRow]:
        """Return the rows with a row's numbers, in their order; only itself where all say the same."""
        return self._groups.get(row.identifiers, (row,))


class RegisterMatcher:
    """Decides about a register's rows portion by portion, in their order; ``whole`` knows all of them.

    Each portion needs the organisations that hold a number or name of its own rows only.
    """

    def __init__(
        self,
        whole: WholeRegister,
        *,
        decided: Mapping[RuleKey, DecidedBefore] | None = None,
        mapping: Sequence[str | None] = (),
    ) -> None:
        self._whole, self._decided, self._mapping = whole, decided or {}, mapping
        self._first: dict[tuple[str, ...], tuple[int, Decision]] = {}

    def decide(
        self, parsed: Sequence[ParsedRow], known: Sequence[KnownOrganisation]
    ) -> tuple[tuple[ParsedRow, ...], tuple[Decision, ...]]:
        """Return the next rows and a decision for each, in their order, which decides nothing.

        A row without a name whose number nobody has is rejected: it comes back with an issue that says so.
        Rows that give the very same numbers mean one organisation: all but the first get ``first_row``.
        """
        judge = _Judge(KnownIndex(known), self._whole)
        parsed = tuple(judge.with_its_own_numbers(row) for row in parsed)
        decisions = tuple(self._one(row, judge) for row in parsed)
        rows = tuple(
            _refused(row) if decision.judgement is Judgement.REJECTED and not row.rejected else row
            for row, decision in zip(parsed, decisions, strict=True)
        )
        return rows, decisions

    def _one(self, row: ParsedRow, judge: _Judge) -> Decision:
        before = self._decided.get(rule_key(row, self._mapping)) if self._decided else None
        if row.rejected:
            return judge.decide(row, before)
        last = self._whole.last(row) == row.row
        earlier = (self._first.pop if last else self._first.get)(row.identifiers, None)
        if earlier is not None:
            return replace(earlier[1], first_row=earlier[0])
        decision = judge.decide(row, before)
        if not last:
            self._first[row.identifiers] = (row.row, decision)
        return decision


def _refused(row: ParsedRow) -> ParsedRow:
    return replace(row, issues=(*row.issues, *placed([error("nobody_has_it", NOBODY)], row.row, None)))


def _by_own_number(row: ParsedRow, holder: KnownOrganisation) -> bool:
    """Return whether a row's own register speaks of a holder by the same number, or said so before."""
    if holder.said is not None:
        return True
    own, theirs = own_numbers(row.identifiers), own_numbers(holder.identifiers)
    return not own.isdisjoint(theirs)


def _why_anothers(
    row: ParsedRow, number: str, holder: KnownOrganisation, its_own: Sequence[KnownOrganisation]
) -> str:
    """Return why a company's number given beside the row's own stays with who holds it; "" if it needn't.

    It stays with an organisation that has another number of the row's register. It also stays where the
    registers' two organisations both came in before anything told that they are one.
    """
    if any(each.id == holder.id for each in its_own):
        return ""
    own = own_numbers(row.identifiers)
    registers = {register_of(each) for each in own}
    others = [each for each in holder.identifiers if register_of(each) in registers and each not in own]
    if others:
        return f"{number} is also the number of {holder.name} ({others[0]}), and stays there."
    both_registers = holder.reference and any(each.reference for each in its_own)
    if both_registers and name_fits(row.name or its_own[0].name, (holder.name, *holder.names)):
        return BOTH_CAME_IN.format(number=number, name=holder.name)
    return ""


BOTH_CAME_IN = (
    "{number} stays with {name}, which came in by that number alone. To have one organisation of both, take "
    "that import back, and bring its file in again after this one."
)


@dataclass(frozen=True)
class _Judge:
    """Whom the graph has, and what the file says as a whole."""

    index: KnownIndex
    whole: WholeRegister

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

    def with_its_own_numbers(self, row: ParsedRow) -> ParsedRow:
        """Return a row without the company numbers that are another's, which a warning says of each."""
        own = own_numbers(row.identifiers)
        its_own = self.index.holders(own)
        notes = {}
        for number in (each for each in row.identifiers if each not in own):
            for holder in self.index.holders((number,)):
                if note := _why_anothers(row, number, holder, its_own):
                    notes[number] = warning("number_of_another", note, number)
        return row.without_numbers(notes) if notes else row

    def _held(self, row: ParsedRow, holder: KnownOrganisation) -> Decision:
        """Return the link to who holds a row's number; a conflict where we know them otherwise.

        Who is in a register only is known by the register's own number under any name, but not by a
        company's number that another register gives beside its own: such numbers are often wrong.
        """
        sure = holder.reference and _by_own_number(row, holder)
        if sure or not row.name or name_fits(row.name, (holder.name, *holder.names)):
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
        only = len(same) == 1 and self.whole.alone(row.canonical) and not ours[0].identifiers
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
        alone = self.whole.alone(row.canonical)
        return not each.identifiers and (near == "unknown" or alone)
