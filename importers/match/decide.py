"""Which organisation each row means: the rules in order, each measured (docs/matching.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model.names import variants
from graph.model.plan import Candidate, KnownOrganisation
from importers.lists.rows import ParsedRow
from importers.match.likeness import candidate, names_fit, near

AT_MOST = 5
"""Candidates shown for a row that waits."""


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

    ``first_row`` names an earlier row of the same file that means the same organisation.
    """

    judgement: Judgement
    organisation: KnownOrganisation | None = None
    reasons: tuple[str, ...] = ()
    question: str | None = None
    candidates: tuple[Candidate, ...] = ()
    first_row: int | None = None


@dataclass(frozen=True)
class DecidedBefore:
    """What a person decided about a row of this source: the organisation meant, or that it is left out."""

    organisation: str | None
    skip: bool = False


RuleKey = tuple[str, str]
"""A row's name and postcode as the file gives them: what a person's decision is remembered by."""


def wanted_identifiers(parsed: Iterable[ParsedRow]) -> list[str]:
    """Return every org-id that the rows give, sorted."""
    return sorted({number for row in parsed for number in row.identifiers})


def wanted_canonicals(parsed: Iterable[ParsedRow]) -> list[str]:
    """Return every canonical form of a name that the rows give, sorted."""
    return sorted({form for row in parsed for form in row.forms})


def rule_key(row: ParsedRow) -> RuleKey:
    """Return what a decision about this row is remembered by."""
    return (row.name, _postcode(row) or "")


class Known:
    """The organisations that rows may mean, found by number, by canonical name and by id."""

    def __init__(self, organisations: Sequence[KnownOrganisation]) -> None:
        self.by_id = {one.id: one for one in organisations}
        self.by_number: dict[str, dict[str, KnownOrganisation]] = defaultdict(dict)
        self.by_name: dict[str, dict[str, KnownOrganisation]] = defaultdict(dict)
        for one in self.by_id.values():
            for number in one.identifiers:
                self.by_number[number][one.id] = one
            for form in {form for name in one.names for form in variants(name)}:
                self.by_name[form][one.id] = one

    def holding(self, numbers: Iterable[str]) -> list[KnownOrganisation]:
        """Return the organisations that hold any of these numbers."""
        found = {key: one for number in numbers for key, one in self.by_number.get(number, {}).items()}
        return list(found.values())

    def named(self, row: ParsedRow) -> list[KnownOrganisation]:
        """Return the organisations that go by a name the row gives."""
        found = {key: one for form in row.forms for key, one in self.by_name.get(form, {}).items()}
        return list(found.values())


def decide_rows(
    parsed: Sequence[ParsedRow],
    known: Sequence[KnownOrganisation],
    *,
    decided: Mapping[RuleKey, DecidedBefore] | None = None,
) -> tuple[Decision, ...]:
    """Return a decision for every row, in the rows' order.

    Which organisation a row means never depends on the order of the rows.
    """
    index = Known(known)
    firsts = _first_rows(parsed, index)
    return tuple(_decide(row, index, decided or {}, firsts.get(row.row)) for row in parsed)


def _first_rows(parsed: Sequence[ParsedRow], index: Known) -> dict[int, int]:
    """Return for each row that names the same number as an earlier one the first such row's number.

    Rows are tied by any number they share, also through a third row; without a number by an exact name,
    since two rows of one name in one list can't be told apart.
    """
    first_of: dict[str, int] = {}
    tied: dict[int, int] = {}
    for row in sorted((row for row in parsed if not row.rejected), key=lambda row: row.row):
        keys = [*row.identifiers] or [f"name:{row.canonical}"]
        keys += [f"id:{one.id}" for one in index.holding(row.identifiers)]
        earlier = min((first_of[key] for key in keys if key in first_of), default=row.row)
        for key in keys:
            first_of.setdefault(key, earlier)
        if earlier != row.row:
            tied[row.row] = earlier
    return tied


def _decide(
    row: ParsedRow, index: Known, decided: Mapping[RuleKey, DecidedBefore], first_row: int | None
) -> Decision:
    if row.rejected:
        return Decision(Judgement.REJECTED)
    before = decided.get(rule_key(row))
    if before is not None:
        settled = _as_decided(before, row, index)
        if settled is not None:
            return settled
    decision = (_by_number if row.identifiers else _by_name)(row, index, first_row)
    return _with_questions(row, decision) if row.questions else decision


