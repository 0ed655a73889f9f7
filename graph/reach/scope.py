"""Which organisations a table is about, and into which places and sizes it is broken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.errors import Refused
from graph.model.organisations import Role
from graph.model.places import PlaceLevel
from graph.reach.cells import UNPLACED
from graph.reach.lineage import Flags
from graph.reach.pairs import NEVER, day_number
from graph.reach.snapshot import ROLE_BITS, SIZES, Snapshot

DIMENSIONS = ("community", "place", "size")
"""What a coverage table may be broken down by; by community always."""


@dataclass(frozen=True)
class Scope:
    """A set of organisations: those listed on an ISO day, within a place, size, body's list and role.

    ``place`` is an ONS code, ``size`` an income band, ``body`` an organisation's id; None stands for all.
    """

    day: str
    place: str | None = None
    size: str | None = None
    body: str | None = None
    role: str = Role.MEMBER


@dataclass(frozen=True)
class Breakdown:
    """Cells by number: each row's cell (-1: in none), and what each cell's place and size are."""

    cell_of: npt.NDArray[np.int32]
    places: tuple[str | None, ...]
    sizes: tuple[str | None, ...]
    below_nation: bool = False
    """Whether its places are smaller than nations."""

    @property
    def width(self) -> int:
        """The number of cells per community."""
        return len(self.places) * len(self.sizes)


def check_scope(snapshot: Snapshot, scope: Scope) -> None:
    """Raise Refused when a role, size, place or body is none that is known."""
    if scope.role not in ROLE_BITS:
        raise Refused(f"There is no role {scope.role!r}. Choose one of: {', '.join(ROLE_BITS)}.", "role")
    if scope.size is not None and scope.size not in SIZES:
        raise Refused(f"There is no size {scope.size!r}. Choose one of: {', '.join(SIZES)}.", "size")
    if scope.place not in (None, UNPLACED) and scope.place not in snapshot.geography.position:
        raise Refused(f"There is no place with the code {scope.place!r}. Use its ONS code.", "place")
    if day_number(scope.day, NEVER) == NEVER:
        raise Refused(f"{scope.day!r} isn't a day. Write it like 2024-10-17.", "day")
    if scope.body is not None:
        snapshot.body_n(scope.body)


def listed(snapshot: Snapshot, scope: Scope) -> Flags:
    """Return which rows are listed: they have the role and are in the set.

    A member is listed while a membership is in force, or when a person recorded it as a member. With a
    body, only memberships of that body count. Worked out once for each snapshot and scope. Raises Refused
    as ``check_scope``.
    """
    if scope not in snapshot.kept:
        check_scope(snapshot, scope)
        snapshot.kept[scope] = _listed(snapshot, scope)
    rows: Flags = snapshot.kept[scope]
    return rows


def _listed(snapshot: Snapshot, scope: Scope) -> Flags:
    columns = snapshot.columns
    has_role: Flags = (columns.roles & ROLE_BITS[scope.role]) != 0
    if scope.body is not None:
        has_role &= on_a_list(snapshot, scope.day, scope.body)
    elif scope.role == Role.MEMBER:
        has_role &= columns.as_member | on_a_list(snapshot, scope.day)
    if scope.size is not None:
        has_role &= columns.size == SIZES.index(scope.size)
    if scope.place is not None:
        has_role &= _in_place(snapshot, scope.place)
    return has_role


def memberships_in_force(snapshot: Snapshot, day: str) -> Flags:
    """Return which membership pairs are in force on an ISO day; worked out once for each snapshot and day."""
    key = ("in force", day)
    if key not in snapshot.kept:
        number = day_number(day, NEVER)
        snapshot.kept[key] = (snapshot.members.since <= number) & (number <= snapshot.members.until)
    in_force: Flags = snapshot.kept[key]
    return in_force


def on_a_list(snapshot: Snapshot, day: str, body: str | None = None) -> Flags:
    """Return which rows are on any body's list, or on one body's, on an ISO day."""
    in_force = memberships_in_force(snapshot, day)
    if body is not None:
        in_force = in_force & (snapshot.members.body == snapshot.body_n(body))
    rows = snapshot.member_rows[in_force]
    flags = np.zeros(len(snapshot), dtype=np.bool_)
    flags[rows[rows >= 0]] = True
    return flags


def breakdown(
    snapshot: Snapshot, rows: Flags, by: Sequence[str], level: PlaceLevel, within: str | None = None
) -> Breakdown:
    """Return the cell of each row that is flagged, by place and size as asked.

    Every place of the level stands for itself, empty or not, so that absence shows; organisations without
    a place at that level share one more ("unknown"), which is left out when there are none. Where a
    location is hidden, only the nation counts as known. Raises Refused for an unknown dimension.
    """
    if not by or by[0] != "community" or not set(by) <= set(DIMENSIONS):
        raise Refused("A table is by community, or by community and place, or size, or both.", "by")
    places: tuple[str | None, ...] = (None,)
    cell_of = np.where(rows, np.int32(0), np.int32(-1))
    if "place" in by:
        places, position = _places(snapshot, rows, level, within)
        cell_of = np.where(rows, position, np.int32(-1))
    sizes: tuple[str | None, ...] = SIZES if "size" in by else (None,)
    if "size" in by:
        cell_of = np.where(cell_of >= 0, cell_of * len(SIZES) + snapshot.columns.size, np.int32(-1))
    below = "place" in by and level is not PlaceLevel.NATION
    return Breakdown(cell_of.astype(np.int32), places, sizes, below)


def _places(
    snapshot: Snapshot, rows: Flags, level: PlaceLevel, within: str | None
) -> tuple[tuple[str | None, ...], npt.NDArray[np.int32]]:
    """Return the codes of a table's places, and for each row which of them it is in (-1: in none)."""
    geography = snapshot.geography
    shown, at = geography.at(level)
    codes = [geography.places[position].code for position in shown]
    wanted = [within in (None, UNPLACED) or _overlap(snapshot, code, str(within)) for code in codes]
    order = np.cumsum(wanted) - 1
    order = np.where(wanted, order, -1)
    position = _shown_place(snapshot, at, level)
    kept: list[str | None] = [code for code, fits in zip(codes, wanted, strict=True) if fits]
    unplaced = rows & (position < 0)
    cell = np.where(position >= 0, np.append(order, -1)[position], -1)
    if unplaced.any():
        cell = np.where(unplaced, len(kept), cell)
        kept.append(UNPLACED)
    return tuple(kept), cell.astype(np.int32)


def _shown_place(snapshot: Snapshot, at: npt.NDArray[np.int16], level: PlaceLevel) -> npt.NDArray[np.int16]:
    """Return each row's place at a level; -1 where it isn't known, or hidden and smaller than a nation."""
    position = at[snapshot.columns.place]
    if level is PlaceLevel.NATION:
        return position
    return np.where(snapshot.columns.hide_location, np.int16(-1), position)


def _in_place(snapshot: Snapshot, code: str) -> Flags:
    """Return which rows are in a place; those that hide their location only in their nation."""
    columns, geography = snapshot.columns, snapshot.geography
    if code == UNPLACED:
        return columns.place < 0
    inside = geography.within(code)[columns.place]
    if geography.places[geography.position[code]].level is PlaceLevel.NATION:
        return inside
    return inside & ~columns.hide_location


def _overlap(snapshot: Snapshot, code: str, other: str) -> bool:
    geography = snapshot.geography
    within_other = geography.within(other)[geography.position[code]]
    return bool(within_other or geography.within(code)[geography.position[other]])
