"""What the rows of one file mean together: the same organisation twice, numbers that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.model.likeness import name_fits
from graph.model.plan import Candidate, canonical_json
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.decisions import Decision, Judgement
from importers.match.single import link_by_number

LEFT_OPEN = ("postcode", "place", "address")
"""Fields that say nothing where rows of one file give different postcodes for one organisation."""


def settle_within_file(
    parsed: Sequence[ParsedRow], decisions: Sequence[Decision], index: KnownIndex, *, one_row_each: bool
) -> list[Decision]:
    """Return the decisions as they are once every row has seen the others; file order decides nothing.

    Rows that share a number are one organisation. Where they differ in postcode, one of them is taken
    without it and the others are a conflict that names all of them. Rows without a number that repeat an
    organisation wait, unless they say the very same (``one_row_each``).
    """
    rows = {row.row: row for row in parsed}
    found = {decision.row: decision for decision in decisions}
    for together in _sharing_numbers(parsed, found):
        _one_by_number([rows[number] for number in together], found, index)
    _one_by_name_and_place(rows, found)
    for together in _same_target(found):
        _settle_repeats([rows[number] for number in together], found, one_row_each=one_row_each)
    _offer_new_ones(rows, found)
    return [found[row.row] for row in parsed]


def _sharing_numbers(parsed: Sequence[ParsedRow], found: Mapping[int, Decision]) -> Iterable[list[int]]:
    """Return the groups of two or more rows that are tied together by shared numbers, in file order."""
    first: dict[str, int] = {}
    leader: dict[int, int] = {}

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for row in parsed:
        if row.identifiers and found[row.row].judgement is not Judgement.REJECTED:
            leader[row.row] = row.row
            for identifier in row.identifiers:
                other = lead(first.setdefault(identifier, row.row))
                leader[lead(row.row)] = other
    return _groups_of(leader, lead)


def _groups_of(numbers: Iterable[int], key_of: Callable[[int], Hashable]) -> list[list[int]]:
    """Return the groups of two or more row numbers with the same key, in file order."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        groups[key_of(number)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def _one_by_number(rows: Sequence[ParsedRow], found: dict[int, Decision], index: KnownIndex) -> None:
    """Make rows that share numbers mean one organisation: who holds one of them, or one new one."""
    new = [row for row in rows if found[row.row].judgement is Judgement.NEW]
    if not new:
        return
    holders = index.holders(identifier for row in rows for identifier in row.identifiers)
    if len(holders) == 1:
        for row in new:
            found[row.row] = link_by_number(row, holders[0], index)
        return
    unlike = [row for row in new if not all(name_fits(row.name, (other.name,)) for other in new)]
    if holders or unlike:
        what = "numbers of several organisations" if holders else "one number to unlike names"
        question = f"{_rows_named(rows)} give {what}. Are they one organisation?"
        for row in new:
            found[row.row] = Decision(row.row, Judgement.CONFLICT, question=question)
        return
    for row in new:
        found[row.row] = replace(found[row.row], with_row=new[0].row)


def _one_by_name_and_place(rows: Mapping[int, ParsedRow], found: dict[int, Decision]) -> None:
    """Let new organisations of one name in one place wait, but one: a second number may be the same's.

    The one that doesn't wait is that of the least number, whatever the order of the rows.
    """
    makers = [
        number
        for number, decision in found.items()
        if decision.judgement is Judgement.NEW
        and decision.with_row == number
        and rows[number].values.get("postcode")
    ]
    for group in _groups_of(makers, lambda number: (rows[number].canonical, rows[number].district)):
        ranked = sorted(group, key=lambda number: rows[number].identifiers)
        keeper = rows[ranked[0]]
        for number in ranked[1:]:
            question = (
                f"Row {keeper.row} has this name and place under another number. Is it the same organisation?"
            )
            _wait_with_followers(number, question, keeper.row, found)


def _wait_with_followers(number: int, question: str, keeper: int, found: dict[int, Decision]) -> None:
    """Let a row that would make an organisation wait, and every row that would have joined it."""
    for row, decision in list(found.items()):
        if decision.judgement is Judgement.NEW and decision.with_row == number:
            found[row] = Decision(row, Judgement.REVIEW, question=question, candidate_rows=(keeper,))


def _same_target(found: Mapping[int, Decision]) -> list[list[int]]:
    """Return the groups of two or more rows that mean the same organisation, known or new."""

    def target(number: int) -> Hashable:
        decision = found[number]
        return decision.organisation.id if decision.organisation else decision.with_row

    linked = [number for number, one in found.items() if one.judgement in (Judgement.LINK, Judgement.NEW)]
    return _groups_of(linked, target)


