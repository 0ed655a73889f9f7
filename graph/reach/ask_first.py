"""Whom to ask first who leads them, where too little is known of a community. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.reach.behind import Question, behind
from graph.reach.contact import contact_figures
from graph.reach.lineage import Flags
from graph.reach.snapshot import Snapshot

ACCEPTED, SUGGESTED, REST = "works with this community", "may work with this community", "has not said"
"""Why an organisation is worth asking, the best reason first."""


@dataclass(frozen=True)
class AskFirst:
    """An organisation to ask who leads it; ``heard``: its "yes" would count as heard at once."""

    organisation: str
    why: str
    heard: bool


def ask_these_first(snapshot: Snapshot, question: Question, limit: int = 20) -> tuple[AskFirst, ...]:
    """Return the organisations to ask, best first: of those unknown in the question's cell.

    Accepted works-with (of the community or of something below it) before suggested before the rest; among
    these whoever has been heard, then whoever was asked anything, then whoever nobody has asked who leads
    it, since their answers move the verdict most; then by their ``n``. Who prefers not to say is never
    asked again. ``question.figure`` doesn't matter. Raises Refused as ``behind``.
    """
    unknown = behind(snapshot, replace(question, figure="unknown")).organisations
    rows = np.array([snapshot.row_by_id[org_id] for org_id in unknown], dtype=np.int64)
    profile = snapshot.columns.profile[rows]
    may_be_asked = ~snapshot.profiles.declined_to_say[profile]
    position = snapshot.lineage.position[str(question.community)]
    may_be_asked &= ~snapshot.profiles.private[profile, position]
    rows, profile = rows[may_be_asked], profile[may_be_asked]
    figures = contact_figures(
        snapshot, question.consultation, question.scope.day, question.thresholds.waiting_days
    )
    tiers = _tiers(snapshot, position)[rows]
    heard, asked = figures["heard"][rows], figures["asked"][rows]
    keys = (snapshot.columns.n[rows], snapshot.profiles.asked[profile], ~asked, ~heard, tiers)
    best = np.lexsort(keys)[:limit]
    why = (ACCEPTED, SUGGESTED, REST)
    return tuple(AskFirst(str(snapshot.columns.id[rows[at]]), why[tiers[at]], bool(heard[at])) for at in best)


def _tiers(snapshot: Snapshot, community: int) -> npt.NDArray[np.int8]:
    """Return for every row 0 when works-with is accepted, 1 when it is suggested, 2 otherwise."""
    lineage, serving = snapshot.lineage, snapshot.works_with
    wanted: Flags = lineage.table([lineage.below[community] | 1 << community])[0]
    rows = snapshot.rows(serving.n)
    kept = wanted[serving.community] & (rows >= 0)
    tiers = np.full(len(snapshot), 2, dtype=np.int8)
    np.minimum.at(tiers, rows[kept], np.where(serving.accepted[kept], 0, 1).astype(np.int8))
    return tiers
