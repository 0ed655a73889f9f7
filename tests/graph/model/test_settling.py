"""What a source says again, otherwise or no longer: pure, checked by tables and against a plain model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.settling import (
    ROWS,
    ImportedFact,
    InForce,
    Late,
    RowsOf,
    Said,
    Settled,
    Undoing,
    as_of_rows,
    settle,
    undo,
)

A = InForce("a", "holder", "key a", "slot", "i1", "2025-01-01")
NEWER = InForce("n", "holder", "newer", "slot", "i3", "2025-02-02", recorded_at="then")


@pytest.mark.parametrize(
    ("said", "there", "expected"),
    [
        ([], [], Settled()),
        ([Said("k", "s", 2)], [], Settled(new=(0,))),
        ([Said("k", "s", 2), Said("k", "s", 3)], [], Settled(new=(0,))),
        ([Said("key a", "slot", 2)], [A], Settled(vouched=(("a", 2),))),
        ([Said("k", "slot", 2)], [A], Settled(new=(0,), ended=("a",))),
        ([Said("k", "another slot", 2)], [A], Settled(new=(0,))),
        ([Said("k", "slot", 2)], [replace(A, import_id="i2")], Settled(new=(0,))),
        ([Said("k", "slot", 2)], [replace(A, vouched_by=("i2",))], Settled(new=(0,))),
        ([Said("k", "slot", 2)], [NEWER], Settled(new=(0,), late={0: Late("i3", "then")})),
        ([Said("k", "another slot", 2)], [NEWER], Settled(new=(0,))),
        ([Said("k", "slot", 2), Said("newer", "slot", 3)], [NEWER], Settled((0,), (("n", 3),))),
        (
            [Said("k", "slot", 2)],
            [replace(NEWER, id="o", import_id="i4", said_on="2025-03-01"), replace(NEWER, ended_by="i4")],
            Settled(new=(0,), late={0: Late("i3", "then")}),
        ),
        (
            [Said("k", "slot", 2)],
            [NEWER, replace(A, ended_by="i3")],
            Settled(new=(0,), ended=("a",), late={0: Late("i3", "then")}),
        ),
        (
            [Said("key a", "slot", 2)],
            [replace(A, id="b", key="b", import_id="i0"), replace(A, ended_by="i0")],
            Settled(new=(0,), ended=("b",)),
        ),
        ([Said("k", "slot", 2)], [replace(A, taken_back=True)], Settled(new=(0,))),
        (
            [Said("k", "slot", 2), Said("key a", "slot", 3)],
            [A],
            Settled(new=(0,), vouched=(("a", 3),)),
        ),
    ],
)
def test_settling(said: list[Said], there: list[InForce], expected: Settled) -> None:
    assert settle(said, there, "i2", "2025-02-01") == expected


MINE = ImportedFact("m", "slot", "i1", 2)
AT = "2025-04-01"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], Undoing()),
        ([MINE], Undoing({"m": {"retracted_at": AT}}, retracted=("m",))),
        (
            [replace(MINE, also_imports=("i2", "i3"), also_rows=(9, 8))],
            Undoing(
                {"m": {"import_id": "i2", "row": 9, "also_imports": ["i3"], "also_rows": [8]}},
                handed=("m",),
            ),
        ),
        (
            [replace(MINE, also_imports=("i1",), also_rows=(3,))],
            Undoing({"m": {"also_imports": [], "also_rows": [], "retracted_at": AT}}, retracted=("m",)),
        ),
        (
            [replace(MINE, import_id="i0", also_imports=("i1",), also_rows=(3,))],
            Undoing({"m": {"also_imports": [], "also_rows": []}}),
        ),
        (
            [replace(MINE, import_id="i0", retracted_at="then", ended_by="i1")],
            Undoing({"m": {"ended_by": None}}, put_back=("m",)),
        ),
        ([replace(MINE, retracted_at="then", ended_by="i2")], Undoing({"m": {"ended_by": None}})),
        ([replace(MINE, retracted_at="then")], Undoing()),
        (
            [
                replace(MINE, retracted_at="then", ended_by="i2"),
                ImportedFact("older", "slot", "i0", 2, retracted_at="before", ended_by="i1"),
            ],
            Undoing({"m": {"ended_by": None}, "older": {"ended_by": "i2"}}),
        ),
        (
            [
                replace(MINE, also_imports=("i2",), also_rows=(9,)),
                ImportedFact("older", "slot", "i0", 2, retracted_at="before", ended_by="i1"),
            ],
            Undoing(
                {
                    "m": {"import_id": "i2", "row": 9, "also_imports": [], "also_rows": []},
                    "older": {"ended_by": "i2"},
                },
                handed=("m",),
            ),
        ),
    ],
)
def test_undoing(facts: list[ImportedFact], expected: Undoing) -> None:
    assert undo(facts, "i1", AT) == expected


def test_an_older_list_that_says_the_same_would_have_ended_nothing() -> None:
    mine = replace(MINE, said_on="2025-03-01", also_imports=("i2",), also_rows=(9,))
    ended = replace(MINE, id="e", import_id="i0", said_on="2025-02-01", retracted_at="then", ended_by="i1")
    assert undo([mine, ended], "i1", AT, {"i2": "2025-01-01"}).put_back == ("e",)
    assert undo([mine, ended], "i1", AT, {"i2": "2025-02-01"}).put_back == ()


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


def facts_after(lists: list[list[str]], undone: Iterable[int]) -> set[str]:
    """Commit lists of words in one slot, one import each, undo some of them, and return what holds."""
    facts: dict[str, ImportedFact] = {}
    for number, words in enumerate(lists):
        _commit(facts, f"i{number}", words)
    for number in undone:
        undoing = undo(_concerned(facts, f"i{number}"), f"i{number}", "now")
        for fact_id, change in undoing.changes.items():
            given = {**change}
            for name in ("also_imports", "also_rows"):
                if name in given:
                    given[name] = tuple(given[name])  # type: ignore[arg-type]
            facts[fact_id] = replace(facts[fact_id], **given)
        for fact_id in undoing.put_back:
            back = f"{fact_id} back {number}"
            facts[back] = replace(facts[fact_id], id=back, retracted_at=None, ended_by=None)
    return {fact.id.split()[0] for fact in facts.values() if fact.retracted_at is None}


def _commit(facts: dict[str, ImportedFact], import_id: str, words: list[str]) -> None:
    there = [
        InForce(fact.id, "holder", fact.id.split()[0], "slot", fact.import_id, "day", fact.also_imports)
        for fact in facts.values()
        if fact.retracted_at is None
    ]
    said = [Said(word, "slot", row) for row, word in enumerate(words)]
    settled = settle(said, there, import_id, "day")
    for position in settled.new:
        made = f"{words[position]} {import_id} {position}"
        facts[made] = ImportedFact(made, "slot", import_id, position)
    for fact_id, row in settled.vouched:
        fact = facts[fact_id]
        facts[fact_id] = replace(
            fact, also_imports=(*fact.also_imports, import_id), also_rows=(*fact.also_rows, row)
        )
    for fact_id in settled.ended:
        facts[fact_id] = replace(facts[fact_id], retracted_at=import_id, ended_by=import_id)


def _concerned(facts: dict[str, ImportedFact], import_id: str) -> list[ImportedFact]:
    return [
        fact for fact in facts.values() if import_id in (fact.import_id, fact.ended_by, *fact.also_imports)
    ]


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, max_size=3))
def test_undoing_the_newest_list_gives_back_what_held_before(first: list[str], second: list[str]) -> None:
    assert facts_after([first, second], {1}) == facts_after([first], set())


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_undoing_everything_leaves_nothing(lists: list[list[str]]) -> None:
    assert facts_after(lists, set(range(len(lists)))) == set()


@given(st.lists(WORDS, max_size=4))
def test_same_list_again_changes_nothing(words: list[str]) -> None:
    assert facts_after([words, words[::-1]], set()) == set(words) == facts_after([words, words], {0})


@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(st.integers(0, 4), max_size=3, unique=True))
def test_undoing_any_lists_of_one_word_is_as_if_they_never_came(words: list[str], undone: list[int]) -> None:
    lists = [[word] for word in words]
    stays = [each for number, each in enumerate(lists) if number not in undone]
    assert facts_after(lists, [number for number in undone if number < len(lists)]) == facts_after(
        stays, set()
    )
