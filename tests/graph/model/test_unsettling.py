"""What is left of a source's facts once lists are undone: pure, checked by tables and a plain model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.settling import InForce, Said, settle
from graph.model.unsettling import ROWS, ImportedFact, RowsOf, Undoing, as_of_rows, undo

DAY = "2025-02-01"
MINE = ImportedFact("m", "slot", "i1", 2, said_on=DAY, key="k")
AT = "2025-04-01"


OLDER = ImportedFact("older", "slot", "i0", 2, (), (), "before", "i1", "2025-01-01", "before")
NEWEST = ImportedFact("newest", "slot", "i2", 2, said_on="2025-02-02", key="other")


def handed(row: int, said_on: str) -> dict[str, Any]:
    return {"import_id": "i2", "row": row, "said_on": said_on}


def also(*told: tuple[str, str, int]) -> dict[str, Any]:
    return {
        "also_imports": [each for _, each, _ in told],
        "also_rows": [row for _, _, row in told],
        "also_days": [day for day, _, _ in told],
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], Undoing()),
        ([MINE], Undoing({"m": {"retracted_at": AT}}, retracted=("m",))),
        (
            [replace(MINE, also_imports=("i2", "i3"), also_rows=(9, 8), also_days=("2025-02-02", DAY))],
            Undoing({"m": {**handed(9, "2025-02-02"), **also((DAY, "i3", 8))}}, handed=("m",)),
        ),
        (
            [replace(MINE, also_imports=("i1",), also_rows=(3,))],
            Undoing({"m": {**also(), "retracted_at": AT}}, retracted=("m",)),
        ),
        ([replace(MINE, import_id="i0", also_imports=("i1",), also_rows=(3,))], Undoing({"m": also()})),
        (
            [replace(MINE, import_id="i0", retracted_at="then", ended_by="i1")],
            Undoing({"m": {"ended_by": None}}, put_back=("m",)),
        ),
        ([replace(MINE, retracted_at="then", ended_by="i2")], Undoing({"m": {"ended_by": None}})),
        ([replace(MINE, retracted_at="then")], Undoing()),
        (
            [OLDER, replace(MINE, retracted_at="then", ended_by="i2"), NEWEST],
            Undoing({"older": {"ended_by": "i2"}, "m": {"ended_by": None}}),
        ),
        (
            [replace(MINE, also_imports=("i2",), also_rows=(9,)), OLDER],
            Undoing({"m": {**handed(9, DAY), **also()}, "older": {"ended_by": "i2"}}, handed=("m",)),
        ),
        (
            [replace(NEWEST, also_imports=("i1",), also_rows=(3,)), replace(OLDER, said_on="2025-03-03")],
            Undoing(
                {
                    "newest": {**also(), "retracted_at": AT, "ended_by": "i0"},
                    "older": {"ended_by": None},
                },
                retracted=("newest",),
                put_back=("older",),
            ),
        ),
        (
            [replace(MINE, import_id=None, also_imports=("i1",), also_rows=(3,)), NEWEST],
            Undoing({"m": also()}),
        ),
    ],
)
def test_undoing(facts: list[ImportedFact], expected: Undoing) -> None:
    assert undo(facts, "i1", AT) == expected


SAID = replace(MINE, import_id="i1", row=2, key="k", retracted_at=None, ended_by=None)
ENDED = replace(SAID, id="e", import_id="i0", row=7, key="other", retracted_at="then", ended_by="i1")


@pytest.mark.parametrize(
    ("fact", "also", "left"),
    [
        (SAID, {}, None),
        (SAID, {"k": 5}, ("i1", 5)),
        (replace(SAID, row=5), {}, ("i1", 5)),
        (replace(SAID, also_imports=("i2", "i1"), also_rows=(2, 5)), {}, ("i2", 2)),
        (replace(SAID, import_id="i2", also_imports=("i1",), also_rows=(2,)), {}, ("i2", 2)),
    ],
)
def test_rows_taken_back_leave_what_others_say(
    fact: ImportedFact, also: dict[str, int], left: tuple[str, int] | None
) -> None:
    """Row 2 of an import is taken back; what it had ended is put back unless another row has a word there."""
    facts = as_of_rows([fact, ENDED], "i1", RowsOf(frozenset({2}), also))
    undone = undo(facts, "i1" + ROWS, AT)
    after = {**vars(fact), **undone.changes.get(fact.id, {})}
    assert (None if after["retracted_at"] else (after["import_id"], after["row"])) == left
    assert bool(undone.put_back) == (left is None)


WORDS = st.sampled_from("abc")


List = tuple[int, list[str]]
"""A list's day, and the words that it says in one slot."""

