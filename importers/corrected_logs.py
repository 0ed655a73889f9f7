"""A log or a list of grants that comes again with a row corrected: what stays beside it is pointed out.

A contact whose day, kind or place was corrected is another occasion, and a grant without an identifier whose
amount was corrected is another grant. A file may hold a part only, so nothing tells a corrected row from a
further one for certain. A person can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.model.days import long_date
from graph.model.facts import fact_keys
from graph.model.grants import GrantOnRecord
from graph.model.happenings import ContactOnRecord
from graph.model.plan import Issue
from importers.fields.reading import placed, warning
from importers.lists.rows import ParsedRow
from importers.match.decide import Decision

EARLIER_STAYS = "earlier_contact_stays"
EARLIER_GRANT_STAYS = "earlier_grant_stays"

_Record = TypeVar("_Record", ContactOnRecord, GrantOnRecord)


def with_earlier_contacts_told(
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    on_record: Iterable[ContactOnRecord],
    source: str,
    consultation: str | None,
) -> tuple[ParsedRow, ...]:
    """Return a log's rows; one that says something new of an organisation tells what stands beside it.

    That is each contact with the organisation that an earlier version of the file gave and this one doesn't:
    an earlier file of which this one says at least half again, as far as it speaks of the same organisations.
    """
    keys = _keys(parsed, decisions, source, consultation)
    return _with_earlier_told(parsed, decisions, keys, list(on_record), _contact_stays)


def with_earlier_grants_told(
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    on_record: Iterable[GrantOnRecord],
    source: str,
) -> tuple[ParsedRow, ...]:
    """Return the rows of a list of grants; one with a new grant tells what stands beside it.

    That is each grant without an identifier to the same recipient that an earlier version of the file gave
    and this one doesn't, as with contacts.
    """
    keys = _keys(parsed, decisions, source, None)
    return _with_earlier_told(parsed, decisions, keys, list(on_record), _grant_stays)


def _with_earlier_told(
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    keys: Sequence[tuple[str, ...]],
    on_record: Sequence[_Record],
    stays: Callable[[_Record], Issue],
) -> tuple[ParsedRow, ...]:
    said = frozenset(key for some in keys for key in some)
    known = {one.key for one in on_record}
    gone = _gone(on_record, said)
    return tuple(
        _told(row, [stays(one) for one in gone.get(decision.organisation.id, ())])
        if decision.organisation is not None and not known.issuperset(some)
        else row
        for row, decision, some in zip(parsed, decisions, keys, strict=True)
    )


def _keys(
    parsed: Sequence[ParsedRow], decisions: Sequence[Decision], source: str, consultation: str | None
) -> list[tuple[str, ...]]:
    return [
        fact_keys(row.facts, source, decision.organisation.id, consultation) if decision.organisation else ()
        for row, decision in zip(parsed, decisions, strict=True)
    ]


def _gone(on_record: Sequence[_Record], said: frozenset[str]) -> dict[str, list[_Record]]:
    """Return, by organisation, what earlier versions of the file said that it no longer gives."""
    again = Counter(one.import_id for one in on_record if one.key in said)
    left = Counter(one.import_id for one in on_record if one.key not in said)
    found: dict[str, list[_Record]] = defaultdict(list)
    for one in sorted(on_record, key=_in_order):
        if one.key not in said and again[one.import_id] >= left[one.import_id]:
            found[one.organisation].append(one)
    return found


def _in_order(one: ContactOnRecord | GrantOnRecord) -> tuple[str, int, str]:
    day = one.held_on if isinstance(one, ContactOnRecord) else one.awarded_on
    return day or "", one.row, one.key


def _contact_stays(contact: ContactOnRecord) -> Issue:
    return warning(
        EARLIER_STAYS,
        f"{contact.file_name} has another contact with it in row {contact.row} "
        f"({contact.kind.replace('_', ' ')}, {long_date(contact.held_on)}), which isn't in this file. "
        "Both stand. If this row corrects it, take the earlier import back.",
    )


def _grant_stays(grant: GrantOnRecord) -> Issue:
    amount = "amount unknown" if grant.amount is None else f"{grant.amount:,.0f} {grant.currency}"
    day = f", {long_date(grant.awarded_on)}" if grant.awarded_on else ""
    return warning(
        EARLIER_GRANT_STAYS,
        f"{grant.file_name} has another grant to it in row {grant.row} ({grant.funder}, {amount}{day}), "
        "which isn't in this file. Both stand, and add up. If this row corrects it, take the earlier import "
        "back.",
    )


def _told(row: ParsedRow, issues: Sequence[Issue]) -> ParsedRow:
    return replace(row, issues=(*row.issues, *placed(issues, row.row, None))) if issues else row
