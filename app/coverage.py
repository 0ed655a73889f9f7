"""The coverage page's question, as it stands in the address, and the table that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.errors import Refused
from app.runtime import Earshot

if TYPE_CHECKING:
    from graph.model.consultations import Consultation
    from graph.reach.cells import CoverageTable
    from graph.reach.snapshot import Snapshot

LONDON = ZoneInfo("Europe/London")

SORTS = ("gap", "name", "heard", "led", "unknown")
"""What the table can be sorted by; the largest gap first unless asked otherwise."""


@dataclass(frozen=True)
class Asked:
    """Everything that the address of a coverage page says. None: not narrowed by it.

    ``on`` is the ISO day on which the facts were known, ``under`` the community opened to show what lies
    below it, ``verdict`` the only one to show.
    """

    consultation: str | None = None
    rule: str = "self"
    place: str | None = None
    size: str | None = None
    body: str | None = None
    on: str | None = None
    sort: str = "gap"
    verdict: str | None = None
    under: str | None = None

    def query(self, **changed: str | None) -> dict[str, str]:
        """Return the parameters of an address that asks this, with some changed; usual ones left out."""
        asked = replace(self, **changed)  # type: ignore[arg-type]
        usual = Asked()
        return {
            each.name: getattr(asked, each.name)
            for each in fields(asked)
            if getattr(asked, each.name) != getattr(usual, each.name)
        }

    @property
    def filters_set(self) -> int:
        """How many filters narrow the table."""
        return sum(value is not None for value in (self.place, self.size, self.body, self.on))


@dataclass(frozen=True)
class Answered:
    """A table with what it was made from."""

    asked: Asked
    table: CoverageTable
    snapshot: Snapshot
    consultation: Consultation | None


def asked_by(arguments: Mapping[str, str]) -> Asked:
    """Return what an address asks. Raises Refused for a day that isn't one, or in the future."""
    given = {each.name: arguments.get(each.name, "").strip()[:200] for each in fields(Asked)}
    asked = replace(Asked(), **{name: value for name, value in given.items() if value})
    if asked.sort not in SORTS:
        asked = replace(asked, sort="gap")
    if asked.on:
        asked = replace(asked, on=_past_day(asked.on))
    return asked


def _past_day(text: str) -> str | None:
    """Return an ISO day; None for today, which needs no looking back."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is not a day.", "Write it like 2024-12-03.") from None
    if day > today():
        raise Refused(f"Nothing can be known as on {text} yet.", "Choose a day up to today.")
    return None if day == today() else day.isoformat()


def today() -> date:
    """Return today's day in London."""
    return datetime.now(LONDON).date()


def answer(running: Earshot, asked: Asked) -> Answered:
    """Return the coverage table asked for; of the consultation that opened last unless one is named.

    Raises graph.errors.Refused for anything that isn't in the graph.
    """
    from graph.reach.coverage import coverage  # noqa: PLC0415 - numpy only when a table is asked for

    snapshot = running.snapshot(asked.on)
    day = asked.on or today().isoformat()
    consultation = _consultation(snapshot, asked.consultation, day)
    table = coverage(
        snapshot,
        day=day,
        consultation=consultation.id if consultation else None,
        rule=asked.rule,
        place=asked.place,
        size=asked.size,
        body=asked.body,
    )
    return Answered(asked, table, snapshot, consultation)


def _consultation(snapshot: Snapshot, wanted: str | None, day: str) -> Consultation | None:
    if wanted:
        return snapshot.frame.consultation(wanted)
    every = sorted(snapshot.frame.consultations, key=lambda one: (one.opens, one.id), reverse=True)
    opened = [one for one in every if one.opens <= day]
    candidates = opened or every[-1:]
    return candidates[0] if candidates else None
