"""What becomes of a source's facts when an import, or some of its rows, no longer says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.model.settling import days_of
from graph.model.slots import Saying, Step, held_now, steps

Told = tuple[str | None, int | None, str]
"""(Import, row, day of its list) of a list that says a fact."""


@dataclass(frozen=True)
class ImportedFact:
    """A fact in a slot where an import spoke; ``also_imports``, ``also_rows`` and ``also_days`` are in step.

    ``said_on`` is the day of the list that said it, ``key`` all that it says.
    """

    id: str
    slot: str
    import_id: str | None
    row: int | None = None
    also_imports: tuple[str, ...] = ()
    also_rows: tuple[int, ...] = ()
    retracted_at: str | None = None
    ended_by: str | None = None
    said_on: str = ""
    key: str = ""
    also_days: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it holds, or would if nothing newer had been said; not what was undone or taken back."""
        return self.retracted_at is None or self.ended_by is not None

    @property
    def told(self) -> list[Told]:
        """The lists that say it, the one that said it first before those that vouch for it."""
        days = days_of(self.said_on, self.also_imports, self.also_days)
        also = zip(self.also_imports, self.also_rows, days, strict=True)
        return [(self.import_id, self.row, self.said_on), *((one, row, day) for one, row, (day, _) in also)]


@dataclass(frozen=True)
class Undoing:
    """What undoing an import does to facts: {fact id: new properties}, and the ids to put back.

    ``retracted`` hold no more, some of them because a newer word counts by now. ``handed`` are those that
    another import says from now on. All of them are in ``changes``.
    """

    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    retracted: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    put_back: tuple[str, ...] = ()


def undo(facts: Sequence[ImportedFact], import_id: str, at: str) -> Undoing:
    """Return what becomes of the facts in some slots when an import that spoke there is undone.

    Give all that its source said in these slots. A fact that others vouch for goes to the first of them; what
    holds in a slot follows from the days of the lists that are left (``graph.model.slots``).
    """
    slots: dict[str, list[ImportedFact]] = defaultdict(list)
    for fact in facts:
        slots[fact.slot].append(fact)
    changes: dict[str, dict[str, Any]] = {}
    put_back: list[str] = []
    for several in slots.values():
        left = {fact.id: [each for each in fact.told if each[0] != import_id] for fact in several}
        heard = _heard(several, left)
        back = _to_put_back(several, left, held_now(heard))
        for fact in several:
            change = _without(fact, import_id, left[fact.id])
            change |= _outcome(fact, left[fact.id], heard, at, back)
            changes |= {fact.id: change} if change else {}
        put_back += back
    of = {fact.id: fact for fact in facts}
    retracted = tuple(each for each, change in changes.items() if change.get("retracted_at"))
    handed = tuple(each for each, change in changes.items() if change.get("import_id") and of[each].counts)
    return Undoing(changes, retracted, handed, tuple(put_back))


def _heard(several: Sequence[ImportedFact], left: Mapping[str, Sequence[Told]]) -> list[Step]:
    """Return the lists left that speak in a slot; what people said is none of theirs to end."""
    counting = [fact for fact in several if fact.counts and fact.import_id]
    return steps(Saying(day, one or "", fact.key) for fact in counting for one, _, day in left[fact.id])


def _to_put_back(
    several: Sequence[ImportedFact], left: Mapping[str, Sequence[Told]], held: frozenset[str]
) -> list[str]:
    """Return the ids of ended facts that hold again: one for each key that nothing in force says."""
    in_force = {fact.key for fact in several if fact.retracted_at is None and left[fact.id]}
    ended = [fact for fact in several if fact.ended_by and left[fact.id]]
    found = {fact.key: fact.id for fact in sorted(ended, key=lambda fact: (fact.said_on, fact.id))}
    return [found[key] for key in sorted(held - in_force) if key in found]


def _outcome(
    fact: ImportedFact, left: Sequence[Told], heard: Sequence[Step], at: str, back: Collection[str]
) -> dict[str, Any]:
    """Return what changes of whether a fact holds."""
    if not fact.counts or (not fact.import_id and left):
        return {}
    if not left:
        return {"retracted_at": at} if fact.retracted_at is None else {"ended_by": None}
    if fact.id in back:
        return {"ended_by": None}
    if fact.retracted_at is None:
        return {} if fact.key in held_now(heard) else {"retracted_at": at, "ended_by": heard[-1].import_id}
    return {} if fact.ended_by in {step.import_id for step in heard} else {"ended_by": heard[-1].import_id}


def _without(fact: ImportedFact, import_id: str, left: Sequence[Told]) -> dict[str, Any]:
    """Return the properties of a fact that an import no longer says; empty when it never did."""
    change: dict[str, Any] = {}
    if fact.import_id == import_id and left:
        change["import_id"], change["row"], change["said_on"] = left[0]
    also = left[1:]
    if len(also) < len(fact.also_imports):
        names = ("also_imports", "also_rows", "also_days")
        change |= {name: [each[at] for each in also] for at, name in enumerate(names)}
    return change


ROWS = " rows"
"""What the id of an import has at its end that stands for some of its rows, while they are taken back."""


@dataclass(frozen=True)
class RowsOf:
    """Some rows of an import that are taken back; ``also`` is {key of a fact: another row that says it}."""

    rows: frozenset[int]
    also: Mapping[str, int] = field(default_factory=dict)


def as_of_rows(facts: Sequence[ImportedFact], import_id: str, some: RowsOf) -> list[ImportedFact]:
    """Return facts as if these rows were an import of their own, whose id is the import's with ROWS.

    So ``undo`` takes back what they said and no other row does.
    """
    return [_told_by(fact, import_id, some) for fact in facts]


def _told_by(fact: ImportedFact, import_id: str, some: RowsOf) -> ImportedFact:
    """Return a fact with the rows that say it as an import of their own, and another row that says it too."""
    mine = import_id + ROWS
    told = [
        (mine if (each == import_id and row in some.rows) else each, row, day) for each, row, day in fact.told
    ]
    also = some.also.get(fact.key)
    day = next((day for each, _, day in told if each == mine), None)
    if fact.counts and also is not None and day is not None and (import_id, also, day) not in told:
        told.append((import_id, also, day))
    (first, row, said_on), *more = told
    return replace(
        fact,
        import_id=first,
        row=row,
        said_on=said_on,
        also_imports=tuple(each or "" for each, _, _ in more),
        also_rows=tuple(row or 0 for _, row, _ in more),
        also_days=tuple(day for _, _, day in more),
    )
