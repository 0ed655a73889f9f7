"""Which fields the columns of a source's lists were taken for: kept with each import, gone with its undo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graph.import_records import IN_FORCE_STATES
from graph.store import Store

LISTS_BACK = 12
"""How many lists of a source are looked back at: a year of monthly lists."""


@dataclass(frozen=True)
class SettledColumns:
    """The columns of one import: (heading, field or None, whose word that is), and its policies.

    ``date_order`` is what somebody said of its dates, "" if nobody did.
    """

    import_id: str
    columns: tuple[tuple[str, str | None, str], ...]
    policies: Mapping[str, str]
    date_order: str


SETTLED = """
MATCH (import:Import {source: $source})
WHERE import.state IN $states AND import.columns IS NOT NULL
RETURN import.id AS id, import.columns AS columns, coalesce(import.policies, '{}') AS policies,
       coalesce(import.date_order, '') AS date_order
ORDER BY import.started_at DESC, import.id DESC
LIMIT $limit
"""


def settled_by(store: Store, source: str) -> list[SettledColumns]:
    """Return the columns of a source's imports in force, the newest import first; [] for none.

    A list that was taken back, or only looked at, isn't among them.
    """
    rows = store.read(SETTLED, source=source, states=list(IN_FORCE_STATES), limit=LISTS_BACK)
    return [
        SettledColumns(
            row["id"],
            tuple((heading, held, origin) for heading, held, origin in json.loads(row["columns"])),
            json.loads(row["policies"]),
            row["date_order"],
        )
        for row in rows
    ]
