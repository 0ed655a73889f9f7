"""From declarations to who is led by whom: three-valued, per community, under any rule. Pure.

Per community the newest own declaration that asked about it counts, and nothing older revives. A reply that
names communities says: these lead us; those asked about and not named don't; of what lies below a named one
it says nothing. Whoever isn't led by a community isn't led by anything below it. Led by something below a
community is led by the community (``led_under`` does that, since it depends on the rule).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from graph.model.declarations import BAND_ORDER, Band, Declaration, Leadership, Reply, Rule
from graph.reach.lineage import Flags, Lineage

SILENT = frozenset({Reply.NOT_ASKED, Reply.NO_REPLY})
"""Replies that are no information."""

NAMING = frozenset({Reply.YES, Reply.MAY_NOT_BE_SHARED})
"""Replies that may name communities."""

NONE_LEAD = frozenset({Reply.NONE_OF_THESE, Reply.GENERAL})
"""Replies by which none of the communities asked about leads the organisation."""


class Led(StrEnum):
    """Whether an organisation is led by a community, as far as is known."""

    LED = "led"
    NOT_LED = "not_led"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Profile:
    """What an organisation's declarations come to. Many organisations share one; hashable.

    ``named`` holds what is declared as leading it, with its bands; ``not_led`` what doesn't. ``private`` is
    what may not be shared of both, ``only_with_reply`` what is known only since a reply form asked: the
    community and that consultation. ``said``: it has said who leads it; ``asked``: somebody asked it;
    ``declined_to_say``: it prefers not to say, so it is never asked again.
    """

    named: tuple[tuple[str, Leadership], ...] = ()
    not_led: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    only_with_reply: tuple[tuple[str, str], ...] = ()
    said: bool = False
    asked: bool = False
    declined_to_say: bool = False


NOTHING_DECLARED = Profile()


@dataclass(frozen=True)
class _Saying:
    """One declaration over the whole taxonomy: what it speaks of, and what it names or rules out."""

    speaks: Flags
    not_led: Flags
    named: Mapping[int, Leadership]


def profile_of(declarations: Sequence[Declaration], lineage: Lineage) -> Profile:
    """Return what one organisation's declarations (those in force) come to; order doesn't matter.

    What others report counts for nothing until the organisation confirms it.
    """
    own = [declaration for declaration in declarations if declaration.counts]
    asked = any(declaration.reply is not Reply.NOT_ASKED for declaration in own)
    telling = [declaration for declaration in own if declaration.reply not in SILENT]
    if not telling:
        return replace(NOTHING_DECLARED, asked=asked)
    telling.sort(key=_newness, reverse=True)
    profile = _combined(telling, [_saying(declaration, lineage) for declaration in telling], lineage)
    return replace(profile, asked=True, declined_to_say=telling[0].reply is Reply.PREFER_NOT_TO_SAY)


def _newness(declaration: Declaration) -> tuple[str, str, str]:
    return declaration.declared_on, declaration.recorded_at, declaration.id


def _combined(telling: list[Declaration], sayings: list[_Saying], lineage: Lineage) -> Profile:
    """Take each community's standing from the newest declaration that speaks of it."""
    size = len(lineage)
    open_, not_led, private = np.ones(size, np.bool_), np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    named: dict[int, Leadership] = {}
    for declaration, saying in zip(telling, sayings, strict=True):
        fresh = saying.speaks & open_
        not_led |= fresh & saying.not_led
        if declaration.reply is Reply.MAY_NOT_BE_SHARED:
            private |= fresh
        named.update({position: bands for position, bands in saying.named.items() if fresh[position]})
        open_ &= ~saying.speaks
    codes = lineage.codes
    return Profile(
        named=tuple((codes[position], named[position]) for position in sorted(named)),
        not_led=frozenset(codes[position] for position in np.flatnonzero(not_led)),
        private=frozenset(codes[position] for position in np.flatnonzero(private)),
        only_with_reply=_only_with_reply(telling, sayings, lineage),
        said=bool(named) or bool(not_led.any()),
    )


def _only_with_reply(
    telling: list[Declaration], sayings: list[_Saying], lineage: Lineage
) -> tuple[tuple[str, str], ...]:
    """Return the communities known only from one consultation's reply form, with that consultation."""
    found: list[tuple[str, str]] = []
    for consultation in sorted({item.with_reply_in for item in telling if item.with_reply_in}):
        with_reply, otherwise = np.zeros(len(lineage), np.bool_), np.zeros(len(lineage), np.bool_)
        for declaration, saying in zip(telling, sayings, strict=True):
            flags = with_reply if declaration.with_reply_in == consultation else otherwise
            flags |= saying.speaks
        found += [(lineage.codes[place], consultation) for place in np.flatnonzero(with_reply & ~otherwise)]
    return tuple(found)