def _settle_repeats(rows: Sequence[ParsedRow], found: dict[int, Decision], *, one_row_each: bool) -> None:
    """Settle rows that mean one organisation: repeats add nothing, disagreements are left open or wait."""
    _mark_repeats(rows, found)
    telling = [row for row in rows if found[row.row].repeats is None]
    if len(telling) < 2:
        return
    by_name = [row for row in telling if not _by_number(found[row.row])]
    if one_row_each and by_name:
        question = (
            f"{_rows_named(telling)} mean the same organisation and say different things. Which one holds?"
        )
        for row in by_name:
            _wait(row, question, Judgement.REVIEW, found)
        telling = [row for row in telling if row not in by_name]
    if len({row.values["postcode"] for row in telling if row.values.get("postcode")}) > 1:
        maker = _leave_postcode_open(telling, found, one_row_each=one_row_each)
        for row in rows:
            if maker is not None and found[row.row].judgement is Judgement.NEW:
                found[row.row] = replace(found[row.row], with_row=maker)


def _by_number(decision: Decision) -> bool:
    """Return whether a row's organisation was found, or is made, by its number."""
    return decision.by_number or decision.judgement is Judgement.NEW


def _mark_repeats(rows: Sequence[ParsedRow], found: dict[int, Decision]) -> None:
    """Mark rows that say the very same as an earlier one."""
    said: dict[str, int] = {}
    for row in rows:
        text = canonical_json([row.values, row.facts])
        earlier = said.setdefault(text, row.row)
        if earlier != row.row:
            found[row.row] = replace(found[row.row], repeats=earlier)


def _leave_postcode_open(
    rows: Sequence[ParsedRow], found: dict[int, Decision], *, one_row_each: bool
) -> int | None:
    """Take one row without its postcode, and let the others that give one be conflicts that name them all.

    Where an organisation may stand on many rows (a log), all are taken without it. Returns the row that is
    taken, None for a log.
    """
    giving = sorted(
        (row for row in rows if row.values.get("postcode")), key=lambda row: canonical_json(row.values)
    )
    for row in giving if not one_row_each else giving[:1]:
        found[row.row] = replace(found[row.row], left_open=LEFT_OPEN)
    if not one_row_each:
        return None
    codes = ", ".join(sorted({str(row.values["postcode"]) for row in giving}))
    question = f"{_rows_named(giving)} give one number different postcodes ({codes}). Which one holds?"
    for row in giving[1:]:
        found[row.row] = replace(
            found[row.row], with_row=giving[0].row if not found[row.row].organisation else None
        )
        _wait(row, question, Judgement.CONFLICT, found)
    return giving[0].row


def _wait(row: ParsedRow, question: str, judgement: Judgement, found: dict[int, Decision]) -> None:
    """Let a linked row wait, with the organisation it would have meant as its candidate."""
    decision = found[row.row]
    candidates = decision.candidates
    if decision.organisation is not None:
        organisation = decision.organisation
        candidates = (Candidate(organisation.id, organisation.name, decision.reasons, 1.0), *candidates)
    rows = (decision.with_row,) if decision.with_row not in (None, row.row) else ()
    found[row.row] = Decision(
        row.row,
        judgement,
        question=question,
        candidates=candidates,
        candidate_rows=tuple(one for one in rows if one is not None),
    )


def _offer_new_ones(rows: Mapping[int, ParsedRow], found: dict[int, Decision]) -> None:
    """Offer rows that wait without a number the new organisations of the same name in this file."""
    made: dict[str, list[int]] = defaultdict(list)
    for number in sorted(found):
        if found[number].judgement is Judgement.NEW and found[number].with_row == number:
            made[rows[number].canonical].append(number)
    for number, decision in list(found.items()):
        offered = made.get(rows[number].canonical, []) if rows[number].canonical else []
        if decision.judgement is Judgement.REVIEW and offered and not decision.candidate_rows:
            question = f"Row {offered[0]} has the same name. Is it the same organisation?"
            question = " ".join((*rows[number].questions, question))
            found[number] = replace(decision, question=question, candidate_rows=tuple(offered[:5]))


def _rows_named(rows: Sequence[ParsedRow]) -> str:
    """Return "Rows 2, 5 and 9"."""
    numbers = [str(row.row) for row in sorted(rows, key=lambda row: row.row)]
    return f"Rows {', '.join(numbers[:-1])} and {numbers[-1]}"
