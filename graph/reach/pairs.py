"""Columns of pairs: memberships, works-with and contacts, each naming an organisation by its ``n``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.reach.facts import BodyList, Contacts, Serving
from graph.reach.ladder import Reached, reached_by
from graph.reach.lineage import Lineage

ALWAYS, NEVER = np.iinfo(np.int32).min, np.iinfo(np.int32).max
"""Days (since 1970) that stand for no beginning, and for no end or no day at all."""

Days = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Pairs:
    """Parallel columns of which the first names organisations."""

    n: npt.NDArray[np.int64]

    def without(self, gone: npt.NDArray[np.int64]) -> Self:
        """Return the pairs of all other organisations."""
        stay = ~np.isin(self.n, gone)
        return type(self)(**{name: getattr(self, name)[stay] for name in self.__dataclass_fields__})

    def joined(self, more: Self) -> Self:
        """Return these pairs followed by others."""
        return type(self)(
            **{
                name: np.concatenate([getattr(self, name), getattr(more, name)])
                for name in self.__dataclass_fields__
            }
        )


@dataclass(frozen=True)
class MemberOf(Pairs):
    """Member and body, with the days between which the membership is in force (its last day counts)."""

    body: npt.NDArray[np.int64]
    since: Days
    until: Days


@dataclass(frozen=True)
class WorksWith(Pairs):
    """Organisation and community (its position); accepted, or only suggested."""

    community: npt.NDArray[np.int32]
    accepted: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Contacted(Pairs):
    """What one contact came to (``Reached`` as a number), and the day it asked (NEVER when it didn't)."""

    reached: npt.NDArray[np.int16]
    asked_on: Days


@cache
def day_number(day: str, missing: int) -> int:
    """Return an ISO day as days since 1970, or ``missing`` for "" (and for what isn't a day)."""
    try:
        return int(np.datetime64(day, "D").astype(np.int64)) if day else missing
    except ValueError:
        return missing


def read_lists(lists: Sequence[BodyList]) -> MemberOf:
    """Return all lists' memberships as pairs."""
    bodies = np.array([each.body for each in lists], dtype=np.int64)
    lengths = [len(each.members) for each in lists]
    return MemberOf(
        n=_numbers([each.members for each in lists]),
        body=np.repeat(bodies, lengths),
        since=_days([each.since for each in lists], ALWAYS),
        until=_days([each.until for each in lists], NEVER),
    )


def read_serving(serving: Sequence[Serving], lineage: Lineage) -> WorksWith:
    """Return who works with whom as pairs; communities that aren't in the taxonomy are passed over."""
    known = [
        each
        for each in serving
        if each.community in lineage.position and each.status in ("accepted", "suggested")
    ]
    lengths = [len(each.organisations) for each in known]
    positions = np.array([lineage.position[each.community] for each in known], dtype=np.int32)
    accepted = np.array([each.status == "accepted" for each in known], dtype=np.bool_)
    return WorksWith(
        n=_numbers([each.organisations for each in known]),
        community=np.repeat(positions, lengths),
        accepted=np.repeat(accepted, lengths),
    )


def read_contacts(contacts: Sequence[Contacts]) -> dict[str, Contacted]:
    """Return what every contact came to, by consultation."""
    by_consultation: dict[str, list[Contacts]] = {}
    for group in contacts:
        by_consultation.setdefault(group.consultation, []).append(group)
    return {consultation: _contacted(groups) for consultation, groups in by_consultation.items()}


def no_contacts() -> Contacted:
    """Return a table of contacts without any."""
    return _contacted([])


def _contacted(groups: list[Contacts]) -> Contacted:
    steps = np.array(
        [_reached(group._replace(consultation="", held_on="", organisations=())) for group in groups],
        dtype=np.int16,
    )
    held = np.array([day_number(group.held_on, NEVER) for group in groups], dtype=np.int32)
    asks = (steps & (Reached.ASKED | Reached.ANSWERED)) == Reached.ASKED
    lengths = [len(group.organisations) for group in groups]
    return Contacted(
        n=_numbers([group.organisations for group in groups]),
        reached=np.repeat(steps, lengths),
        asked_on=np.repeat(np.where(asks, held, np.int32(NEVER)).astype(np.int32), lengths),
    )


@cache
def _reached(group: Contacts) -> int:
    return int(
        reached_by(
            group.kind,
            group.direction,
            spoke=group.spoke,
            bounced=group.bounced,
            declined=group.declined,
            told=group.told,
            asked_through=group.through,
        )
    )


def _numbers(columns: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """Return several columns of whole numbers as one."""
    arrays = [np.asarray(column, dtype=np.int64) for column in columns if len(column)]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def _days(columns: Sequence[Sequence[str]], missing: int) -> Days:
    """Return several columns of ISO days as one of numbers."""
    days = [day for column in columns for day in column]
    try:
        numbers = np.array(days, dtype="datetime64[D]").astype(np.int64)
    except ValueError:  # something among them isn't a day
        return np.array([day_number(day, missing) for day in days], dtype=np.int32)
    nothing = np.iinfo(np.int64).min
    return np.where(numbers == nothing, missing, numbers).astype(np.int32)
