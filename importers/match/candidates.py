"""Organisations that a row may mean, best first, each with its reasons in words."""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from graph.model.names import canonical
from graph.model.plan import Candidate, KnownOrganisation
from importers.fields.postcodes import district_of
from importers.lists.rows import ParsedRow
from importers.match.forms import Form, Forms, forms_of

SHOWN = 5
"""Candidates that a person is shown at most."""

CLOSE = 0.35
"""Least score of a candidate. Of the real rows whose organisation was there, 86% had it among five so."""

LOOKED_AT = 40
"""Organisations that share words with the name and are compared with it in full."""

ENOUGH = 400
"""Forms found by the rarest words after which commoner words only tell these apart."""

_COMMON_SHARE = 0.05
"""A word that more than this share of the names have finds nobody by itself."""


class KnownIndex:
    """The organisations that matching knows, by identifier, by canonical form and by word.

    Rows are only ever linked to those ``known`` by a number or name of theirs. ``nearby`` gives those that
    may be offered besides when somebody must choose; it is asked once, and only then.
    """

    def __init__(
        self, known: Iterable[KnownOrganisation], nearby: Callable[[], Sequence[KnownOrganisation]] = tuple
    ) -> None:
        self.by_id = {organisation.id: organisation for organisation in known}
        self._nearby = nearby
        self._rarities: dict[str, float] = {}
        self._weights: dict[frozenset[str], float] = {}
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, set[str]] = defaultdict(set)
        for organisation in self.by_id.values():
            for identifier in organisation.identifiers:
                self._holders[identifier].add(organisation.id)
            for name in {organisation.name, *organisation.names}:
                self._named[canonical(name)].add(organisation.id)

    @cached_property
    def _forms(self) -> Forms:
        """Every canonical form of every organisation; made only when somebody must choose."""
        return Forms(self._nearby(), self.by_id)

    def holders(self, identifiers: Iterable[str]) -> tuple[KnownOrganisation, ...]:
        """Return the organisations that hold any of these org-ids, in the order of their ids."""
        ids = {held for identifier in identifiers for held in self._holders.get(identifier, ())}
        return tuple(self.by_id[one] for one in sorted(ids))

    def named(self, form: str) -> tuple[KnownOrganisation, ...]:
        """Return the organisations of which a name has this canonical form, by id; none for no form."""
        return tuple(self.by_id[one] for one in sorted(self._named.get(form, ()))) if form else ()

    def candidates(self, row: ParsedRow) -> tuple[Candidate, ...]:
        """Return up to five organisations close to the row's name, best first; none when nothing is close."""
        best: dict[str, tuple[float, str, Form]] = {}
        for mine in row.forms:
            words = frozenset(mine.split())
            for form in self._sharing(words):
                score = self._score(mine, words, form, row)
                held = best.get(form.organisation.id)
                if score >= CLOSE and (held is None or score > held[0]):
                    best[form.organisation.id] = (score, mine, form)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[1][2].organisation.name, item[0]))
        return tuple(
            Candidate(org_id, form.organisation.name, self._reasons(row, mine, form), round(score, 3))
            for org_id, (score, mine, form) in ranked[:SHOWN]
        )

    def reasons(self, row: ParsedRow, organisation: KnownOrganisation) -> tuple[str, ...]:
        """Return why a row may mean an organisation, and what speaks against it, in words."""
        forms = [form for form in forms_of(organisation) if form.text in row.forms]
        forms = forms or sorted(
            forms_of(organisation), key=lambda form: -fuzz.ratio(form.text, row.canonical)
        )
        return self._reasons(row, row.canonical, forms[0]) if forms else ()

    def _sharing(self, words: frozenset[str]) -> list[Form]:
        """Return the forms that share the rarest words with a name."""
        too_many = max(50, int(_COMMON_SHARE * len(self._forms)))
        weights: dict[int, float] = defaultdict(float)
        for word in sorted(words, key=lambda word: (-self._rarity(word), word)):
            found = self._forms.having(word)
            if len(found) > too_many and len(words) > 1:
                continue
            rarity = self._rarity(word)
            enough = len(weights) >= ENOUGH
            for position in [at for at in found if at in weights] if enough else found:
                weights[position] += rarity
        best = heapq.nsmallest(LOOKED_AT, ((-weight, at) for at, weight in weights.items()))
        return [self._forms[at] for _, at in best]

    def _rarity(self, word: str) -> float:
        """Return how much a word tells: the logarithm of how few names have it."""
        found = self._rarities.get(word)
        if found is None:
            found = math.log((len(self._forms) + 1) / (len(self._forms.having(word)) + 0.5))
            self._rarities[word] = found
        return found

    def _weight(self, words: frozenset[str]) -> float:
        """Return how much all words of a name tell together."""
        found = self._weights.get(words)
        if found is None:
            found = self._weights[words] = sum(map(self._rarity, words))
        return found

    def _score(self, mine: str, words: frozenset[str], form: Form, row: ParsedRow) -> float:
        """Return from 0 to 1 how alike two names, postcodes and websites are.

        Two fifths the letters (rapidfuzz's ratio over sorted words), two fifths the words weighed by rarity
        (Jaccard), a fifth how far the shorter name lies in the longer one (overlap coefficient, weighed
        too), and a little for the same place or website or against another place.
        """
        letters = fuzz.token_sort_ratio(mine, form.text) / 100
        shared = sum(map(self._rarity, words & form.words))
        ours, theirs = self._weight(words), self._weight(form.words)
        every, shorter = ours + theirs - shared, min(ours, theirs)
        words_alike = shared / every if every else 0.0
        within = shared / shorter if shorter else 0.0
        alike = 0.4 * letters + 0.4 * words_alike + 0.2 * within
        beside = _PLACE_WEIGHT[nearness(row, form.organisation)]
        beside += _SAME_WEBSITE if same_website(row, form.organisation) else 0.0
        return min(1.0, max(0.0, alike + beside))

    def _reasons(self, row: ParsedRow, mine: str, form: Form) -> tuple[str, ...]:
        """Return what two names share and what only one has, and how postcode and status compare."""
        reasons = [*_words_compared(mine, form.text), _places_compared(row, form.organisation)]
        others = len(self._named.get(form.text, ())) - 1
        if others > 0:
            reasons.append(f"{others} other{'s' if others > 1 else ''} of the same name")
        numbers = sorted(set(row.identifiers) & set(form.organisation.identifiers))
        if numbers:
            reasons.append(f"same number {numbers[0]}")
        elif row.identifiers and form.organisation.identifiers:
            reasons.append(f"has another number: {form.organisation.identifiers[0]}")
        if same_website(row, form.organisation):
            reasons.append(f"same website {host_of(row.values.get('website'))}")
        if form.organisation.status == "closed":
            reasons.append("closed")
        return tuple(reason for reason in reasons if reason)


