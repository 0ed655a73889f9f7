"""What earlier files of a source gave, for telling which of it a later file no longer has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from graph.import_records import import_state
from graph.model.grants import GrantOnRecord
from graph.model.happenings import ContactOnRecord
from graph.store import Store

AT_ONCE = 2000

CONTACTS_ON_RECORD = """
UNWIND $organisations AS id
MATCH (:Organisation {id: id})<-[:BY]-(part:Participation)-[:IN]->(engagement:Engagement)
WHERE part.source = $source AND part.retracted_at IS NULL AND part.import_id IS NOT NULL
RETURN collect(id) AS organisation, collect(part.key) AS key, collect(part.row) AS row,
       collect(part.import_id) AS import_id, collect(engagement.kind) AS kind,
       collect(engagement.held_on) AS held_on
"""

GRANTS_ON_RECORD = """
UNWIND $organisations AS id
MATCH (:Organisation {id: id})<-[grant:FUNDED]-(funder:Organisation)
WHERE grant.source = $source AND grant.retracted_at IS NULL AND grant.import_id IS NOT NULL
  AND coalesce(grant.grant_id, '') = ''
RETURN collect(id) AS organisation, collect(grant.key) AS key, collect(grant.row) AS row,
       collect(grant.import_id) AS import_id, collect(funder.name) AS funder,
       collect(coalesce(grant.amount, -1)) AS amount, collect(coalesce(grant.currency, 'GBP')) AS currency,
       collect(coalesce(grant.awarded_on, '')) AS awarded_on
"""

_Record = TypeVar("_Record", ContactOnRecord, GrantOnRecord)


def contacts_on_record(store: Store, source: str, org_ids: Iterable[str]) -> list[ContactOnRecord]:
    """Return the contacts in force with these organisations that imports of one source gave.

    Read in portions of 2,000 organisations; empty when the source never spoke of them.
    """
    return _on_record(store, CONTACTS_ON_RECORD, ContactOnRecord, source, org_ids)


def grants_on_record(store: Store, source: str, org_ids: Iterable[str]) -> list[GrantOnRecord]:
    """Return the grants in force to these organisations that imports of one source gave no identifier.

    Read in portions of 2,000 organisations; empty when the source never spoke of them.
    """
    return _on_record(store, GRANTS_ON_RECORD, _grant, source, org_ids)


def _grant(*, amount: float, awarded_on: str, **said: str) -> GrantOnRecord:
    row = int(said.pop("row"))
    known = None if amount < 0 else amount
    return GrantOnRecord(**said, row=row, amount=known, awarded_on=awarded_on or None)


def _on_record(
    store: Store, text: str, make: Callable[..., _Record], source: str, org_ids: Iterable[str]
) -> list[_Record]:
    found: list[_Record] = []
    files: dict[str, str] = {}
    wanted = sorted(set(org_ids))
    for start in range(0, len(wanted), AT_ONCE):
        columns = store.columns(text, source=source, organisations=wanted[start : start + AT_ONCE])
        for values in zip(*columns.values(), strict=True):
            said = dict(zip(columns, values, strict=True))
            if said["import_id"] not in files:
                files[said["import_id"]] = _file_of(store, said["import_id"])
            found.append(make(**said, file_name=files[said["import_id"]]))
    return found


def _file_of(store: Store, import_id: str) -> str:
    state = import_state(store, import_id)
    return state.file_name if state else ""
