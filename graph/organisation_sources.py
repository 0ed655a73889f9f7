"""Where each fact of an organisation's record comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model.organisation_page import MembershipLine, Source, SourcedValue
from graph.model.organisations import Record
from graph.model.sayings import newest_saying
from graph.model.statements import SINGLE_FIELDS, Statement, StatementKind
from graph.store import Store

IMPORT_FILES = """
UNWIND $ids AS id
MATCH (import:Import {id: id})
RETURN id AS id, import.file_name AS file_name, import.body AS body, import.body_name AS body_name
"""

BODY_NAMES = """
UNWIND $ids AS id
MATCH (organisation:Organisation {id: id})
RETURN id AS id, organisation.name AS name
"""


class Sources:
    """The statements in force about one organisation, with the files and people behind them."""

    def __init__(self, store: Store, statements: Sequence[Statement], record: Record) -> None:
        self._statements = sorted(statements, key=lambda each: (each.recorded_at, each.id), reverse=True)
        self._record = record
        imports = sorted({each.import_id for each in statements if each.import_id})
        rows = store.read(IMPORT_FILES, ids=imports) if imports else []
        self._files: Mapping[str, Mapping[str, Any]] = {row["id"]: row for row in rows}
        bodies = {row["body"] for row in rows if row["body"]}
        bodies |= {each.body_id for each in record.memberships}
        names = store.read(BODY_NAMES, ids=sorted(bodies)) if bodies else []
        self._names = {row["id"]: row["name"] for row in names}

    def source(self, statement: Statement) -> Source:
        """Return who made a statement."""
        file = self._files.get(statement.import_id or "", {})
        body = statement.body_id or file.get("body")
        return Source(
            statement=statement.id,
            kind=str(statement.kind),
            said_on=statement.said_on,
            recorded_at=statement.recorded_at,
            import_id=statement.import_id,
            file_name=file.get("file_name"),
            row=statement.row,
            body_id=body,
            body_name=self._names.get(body or "") or file.get("body_name"),
            user=statement.user,
            example=statement.example,
        )

    def facts(self) -> tuple[SourcedValue, ...]:
        """Return the single fields that hold a value, each with those who say it, the winner first."""
        found = []
        for field in SINGLE_FIELDS:
            winner = self._record.won_by.get(field)
            value = getattr(self._record, field)
            if winner is None or value is None or value == "":
                continue
            said = self._who(_gives(field, value))
            first = [each for each in said if each.statement == winner]
            found.append(SourcedValue(field, value, (*first, *(each for each in said if each not in first))))
        return tuple(found)

    def values(self, field: str, shown: Iterable[Any]) -> tuple[SourcedValue, ...]:
        """Return each shown value of a union field with those who say it."""
        return tuple(SourcedValue(field, value, self._who(_holds(field, value))) for value in shown)

    def other_names(self) -> tuple[SourcedValue, ...]:
        """Return each other name with those who say it, be it as the name."""

        def says(name: str) -> Callable[[Statement], bool]:
            return lambda each: (
                name in (each.values.get("other_names") or ()) or each.values.get("name") == name
            )

        return tuple(
            SourcedValue("other_names", name, self._who(says(name))) for name in self._record.other_names
        )

    def roles(self) -> tuple[SourcedValue, ...]:
        """Return each role with those who say it; a membership list says "member"."""

        def says(role: str) -> Callable[[Statement], bool]:
            return lambda each: (
                role in (each.values.get("roles") or ())
                or (role == "member" and each.kind == StatementKind.LISTING)
            )

        shown = sorted(str(role) for role in self._record.roles)
        return tuple(SourcedValue("roles", role, self._who(says(role))) for role in shown)

    def memberships(self) -> tuple[MembershipLine, ...]:
        """Return the memberships with the names of the bodies, in the order of the names."""
        lines = [
            MembershipLine(
                each.body_id,
                self._names.get(each.body_id, ""),
                each.since,
                each.until,
                self._who(_on_the_list_of(each.body_id)),
            )
            for each in self._record.memberships
        ]
        return tuple(sorted(lines, key=lambda line: (line.body_name.casefold(), line.body_id)))

    def notes(self) -> tuple[SourcedValue, ...]:
        """Return what the newest list of each source says in other words, with those who say it."""
        by_source: dict[str, list[Statement]] = defaultdict(list)
        for each in self._statements:
            by_source[each.source].append(each)
        texts = [
            each.values.get("notes") for several in by_source.values() for each in newest_saying(several)
        ]
        shown = sorted({str(text) for text in texts if text})
        return tuple(SourcedValue("notes", text, self._who(_gives("notes", text))) for text in shown)

    def works_with(self) -> tuple[SourcedValue, ...]:
        """Return {community, status} pairs with those who name the community."""
        return tuple(
            SourcedValue("works_with", (community, status), self._who(_holds("works_with", community)))
            for community, status in self._record.works_with.items()
        )

    def disputes(self) -> dict[str, tuple[SourcedValue, ...]]:
        """Return, for each disputed field, every differing value with who says it."""
        by_id = {each.id: each for each in self._statements}
        return {
            field: tuple(
                SourcedValue(field, value, (self.source(by_id[statement]),))
                for statement, value in said
                if statement in by_id
            )
            for field, said in self._record.disputed.items()
        }

    def _who(self, says: Callable[[Statement], bool]) -> tuple[Source, ...]:
        return tuple(self.source(each) for each in self._statements if says(each))


def _gives(field: str, value: Any) -> Callable[[Statement], bool]:
    return lambda each: each.values.get(field) == value


def _holds(field: str, value: Any) -> Callable[[Statement], bool]:
    return lambda each: value in (each.values.get(field) or ())


def _on_the_list_of(body_id: str) -> Callable[[Statement], bool]:
    return lambda each: each.body_id == body_id


def record_with_numbers(record: Record, held: Sequence[str]) -> Record:
    """Return a record with the numbers that the organisation holds: others' numbers are withheld from it."""
    return replace(record, identifiers=tuple(held))
