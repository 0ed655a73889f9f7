"""Leadership profiles as a table: each distinct one once, and what a rule makes of all at a stroke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.model.declarations import Leadership, Rule
from graph.reach.facts import Declared
from graph.reach.leadership import NOTHING_DECLARED, Led, Profile, led_by_bands, profile_of
from graph.reach.lineage import Flags, Lineage, Positions

UNKNOWN, NOT_LED, LED = 0, 1, 2
"""States of a community for a profile under a rule."""

_STATE = {Led.UNKNOWN: UNKNOWN, Led.NOT_LED: NOT_LED, Led.LED: LED}

States = npt.NDArray[np.int8]


@dataclass(frozen=True)
class ProfileTable:
    """Distinct profiles by position; position 0 is "nothing declared"."""

    lineage: Lineage
    profiles: tuple[Profile, ...] = (NOTHING_DECLARED,)

    @cached_property
    def place_of(self) -> Mapping[Profile, int]:
        """The position of each profile."""
        return {profile: place for place, profile in enumerate(self.profiles)}

    @cached_property
    def _states(self) -> dict[Rule, States]:
        return {}

    @cached_property
    def _selves(self) -> dict[str | None, Flags]:
        return {}

    @cached_property
    def _named(self) -> tuple[Positions, Positions, tuple[Leadership, ...]]:
        """Which profile names which community, with which bands."""
        rows = [
            (place, community, bands)
            for place, profile in enumerate(self.profiles)
            for community, bands in profile.named
        ]
        return (
            np.array([row[0] for row in rows], dtype=np.int32),
            np.array([row[1] for row in rows], dtype=np.int32),
            tuple(row[2] for row in rows),
        )

    @cached_property
    def not_led(self) -> Flags:
        """Profiles by communities: declared not led."""
        return self.lineage.table([profile.not_led for profile in self.profiles])

    @cached_property
    def private(self) -> Flags:
        """Profiles by communities: an answer that may not be shared."""
        return self.lineage.table([profile.private for profile in self.profiles])

    def only_with_reply(self, consultation: str | None) -> Flags:
        """Profiles by communities: known only since a consultation's reply form asked."""
        if consultation not in self._selves:
            self._selves[consultation] = self._only_with_reply(consultation)
        return self._selves[consultation]

    def _only_with_reply(self, consultation: str | None) -> Flags:
        return self.lineage.table(
            [dict(profile.only_with_reply).get(consultation or "", 0) for profile in self.profiles]
        )

    @cached_property
    def said(self) -> Flags:
        """Which profiles have said who leads them."""
        return np.array([profile.said for profile in self.profiles], dtype=np.bool_)

    @cached_property
    def asked(self) -> Flags:
        """Which profiles were asked who leads them."""
        return np.array([profile.asked for profile in self.profiles], dtype=np.bool_)

    @cached_property
    def declined_to_say(self) -> Flags:
        """Which profiles prefer not to say, and so are never asked again."""
        return np.array([profile.declined_to_say for profile in self.profiles], dtype=np.bool_)

    def under(self, rule: Rule) -> States:
        """Return profiles by communities: UNKNOWN, NOT_LED or LED under a rule, by-and-for left aside."""
        if rule not in self._states:
            self._states[rule] = self._under(rule)
        return self._states[rule]

    def _under(self, rule: Rule) -> States:
        states = np.where(self.not_led, np.int8(NOT_LED), np.int8(UNKNOWN))
        places, communities, bands = self._named
        judged: dict[Leadership, int] = {shares: _STATE[led_by_bands(rule, shares)] for shares in set(bands)}
        verdicts = np.array([judged[shares] for shares in bands], dtype=np.int8)
        states[places, communities] = verdicts
        led = verdicts == LED
        entries, above = self.lineage.with_above(communities[led])
        states[places[led][entries], above] = LED
        return states


class ProfileBook:
    """Finds or adds the profile of an organisation's declarations; equal sayings are worked out once."""

    def __init__(self, table: ProfileTable) -> None:
        self._table = table
        self._more: dict[Profile, int] = {}
        self._sayings: dict[tuple[object, ...], int] = {}

    def enter(self, declared: Sequence[Declared]) -> Mapping[int, int]:
        """Return the profile's position for each organisation that declared something."""
        by_organisation: dict[int, list[Declared]] = {}
        for row in declared:
            by_organisation.setdefault(row.organisation, []).append(row)
        return {organisation: self._place(rows) for organisation, rows in by_organisation.items()}

    def table(self) -> ProfileTable:
        """Return all profiles entered so far."""
        if not self._more:
            return self._table
        return ProfileTable(self._table.lineage, (*self._table.profiles, *self._more))

    def _place(self, rows: list[Declared]) -> int:
        """Return the position of the profile of one organisation's declarations."""
        if len(rows) > 1:
            rows = sorted(rows, key=lambda row: row.newness)
        sayings = tuple([row.saying() for row in rows])
        if sayings not in self._sayings:
            profile = profile_of([row.declaration() for row in rows], self._table.lineage)
            known = self._table.place_of.get(profile)
            if known is None:
                known = self._more.setdefault(profile, len(self._table.profiles) + len(self._more))
            self._sayings[sayings] = known
        return self._sayings[sayings]
