"""An organisation's version: it moves on with every change of its record or of any fact about it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Tx

MOVE_VERSIONS_ON = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
SET organisation.version = coalesce(organisation.version, 0) + 1
RETURN count(organisation) AS moved
"""


def move_versions_on(tx: Tx, org_ids: Iterable[str]) -> None:
    """Give each organisation its next version and note it as touched; ids that nobody has are passed over."""
    organisations = sorted(set(org_ids))
    if organisations:
        tx.run(MOVE_VERSIONS_ON, organisations=organisations)
        tx.touch(*organisations)
