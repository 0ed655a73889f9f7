"""What the rows of one file mean together: one organisation on several rows, numbers that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from graph.model.likeness import name_fits
from graph.model.plan import canonical_json
from importers.fields.postcodes import district_of
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex, nearness_of
from importers.match.decisions import Decision, Judgement
from importers.match.single import link_by_number, rows_named, waiting


class FileIndex:
    """The rows of a file by the numbers they share, also through a third row."""

    def __init__(self, parsed: Sequence[ParsedRow]) -> None:
        self.rows = {row.row: row for row in parsed}
        self._leader: dict[int, int] = {}
        first: dict[str, int] = {}
        for row in sorted(parsed, key=lambda row: row.row):
            if row.identifiers and not row.rejected:
                self._leader[row.row] = row.row
                for identifier in row.identifiers:
                    self._tie(row.row, first.setdefault(identifier, row.row))

    def _lead(self, number: int) -> int:
        """Return the least row that a row is tied to."""
        while self._leader[number] != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number

    def _tie(self, one: int, other: int) -> None:
        """Tie two rows together under the lesser of their leaders."""
        ends = sorted((self._lead(one), self._lead(other)))
        self._leader[ends[1]] = ends[0]

    def first(self, number: int) -> int:
        """Return the first row that a row shares numbers with, itself if none comes before."""
        return self._lead(number) if number in self._leader else number

    def numbers(self, first: int) -> tuple[str, ...]:
        """Return every number that the rows tied to a first row give, sorted."""
        return tuple(sorted({one for number in self.tied(first) for one in self.rows[number].identifiers}))

    def tied(self, first: int) -> list[int]:
        """Return the rows tied to a first row, itself among them, in the order of the file."""
        return self._tied.get(first, [first])

    @cached_property
    def _tied(self) -> dict[int, list[int]]:
        """The rows tied together, by their first row."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in sorted(self._leader):
            found[self._lead(number)].append(number)
        return found

    def sharing_numbers(self) -> list[list[ParsedRow]]:
        """Return the groups of two or more rows that share numbers, each in the order of the file."""
        return [[self.rows[number] for number in group] for group in self._tied.values() if len(group) > 1]


