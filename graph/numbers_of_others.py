"""A waiting row's numbers that stay with others when a person says whom the row means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.identifiers import holders
from graph.import_records import ImportState
from graph.model.likeness import name_fits
from graph.model.plan import Issue, PlannedRow
from graph.model.waiting_kinds import WaitingKind, kind_of
from graph.store import Tx

CODE = "number_of_another"


class NumbersOfOthers:
    """The numbers of rows that somebody holds who was offered for them: the person saw whose they are.

    A register's own number is never left off a row of it: the row would tell nothing any more.
    """

    def __init__(self, tx: Tx, state: ImportState, rows: Iterable[PlannedRow]) -> None:
        numbers = {number for row in rows for number in _numbers(row)}
        kind, _, rest = state.source.partition(":")
        self._own = f"{rest.split(':')[0]}-" if kind == "register" else None
        self._holders = {} if not numbers else holders(tx, numbers)

    def without(self, row: PlannedRow, org_id: str | None) -> PlannedRow:
        """Return a row without the numbers that stay with others; a warning says of each with whom.

        ``org_id`` is whom the row means; None: a new one. Said of a row that asked something else, or whose
        name fits the holder's, "new" leaves the number on it: then the row is the holder's after all.
        """
        shown = {each.org_id: each.name for each in row.candidates if each.org_id != org_id}
        if org_id is None:
            shown = _unlike(row, shown)
        stay = {
            number: name
            for number in _numbers(row)
            if (name := shown.get(self._holders.get(number, ""))) is not None
            and not (self._own and number.startswith(self._own))
        }
        leaves = {number for each in row.candidates if each.org_id == org_id for number in each.leaves}
        if not stay and not leaves:
            return row
        left = [each for each in _numbers(row) if each not in stay and each not in leaves]
        notes = tuple(_note(row, number, name) for number, name in stay.items())
        return replace(row, values={**row.values, "identifiers": left}, issues=(*row.issues, *notes))


def _unlike(row: PlannedRow, holders: Mapping[str, str]) -> dict[str, str]:
    """Return those of some organisations, {id: name}, that the row asked about and has another name than."""
    if kind_of(row) not in (WaitingKind.NUMBER, WaitingKind.SEVERAL):
        return {}
    name = str(row.values.get("name") or "")
    return {org_id: theirs for org_id, theirs in holders.items() if not name_fits(name, (theirs,))}


def _numbers(row: PlannedRow) -> tuple[str, ...]:
    return tuple(row.values.get("identifiers") or ())


def _note(row: PlannedRow, number: str, holder: str) -> Issue:
    note = f"{number} stays with {holder}: a person said that the row means another organisation."
    return Issue(CODE, note, row=row.row, value=number)
