"""The facts as they were known at an instant: recorded by then, and not yet retracted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.facts_in_force import contacts_in_force, declared_in_force
from graph.model.as_member import is_spoken_of, recorded_as_member
from graph.model.organisations import Record
from graph.model.statements import Statement
from graph.model.winners import record_from
from graph.reach.facts import BodyList, Contacts, Declared, Facts, OrganisationColumns, Serving
from graph.statements import statements_ever_made
from graph.store import Store

BATCH = 5_000
"""Organisations whose statements are read in one go: bounds memory."""

NUMBERS = """
MATCH (o:Organisation)
RETURN collect(o.n) AS n, collect(o.id) AS id
"""


def facts_known_at(store: Store, instant: str) -> Facts:
    """Return what was known at an ISO instant in UTC; no facts at all before the first was recorded."""
    columns = store.columns(NUMBERS)
    numbers: dict[str, int] = dict(zip(columns["id"], columns["n"], strict=True))
    declared = declared_in_force(store, at=instant)
    contacts = contacts_in_force(store, at=instant)
    records = _records(store, list(numbers), instant)
    referred = _referred_to(records, declared, contacts, numbers)
    known = {
        org_id: entry for org_id, entry in records.items() if entry.spoken_of or numbers[org_id] in referred
    }
    return Facts(
        organisations=_organisations(known, numbers),
        lists=_lists(known, numbers),
        serving=_serving(known, numbers),
        declared=declared,
        contacts=contacts,
    )


class _Then:
    """One organisation as it was known."""

    def __init__(self, statements: list[Statement], instant: str) -> None:
        in_force = [each for each in statements if each.in_force(instant)]
        self.spoken_of = is_spoken_of(in_force)
        self.as_member = recorded_as_member(in_force)
        self.record: Record = record_from(statements, at=instant)


def _records(store: Store, org_ids: list[str], instant: str) -> dict[str, _Then]:
    """Return every organisation's record as it was known; of those never spoken of by then, an empty one."""
    found: dict[str, _Then] = {}
    for start in range(0, len(org_ids), BATCH):
        some = org_ids[start : start + BATCH]
        statements = statements_ever_made(store, some)
        found.update(
            {org_id: _Then(_by_then(statements.get(org_id, ()), instant), instant) for org_id in some}
        )
    return found


def _by_then(statements: Iterable[Statement], instant: str) -> list[Statement]:
    return [each for each in statements if each.recorded_at <= instant]


def _referred_to(
    records: Mapping[str, _Then],
    declared: list[Declared],
    contacts: list[Contacts],
    numbers: Mapping[str, int],
) -> set[int]:
    """Return the numbers of organisations that something then in force refers to."""
    bodies = {each.body_id for entry in records.values() for each in entry.record.memberships}
    referred = {numbers[body] for body in bodies if body in numbers}
    referred |= {each.organisation for each in declared}
    return referred.union(*(group.organisations for group in contacts))


def _organisations(known: Mapping[str, _Then], numbers: Mapping[str, int]) -> OrganisationColumns:
    entries = list(known.values())
    return OrganisationColumns(
        n=[numbers[org_id] for org_id in known],
        id=list(known),
        place=[entry.record.place or "" for entry in entries],
        size=[entry.record.income_band for entry in entries],
        roles=[sorted(entry.record.roles) for entry in entries],
        hide_location=[bool(entry.record.hide_location) for entry in entries],
        as_member=[entry.as_member for entry in entries],
        example=[entry.record.example for entry in entries],
    )


def _lists(known: Mapping[str, _Then], numbers: Mapping[str, int]) -> list[BodyList]:
    by_body: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for org_id, entry in known.items():
        for each in entry.record.memberships:
            by_body[each.body_id].append((numbers[org_id], each.since or "", each.until or ""))
    return [
        BodyList(numbers[body], [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
        for body, rows in by_body.items()
        if body in numbers
    ]


def _serving(known: Mapping[str, _Then], numbers: Mapping[str, int]) -> list[Serving]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for org_id, entry in known.items():
        for community, status in entry.record.works_with.items():
            groups[community, status].append(numbers[org_id])
    return [Serving(community, status, some) for (community, status), some in groups.items()]
