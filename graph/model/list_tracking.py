"""Where an infrastructure body's list stands: what people noted about it, what came in, what is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

PATIENCE = 28
"""Days after which a list that was asked for is overdue, when nobody set another day."""


class Agreement(StrEnum):
    """What a body and we agreed about passing its list on. Nothing noted is ``UNKNOWN``, never "no"."""

    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"
    UNDER_WAY = "under_way"
    SIGNED = "signed"
    REFUSED = "refused"


class Standing(StrEnum):
    """Where a list stands, first that fits."""

    REFUSED = "refused"
    OVERDUE = "overdue"
    WAITING = "waiting"
    RECEIVED = "received"
    IN = "in"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class ListNotes:
    """What people noted about a body's list; days are ISO days, None or "" where nothing was noted.

    ``asked_of`` is whom we asked, ``received_on`` the day the list reached us by hand (an import says it by
    itself), ``version`` what the body calls it, ``chased_on`` the days on which we asked again.
    """

    asked_on: str | None = None
    asked_of: str = ""
    agreement: Agreement = Agreement.UNKNOWN
    agreed_on: str | None = None
    agreed_by: str = ""
    received_on: str | None = None
    version: str = ""
    chased_on: tuple[str, ...] = ()
    chase_next: str | None = None
    notes: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is noted at all."""
        return self == ListNotes()


@dataclass(frozen=True)
class ListImport:
    """One list of a body that is in: ``came_on`` is the day it came in, ``said_on`` the list's own day."""

    id: str
    file_name: str
    said_on: str
    came_on: str
    rows: int
    state: str


@dataclass(frozen=True)
class TrackedList:
    """A body with what is known of its list. ``imports`` are those in force, the newest first.

    ``entry`` names the notes in force, None while nobody noted anything.
    """

    body: str
    name: str
    example: bool = False
    notes: ListNotes = field(default_factory=ListNotes)
    entry: str | None = None
    noted_at: str | None = None
    noted_by: str = ""
    imports: tuple[ListImport, ...] = ()

    @property
    def last_import(self) -> ListImport | None:
        """The import that came in last, None while none is in force."""
        return self.imports[0] if self.imports else None

    @property
    def received_on(self) -> str | None:
        """The day on which the list last reached us: noted by hand, or that of the last import."""
        came_on = self.last_import.came_on if self.last_import else None
        return max(filter(None, (self.notes.received_on, came_on)), default=None)

    @property
    def is_awaited(self) -> bool:
        """Whether a list was asked for that hasn't reached us since."""
        asked_on = self.notes.asked_on
        return bool(asked_on and (self.received_on or "") < asked_on)

    @property
    def due_on(self) -> str | None:
        """The day by which to ask again: as noted, else some days after we last asked; None for no wait."""
        if not self.is_awaited:
            return None
        if self.notes.chase_next:
            return self.notes.chase_next
        asked = max(filter(None, (self.notes.asked_on, *self.notes.chased_on)))
        return (date.fromisoformat(asked) + timedelta(days=PATIENCE)).isoformat()

    def standing(self, today: str) -> Standing:
        """Return where the list stands on an ISO day."""
        if self.is_awaited:
            if self.notes.agreement is Agreement.REFUSED:
                return Standing.REFUSED
            return Standing.OVERDUE if (self.due_on or today) < today else Standing.WAITING
        came_on = self.last_import.came_on if self.last_import else ""
        if self.notes.received_on and self.notes.received_on > came_on:
            return Standing.RECEIVED
        if came_on:
            return Standing.IN
        return Standing.REFUSED if self.notes.agreement is Agreement.REFUSED else Standing.NOT_ASKED


def standings(tracked: Collection[TrackedList], today: str) -> dict[Standing, int]:
    """Return how many lists stand where on an ISO day; every standing is there, with 0 for none."""
    counts = dict.fromkeys(Standing, 0)
    for each in tracked:
        counts[each.standing(today)] += 1
    return counts
