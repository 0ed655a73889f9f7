"""What a source says again or otherwise, by tables; test_unsettling has a plain model of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.settling import InForce, Late, Said, Settled, settle

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
        ([Said("k", "slot", 2)], [replace(A, import_id="i2", said_on="2025-02-01")], Settled(new=(0,))),
        (
            [Said("k", "slot", 2)],
            [replace(A, vouched_by=("i2",), also_days=("2025-02-01",))],
            Settled(new=(0,)),
        ),
        (
            [Said("k", "slot", 2)],
            [replace(A, vouched_by=("i3",), also_days=("2025-03-01",))],
            Settled(new=(0,), late={0: Late("i3", "")}),
        ),
        ([Said("key a", "slot", 2)], [replace(A, ended_by="i3"), NEWER], Settled(vouched=(("a", 2),))),
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
            Settled(new=(0,), late={0: Late("i3", "then")}),
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