def _saying(declaration: Declaration, lineage: Lineage) -> _Saying:
    """Return what one declaration that tells something says about every community."""
    about = declaration.asked_about
    asked = np.ones(len(lineage), np.bool_) if about is None else lineage.mask(about)
    position = lineage.position
    named = {position[code]: bands for code, bands in declaration.leadership.items() if code in position}
    if declaration.reply in NAMING and named:
        return _naming(named, asked, lineage)
    everything = lineage.with_below(asked)
    none_lead = declaration.reply in NONE_LEAD
    return _Saying(everything, everything if none_lead else np.zeros_like(asked), {})


def _naming(named: Mapping[int, Leadership], asked: Flags, lineage: Lineage) -> _Saying:
    """Return what a naming reply says: asked about, and neither named nor above or below it: not led."""
    names = np.zeros_like(asked)
    names[list(named)] = True
    above = np.zeros_like(asked)
    for place in named:
        above[list(lineage.ancestors[place])] = True
    below = lineage.below[names].any(axis=0)
    not_led = asked & ~(names | above | below)
    not_led = lineage.with_below(not_led) & ~(names | above | below)
    return _Saying(asked | names | above | not_led, not_led, named)


def led_by_bands(rule: Rule, bands: Leadership) -> Led:
    """Return what a rule makes of the bands of a named community.

    A rule that asks for no share is content with the name. Without staff the board alone decides, without
    a board the deciding group alone (the rule's, else senior staff, else all staff, held to the board's
    share). One share short: not led; else one not given: unknown. For the communities of a rule's
    ``advisory_board_for`` the board's band is that of their advisory board.
    """
    asks = _asked_shares(rule, bands)
    if asks is None:
        return Led.UNKNOWN
    shares = [(share, least) for share, least in asks if share is not Band.NOT_GIVEN]
    if any(_short(share, least) for share, least in shares):
        return Led.NOT_LED
    return Led.LED if len(shares) == len(asks) else Led.UNKNOWN


def _asked_shares(rule: Rule, bands: Leadership) -> list[tuple[Band, Band]] | None:
    """Return (declared band, least band) of the groups that decide; None when nobody is there to ask."""
    least = {"board": rule.board, "senior_staff": rule.senior_staff, "all_staff": rule.all_staff}
    asked = {group: band for group, band in least.items() if band is not None}
    if not asked:
        return []
    if rule.board is not None and bands.board is Band.NOBODY_THERE:
        return _deciding_group(rule, bands)
    there = [(getattr(bands, group), band) for group, band in asked.items() if not _nobody_in(group, bands)]
    if there:
        return there
    if bands.board is Band.NOBODY_THERE:
        return None
    return [(bands.board, max(asked.values(), key=BAND_ORDER.index))]


def _deciding_group(rule: Rule, bands: Leadership) -> list[tuple[Band, Band]] | None:
    order = ("senior_staff", "all_staff") if rule.deciding == "board" else (rule.deciding,)
    wanted = [band for band in (rule.board, rule.senior_staff, rule.all_staff) if band is not None]
    for group in order:
        share: Band = getattr(bands, group)
        if share not in (Band.NOBODY_THERE, Band.NOT_GIVEN):
            return [(share, wanted[0])]
    return None


def _nobody_in(group: str, bands: Leadership) -> bool:
    """Whether a group is empty; no staff at all means no senior staff either."""
    if group == "senior_staff" and bands.senior_staff is Band.NOT_GIVEN:
        return bands.all_staff is Band.NOBODY_THERE
    return bool(getattr(bands, group) is Band.NOBODY_THERE)


def _short(share: Band, least: Band) -> bool:
    return BAND_ORDER.index(share) < BAND_ORDER.index(least)


def led_under(
    rule: Rule, profile: Profile, lineage: Lineage, works_with: Sequence[str] = ()
) -> dict[str, Led]:
    """Return for every community whether an organisation of this profile is led by it under a rule.

    ``works_with`` are the communities that it is accepted to work with; only a by-and-for rule asks.
    A community that is named itself keeps its own bands' answer unless something below it is led.
    """
    state = dict.fromkeys(lineage.codes, Led.UNKNOWN)
    state.update(dict.fromkeys(profile.not_led, Led.NOT_LED))
    judged = {code: led_by_bands(rule, bands) for code, bands in profile.named}
    state.update(judged)
    for code, led in judged.items():
        if led is Led.LED:
            above = lineage.ancestors[lineage.position[code]]
            state.update(dict.fromkeys([lineage.codes[position] for position in above], Led.LED))
    if rule.by_and_for:
        served = _with_above(works_with, lineage)
        state.update(
            {code: Led.UNKNOWN for code, led in state.items() if led is Led.LED and code not in served}
        )
    return state


def _with_above(codes: Sequence[str], lineage: Lineage) -> set[str]:
    served = {code for code in codes if code in lineage.position}
    return served | {
        lineage.codes[above] for code in served for above in lineage.ancestors[lineage.position[code]]
    }
