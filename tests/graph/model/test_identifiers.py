"""Ids that Earshot makes."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from graph.model.identifiers import MADE_BY_EARSHOT, made_id


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.integers() | st.none()))
def test_made_id_is_the_uuid5_of_its_parts(parts: list[object]) -> None:
    assert made_id(*parts) == str(uuid.uuid5(MADE_BY_EARSHOT, "\x1f".join(map(str, parts))))
