"""The list tracker on both engines: notes with who and when, imports that come and go, earlier days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.bodies import ensure_body
from graph.errors import Refused
from graph.imports import undo_import
from graph.list_tracker import ListChanged, note_list, noted_bodies, tracked_list, tracked_lists
from graph.model.list_tracking import Agreement, ListNotes, Standing
from graph.store import Store
from graph.verify import verify
from tests.contract.lists import bring_in, line
from tests.contract.making import organisations

ASKED = ListNotes(asked_on="2024-05-01", asked_of="Ann of Oak", agreement=Agreement.UNDER_WAY)
BODY = "GB-CHC-1000001"


def a_body(store: Store, name: str) -> str:
    return ensure_body(store, f"XI-EARSHOT-{name}", f"{name} Network", actor="ann", write_id=f"make {name}")


def test_notes_replace_notes_and_an_earlier_day_shows_what_was_noted_then(store: Store) -> None:
    oak, ash = a_body(store, "Oak"), a_body(store, "Ash")
    empty = verify(store)["digest"]
    done = note_list(store, "ann", oak, ASKED, seen=None, write_id="w1")
    assert note_list(store, "ann", oak, ASKED, seen=None, write_id="w1") == done
    first = tracked_list(store, oak)
    assert first is not None
    assert (first.notes, first.noted_by, first.entry) == (ASKED, "ann", done["entry"])
    once = verify(store)
    chased = replace(
        ASKED, chased_on=("2024-06-01", "2024-05-20"), chase_next="2024-06-15", notes=" by post "
    )
    note_list(store, "ben", oak, chased, seen=first.entry, write_id="w2")
    now = tracked_list(store, oak)
    assert now is not None
    assert now.notes.chased_on == ("2024-05-20", "2024-06-01")
    assert (now.notes.notes, now.noted_by) == ("by post", "ben")
    assert (now.standing("2024-06-15"), now.standing("2024-06-16")) == (Standing.WAITING, Standing.OVERDUE)
    assert [each.name for each in tracked_lists(store, [oak, ash, "none"])] == [
        "Ash Network",
        "Oak Network",
    ]
    assert tracked_list(store, oak, on="2020-01-01").notes.is_empty  # type: ignore[union-attr]
    assert verify(store)["digest"] != once["digest"]
    note_list(store, "ben", oak, ASKED, seen=now.entry, write_id="w3")
    assert verify(store)["digest"] == once["digest"]
    held = tracked_list(store, oak).entry  # type: ignore[union-attr]
    assert note_list(store, "ben", oak, ASKED, seen=held, write_id="w4") == {"entry": held}
    note_list(store, "ben", oak, ListNotes(), seen=held, write_id="w5")
    assert verify(store)["digest"] == empty


def test_two_people_at_one_list_lose_nothing(store: Store) -> None:
    organisations(store, oak="Oak Network")
    note_list(store, "ann", "oak", ASKED, seen=None, write_id="w1")
    with pytest.raises(ListChanged, match="meanwhile"):
        note_list(store, "ben", "oak", replace(ASKED, notes="mine"), seen=None, write_id="w2")


@pytest.mark.parametrize(
    ("body", "notes", "field"),
    [
        ("nobody", ASKED, None),
        ("gov1", ASKED, None),
        ("oak", replace(ASKED, asked_on="last week"), "asked_on"),
        ("oak", ListNotes(chased_on=("2024-05-01",)), "asked_on"),
        ("oak", replace(ASKED, notes="x" * 3000), "notes"),
    ],
)
def test_what_cant_be_noted_is_refused(store: Store, body: str, notes: ListNotes, field: str | None) -> None:
    organisations(store, oak="Oak Network", gov1="Department")
    with pytest.raises(Refused) as refused:
        note_list(store, "ann", body, notes, seen=None, write_id="w1")
    assert refused.value.field == field


def test_received_follows_the_import_and_goes_with_it(store: Store) -> None:
    outcome = bring_in(store, BODY, [line("Acorn", "GB-CHC-1")], said_on="2024-03-01")
    body = store.read("MATCH (i:Import) RETURN i.body AS id")[0]["id"]
    tracked = tracked_list(store, body)
    assert tracked is not None
    assert tracked.last_import is not None
    assert (tracked.last_import.said_on, tracked.last_import.rows) == ("2024-03-01", 1)
    assert tracked.received_on == tracked.last_import.came_on
    assert tracked.standing("2030-01-01") is Standing.IN
    note_list(store, "ann", body, ASKED, seen=None, write_id="w1")
    assert tracked_list(store, body).standing("2030-01-01") is Standing.IN  # type: ignore[union-attr]
    undone = undo_import(store, outcome.import_id, "ann")
    after = tracked_list(store, body)
    assert after is not None
    assert (after.received_on, after.standing("2024-05-20")) == (None, Standing.WAITING)
    assert any("its list" in kept["why"] for kept in undone["kept"])
    assert verify(store)["broken"] == []
    assert noted_bodies(store) == {body}
    note_list(store, "ann", body, ListNotes(), seen=after.entry, write_id="w2")
    assert tracked_list(store, body) is None, "nothing speaks of the body any more"
    assert verify(store)["broken"] == []
