"""Numbers of rows that stay with others, as a person decided before of such a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.plan import KnownOrganisation
from importers.fields.reading import warning
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.decisions import DecidedBefore, RuleKey, rule_key
from importers.match.successors import numbers_held, successors_here


def without_numbers_of_others(
    parsed: Sequence[ParsedRow],
    known: Sequence[KnownOrganisation],
    decided: Mapping[RuleKey, DecidedBefore],
    mapping: Sequence[str | None],
) -> tuple[ParsedRow, ...]:
    """Return the rows, without the numbers that a person left with others when saying whom such a row means.

    A number goes only while another organisation holds it: one that was replaced by whom the row means, or
    one that the person was told of. A warning says of each with whom it stays.
    """
    if not any(each.apart for each in decided.values()) and not any(each.replaced_by for each in known):
        return tuple(parsed)
    index = KnownIndex(known)
    return tuple(_without(row, decided.get(rule_key(row, mapping)), index) for row in parsed)


def _without(row: ParsedRow, before: DecidedBefore | None, index: KnownIndex) -> ParsedRow:
    meant = index.by_id.get(before.organisation or "") if before is not None else None
    if before is None or meant is None or row.rejected:
        return row
    notes = {}
    for holder in index.holders(row.identifiers):
        replaced = meant.id in {each.id for each in successors_here(holder, index)}
        for number in numbers_held(row, holder) if holder.id != meant.id else ():
            if replaced or number in before.apart:
                code = "number_of_replaced" if replaced else "number_of_another"
                note = f"{number} stays with {holder.name}: as decided before, the row means {meant.name}."
                notes[number] = warning(code, note, number)
    return row.without_numbers(notes) if notes else row
