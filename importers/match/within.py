"""What the rows of one file mean together: one organisation on several rows, numbers that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.model.plan import canonical_json
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

    def sharing_numbers(self) -> list[list[ParsedRow]]:
        """Return the groups of two or more rows that share numbers, each in the order of the file."""
        return [[self.rows[number] for number in group] for group in grouped(self._leader, self._lead)]


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
    """Let rows that share numbers mean one organisation: who holds one of them, or one new one."""
    new = [row for row in rows if found[row.row].judgement is Judgement.NEW]
    holders = index.holders(identifier for row in rows for identifier in row.identifiers) if new else ()
    for row in new:
        if len(holders) == 1:
            found[row.row] = link_by_number(row, holders[0], index)
        elif holders:
            question = f"{rows_named(rows)} tie numbers of several organisations together. Are they one?"
            found[row.row] = waiting(Judgement.CONFLICT, row, holders, index, question)


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
    new = [
        number
        for number, decision in found.items()
        if decision.judgement is Judgement.NEW and file.rows[number].values.get("postcode")
    ]
    tied = {row.row: rows[0].row for rows in file.sharing_numbers() for row in rows}
    for group in grouped(new, lambda number: (file.rows[number].canonical, file.rows[number].district)):
        leaders = {tied.get(number, number) for number in group}
        keeper = min(group, key=lambda number: file.rows[number].identifiers)
        for leader in leaders - {tied.get(keeper, keeper)}:
            question = f"Row {keeper} has this name and place under another number. The same organisation?"
            for number, decision in list(found.items()):
                if decision.judgement is Judgement.NEW and tied.get(number, number) == leader:
                    found[number] = Decision(Judgement.REVIEW, question=question)


def _join_new_ones(file: FileIndex, found: dict[int, Decision], index: KnownIndex) -> dict[int, int]:
    """Let rows without a number mean a new organisation of this file with their name and postcode.

    So a list says the same whether the organisation was there before it or comes with it. Returns {row:
    the row that makes the organisation}; a row of the same name that isn't joined says so.
    """
    tied = {row.row: rows[0].row for rows in file.sharing_numbers() for row in rows}
    makers: dict[str, set[int]] = defaultdict(set)
    for number, decision in found.items():
        if decision.judgement is Judgement.NEW:
            makers[file.rows[number].canonical].add(tied.get(number, number))
    joined: dict[int, int] = {}
    for number, decision in list(found.items()):
        row = file.rows[number]
        made = makers.get(row.canonical, set()) if row.canonical and not row.identifiers else set()
        if not made or decision.judgement is not Judgement.REVIEW:
            continue
        maker = file.rows[min(made)]
        near = nearness_of(row, maker.values.get("postcode"))
        if len(made) == 1 and near == "same" and not index.named(row.canonical) and not row.questions:
            joined[number] = maker.row
            reasons = (f"same name and postcode as row {maker.row}",)
            found[number] = Decision(Judgement.NEW, reasons=reasons)
        else:
            note = f"Row {maker.row} has the same name, with a number."
            found[number] = replace(decision, question=f"{note} {decision.question}")
    return joined


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
    tied = {row.row: rows[0].row for rows in file.sharing_numbers() for row in rows} | dict(joined)
    settled = [number for number, one in found.items() if one.judgement in (Judgement.LINK, Judgement.NEW)]

    def target(number: int) -> Hashable:
        organisation = found[number].organisation
        return organisation.id if organisation else tied.get(number, number)

    for group in grouped(settled, target):
        for number in group[1:]:
            found[number] = replace(found[number], first_row=group[0])
