"""A list's rows on their way to values: what is known about the list, and what a row became."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from graph.model.consultations import EngagementKind
from graph.model.days import long_date
from graph.model.names import canonical, variants
from graph.model.plan import Issue, Severity
from graph.model.taxonomy import CommunityIndex, standard_index
from importers.field_registry import BY_ID
from importers.fields.dates import DateColumn, DateOrder, date_column
from importers.fields.identifiers import number_column
from importers.fields.leadership import ShareColumn, share_column
from importers.fields.postcodes import district_of
from importers.fields.reading import Reading, placed, warning
from importers.lists.as_read import AsRead
from importers.mapping import positions_of_fields
from importers.read.table import Row, Table

T = TypeVar("T")

SHARE_FIELDS = ("board_share", "senior_share", "staff_share")

_JOINED_BY = {"address": ", ", "other_names": "; ", "works_in": "; ", "part_of": "; ", "notes": "; "}


@dataclass(frozen=True)
class ListContext:
    """What is known about a list besides its rows.

    ``kind`` is the importer's name, ``said_on`` the list's own date (ISO day), ``body_id`` the body whose
    list it is, ``own_answers`` whether it passes on the organisations' own answers, ``consultation`` the id
    that a log belongs to, ``opens`` its first day and ``principles`` what its principles are called,
    ``role`` the role of every organisation on the list, ``communities`` the taxonomy in force (the standard
    one unless given), ``date_order`` a person's answer to which of a date's numbers is the day,
    ``usual_order`` what was said of the source's last list: it holds where a column doesn't prove another,
    ``event_kind`` and ``held_on`` what contact every row of a log was, and when, that doesn't say,
    ``today`` the ISO day after which nothing can have happened yet (None: not looked at), ``scheme`` the
    org-id prefix of the register that a table is of.
    """

    kind: str
    said_on: str
    body_id: str | None = None
    body_name: str | None = None
    own_answers: bool = False
    consultation: str | None = None
    role: str | None = None
    recorded_on: str | None = None
    opens: str | None = None
    principles: tuple[str, ...] = ()
    communities: CommunityIndex = field(default_factory=standard_index)
    date_order: DateOrder | None = None
    usual_order: DateOrder | None = None
    event_kind: EngagementKind | None = None
    held_on: str | None = None
    today: str | None = None
    scheme: str | None = None


@dataclass(frozen=True)
class ParsedRow:
    """One row as values.

    ``values`` are a statement's fields (``graph.model.statements.Statement``), ``facts`` what else the row
    says (see each importer). ``questions`` are what a person must settle before anything of the row is
    taken; an issue of severity error rejects the row.
    """

    row: int
    cells: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    questions: tuple[str, ...] = ()

    @cached_property
    def rejected(self) -> bool:
        """Whether an issue rejects the row."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def without_numbers(self, notes: Mapping[str, Issue], heading: str | None = None) -> ParsedRow:
        """Return the row without some of its numbers; ``notes`` says why, ``heading`` where they stood."""
        left = [each for each in self.identifiers if each not in notes]
        issues = (*self.issues, *placed(notes.values(), self.row, heading))
        return replace(self, values={**self.values, "identifiers": left}, issues=issues)

    @cached_property
    def name(self) -> str:
        """The organisation's name, empty when the row gives none."""
        return str(self.values.get("name", ""))

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """The org-ids that the row gives."""
        return tuple(self.values.get("identifiers", ()))

    @cached_property
    def canonical(self) -> str:
        """The canonical form of the name, empty without a name."""
        return canonical(self.name)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every canonical form that the organisation may be found by: its name's and its other names'."""
        names = (self.name, *self.values.get("other_names", ()))
        return tuple(dict.fromkeys(form for name in names for form in variants(name)))

    @cached_property
    def district(self) -> str | None:
        """The postcode district that the row gives."""
        return district_of(self.values.get("postcode"))


class ListReader:
    """A table with its mapping: which columns hold a field, and how its dates, shares and numbers read."""

    def __init__(self, table: Table, mapping: Sequence[str | None], context: ListContext) -> None:
        self.table = table
        self.context = context
        self._positions = positions_of_fields(table.headings, mapping)
        self.dates: dict[str, DateColumn] = {}
        self.asked: dict[tuple[str, Callable[[str], bool]], bool] = {}
        for field_id in self._positions:
            if BY_ID[field_id].value == "date":
                self.dates[field_id] = self.date_column(field_id)
        self.shares = {name: share_column(self._column(name)) for name in SHARE_FIELDS if name in self}
        self.numbers = {name: number_column(name, self.heading(name)) for name in self._positions}

    def __contains__(self, field_id: str) -> bool:
        return field_id in self._positions

    def heading(self, field_id: str) -> str | None:
        """Return the heading of the first column that holds a field, None when none does."""
        positions = self._positions.get(field_id)
        return self.table.headings[positions[0]] if positions else None

    def text(self, row: Row, field_id: str) -> str:
        """Return what a row says in a field, empty when nothing; several columns are put together."""
        positions = self._positions.get(field_id)
        if not positions:
            return ""
        if len(positions) == 1:
            return row.cells[positions[0]].strip()
        parts = [row.cells[position].strip() for position in positions]
        return _JOINED_BY.get(field_id, " ").join(part for part in parts if part)

    def date_column(self, field_id: str) -> DateColumn:
        """Return how a column's dates read, decided from all its values."""
        latest = int(self.context.said_on[:4]) + 1
        order, usual = self.context.date_order, self.context.usual_order
        return date_column(self._column(field_id), order, latest, usual)

    def ticks(self, field_id: str) -> DateColumn:
        """Return how dates read in a column of ticks, dates and initials."""
        if field_id not in self.dates:
            self.dates[field_id] = self.date_column(field_id)
        return self.dates[field_id]

    def some_cell(self, field_id: str, test: Callable[[str], bool]) -> bool:
        """Return whether any cell of a field's first column passes a test, which is asked once."""
        key = (field_id, test)
        if key not in self.asked:
            self.asked[key] = any(map(test, self._column(field_id)))
        return self.asked[key]

    def parse(self, parse_row: Callable[[ListReader, Row], ParsedRow]) -> tuple[ParsedRow, ...]:
        """Return every row parsed; what there is to say about whole columns stands with the first one."""
        return tuple(self.each(parse_row))

    def each(self, parse_row: Callable[[ListReader, Row], ParsedRow]) -> Iterator[ParsedRow]:
        """Yield what ``parse`` returns, row by row."""
        issues = self.column_issues()
        read = AsRead(self.table)
        for row in self.table.rows:
            parsed = parse_row(self, row)
            asked, wrong = (*parsed.questions, *read.questions(row)), (*parsed.issues, *read.issues(row))
            if len(asked) + len(wrong) > len(parsed.questions) + len(parsed.issues):
                parsed = replace(parsed, questions=asked, issues=wrong)
            yield replace(parsed, issues=(*issues, *parsed.issues)) if issues else parsed
            issues = ()

    def column_issues(self) -> tuple[Issue, ...]:
        """Return what there is to say about columns as a whole."""
        return tuple(
            replace(issue, column=self.heading(field_id))
            for field_id, column in self.dates.items()
            for issue in column.issues
        )

    def share_column(self, field_id: str) -> ShareColumn:
        """Return how a column's shares read."""
        return self.shares.get(field_id, ShareColumn())

    def _column(self, field_id: str) -> list[str]:
        """Return every cell of a field's first column."""
        return list(self.table.column(self._positions[field_id][0]))