def grouped(numbers: Iterable[int], key_of: Callable[[int], Hashable]) -> list[list[int]]:
    """Return the groups of two or more row numbers with the same key, each in rising order."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        groups[key_of(number)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def settle_within_file(
    parsed: Sequence[ParsedRow], decisions: Sequence[Decision], index: KnownIndex, file: FileIndex
) -> list[Decision]:
    """Return the decisions as they are once every row has seen the others; file order decides nothing.

    Rows that share a number mean one organisation: all but the first get ``first_row``. Rows without a
    number that give one name wait, unless a place links them and they say the very same.
    """
    found = {row.row: decision for row, decision in zip(parsed, decisions, strict=True)}
    for rows in file.sharing_numbers():
        _one_by_number(rows, found, index)
    _one_name_and_place(file, found)
    joined = _join_new_ones(file, found, index)
    _doubt_beside_numbers(file, found, index)
    _one_name_without_numbers(file, found, index)
    _note_first_rows(file, found, joined)
    return [found[row.row] for row in parsed]


def _one_by_number(rows: Sequence[ParsedRow], found: dict[int, Decision], index: KnownIndex) -> None:
    """Let rows that share numbers mean one organisation: who holds one of them, or one new one.

    They wait together: where one of them may be somebody who is there, or where their names are unlike.
    """
    new = [row for row in rows if found[row.row].judgement is Judgement.NEW]
    holders = index.holders(identifier for row in rows for identifier in row.identifiers) if new else ()
    doubtful = [row for row in rows if found[row.row].judgement is Judgement.REVIEW and not row.questions]
    unlike = not holders and _unlike_names(new)
    for row in new:
        if len(holders) == 1:
            found[row.row] = link_by_number(row, holders[0], index)
        elif holders:
            question = f"{rows_named(rows)} tie numbers of several organisations together. Are they one?"
            found[row.row] = waiting(Judgement.CONFLICT, row, holders, index, question)
        elif unlike:
            question = f"{rows_named(new)} have the same number and unlike names. Which one has it?"
            found[row.row] = Decision(Judgement.CONFLICT, question=question)
        elif doubtful:
            question = f"Row {doubtful[0].row} has the same number and waits: is it the same organisation?"
            found[row.row] = replace(found[doubtful[0].row], question=question)


def _unlike_names(rows: Sequence[ParsedRow]) -> bool:
    """Return whether the names of rows that share a number can't all be one organisation's."""
    names = sorted({row.name for row in rows if row.name})
    return not all(name_fits(name, names[:1]) for name in names[1:])


_OPEN_OR_MEANT = (Judgement.LINK, Judgement.NEW, Judgement.REVIEW)


def _one_name_without_numbers(file: FileIndex, found: dict[int, Decision], index: KnownIndex) -> None:
    """Let rows of one name without a number wait, unless all are linked and say the very same."""
    bare = [
        number
        for number, decision in found.items()
        if not file.rows[number].identifiers and decision.judgement in _OPEN_OR_MEANT
    ]
    for group in grouped(bare, lambda number: file.rows[number].canonical):
        rows = [file.rows[number] for number in group]
        linked = all(found[row.row].judgement is not Judgement.REVIEW for row in rows)
        if linked and len({canonical_json(row.values) for row in rows}) == 1:
            continue
        note = f"{rows_named(rows)} give this name, and no number tells them apart."
        for row in rows:
            found[row.row] = _also_asking(row, found[row.row], note, index)


def _also_asking(row: ParsedRow, decision: Decision, note: str, index: KnownIndex) -> Decision:
    """Return a decision as one that waits, with one more thing to ask."""
    if decision.organisation is not None:
        return waiting(Judgement.REVIEW, row, (decision.organisation,), index, f"{note} Is it this one?")
    question = f"{note} {decision.question or ''}".strip()
    return replace(decision, judgement=Judgement.REVIEW, question=question, moved=False)


def _one_name_and_place(file: FileIndex, found: dict[int, Decision]) -> None:
    """Let new organisations of one name in one place wait, but one: another number may be the same's.

    The one that doesn't wait has the least number, whatever the order of the rows.
    """
    makers, postcodes = _makers(file, found)
    places = {first: district_of(one_of(codes)) for first, codes in postcodes.items()}
    for name, made in makers.items():
        for place in {places[first] for first in made} - {None}:
            group = [first for first in made if places[first] == place]
            if len(group) > 1 and name:
                _let_wait_but_one(group, file, found)


def _let_wait_but_one(group: Sequence[int], file: FileIndex, found: dict[int, Decision]) -> None:
    """Let every row of new organisations wait, but those of the one with the least number."""
    keeper = min(group, key=file.numbers)
    question = f"Row {keeper} has this name and place under another number. The same organisation?"
    for number in (number for first in group if first != keeper for number in file.tied(first)):
        if found[number].judgement is Judgement.NEW:
            found[number] = Decision(Judgement.REVIEW, question=question)


def _join_new_ones(file: FileIndex, found: dict[int, Decision], index: KnownIndex) -> dict[int, int]:
    """Let rows without a number mean a new organisation of this file with their name and postcode.

    So a list says the same whether the organisation was there before it or comes with it. Returns {row:
    the row that makes the organisation}; a row of the same name that isn't joined says so.
    """
    makers, postcodes = _makers(file, found)
    joined: dict[int, int] = {}
    for number, decision in list(found.items()):
        row = file.rows[number]
        made = makers.get(row.canonical, set()) if row.canonical and not row.identifiers else set()
        if not made or decision.judgement is not Judgement.REVIEW:
            continue
        maker = min(made)
        near = nearness_of(row, one_of(postcodes[maker]))
        if len(made) == 1 and near == "same" and not index.named(row.canonical) and not row.questions:
            joined[number] = maker
            found[number] = Decision(Judgement.NEW, reasons=(f"same name and postcode as row {maker}",))
        else:
            note = f"Row {maker} has the same name, with a number."
            found[number] = replace(decision, question=f"{note} {decision.question}")
    return joined


def _makers(
    file: FileIndex, found: Mapping[int, Decision]
) -> tuple[Mapping[str, set[int]], Mapping[int, set[str]]]:
    """Return the new organisations' first rows by canonical name, and their postcodes by first row."""
    makers: dict[str, set[int]] = defaultdict(set)
    postcodes: dict[int, set[str]] = defaultdict(set)
    for number, decision in found.items():
        if decision.judgement is Judgement.NEW:
            first, row = file.first(number), file.rows[number]
            makers[row.canonical].add(first)
            postcodes[first].update({row.values["postcode"]} if row.values.get("postcode") else ())
    return makers, postcodes


def one_of(codes: set[str]) -> str | None:
    """Return the one postcode that rows agree on, None when there is none or several."""
    return next(iter(codes)) if len(codes) == 1 else None


def _doubt_beside_numbers(file: FileIndex, found: dict[int, Decision], index: KnownIndex) -> None:
    """Let rows linked by name wait where a row with the number gives another postcode."""
    by_number: dict[str, list[ParsedRow]] = defaultdict(list)
    for number, decision in found.items():
        if decision.organisation is not None and file.rows[number].identifiers:
            by_number[decision.organisation.id].append(file.rows[number])
    for number, decision in found.items():
        row, organisation = file.rows[number], decision.organisation
        if organisation is None or row.identifiers:
            continue
        others = [other for other in by_number.get(organisation.id, ()) if other.values.get("postcode")]
        if others and all(nearness_of(row, other.values["postcode"]) != "same" for other in others):
            note = f"Row {others[0].row} gives {organisation.name} by its number, with another postcode."
            found[number] = _also_asking(row, decision, note, index)


def _note_first_rows(file: FileIndex, found: dict[int, Decision], joined: Mapping[int, int]) -> None:
    """Note, on every row but the first that means an organisation, which row is the first."""
    settled = [number for number, one in found.items() if one.judgement in (Judgement.LINK, Judgement.NEW)]

    def target(number: int) -> Hashable:
        organisation = found[number].organisation
        return organisation.id if organisation else joined.get(number, file.first(number))

    for group in grouped(settled, target):
        for number in group[1:]:
            found[number] = replace(found[number], first_row=group[0])
