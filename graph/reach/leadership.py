"""From declarations to who is led by whom: three-valued, per community, under any rule. Pure.

Per community the newest own declaration that asked about it counts, and nothing older revives. A reply that
names communities says: these lead us; those asked about and not named don't; of what lies below a named one
it says nothing. Whoever isn't led by a community isn't led by anything below it; where that is open again
(taken back, or preferred not to say), so is the community. Led by something below a community is led by the
community (``led_under`` does that, since it depends on the rule).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter, itemgetter

from graph.model.declarations import BAND_ORDER, Band, Declaration, Leadership, Reply, Rule
from graph.reach.lineage import Bits, Lineage, positions_of

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

    Communities are given by their position in the taxonomy, sets of them as ``Bits``. ``named`` is what is
    declared as leading it, with its bands; ``not_led`` what is declared not to. ``private`` is what may not
    be shared of both. ``only_with_reply``: for each consultation (by id) what is known only since its reply
    form asked. ``said``: it has said who leads it; ``asked``: somebody asked it; ``declined_to_say``: it
    prefers not to say, so it is never asked again.
    """

    named: tuple[tuple[int, Leadership], ...] = ()
    not_led: Bits = 0
    private: Bits = 0
    only_with_reply: tuple[tuple[str, Bits], ...] = ()
    said: bool = False
    asked: bool = False
    declined_to_say: bool = False


NOTHING_DECLARED = Profile()


@dataclass(frozen=True)
class _Saying:
    """One declaration over the whole taxonomy: what it speaks of, and what it names or rules out."""

    speaks: Bits
    not_led: Bits
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
    telling.sort(key=attrgetter("newness"), reverse=True)
    return _combined(telling, [_saying(declaration, lineage) for declaration in telling], lineage)


def _combined(telling: list[Declaration], sayings: list[_Saying], lineage: Lineage) -> Profile:
    """Take each community's standing from the newest declaration that speaks of it.

    What a newer one leaves open below a community that an older one ruled out leaves that open too.
    """
    settled = not_led = private = doubted = 0
    named: dict[int, Leadership] = {}
    for declaration, saying in zip(telling, sayings, strict=True):
        fresh = saying.speaks & ~settled
        not_led |= fresh & saying.not_led & ~doubted
        doubted |= _all_above(fresh & ~saying.not_led, lineage)
        if declaration.reply is Reply.MAY_NOT_BE_SHARED:
            private |= fresh
        named.update({at: bands for at, bands in saying.named.items() if fresh >> at & 1})
        settled |= saying.speaks
    return Profile(
        named=tuple(sorted(named.items(), key=itemgetter(0))),
        not_led=not_led,
        private=private,
        only_with_reply=_only_with_reply(telling, sayings),
        said=bool(named or not_led),
        asked=True,
        declined_to_say=telling[0].reply is Reply.PREFER_NOT_TO_SAY,
    )


def _only_with_reply(telling: list[Declaration], sayings: list[_Saying]) -> tuple[tuple[str, Bits], ...]:
    """Return for each consultation what is known only from its own reply form."""
    found: list[tuple[str, Bits]] = []
    for consultation in sorted({item.with_reply_in for item in telling if item.with_reply_in}):
        with_reply = otherwise = 0
        for declaration, saying in zip(telling, sayings, strict=True):
            if declaration.with_reply_in == consultation:
                with_reply |= saying.speaks
            else:
                otherwise |= saying.speaks
        found.append((consultation, with_reply & ~otherwise))
    return tuple(found)


def _saying(declaration: Declaration, lineage: Lineage) -> _Saying:
    """Return what one declaration that tells something says about every community."""
    about = declaration.asked_about
    asked = lineage.everything if about is None else lineage.bits(about)
    position = lineage.position
    named = {position[code]: bands for code, bands in declaration.leadership.items() if code in position}
    if declaration.reply in NAMING and named:
        return _naming(named, asked, lineage)
    everything = lineage.with_below(asked)
    return _Saying(everything, everything if declaration.reply in NONE_LEAD else 0, {})


def _naming(named: Mapping[int, Leadership], asked: Bits, lineage: Lineage) -> _Saying:
    """Return what a naming reply says: asked about, and neither named nor above or below it: not led."""
    touched = above = 0
    for at in named:
        above |= lineage.above[at] | 1 << at
        touched |= lineage.below[at]
    touched |= above
    not_led = asked & ~touched
    if asked != lineage.everything:
        not_led = lineage.with_below(not_led) & ~touched
    return _Saying(asked | above | not_led, not_led, named)


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
    judged = {at: led_by_bands(rule, bands) for at, bands in profile.named}
    led = sum({1 << at for at, answer in judged.items() if answer is Led.LED})
    led |= _all_above(led, lineage)
    if rule.by_and_for:
        served = lineage.bits(works_with)
        led &= served | _all_above(served, lineage)
    not_led = profile.not_led | sum({1 << at for at, answer in judged.items() if answer is Led.NOT_LED})
    return {
        code: Led.LED if led >> at & 1 else Led.NOT_LED if not_led >> at & 1 else Led.UNKNOWN
        for at, code in enumerate(lineage.codes)
    }


def _all_above(some: Bits, lineage: Lineage) -> Bits:
    above = 0
    for at in positions_of(some):
        above |= lineage.above[at]
    return above
