"""The reach snapshot: everything coverage needs about every organisation, as columns. Pure and immutable.

A row is an organisation; what there may be several of (memberships, works-with, contacts) are columns of
pairs that name organisations by ``n``, so that taking some organisations out and putting them in afresh
(``replace``) moves no pair of the others. What a table needs besides is computed once and kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.errors import Refused
from graph.model.communities import Community
from graph.model.consultations import Consultation
from graph.model.declarations import RULES, Rule
from graph.model.organisations import IncomeBand, Role
from graph.model.places import Place
from graph.reach.facts import Facts
from graph.reach.geography import NOWHERE, Geography
from graph.reach.kept import Kept
from graph.reach.ladder import Reached
from graph.reach.lineage import Flags, Lineage
from graph.reach.pairs import (
    NEVER,
    Contacted,
    MemberOf,
    WorksWith,
    no_contacts,
    read_contacts,
    read_lists,
    read_serving,
)
from graph.reach.profiles import ProfileBook, ProfileTable

SIZES: tuple[str, ...] = tuple(band.value for band in IncomeBand)
ROLE_BITS: Mapping[str, int] = {role.value: 1 << bit for bit, role in enumerate(Role)}

Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Frame:
    """What holds for every organisation: the taxonomy, the places, rules and consultations."""

    communities: tuple[Community, ...] = ()
    places: tuple[Place, ...] = ()
    rules: tuple[Rule, ...] = RULES
    consultations: tuple[Consultation, ...] = ()

    @cached_property
    def lineage(self) -> Lineage:
        """The taxonomy by position."""
        return Lineage(self.communities)

    @cached_property
    def geography(self) -> Geography:
        """The places by position."""
        return Geography(self.places)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id. Raises Refused with the ids there are."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        known = ", ".join(rule.id for rule in self.rules)
        raise Refused(f"There is no rule called {rule_id!r}. Choose one of: {known}.", "rule")

    def consultation(self, consultation_id: str) -> Consultation:
        """Return a consultation by its id. Raises Refused with the ids there are."""
        for consultation in self.consultations:
            if consultation.id == consultation_id:
                return consultation
        known = ", ".join(consultation.id for consultation in self.consultations) or "none yet"
        raise Refused(f"There is no consultation {consultation_id!r}. Recorded: {known}.", "consultation")

    def latest_consultation(self, day: str) -> Consultation | None:
        """Return the consultation that opened last by an ISO day.

        When none had opened yet, the one that opens first; None when there is none at all.
        """
        every = sorted(self.consultations, key=lambda each: (each.opens, each.id))
        opened = [each for each in every if each.opens <= day]
        return opened[-1] if opened else next(iter(every), None)


@dataclass(frozen=True)
class Columns:
    """One entry per organisation; ``place`` is a position in the geography or NOWHERE."""

    id: npt.NDArray[np.object_]
    n: npt.NDArray[np.int64]
    place: npt.NDArray[np.int16]
    size: npt.NDArray[np.int8]
    roles: npt.NDArray[np.int16]
    hide_location: Flags
    as_member: Flags
    example: Flags
    profile: npt.NDArray[np.int32]

    def spliced(self, keep: Flags, more: Columns) -> Columns:
        """Return the entries kept, followed by others."""
        names = self.__dataclass_fields__
        return Columns(
            **{name: np.concatenate([getattr(self, name)[keep], getattr(more, name)]) for name in names}
        )


@dataclass(frozen=True)
class Ladder:
    """One entry per organisation: what is on record, and the day it was first asked (days since 1970)."""

    reached: npt.NDArray[np.int16]
    first_asked: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Snapshot:
    """All organisations that anything in force speaks of, at one revision of the graph.

    ``as_of`` is the instant up to which facts were known, or None for the graph as it is.
    """

    revision: int
    frame: Frame
    columns: Columns
    profiles: ProfileTable
    members: MemberOf
    works_with: WorksWith
    contacts: Mapping[str, Contacted]
    as_of: str | None = None
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)
    """Tables worked out so far for this snapshot, by what they are for (see ``graph.reach.led``)."""

    def __len__(self) -> int:
        return len(self.columns.n)

    @property
    def lineage(self) -> Lineage:
        """The taxonomy by position."""
        return self.frame.lineage

    @property
    def geography(self) -> Geography:
        """The places by position."""
        return self.frame.geography

    @cached_property
    def row_of(self) -> Rows:
        """For each ``n`` the row of that organisation, or -1; the last entry is -1."""
        rows = np.full(int(self.columns.n.max(initial=0)) + 2, -1, dtype=np.int32)
        rows[self.columns.n] = np.arange(len(self), dtype=np.int32)
        return rows

    @cached_property
    def row_by_id(self) -> Mapping[str, int]:
        """For each organisation's id its row."""
        return {org_id: row for row, org_id in enumerate(self.columns.id.tolist())}

    def rows(self, n: npt.NDArray[np.int64]) -> Rows:
        """Return the rows of organisations named by ``n``; -1 for one that isn't here."""
        return self.row_of[np.minimum(n, len(self.row_of) - 1)]

    def body_n(self, org_id: str) -> int:
        """Return the ``n`` of an organisation. Raises Refused."""
        row = self.row_by_id.get(org_id)
        if row is None:
            raise Refused(f"There is no organisation {org_id!r}.", "body")
        return int(self.columns.n[row])

    @cached_property
    def member_rows(self) -> Rows:
        """For each membership pair the member's row, or -1."""
        return self.rows(self.members.n)

    def ladder(self, consultation: str | None) -> Ladder:
        """Return where every organisation stands in a consultation (nowhere when there is none)."""
        key = ("ladder", consultation)
        if key not in self.kept:
            self.kept[key] = self._ladder(self.contacts.get(consultation or ""))
        ladder: Ladder = self.kept[key]
        return ladder

    def _ladder(self, contacted: Contacted | None) -> Ladder:
        reached = np.zeros(len(self), dtype=np.int16)
        first_asked = np.full(len(self), NEVER, dtype=np.int32)
        if contacted is not None:
            rows = self.rows(contacted.n)
            here = rows >= 0
            np.bitwise_or.at(reached, rows[here], contacted.reached[here])
            np.minimum.at(first_asked, rows[here], contacted.asked_on[here])
        return Ladder(reached, first_asked)

    def replace(self, touched: Collection[str], fresh: Facts, revision: int) -> Snapshot:
        """Return the snapshot after some organisations changed.

        ``fresh`` holds everything now in force about the touched ones; one that it doesn't name is gone.
        Memberships belong to the member, so a touched body brings none of its members along.
        """
        new = from_facts(self.frame, fresh, revision, profiles=self.profiles)
        gone_rows = [self.row_by_id[org_id] for org_id in touched if org_id in self.row_by_id]
        gone = np.concatenate([self.columns.n[gone_rows], new.columns.n]).astype(np.int64)
        stay = ~np.isin(self.columns.n, gone)
        names = self.contacts.keys() | new.contacts.keys()
        empty = no_contacts()
        return Snapshot(
            revision=revision,
            frame=self.frame,
            columns=self.columns.spliced(stay, new.columns),
            profiles=new.profiles,
            members=self.members.without(gone).joined(new.members),
            works_with=self.works_with.without(gone).joined(new.works_with),
            contacts={
                name: self.contacts.get(name, empty).without(gone).joined(new.contacts.get(name, empty))
                for name in names
            },
        )

    def standing(self, org_id: str, consultation: str) -> Reached:
        """Return what is on record between a consultation and one organisation."""
        row = self.row_by_id.get(org_id)
        return Reached.NOTHING if row is None else Reached(int(self.ladder(consultation).reached[row]))

    def described(self) -> dict[str, tuple[object, ...]]:
        """Return everything about every organisation by its id, however the rows are ordered."""
        parts: dict[str, list[tuple[object, ...]]] = {org_id: [] for org_id in self.columns.id.tolist()}
        for name, pairs in (("member", self.members), ("serves", self.works_with), *self.contacts.items()):
            values = [getattr(pairs, column).tolist() for column in pairs.__dataclass_fields__]
            for n, *rest in zip(*values, strict=True):
                row = int(self.rows(np.array([n]))[0])
                if row >= 0:
                    parts[str(self.columns.id[row])].append((name, *rest))
        return {org_id: (*self._own(org_id), *sorted(found, key=repr)) for org_id, found in parts.items()}

    def _own(self, org_id: str) -> tuple[object, ...]:
        row = self.row_by_id[org_id]
        names = [name for name in self.columns.__dataclass_fields__ if name != "profile"]
        values = [getattr(self.columns, name).tolist()[row] for name in names]
        return *values, self.profiles.profiles[int(self.columns.profile[row])]


