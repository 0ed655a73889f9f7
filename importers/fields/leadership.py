"""Who leads an organisation, as lists say it: communities, shares as bands, and the reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model.declarations import Band, Reply, band_of
from graph.model.plan import Issue
from graph.model.taxonomy import BY_CODE, CommunityIndex, CommunityMatch
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

SEPARATOR = ";"
"""The only sign between several communities or shares: names of communities hold commas and slashes."""

DOUBT = "?"
"""Whoever writes it after a name doesn't know: "Women?" is a question."""

_REPLIES: dict[str, Reply] = {
    **dict.fromkeys(("yes", "y"), Reply.YES),
    **dict.fromkeys(("none of these", "none", "none of the above", "no", "n"), Reply.NONE_OF_THESE),
    **dict.fromkeys(("all communities", "all", "general", "everyone"), Reply.GENERAL),
    **dict.fromkeys(("prefer not to say", "prefers not to say", "pnts", "refused"), Reply.PREFER_NOT_TO_SAY),
    **dict.fromkeys(("may not be shared", "not to be shared", "no permission"), Reply.MAY_NOT_BE_SHARED),
    **dict.fromkeys(("no reply", "no answer", "no response", "not answered"), Reply.NO_REPLY),
    **dict.fromkeys(("not asked", "not yet asked"), Reply.NOT_ASKED),
    **dict.fromkeys(("withdrawn", "withdraws", "withdrew"), Reply.WITHDRAWN),
}
_IN_LED_BY = {words: reply for words, reply in _REPLIES.items() if " " in words}
"""Replies that are understood in the column of communities too: those that can't be a community's name."""

_BANDS: dict[str, Band] = {
    **dict.fromkeys(("none", "nobody", "no one", "nil"), Band.NONE),
    **dict.fromkeys(
        ("under half", "less than half", "below half", "minority", "<50", "some", "under 50"), Band.UNDER_HALF
    ),
    **dict.fromkeys(("half", "exactly half"), Band.HALF),
    **dict.fromkeys(
        ("over half", "more than half", "majority", "most", ">50", "over 50", "more than 50"), Band.OVER_HALF
    ),
    **dict.fromkeys(
        (
            "75 or more",
            "75+",
            "three quarters",
            "three quarters or more",
            ">75",
            ">=75",
            "over 75",
            "all",
            "everyone",
        ),
        Band.THREE_QUARTERS,
    ),
    **dict.fromkeys(
        ("no board", "no staff", "nobody there", "no trustees", "no employees"), Band.NOBODY_THERE
    ),
    **dict.fromkeys(("not given", "not known", "unknown", "", "-", "n/a", "?"), Band.NOT_GIVEN),
}
_NUMBER = re.compile(r"^([0-9]+(?:\.[0-9]+)?)$")
_BETWEEN = re.compile(r"^(?:between )?([0-9]+(?:\.[0-9]+)?) ?(?:–|—|to|and| ) ?([0-9]+(?:\.[0-9]+)?)$")
_AT_LEAST = re.compile(
    r"^(?:at least|more than|over|>=?|≥|minimum) ?([0-9]+)$|^([0-9]+) ?(?:\+|or more|and over|plus)$"
)
_BELOW = re.compile(r"^(?:less than|under|below|<) ?([0-9]+)$")
_BANDS_THAT_SAY_NONE = frozenset(("none", "nil"))
"""Words that say nothing in other columns, and "nobody" among shares."""

_NEGATIVE = re.compile(r"\s*[-−–]\s*[0-9]")

_PART = re.compile(r"^([0-9]+)\s*(?:/|of|out of)\s*([0-9]+)$")


def read_reply(text: str) -> Reading[Reply]:
    """Return the reply in a "Leadership reply" cell; nothing when empty, refused for other words."""
    words = _plain(text)
    if words in _REPLIES:
        return Reading(_REPLIES[words])
    named = words.replace(" ", "_")
    if named in set(Reply):
        return Reading(Reply(named))
    if is_blank(text):
        return Reading()
    note = f'"{quote(text)}" is no leadership reply that is known here: it was left out.'
    return Reading(None, (warning("reply_unknown", note, text),))


@dataclass(frozen=True)
class NamedCommunities:
    """What a cell of communities names.

    ``groups`` holds, for each name that is understood, its codes; ``open_words`` the names that a person
    must settle, with what each may mean (nothing known: an empty match); ``reply`` a reply written in
    place of communities. ``positions`` are the groups' places among all names of the cell.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    open_words: tuple[tuple[str, CommunityMatch | None], ...] = ()
    reply: Reply | None = None
    positions: tuple[int, ...] = ()

    @property
    def named(self) -> int:
        """How many names the cell holds, those that are not understood too."""
        return len(self.groups) + len(self.open_words)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that is understood, once each, in the cell's order."""
        return tuple(dict.fromkeys(code for group in self.groups for code in group))

    @property
    def questions(self) -> tuple[str, ...]:
        """A question for each name that a person must settle."""
        asked = (question_about(text, match) for text, match in self.open_words)
        return tuple(question for question in asked if question)


def read_communities(text: str, index: CommunityIndex) -> NamedCommunities:
    """Return the communities that a cell names, separated by ";" only; nothing for an empty cell."""
    if _plain(text) in _IN_LED_BY:
        return NamedCommunities(reply=_IN_LED_BY[_plain(text)])
    if is_blank(text):
        return NamedCommunities()
    groups: list[tuple[str, ...]] = []
    open_words: list[tuple[str, CommunityMatch | None]] = []
    positions: list[int] = []
    for name in (part.strip() for part in text.split(SEPARATOR)):
        match = index.match(name)
        if match is not None and not match.ambiguous and DOUBT not in name:
            positions.append(len(groups) + len(open_words))
            groups.append(match.codes)
        elif not is_blank(name):
            open_words.append((name, match))
    return NamedCommunities(tuple(groups), tuple(open_words), positions=tuple(positions))


