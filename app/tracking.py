"""The list tracker for pages and exports: each body's list, what is verified of it and what is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.coverage import today
from app.exports.sheet import Sheet
from app.runtime import Earshot
from app.words import AGREEMENT_WORDS, STANDING_WORDS
from graph.model.claims import Claim
from graph.model.list_tracking import TrackedList

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class TrackerLine:
    """A body's list; ``members`` are verified memberships in force, ``claim`` the newest claim."""

    tracked: TrackedList
    standing: str
    members: int
    claim: Claim | None


def tracker_lines(running: Earshot) -> list[TrackerLine]:
    """Return every body's list by the body's name; [] without any body."""
    from graph.claims import latest_claims  # noqa: PLC0415 - the driver only when needed
    from graph.list_tracker import noted_bodies, tracked_lists  # noqa: PLC0415
    from graph.network.gathering import members_of_bodies  # noqa: PLC0415

    day = today().isoformat()
    members = members_of_bodies(running.snapshot(), day)
    bodies = {*members, *noted_bodies(running.store)}
    claimed = latest_claims(running.store, bodies) if bodies else {}
    return [
        TrackerLine(one, str(one.standing(day)), len(members.get(one.body, ())), claimed.get(one.body))
        for one in tracked_lists(running.store, bodies)
    ]


HEADINGS = (
    *("Body", "Standing", "Asked on", "Asked of", "Agreement", "Agreed on", "Agreed by", "Chased on"),
    *("Ask again by", "Received on", "Version", "Last file", "Date of the list", "Rows", "Brought in on"),
    *("Members verified", "Members claimed", "Claimed for", "Claimed by", "Notes", "Noted by"),
)


def tracker_sheet(lines: Sequence[TrackerLine]) -> Sheet:
    """Return the tracker as a table to take away; what is verified and what is claimed stand apart."""
    return Sheet(
        title="List tracker",
        headings=HEADINGS,
        rows=[_row(line) for line in lines],
        about=(("Day", today().isoformat()),),
        example=any(line.tracked.example for line in lines),
    )


def _row(line: TrackerLine) -> list[str | int | None]:
    tracked, notes, last, claim = line.tracked, line.tracked.notes, line.tracked.last_import, line.claim
    return [
        tracked.name,
        STANDING_WORDS[line.standing],
        *(notes.asked_on, notes.asked_of, AGREEMENT_WORDS[str(notes.agreement)]),
        *(notes.agreed_on, notes.agreed_by, "; ".join(notes.chased_on), notes.chase_next or tracked.due_on),
        *(notes.received_on or tracked.received_on, notes.version),
        *((last.file_name, last.said_on, last.rows, last.came_on) if last else (None, None, None, None)),
        line.members,
        *((claim.total, claim.counted_on, claim.said_by) if claim else (None, None, None)),
        *(notes.notes, tracked.noted_by),
    ]
