"""One kind of imported fact undone: retracted, handed over to another import, or put back as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.identifiers import made_id
from graph.model.plan import CHUNK_ROWS
from graph.model.unsettling import ROWS, ImportedFact, RowsOf, Undoing, as_of_rows, undo
from graph.store import Store, Tx
from graph.versions import move_versions_on


@dataclass(frozen=True)
class Texts:
    """The texts by which one kind of fact is found, changed and put back.

    ``left`` gives the slots in which anything is left to undo, ``find`` together all facts in some slots:
    each with the organisation that it is about and ``others`` that it names, which nothing may speak of
    afterwards.
    """

    left: str
    find: tuple[str, ...]
    change: str
    put_back: str


@dataclass(frozen=True)
class Undone:
    """What was undone of one kind: the rows found, what was done, and whose facts changed.

    ``unsaid`` are the ids of all facts that the import, or the rows taken back, had said themselves.
    """

    rows: Mapping[str, Mapping[str, Any]]
    undoing: Undoing
    made: Mapping[str, str]
    organisations: list[str]
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portion:
    """What one write undoes of one kind of fact: whole slots, since the facts in one depend on each other.

    ``anchors`` are the ids of the nodes that all facts in these slots are found from. With ``of`` only what
    some rows of the import said is undone.
    """

    slots: tuple[str, ...]
    anchors: tuple[str, ...]
    of: RowsOf | None = None


FACTS_AT_ONCE = CHUNK_ROWS
"""Facts undone in one write, so that other users keep working; more only where one slot holds more."""


def portions_left(graph: Store | Tx, left: str, import_id: str, rows: Collection[int] = ()) -> list[Portion]:
    """Return what is left to undo of one kind of fact, said by some rows or (none given) by any; else [].

    ``left`` is a text that gives the columns ``slot`` and ``anchor``, one of each for every fact, and
    ``concerned``: whether one of the rows says it.
    """
    columns = graph.columns(left, import_id=import_id, rows=sorted(rows))
    said = columns["concerned"] if rows else ()
    concerned = {slot for slot, by_row in zip(columns["slot"], said, strict=bool(rows)) if by_row}
    by_slot: dict[str, list[str]] = defaultdict(list)
    for anchor, slot in sorted(zip(columns["anchor"], columns["slot"], strict=True)):
        if not rows or slot in concerned:
            by_slot[slot].append(anchor)
    portions: list[Portion] = []
    slots: list[str] = []
    facts = 0
    for slot, anchors in by_slot.items():
        if slots and facts + len(anchors) > FACTS_AT_ONCE:
            portions.append(_portion(slots, by_slot))
            slots, facts = [], 0
        slots.append(slot)
        facts += len(anchors)
    return [*portions, _portion(slots, by_slot)] if slots else portions


def _portion(slots: Sequence[str], by_slot: Mapping[str, Sequence[str]]) -> Portion:
    return Portion(tuple(slots), tuple(sorted({anchor for slot in slots for anchor in by_slot[slot]})))


def undo_facts(tx: Tx, texts: Texts, import_id: str, at: str, portion: Portion) -> Undone:
    """Undo a portion of what an import said of one kind, and give the organisations their next version.

    ``step_aside`` is due at the end where only some rows are taken back.
    """
    where = {"anchors": list(portion.anchors), "slots": list(portion.slots)}
    rows = _of_the_source([row for text in texts.find for row in tx.run(text, **where)], import_id)
    facts = [_fact(row) for row in rows.values()]
    whose = import_id
    if portion.of:
        facts, whose = as_of_rows(facts, import_id, portion.of), import_id + ROWS
    undoing = undo(facts, whose, at)
    if undoing.changes:
        tx.run(
            texts.change,
            facts=[
                {"id": fact_id, "holder": rows[fact_id]["holder"], "properties": properties}
                for fact_id, properties in undoing.changes.items()
            ],
        )
    made = {fact_id: made_id(fact_id, "put back", import_id) for fact_id in undoing.put_back}
    if made:
        tx.run(
            texts.put_back,
            facts=[_put_back(rows[each], undoing.changes[each], made[each], at) for each in made],
        )
    touched = [rows[fact_id] for fact_id in (*undoing.retracted, *undoing.put_back)]
    organisations = sorted({each for row in touched for each in (row["organisation"], *row["others"])})
    move_versions_on(tx, organisations)
    unsaid = tuple(fact.id for fact in facts if fact.import_id == whose)
    return Undone(rows, undoing, made, organisations, unsaid)


def _of_the_source(found: Sequence[Mapping[str, Any]], import_id: str) -> dict[str, Mapping[str, Any]]:
    """Return {fact id: row} of what the source of an import said in its slots."""
    sources = {row["fact"].get("source") for row in found if _speaks(row["fact"], import_id)}
    return {row["fact"]["id"]: row for row in found if row["fact"].get("source") in sources}


def _speaks(fact: Mapping[str, Any], import_id: str) -> bool:
    return import_id in (fact.get("import_id"), fact.get("ended_by"), *(fact.get("also_imports") or ()))


def _fact(row: Mapping[str, Any]) -> ImportedFact:
    fact = row["fact"]
    return ImportedFact(
        id=fact["id"],
        slot=row["slot"],
        import_id=fact.get("import_id"),
        row=fact.get("row"),
        also_imports=tuple(fact.get("also_imports") or ()),
        also_rows=tuple(fact.get("also_rows") or ()),
        retracted_at=fact.get("retracted_at"),
        ended_by=fact.get("ended_by"),
        said_on=fact.get("said_on") or "",
        also_days=tuple(fact.get("also_days") or ()),
        key=fact.get("key") or "",
    )


def _put_back(row: Mapping[str, Any], change: Mapping[str, Any], made: str, at: str) -> dict[str, Any]:
    left = ("retracted_at", "ended_by")
    fact = {name: value for name, value in (row["fact"] | change).items() if name not in left}
    return {
        "id": fact["id"],
        "holder": row["holder"],
        "made": made,
        "properties": {**fact, "id": made, "recorded_at": at},
    }


def set_aside(tx: Tx, text: str, ids: Iterable[str], at: str) -> None:
    """Give what rows said ids of another kind, by a text that takes ``$aside``: {"id", "new"} each.

    A row makes the ids of what it says: taken back and decided otherwise, it makes the same ones again.
    """
    aside = [{"id": each, "new": aside_id(each, at)} for each in ids]
    if aside:
        tx.run(text, aside=aside)


def aside_id(id_: str, at: str) -> str:
    """Return the id that something has from its being taken back on."""
    return made_id(id_, "taken back", at)


def step_aside(tx: Tx, texts: Texts, undone: Undone, portion: Portion, at: str) -> dict[str, str]:
    """Give facts that rows said ids of another kind, as ``set_aside`` does; return {id: new id}."""
    if not portion.of:
        return {}
    aside = {each: aside_id(each, at) for each in undone.unsaid}
    if aside:
        tx.run(
            texts.change,
            facts=[
                {"id": each, "holder": undone.rows[each]["holder"], "properties": {"id": new}}
                for each, new in aside.items()
            ],
        )
    return aside


def people_of(undone: Undone) -> set[str]:
    """Return the ids of the people whose facts changed."""
    changed = (*undone.undoing.retracted, *undone.undoing.put_back)
    return {person for fact_id in changed for person in undone.rows[fact_id]["people"]}
