"""Which of a source's sayings are new, said again, or in place of what it said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any


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
    import that said otherwise later; only lists that come late have to do with a fact that was ended.
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


def facts_said(rows: Iterable[Mapping[str, Any]]) -> list[InForce]:
    """Return the facts that the rows of a query give, which asked what a source said before.

    Each row has id, key, holder, import_id, said_on, recorded_at, ended_by, vouched_by and, where that can
    be, taken_back;
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

    What is said again adds nothing: the fact in force is vouched for; a saying that stands twice in ``said``
    counts once. A new saying ends what the same source said in its
    slot in another import, unless this import vouches for that too; where its list is older, it is ended
    itself. So lists may come in any order.
    """
    by_key = {fact.key: fact for fact in there if fact.ended_by is None}
    first: dict[str, int] = {}
    vouched: list[tuple[str, int]] = []
    for position, saying in enumerate(said):
        if saying.key in by_key:
            vouched.append((by_key[saying.key].id, saying.row))
        else:
            first.setdefault(saying.key, position)
    new_slots = {said[position].slot for position in first.values()}
    keys = {saying.key for saying in said}
    others = [
        fact
        for fact in there
        if fact.slot in new_slots
        and not fact.taken_back
        and fact.key not in keys
        and fact.import_id != import_id
        and import_id not in fact.vouched_by
    ]
    newer = _first_newer(others, said_on)
    ended = [fact.id for fact in others if fact.said_on <= said_on and _is_next(fact, others, said_on)]
    late = {at: newer[said[at].slot] for at in first.values() if said[at].slot in newer}
    return Settled(tuple(first.values()), tuple(vouched), tuple(ended), late)


def _first_newer(others: Sequence[InForce], said_on: str) -> dict[str, Late]:
    """Return, for each slot that has any, the next newer of the lists that say otherwise in it."""
    newest_first = sorted(
        (fact for fact in others if fact.said_on > said_on and fact.import_id),
        key=lambda fact: (fact.said_on, fact.recorded_at, fact.id),
        reverse=True,
    )
    return {fact.slot: Late(fact.import_id or "", fact.recorded_at) for fact in newest_first}


def _is_next(fact: InForce, others: Sequence[InForce], said_on: str) -> bool:
    """Return whether a list of a day ends an older fact: one in force, or ended by a newer list so far."""
    if fact.ended_by is None:
        return True
    days = (one.said_on for one in others if one.slot == fact.slot and one.import_id == fact.ended_by)
    return max(days, default="") > said_on


@dataclass(frozen=True)
class ImportedFact:
    """A fact that an import said, vouches for or ended; ``also_imports`` and ``also_rows`` are in step.

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


@dataclass(frozen=True)
class Undoing:
    """What undoing an import does to facts: {fact id: new properties}, and the ids to put back.

    ``handed`` are the ids of facts that another import says from now on, among those in ``changes``.
    """

    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    retracted: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    put_back: tuple[str, ...] = ()


def undo(
    facts: Sequence[ImportedFact], import_id: str, at: str, days: Mapping[str, str] | None = None
) -> Undoing:
    """Return what becomes of the facts that an import said, vouched for or ended when it is undone.

    A fact that others vouch for goes to the first of them. What the import had ended is put back, unless
    another import would have ended it: one that says the import's own word in that slot again, or ended
    that, by a list that isn't older than what is ended. ``days`` are the days of those lists.
    """
    heirs = heirs_of(facts, import_id)
    changes: dict[str, dict[str, Any]] = {}
    retracted, handed, put_back = [], [], []
    for fact in facts:
        change = _without(fact, import_id)
        if fact.ended_by == import_id:
            change["ended_by"] = _heir(fact, heirs.get(fact.slot, ()), days or {})
            if change["ended_by"] is None:
                put_back.append(fact.id)
        elif fact.import_id == import_id and change.get("import_id"):
            handed.append(fact.id)
        elif fact.import_id == import_id and fact.retracted_at is None:
            change["retracted_at"] = at
            retracted.append(fact.id)
        elif fact.import_id == import_id and fact.ended_by:
            change["ended_by"] = None
        if change:
            changes[fact.id] = change
    return Undoing(changes, tuple(retracted), tuple(handed), tuple(put_back))


def heirs_of(facts: Iterable[ImportedFact], import_id: str) -> dict[str, list[str]]:
    """Return {slot: the imports that say an import's own word there too, or ended it}."""
    heirs: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.import_id == import_id:
            heirs[fact.slot] += [other for other in fact.also_imports if other != import_id]
            heirs[fact.slot] += [fact.ended_by] if fact.ended_by else []
    return heirs


def _heir(ended: ImportedFact, heirs: Iterable[str], days: Mapping[str, str]) -> str | None:
    """Return the first import whose list isn't older than what was ended; None when none would end it."""
    return next((each for each in heirs if days.get(each, ended.said_on) >= ended.said_on), None)


def _without(fact: ImportedFact, import_id: str) -> dict[str, Any]:
    """Return the properties of a fact that an import no longer says; empty when it never did."""
    others = [
        (other, row)
        for other, row in zip(fact.also_imports, fact.also_rows, strict=True)
        if other != import_id
    ]
    change: dict[str, Any] = {}
    if fact.import_id == import_id and others:
        (change["import_id"], change["row"]), *others = others
    if len(others) < len(fact.also_imports):
        change["also_imports"] = [other for other, _ in others]
        change["also_rows"] = [row for _, row in others]
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

    So ``undo`` takes back what they said and no other row does. What the import ended goes with them where
    a word of theirs stands in its slot and none of another row.
    """
    told = [_told_by(fact, import_id, some) for fact in facts]
    mine = {each.slot for each in told if each.import_id == import_id + ROWS}
    others = {each.slot for each in told if _says(each, import_id)}
    return [
        replace(each, ended_by=import_id + ROWS)
        if each.ended_by == import_id and each.slot in mine - others
        else each
        for each in told
    ]


def _says(fact: ImportedFact, import_id: str) -> bool:
    return fact.retracted_at is None and import_id in (fact.import_id, *fact.also_imports)


def _told_by(fact: ImportedFact, import_id: str, some: RowsOf) -> ImportedFact:
    """Return a fact with the rows that say it as an import of their own, and another row that says it too."""
    mine = import_id + ROWS
    said = [(fact.import_id, fact.row), *zip(fact.also_imports, fact.also_rows, strict=True)]
    told = [(mine if (each == import_id and row in some.rows) else each, row) for each, row in said]
    also = some.also.get(fact.key)
    if fact.retracted_at is None and also is not None and (import_id, also) not in told:
        told += [(import_id, also)] if mine in {each for each, _ in told} else []
    (first, row), *more = told
    imports = tuple(each or "" for each, _ in more)
    return replace(
        fact, import_id=first, row=row, also_imports=imports, also_rows=tuple(row or 0 for _, row in more)
    )
