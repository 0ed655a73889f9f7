"""A log that comes again with a row corrected: what its earlier file said is pointed out, since both stand.

A contact whose day, kind or place was corrected is another occasion, and a log may hold part of the contacts
only, so nothing tells a corrected row from a further one for certain. A person can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.model.days import long_date
from graph.model.facts import fact_keys
from graph.model.happenings import ContactOnRecord
from importers.fields.reading import placed, warning
from importers.lists.rows import ParsedRow
from importers.match.decide import Decision

EARLIER_STAYS = "earlier_contact_stays"


def with_earlier_contacts_told(
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    on_record: Iterable[ContactOnRecord],
    source: str,
    consultation: str | None,
) -> tuple[ParsedRow, ...]:
    """Return the rows; one that says something new of an organisation tells what stands beside it.

    That is each contact with the organisation that an earlier version of the file gave and this one doesn't:
    an earlier file of which this one says at least half again, as far as it speaks of the same organisations.
    """
    keys = [
        _keys(row, decision, source, consultation) for row, decision in zip(parsed, decisions, strict=True)
    ]
    said = frozenset(key for some in keys for key in some)
    contacts = list(on_record)
    known = {contact.key for contact in contacts}
    gone = _gone(contacts, said)
    return tuple(
        _told(row, gone.get(decision.organisation.id, ()))
        if decision.organisation is not None and not known.issuperset(some)
        else row
        for row, decision, some in zip(parsed, decisions, keys, strict=True)
    )


def _keys(row: ParsedRow, decision: Decision, source: str, consultation: str | None) -> tuple[str, ...]:
    one = decision.organisation
    return fact_keys(row.facts, source, one.id, consultation) if one is not None else ()


def _gone(contacts: Sequence[ContactOnRecord], said: frozenset[str]) -> dict[str, list[ContactOnRecord]]:
    """Return, by organisation, the contacts of earlier versions of the file that it no longer gives."""
    again = Counter(contact.import_id for contact in contacts if contact.key in said)
    left = Counter(contact.import_id for contact in contacts if contact.key not in said)
    found: dict[str, list[ContactOnRecord]] = defaultdict(list)
    for contact in contacts:
        if contact.key not in said and again[contact.import_id] >= left[contact.import_id]:
            found[contact.organisation].append(contact)
    return found


def _told(row: ParsedRow, gone: Sequence[ContactOnRecord]) -> ParsedRow:
    issues = [
        warning(
            EARLIER_STAYS,
            f"{contact.file_name} has another contact with it in row {contact.row} "
            f"({contact.kind.replace('_', ' ')}, {long_date(contact.held_on)}), which isn't in this file. "
            "Both stand. If this row corrects it, take the earlier import back.",
        )
        for contact in sorted(gone, key=lambda one: (one.held_on, one.row, one.key))
    ]
    return replace(row, issues=(*row.issues, *placed(issues, row.row, None))) if issues else row
