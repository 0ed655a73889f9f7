"""The contacts that a log's earlier files gave, for telling which of them a later file no longer has."""

from __future__ import annotations

from collections.abc import Iterable

from graph.import_records import import_state
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


def contacts_on_record(store: Store, source: str, org_ids: Iterable[str]) -> list[ContactOnRecord]:
    """Return the contacts in force with these organisations that imports of one source gave.

    Read in portions of 2,000 organisations; empty when the source never spoke of them.
    """
    found: list[ContactOnRecord] = []
    files: dict[str, str] = {}
    wanted = sorted(set(org_ids))
    for start in range(0, len(wanted), AT_ONCE):
        columns = store.columns(
            CONTACTS_ON_RECORD, source=source, organisations=wanted[start : start + AT_ONCE]
        )
        for values in zip(*columns.values(), strict=True):
            said = dict(zip(columns, values, strict=True))
            if said["import_id"] not in files:
                files[said["import_id"]] = _file_of(store, said["import_id"])
            found.append(ContactOnRecord(**said, file_name=files[said["import_id"]]))
    return found


def _file_of(store: Store, import_id: str) -> str:
    state = import_state(store, import_id)
    return state.file_name if state else ""
