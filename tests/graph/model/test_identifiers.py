"""Ids that Earshot makes."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from graph.model.identifiers import MADE_BY_EARSHOT, made_id, new_id


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.integers() | st.none()))
def test_made_id_is_the_uuid5_of_its_parts(parts: list[object]) -> None:
    assert made_id(*parts) == str(uuid.uuid5(MADE_BY_EARSHOT, "\x1f".join(map(str, parts))))


def test_new_ids_are_each_greater_than_the_one_before_and_say_that_they_are_uuid7() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in map(uuid.UUID, made)} == {(7, uuid.RFC_4122)}