def nearness(row: ParsedRow, organisation: KnownOrganisation) -> str:
    """Return how a row's postcode compares with an organisation's, as ``nearness_of`` does."""
    return nearness_of(row, organisation.postcode)


def nearness_of(row: ParsedRow, postcode: str | None) -> str:
    """Return how a row's postcode compares: "same", "district", "differs", or "unknown" without one."""
    mine = row.values.get("postcode")
    if not mine or not postcode:
        return "unknown"
    if mine == postcode and " " in mine:
        return "same"
    return "district" if row.district == district_of(postcode) else "differs"


_PLACE_WEIGHT: Mapping[str, float] = {"same": 0.2, "district": 0.1, "differs": -0.05, "unknown": 0.0}

_SAME_WEBSITE = 0.2

_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/?#\s]+\.[^/?#\s]+)")

_SHARED_HOSTS = ("facebook.", "instagram.", "twitter.", "x.com", "linkedin.", "wordpress.", "wixsite.")
"""Hosts on which many organisations have a page each: the same one tells nothing."""


@lru_cache(maxsize=50_000)
def host_of(website: str | None) -> str:
    """Return the host of a web address without "www."; empty for none, or for one that many share."""
    found = _HOST.match((website or "").strip().casefold())
    host = found[1] if found else ""
    return "" if any(shared in host for shared in _SHARED_HOSTS) else host


def same_website(row: ParsedRow, organisation: KnownOrganisation) -> bool:
    """Return whether a row and an organisation give the same host; no when either gives none."""
    mine = host_of(row.values.get("website")) if row.values.get("website") else ""
    return bool(mine) and mine == host_of(organisation.record.get("website"))


def _places_compared(row: ParsedRow, organisation: KnownOrganisation) -> str:
    """Return how two postcodes compare, in words; nothing when one is unknown."""
    words = {
        "same": f"same postcode {organisation.postcode}",
        "district": f"same postcode district {row.district}",
        "differs": f"postcode {organisation.postcode} there, {row.values.get('postcode')} here",
        "unknown": "no postcode to compare",
    }
    return words[nearness(row, organisation)]


def _words_compared(mine: str, theirs: str) -> Sequence[str]:
    """Return the words two names share, and those that only one of them has."""
    if mine == theirs:
        return ["same name"]
    ours, others = mine.split(), theirs.split()
    both = [word for word in ours if word in others]
    only_here = [word for word in ours if word not in others]
    only_there = [word for word in others if word not in ours]
    found = [f"both say {', '.join(both)}"] if both else []
    found += [f"only this row says {', '.join(only_here)}"] if only_here else []
    return found + ([f"only the other says {', '.join(only_there)}"] if only_there else [])