def from_facts(
    frame: Frame,
    facts: Facts,
    revision: int,
    *,
    profiles: ProfileTable | None = None,
    as_of: str | None = None,
) -> Snapshot:
    """Return the snapshot of some facts; ``profiles`` are known ones, whose positions stay as they are."""
    table = profiles or ProfileTable(frame.lineage)
    book = ProfileBook(table)
    profile_of = book.enter(facts.declared)
    return Snapshot(
        revision=revision,
        frame=frame,
        columns=_columns(facts, frame.geography, profile_of),
        profiles=book.table(),
        members=read_lists(facts.lists),
        works_with=read_serving(facts.serving, frame.lineage),
        contacts=read_contacts(facts.contacts),
        as_of=as_of,
    )


def _columns(facts: Facts, geography: Geography, profile_of: Mapping[int, int]) -> Columns:
    table = facts.organisations
    sizes = {size: place for place, size in enumerate(SIZES)}
    position = geography.position
    ids = np.empty(len(table.n), dtype=np.object_)
    ids[:] = list(table.id)
    return Columns(
        id=ids,
        n=np.array(table.n, dtype=np.int64),
        place=np.array([position.get(code, NOWHERE) for code in table.place], dtype=np.int16),
        size=np.array([sizes.get(size, 0) for size in table.size], dtype=np.int8),
        roles=np.array(_role_bits(table.roles), dtype=np.int16),
        hide_location=np.array(table.hide_location, dtype=np.bool_),
        as_member=np.array(table.as_member, dtype=np.bool_),
        example=np.array(table.example, dtype=np.bool_),
        profile=np.array([profile_of.get(n, 0) for n in table.n], dtype=np.int32),
    )


def _role_bits(roles: Sequence[Sequence[str]]) -> list[int]:
    known: dict[tuple[str, ...], int] = {}
    found = []
    for some in roles:
        key = tuple(some)
        if key not in known:
            known[key] = sum(ROLE_BITS.get(role, 0) for role in set(key))
        found.append(known[key])
    return found
