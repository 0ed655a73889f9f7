"""What a row would change and somebody else changed meanwhile: the only thing that makes it wait.

That another list names the organisation too, gives it one more number or name, or says the same changes
nothing for the row: what both say adds up, and the order in which they come in doesn't matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.model.likeness import name_fits
from graph.model.plan import PlannedRow, RowVerdict
from graph.model.statements import SINGLE_FIELDS


def moved_fields(
    row: PlannedRow, record: Mapping[str, Any], names: Iterable[str], numbers: Collection[str]
) -> list[str]:
    """Return the fields that a planned row would change and that changed otherwise since; [] for none.

    ``record`` is what the organisation shows by now, ``names`` all it goes by, ``numbers`` the org-ids it
    holds. A row that says what its source said before changes no field. "identifiers": it holds none of
    the numbers any more by which the row was matched.
    """
    moved = [] if row.verdict is RowVerdict.SAME or row.vouches_for else _moved_values(row, record, names)
    return [*moved, "identifiers"] if _lost_its_number(row, numbers) else moved


def _moved_values(row: PlannedRow, record: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    moved = []
    for change in row.changes:
        now = _text(record.get(change.field))
        if change.field not in SINGLE_FIELDS or now in (change.old, change.new):
            continue
        if change.field == "name" and name_fits(change.new or "", names):
            continue
        moved.append(change.field)
    return moved


def _lost_its_number(row: PlannedRow, numbers: Collection[str]) -> bool:
    """Return whether the organisation held numbers of the row when the plan was made, and none by now."""
    said = {str(each) for each in row.values.get("identifiers") or ()}
    added = {
        number
        for change in row.changes
        if change.field == "identifiers"
        for number in (change.new or "").split("; ")
    }
    held = said - added
    return bool(held) and held.isdisjoint(numbers)


def _text(value: Any) -> str | None:
    """Return a single field's value as plans keep it (``FieldChange``); None for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
