"""Every canonical form that organisations are known by, found by its words, in little memory.

A register has several 100,000 organisations. Their forms are held as texts and places; an organisation is
only looked at as a whole when one of its forms is close to a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model.names import variants
from graph.model.plan import KnownOrganisation


@dataclass(frozen=True, slots=True)
class Form:
    """One canonical form that an organisation is known by, with its words."""

    text: str
    words: frozenset[str]
    organisation: KnownOrganisation


def texts_of(organisation: KnownOrganisation) -> Iterable[str]:
    """Return the forms that an organisation is known by, each once."""
    names = dict.fromkeys((organisation.name, *organisation.names))
    return dict.fromkeys(form for name in names for form in variants(name))


def forms_of(organisation: KnownOrganisation) -> list[Form]:
    """Return the forms that an organisation is known by, with their words."""
    return [Form(text, frozenset(text.split()), organisation) for text in texts_of(organisation)]


class Forms(Sequence[Form]):
    """The forms of organisations, by the organisations' ids.

    ``known`` go before those of the same id among ``nearby``, which may make its organisations only when
    one is asked for.
    """

    def __init__(self, nearby: Sequence[KnownOrganisation], known: Mapping[str, KnownOrganisation]) -> None:
        self._nearby, self._known = nearby, [known[org_id] for org_id in sorted(known)]
        self._texts: list[str] = []
        self._holders = array("q")
        self._by_word: dict[str, array[int]] = {}
        places = [(one.id, at) for at, one in enumerate(nearby) if one.id not in known]
        places += [(one.id, -1 - at) for at, one in enumerate(self._known)]
        for _, place in sorted(places):
            for text in texts_of(self._holder(place)):
                self._add(text, place)

    def _add(self, text: str, place: int) -> None:
        for word in set(text.split()):
            self._by_word.setdefault(word, array("I")).append(len(self._texts))
        self._texts.append(text)
        self._holders.append(place)

    def _holder(self, place: int) -> KnownOrganisation:
        return self._nearby[place] if place >= 0 else self._known[-1 - place]

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: int) -> Form:  # type: ignore[override]
        text = self._texts[at]
        return Form(text, frozenset(text.split()), self._holder(self._holders[at]))

    def having(self, word: str) -> Sequence[int]:
        """Return the places of the forms in which a word stands, in rising order."""
        return self._by_word.get(word, ())
