"""Which of a source's sayings are new, said again, or in place of what it said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model.slots import Saying, Step, ended_in, held_now, steps


@dataclass(frozen=True)
class Said:
    """One saying of an import: ``key`` is all of it, ``slot`` what it would be the successor in."""

    key: str
    slot: str
    row: int


@dataclass(frozen=True)
class InForce:
    """A fact from the same source, in force or ended. ``vouched_by`` are the imports that said it again.

    ``holder`` is the id of the node that the fact is found from in the graph. ``taken_back``: a person took
    it back by hand; a list that says it again doesn't bring it back, and nothing ends it. ``ended_by`` is the
    import that says otherwise; only lists that come late have to do with a fact that was ended. ``also_days``
    are the days of the lists of ``vouched_by``, in step; those missing are the fact's own.
    """

    id: str
    holder: str
    key: str
    slot: str
    import_id: str | None
    said_on: str
    vouched_by: tuple[str, ...] = ()
    taken_back: bool = False
    ended_by: str | None = None
    recorded_at: str = ""
    also_days: tuple[str, ...] = ()

    @property
    def sayings(self) -> list[Saying]:
        """The lists that say it; none of what people said or took back by hand, which no list ends."""
        if self.taken_back or not self.import_id:
            return []
        days = days_of(self.said_on, self.vouched_by, self.also_days)
        return [Saying(*each, self.key) for each in ((self.said_on, self.import_id), *days)]


def days_of(said_on: str, imports: Sequence[str], days: Sequence[str]) -> list[tuple[str, str]]:
    """Return (day, import) of the lists that say a fact again; a day that wasn't kept is the fact's own."""
    known = [*[said_on] * (len(imports) - len(days)), *days]
    return list(zip(known, imports, strict=True))


def facts_said(rows: Iterable[Mapping[str, Any]]) -> list[InForce]:
    """Return the facts that the rows of a query give, which asked what a source said before.

    Each row has id, key, holder, import_id, said_on, recorded_at, ended_by, vouched_by, also_days and, where
    that can be, taken_back;
    ``within`` is what makes the slot, beside the holder, unless it gives the ``slot`` itself.
    """
    return [
        InForce(
            id=row["id"],
            holder=row["holder"],
            key=row["key"],
            slot=row["slot"] if "slot" in row else f"{row['holder']} {row['within']}",
            import_id=row["import_id"],
            said_on=row["said_on"] or "",
            vouched_by=tuple(row["vouched_by"]),
            taken_back=bool(row.get("taken_back")),
            ended_by=row["ended_by"],
            recorded_at=row["recorded_at"] or "",
            also_days=tuple(row["also_days"]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Late:
    """What says otherwise than a list that came late: a newer list's import, and when it was recorded."""

    ended_by: str
    recorded_at: str


@dataclass(frozen=True)
class Settled:
    """What to do. ``new`` are positions in what was said; ``vouched`` (fact id, row); ``ended`` fact ids.

    ``late`` are those of the new positions that a newer list had ended, had the lists come in their order.
    """

    new: tuple[int, ...] = ()
    vouched: tuple[tuple[str, int], ...] = ()
    ended: tuple[str, ...] = ()
    late: Mapping[int, Late] = field(default_factory=dict)


def settle(said: Sequence[Said], there: Sequence[InForce], import_id: str, said_on: str) -> Settled:
    """Return which sayings are new, which facts they vouch for, and which facts they end.

    What is said again adds nothing: the fact is vouched for, also one that a newer list has ended; a saying
    that stands twice in ``said`` counts once. What holds in a slot follows from the days of all the lists
    that spoke there (``graph.model.slots``), so lists may come in any order.
    """
    heard = _heard(said, there, import_id, said_on)
    held = {slot: held_now(several) for slot, several in heard.items()}
    by_key = {fact.key: fact for fact in there if fact.ended_by and fact.key not in held.get(fact.slot, ())}
    by_key |= {fact.key: fact for fact in there if fact.ended_by is None}
    first: dict[str, int] = {}
    vouched: list[tuple[str, int]] = []
    for position, saying in enumerate(said):
        if saying.key in by_key:
            vouched.append((by_key[saying.key].id, saying.row))
        else:
            first.setdefault(saying.key, position)
    ended = [
        fact.id
        for fact in there
        if fact.slot in held and fact.ended_by is None and fact.sayings and fact.key not in held[fact.slot]
    ]
    recorded = {fact.import_id: fact.recorded_at for fact in there}
    late = {}
    for at in first.values():
        step = ended_in(heard[said[at].slot], said_on, import_id, said[at].key)
        if step is not None and said[at].key not in held[said[at].slot]:
            late[at] = Late(step.import_id, recorded.get(step.import_id, ""))
    return Settled(tuple(first.values()), tuple(vouched), tuple(ended), late)


def _heard(
    said: Sequence[Said], there: Sequence[InForce], import_id: str, said_on: str
) -> dict[str, list[Step]]:
    """Return {slot: the lists that spoke there, this one too}, of the slots that are spoken of."""
    sayings: dict[str, list[Saying]] = defaultdict(list)
    by_hand = {fact.key for fact in there if fact.ended_by is None and not fact.sayings}
    for each in said:
        sayings[each.slot] += [] if each.key in by_hand else [Saying(said_on, import_id, each.key)]
    for fact in there:
        if fact.slot in sayings:
            sayings[fact.slot] += fact.sayings
    return {slot: steps(several) for slot, several in sayings.items()}