LISTS = st.lists(
    st.tuples(st.integers(1, 9), st.lists(WORDS, min_size=1, max_size=3)),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each[0],
)


def plainly(lists: Iterable[List]) -> set[str]:
    """Return what holds when lists come in the order of their days: a new word ends what isn't said again."""
    held: set[str] = set()
    for _, words in sorted(lists):
        held = held if set(words) <= held else set(words)
    return held


class Facts:
    """The facts in one slot, as the graph keeps them."""

    def __init__(self) -> None:
        self.all: dict[str, ImportedFact] = {}

    def commit(self, day: int, words: Sequence[str]) -> None:
        import_id = f"i{day}"
        there = [_in_force(fact) for fact in self.all.values() if fact.counts]
        said = [Said(word, "slot", row) for row, word in enumerate(words)]
        settled = settle(said, there, import_id, str(day))
        for at in settled.new:
            late = settled.late.get(at)
            made = f"{words[at]} {import_id} {len(self.all)}"
            ended = {"retracted_at": "late", "ended_by": late.ended_by} if late else {}
            fact = ImportedFact(made, "slot", import_id, at, said_on=str(day), key=words[at])
            self.all[made] = replace(fact, **ended)  # type: ignore[arg-type]
        for fact_id, row in settled.vouched:
            fact = self.all[fact_id]
            also = {"also_imports": import_id, "also_rows": row, "also_days": str(day)}
            self._set(fact_id, {name: (*getattr(fact, name), one) for name, one in also.items()})
        for fact_id in settled.ended:
            self._set(fact_id, {"retracted_at": import_id, "ended_by": import_id})

    def undo(self, day: int) -> None:
        undoing = undo(list(self.all.values()), f"i{day}", f"undone {day}")
        for fact_id, change in undoing.changes.items():
            self._set(fact_id, change)
        for fact_id in undoing.put_back:
            back = f"{fact_id} {day}"
            self.all[back] = replace(self.all[fact_id], id=back, retracted_at=None, ended_by=None)

    def _set(self, fact_id: str, change: Mapping[str, Any]) -> None:
        given = {name: tuple(one) if isinstance(one, list) else one for name, one in change.items()}
        self.all[fact_id] = replace(self.all[fact_id], **given)

    def in_force(self) -> list[str]:
        return sorted(fact.key for fact in self.all.values() if fact.retracted_at is None)


def _in_force(fact: ImportedFact) -> InForce:
    return InForce(
        id=fact.id,
        holder="holder",
        key=fact.key,
        slot=fact.slot,
        import_id=fact.import_id,
        said_on=fact.said_on,
        vouched_by=fact.also_imports,
        ended_by=fact.ended_by,
        also_days=fact.also_days,
    )


@given(LISTS, st.data())
def test_lists_in_any_order_undone_in_any_order_are_as_if_they_came_by_their_days(
    lists: list[List], data: st.DataObject
) -> None:
    facts, left = Facts(), []
    for each in data.draw(st.permutations(lists)):
        facts.commit(*each)
        left.append(each)
        assert facts.in_force() == sorted(plainly(left))
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(left))
            left.remove(gone)
            facts.undo(gone[0])
            assert facts.in_force() == sorted(plainly(left))
    for gone in left:
        facts.undo(gone[0])
    assert facts.in_force() == []