def _with_questions(row: ParsedRow, decision: Decision) -> Decision:
    """Return the decision as one that waits: something in the row must be settled by a person first."""
    one = decision.organisation
    who = [candidate(one, row.name, _postcode(row), row.identifiers)] if one else decision.candidates
    judgement = Judgement.CONFLICT if decision.judgement is Judgement.CONFLICT else Judgement.REVIEW
    asked = [decision.question or "", *row.questions]
    question = " ".join(part for part in asked if part)
    return Decision(judgement, None, decision.reasons, question, tuple(who), decision.first_row)


def _postcode(row: ParsedRow) -> str | None:
    return row.values.get("postcode") or None


def _as_decided(before: DecidedBefore, row: ParsedRow, index: Known) -> Decision | None:
    """Return what a person decided of such a row, unless its number by now says otherwise."""
    if before.skip:
        return Decision(Judgement.SKIP, reasons=("left out, as decided before",))
    one = index.by_id.get(before.organisation or "")
    if one is None or any(other.id != one.id for other in index.holding(row.identifiers)):
        return None
    return Decision(Judgement.LINK, one, ("as decided before",))


def _by_number(row: ParsedRow, index: Known, first_row: int | None) -> Decision:
    holders = index.holding(row.identifiers)
    if len(holders) > 1:
        question = "Its numbers belong to different organisations here. One organisation?"
        return _waits(Judgement.CONFLICT, question, row, holders)
    if holders:
        (one,) = holders
        if names_fit(row.name, one.names):
            return Decision(Judgement.LINK, one, _link_reasons(row, one), first_row=first_row)
        question = f"The number belongs to {one.name}, whose name is unlike this one."
        return _waits(Judgement.CONFLICT, question, row, holders)
    alike = [one for one in index.named(row) if one.postcode and one.postcode == _postcode(row)]
    if alike:
        question = "An organisation of this name and postcode is here without this number. The same one?"
        return _waits(Judgement.REVIEW, question, row, alike)
    return Decision(Judgement.NEW, reasons=("nobody here has this number yet",), first_row=first_row)


def _link_reasons(row: ParsedRow, one: KnownOrganisation) -> tuple[str, ...]:
    shared = sorted(set(row.identifiers) & set(one.identifiers))
    return (f"same number {', '.join(shared)}", "name alike" if row.name else "no name to compare")


def _by_name(row: ParsedRow, index: Known, first_row: int | None) -> Decision:
    named = index.named(row)
    if first_row is not None:
        question = f"Row {first_row} of this file has the same name, and neither row has a number."
        return _waits(Judgement.REVIEW, question, row, named, first_row)
    if len(named) == 1:
        (one,) = named
        if near(_postcode(row), one.postcode):
            where = "postcode" if _postcode(row) == one.postcode else "postcode district"
            return Decision(Judgement.LINK, one, ("same name, the only one here", f"same {where}"))
        question = f"{one.name} has the same name" + _why_not_sure(row, one)
        return _waits(Judgement.REVIEW, question, row, named)
    if named:
        question = f"{len(named)} organisations here have this name, and the row has no number."
        return _waits(Judgement.REVIEW, question, row, named)
    return Decision(Judgement.REVIEW, question="Nobody here is called this, and the row has no number. New?")


def _why_not_sure(row: ParsedRow, one: KnownOrganisation) -> str:
    if _postcode(row) and one.postcode:
        return f", but its postcode is {one.postcode}. Has it moved, or is it another?"
    return ", but there is no postcode to compare. The same one?"


def _waits(
    judgement: Judgement,
    question: str,
    row: ParsedRow,
    who: Iterable[KnownOrganisation],
    first_row: int | None = None,
) -> Decision:
    found = [candidate(one, row.name, _postcode(row), row.identifiers) for one in who]
    found.sort(
        key=lambda one: (-one.score, "same postcode" not in " ".join(one.reasons), one.name, one.org_id)
    )
    return Decision(judgement, None, (), question, tuple(found[:AT_MOST]), first_row)