class RowBuilder:
    """Gathers what one row says, with its issues in their places."""

    def __init__(self, reader: ListReader, row: Row) -> None:
        self.reader = reader
        self.row = row
        self.issues: list[Issue] = []
        self.questions: list[str] = []
        self.facts: dict[str, Any] = {}

    def text(self, field_id: str) -> str:
        """Return what the row says in a field, empty when nothing."""
        return self.reader.text(self.row, field_id)

    def read(self, field_id: str, reading_of: Callable[[str], Reading[T]]) -> T | None:
        """Return a field's value, None when the cell says nothing or nothing usable; keep its issues."""
        text = self.text(field_id) if field_id in self.reader else ""
        if not text:
            return None
        reading = reading_of(text)
        if reading.issues:
            self.issues.extend(placed(reading.issues, self.row.number, self.reader.heading(field_id)))
        return reading.value

    def date(self, field_id: str) -> str | None:
        """Return a field's day (ISO), None when the cell says none."""
        column = self.reader.dates.get(field_id)
        return self.read(field_id, column.read) if column else None

    def past_date(self, field_id: str) -> str | None:
        """Return a field's day as ``date`` does; a day on which nothing can have happened is left out."""
        day = self.date(field_id)
        issue = impossible_day(day, self.reader.context.today)
        if issue is None:
            return day
        self.say(issue, field_id)
        return None

    def kept_date(self, field_id: str) -> str | None:
        """Return a field's day as ``date`` does; one that can hardly be right is kept, and it is said."""
        day = self.date(field_id)
        today = self.reader.context.today
        if day is not None and today is not None and day > _latest_usual(field_id, today):
            note = f"{long_date(day)} is still to come: kept as given. Check it."
            self.say(warning("date_to_come_kept", note, day), field_id)
        elif day is not None and day < EARLIEST:
            note = (
                f"{long_date(day)} is long ago: kept as given. "
                "Check it: spreadsheets make 1899 or 1900 of a nought."
            )
            self.say(warning("date_long_ago_kept", note, day), field_id)
        return day

    def say(self, issue: Issue, field_id: str | None = None) -> None:
        """Keep an issue about the row, or about one of its cells."""
        heading = self.reader.heading(field_id) if field_id else None
        self.issues.extend(placed([issue], self.row.number, heading))

    def done(self, values: Mapping[str, Any]) -> ParsedRow:
        """Return the row as it was read."""
        return ParsedRow(
            self.row.number,
            self.row.cells,
            values,
            self.facts,
            tuple(self.issues),
            tuple(self.questions),
        )


EARLIEST = "1945-01-01"
"""No contact and no declaration that anybody would bring in is older."""

YEARS_AHEAD = 5
"""A membership or a post may have an end that far in the future."""


def impossible_day(day: str | None, today: str | None) -> Issue | None:
    """Return what to say of an ISO day that is still to come or long before anybody's time; None if fine."""
    if day is not None and today is not None and day > today:
        return warning("date_to_come", f"{long_date(day)} is still to come: it was left out.", day)
    if day is not None and day < EARLIEST:
        return warning("date_too_early", f"{long_date(day)} can't be right: it was left out.", day)
    return None


def _latest_usual(field_id: str, today: str) -> str:
    """Return the last day (ISO) that is nothing odd: memberships are paid for some years ahead."""
    return f"{int(today[:4]) + YEARS_AHEAD}{today[4:]}" if field_id in ("left", "until") else today
