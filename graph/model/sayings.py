"""Sayings: what each source's newest list says of an organisation, in any order of the statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model.organisations import IncomeBand, LegalForm, Status
from graph.model.statements import Statement, StatementKind

BLANKS = {
    "legal_form": LegalForm.UNKNOWN,
    "status": Status.UNKNOWN,
    "income_band": IncomeBand.NO_FIGURE,
    "hide_location": False,
}
"""Fields whose "don't know" is a value of its own; a list that says it says nothing."""


@dataclass(frozen=True)
class Saying:
    """A statement as one list said it: a statement that a later list vouches for was said twice."""

    said_on: str
    recorded_at: str
    import_id: str
    statement: Statement

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What orders the sayings of one source; the greatest is the newest.

        Of two lists of one day that of the later import, whose id is made later: not what was decided last.
        """
        return (self.said_on, self.import_id, self.recorded_at, self.statement.id)


def sayings_of(statement: Statement, at: str | None = None) -> list[Saying]:
    """Return when a statement was said: in its own list unless that was undone, and by those that vouch."""
    found = []
    if statement.undone_at is None or (at is not None and statement.undone_at > at):
        found.append(_own_saying(statement))
    for each in statement.vouched:
        if each.in_force(at):
            found.append(Saying(each.said_on, each.recorded_at, each.import_id, statement))
    return found or [_own_saying(statement)]


def newest_saying(statements: Iterable[Statement], until: str | None = None) -> list[Statement]:
    """Return the statements of one source's newest list, which are several when it names the number twice.

    With an ISO day ``until``: of its newest list up to that day, or the newest of all when none is so old.
    """
    sayings = [saying for each in statements for saying in sayings_of(each)]
    early = [saying for saying in sayings if until is None or saying.said_on <= until]
    return [saying.statement for saying in newest(early or sayings)]


class InForce:
    """The statements in force, sorted into edits (oldest first) and sayings by source."""

    def __init__(self, statements: Sequence[Statement], at: str | None) -> None:
        self.statements = statements
        self.edits = sorted(
            (s for s in statements if s.kind == StatementKind.EDIT), key=lambda s: (s.recorded_at, s.id)
        )
        self.lists = [s for s in statements if s.kind != StatementKind.EDIT]
        self.by_source: dict[str, list[Saying]] = defaultdict(list)
        for each in self.lists:
            self.by_source[each.source].extend(sayings_of(each, at))

    def newest_edit(self, field: str) -> Statement | None:
        """Return the newest edit that holds a field."""
        return next((each for each in reversed(self.edits) if field in each.values), None)

    def newest_holding(self, field: str) -> list[list[Saying]]:
        """Return, for every source that speaks of a field, the sayings of its newest list that does.

        A number in place of a name is none, while anything else is said.
        """
        found = []
        for sayings in self.by_source.values():
            holding = [each for each in sayings if says(each.statement, field)]
            if field == "name":
                holding = [each for each in holding if not is_called_by_its_number(each.statement)]
            if holding:
                found.append(newest(holding))
        return found

    def union(self, field: str) -> tuple[str, ...]:
        """Return every value of a union field, sorted.

        The newest edit that holds the field is what the person left standing: what statements had said
        by then and the person left out stays out; what is said for the first time since is added.
        """
        edit = self.newest_edit(field)
        groups = self.newest_holding(field)
        said = {text for group in groups for each in group for text in _texts(each, field)}
        if edit is not None:
            left_standing = {str(value) for value in edit.values[field] or ()}
            said = (said - self.texts_before(edit, field)) | left_standing
        return ordered(said)

    def texts_before(self, edit: Statement, field: str) -> set[str]:
        """Return what lists had said of a union field when a person edited it."""
        earlier = (each for each in self.lists if each.recorded_at <= edit.recorded_at)
        return {value for each in earlier for value in each.values.get(field) or ()}


def ordered(texts: Iterable[str]) -> tuple[str, ...]:
    """Return different texts in the order of a list for people: case counts last."""
    different = set(texts)
    return tuple(different) if len(different) < 2 else tuple(sorted(different, key=_case_last))


def _case_last(text: str) -> tuple[str, str]:
    return text.casefold(), text


def _own_saying(statement: Statement) -> Saying:
    return Saying(statement.said_on, statement.recorded_at, statement.import_id or "", statement)


def newest(sayings: Sequence[Saying]) -> list[Saying]:
    """Return the newest saying with all others of the same import on the same day; [] for none."""
    if len(sayings) < 2:
        return list(sayings)
    last = max(sayings, key=lambda each: each.key)
    if not last.import_id:
        return [last]
    return [each for each in sayings if (each.import_id, each.said_on) == (last.import_id, last.said_on)]


def says(statement: Statement, field: str) -> bool:
    """Return whether a list's statement speaks of a field: blanks and "unknown" say nothing."""
    value = statement.values.get(field)
    if value is None or value in ("", [], {}, ()):
        return False
    return not (field in BLANKS and value == BLANKS[field])


def is_called_by_its_number(statement: Statement) -> bool:
    """Return whether a statement has a number for a name, for want of another."""
    return statement.values.get("name") in (statement.values.get("identifiers") or ())


def _texts(saying: Saying, field: str) -> list[str]:
    return [str(value) for value in saying.statement.values.get(field) or ()]