def question_about(text: str, match: CommunityMatch | None) -> str:
    """Return the question a name raises, with the communities it may mean; "" when a person left it open."""
    if match is None:
        parted = any(sign in text for sign in ",/\n")
        hint = " Several communities are separated by ;" if parted else ""
        return f'Which community does "{quote(text)}" mean? No community is called that.{hint}'
    if not match.codes:
        return ""
    names = [BY_CODE[code].name if code in BY_CODE else code for code in match.codes]
    return f'Which community does "{quote(text)}" mean: {" or ".join(names)}?'


@dataclass(frozen=True)
class ShareColumn:
    """How the numbers of a column of shares are read: per cent, or fractions of one.

    ``doubtful``: nothing but 0 and 1 stands in the column, so that a 1 may be one per cent or all.
    """

    fractions: bool = False
    doubtful: bool = False

    def read(self, text: str, communities: int) -> Reading[tuple[Band, ...]]:
        """Return one band for each community named in the row; nothing for an empty cell.

        Exact shares are banded here and never kept. As many values as communities are needed, separated
        by ";"; else the reading is refused, and the row counts under the rule "self" only.
        """
        if (is_blank(text) and _plain(text) not in _BANDS_THAT_SAY_NONE) or not communities:
            return Reading()
        parts = text.split(SEPARATOR)
        if len(parts) != communities:
            given, named = _counted(len(parts), "share"), _counted(communities, "community")
            note = f"{given} for {named}: the shares were left out."
            return Reading(None, (warning("shares_dont_match", note, text),))
        bands = [self._band(part) for part in parts]
        known = [band for band in bands if band is not None]
        if len(known) != len(bands):
            note = f'"{quote(text)}" is no share, or may be one of several bands: the shares were left out.'
            return Reading(None, (warning("share_unreadable", note, text),))
        return Reading(tuple(known))

    def _band(self, part: str) -> Band | None:
        """Return the band of one share, in words, as a number or as "3 of 4"; None when it is none."""
        words = _plain(part)
        if _NEGATIVE.match(part):
            return None
        if words in _BANDS:
            return _BANDS[words]
        if words.replace(" ", "_") in set(Band):
            return Band(words.replace(" ", "_"))
        if self.doubtful and words == "1" and "%" not in part:
            return None
        percent = _percent(words, self.fractions and "%" not in part)
        if percent is None or (0 < percent < 1 and "%" not in part):
            return _range(words)
        return None if percent > 100 else band_of(percent)


def share_column(values: Iterable[str]) -> ShareColumn:
    """Return how a column's shares are read: as fractions when none is above 1 and one lies between."""
    numbers = [
        float(part)
        for value in values
        if "%" not in value
        for part in map(str.strip, value.split(SEPARATOR))
        if _NUMBER.match(part)
    ]
    small = bool(numbers) and max(numbers) <= 1
    fractions = small and any(0 < number < 1 for number in numbers)
    return ShareColumn(fractions, doubtful=small and not fractions)


def leadership_of(
    groups: Sequence[tuple[str, ...]], shares: dict[str, tuple[Band, ...] | None]
) -> dict[str, dict[str, str]]:
    """Return {code: {"board", "senior_staff", "all_staff"}} with a band for each; "not_given" where unknown.

    ``shares`` holds one band per group under each of these names, or None.
    """
    found: dict[str, dict[str, str]] = {}
    for number, group in enumerate(groups):
        for code in group:
            found[code] = {
                name: str(bands[number] if bands else Band.NOT_GIVEN) for name, bands in shares.items()
            }
    return found


def contradiction(reply: Reply | None, named: NamedCommunities) -> Issue | None:
    """Return a warning when the reply and the communities named can't both be true."""
    naming = (None, Reply.YES, Reply.MAY_NOT_BE_SHARED)
    if (named.codes or named.open_words) and reply not in naming:
        words = reply.replace("_", " ") if reply else ""
        return warning("led_by_contradiction", f'Names communities and says "{words}": neither was taken.')
    if reply is Reply.YES and not named.codes and not named.open_words:
        return warning("led_by_missing", 'Says "yes" and names no community: nothing was taken from it.')
    return None


def _plain(text: str) -> str:
    """Return words in lower case without per cent signs, dashes and full stops at the end."""
    return " ".join(text.replace("%", " ").replace("-", " ").replace("_", " ").split()).casefold().rstrip(".")


def _percent(words: str, fraction: bool) -> float | None:
    """Return a share in per cent, or None when the words hold none."""
    if found := _NUMBER.match(words):
        return float(found[1]) * (100 if fraction else 1)
    found = _PART.match(words)
    if not found or not int(found[2]):
        return None
    return 100 * int(found[1]) / int(found[2])


def _range(words: str) -> Band | None:
    """Return the band of "60 70", "at least 75" or "under 25"; None when it may be more than one band."""
    if found := _BETWEEN.match(words):
        low, high = float(found[1]), float(found[2])
        return band_of(low) if low <= high <= 100 and band_of(low) is band_of(high) else None
    if found := _AT_LEAST.match(words):
        low = float(found[1] or found[2])
        return Band.THREE_QUARTERS if 75 <= low <= 100 else None
    if found := _BELOW.match(words):
        return Band.UNDER_HALF if 0 < float(found[1]) <= 50 else None
    return None


def _counted(number: int, what: str) -> str:
    """Return a number with its noun."""
    plural = {"community": "communities"}.get(what, f"{what}s")
    return f"{number} {what if number == 1 else plural}"
