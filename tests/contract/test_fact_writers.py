"""What an import's rows say of engagements, people and liaisons, written and undone on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from graph.actions import finish_action, follow_ups
from graph.consultations import consultation_counts
from graph.engagement_entry import retract_engagement
from graph.engagements import engagement, engagements, what_happened
from graph.errors import Refused
from graph.fact_writers import FACT_RETRACTERS, FACT_WRITERS, known_facts
from graph.model.facts import fact_keys
from graph.model.plan import ImportContext, PlannedRow
from graph.store import Store, Tx
from graph.undone_facts import portions_left
from tests.contract.making import context, planned, two_bodies_and_a_department, versions

ROUNDTABLE: dict[str, Any] = {
    "kind": "roundtable",
    "direction": "out",
    "held_on": "2024-11-05",
    "place": "Leeds",
    "topic": "Principles",
    "spoke": True,
    "people": ["Ann Lee"],
    "spoke_on": ["Recognition", "Trust"],
    "notes": "asked for more time",
}
INVITATION: dict[str, Any] = {"kind": "invitation", "held_on": "2024-10-20", "asked_through": "o2"}


@pytest.fixture
def graph(store: Store) -> Store:
    """A consultation, two bodies and a department."""
    two_bodies_and_a_department(store)
    return store


def write(
    store: Store, rows: Sequence[PlannedRow], chunk: int = 1, where: ImportContext | None = None
) -> None:
    """Commit one chunk's facts, as an import does."""
    where = where or context()

    def work(tx: Tx) -> dict[str, Any]:
        for key, writer in FACT_WRITERS.items():
            writer(tx, where, [row for row in rows if row.facts.get(key)])
        return {}

    store.write(f"{where.import_id} chunk {chunk}", "tester", "commit chunk", work)


def undo(store: Store, number: int) -> set[str]:
    """Undo import "i<number>" as of 1 April 2025 and return the organisations touched."""
    touched: set[str] = set()

    def work(tx: Tx) -> dict[str, Any]:
        for kind in FACT_RETRACTERS.values():
            for portion in portions_left(tx, kind.left, f"i{number}"):
                touched.update(kind.retract(tx, f"i{number}", "2025-04-01T00:00:00.000000Z", portion))
            assert portions_left(tx, kind.left, f"i{number}") == []
        return {}

    store.write(f"undo i{number}", "tester", "undo import", work)
    return touched


def log(*said: dict[str, Any], organisation: str = "o1", row: int = 2) -> PlannedRow:
    return planned(row, organisation, engagements=list(said))


def test_row_of_a_log_becomes_engagement_and_part(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE)])
    (part,) = what_happened(graph, "o1").items
    assert (part.kind, part.held_on, part.place, part.topic) == (
        "roundtable",
        "2024-11-05",
        "Leeds",
        "Principles",
    )
    assert (part.spoke, part.bounced, part.notes) == (True, False, "asked for more time")
    assert (part.spoke_on, part.spoke_on_other) == (("Recognition",), ("Trust",))
    assert [name for _, name in part.people] == ["Ann Lee"]
    assert (part.source, part.import_id, part.row) == ("list:log", "i1", 2)
    assert part.recorded_at == context().recorded_at
    assert versions(graph) == {"o1": 2, "o2": 1, "gov1": 1}


def test_rows_of_one_occasion_are_one_engagement_across_chunks(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE)], 1)
    other = {**ROUNDTABLE, "people": [], "spoke": None, "place": " LEEDS"}
    write(graph, [log(other, organisation="o2", row=3)], 2)
    write(graph, [log({**ROUNDTABLE, "held_on": "2024-11-06"}, organisation="o2", row=4)], 3)
    newer, older = engagements(graph, "covenant").items
    assert (newer.held_on, newer.organisations) == ("2024-11-06", 1)
    assert (older.organisations, older.names) == (2, ("Acorn Network", "Oak Council for Voluntary Service"))
    page = engagement(graph, older.id)
    assert page is not None
    assert [part.spoke for part in page.parts] == [True, None]
    counts = consultation_counts(graph, "covenant")
    assert (counts.engagements, counts.participations, counts.organisations) == (2, 3, 2)
    assert counts.kinds == (("roundtable", 2),)


def test_wide_row_gives_several_engagements(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE, INVITATION)])
    assert [part.kind for part in what_happened(graph, "o1").items] == ["roundtable", "invitation"]


@pytest.mark.parametrize("through", ["o2", "Oak CVS", "  oak council for voluntary service"])
def test_asked_through_an_organisation_by_id_or_name(graph: Store, through: str) -> None:
    write(graph, [log({**INVITATION, "asked_through": through})])
    (part,) = what_happened(graph, "o1").items
    assert part.through == ("o2", "Oak Council for Voluntary Service")


def test_asked_through_somebody_unknown_stays_as_text(graph: Store) -> None:
    write(graph, [log({**INVITATION, "asked_through": "a friend"})])
    assert what_happened(graph, "o1").items[0].through == (None, "a friend")


def test_mandate_and_formats_are_kept(graph: Store) -> None:
    mandate = {"members_claimed": 300, "members_asked": 200, "members_answered": 40, "method": "survey"}
    reply = {"kind": "written_reply", "direction": "in", "held_on": "2024-12-01", "mandate": mandate}
    write(graph, [log({**reply, "formats_needed": ["BSL"], "formats_provided": ["easy read"], "told": True})])
    (part,) = what_happened(graph, "o1").items
    assert (part.members_claimed, part.members_asked, part.members_answered) == (300, 200, 40)
    assert (part.method, part.told, part.formats_needed) == ("survey", True, ("BSL",))
    page = engagement(graph, part.engagement)
    assert page is not None
    assert (page.formats_needed, page.formats_provided) == (("BSL",), ("easy read",))


def test_unknown_consultation_is_refused_and_nothing_is_written(graph: Store) -> None:
    with pytest.raises(Refused, match="nowhere"):
        write(graph, [log({**ROUNDTABLE, "consultation": "nowhere"})])
    assert what_happened(graph, "o1").items == ()
    assert versions(graph)["o1"] == 1


def test_same_log_again_changes_nothing(graph: Store) -> None:
    rows = [log(ROUNDTABLE, INVITATION), log({**ROUNDTABLE, "spoke": None}, organisation="o2", row=3)]
    write(graph, rows)
    before = [what_happened(graph, each).items for each in ("o1", "o2")]
    known = known_facts(graph, "list:log", ["o1", "o2", "nobody"])
    for row in rows:
        assert set(fact_keys(row.facts, "list:log", str(row.organisation), "covenant")) <= known
    revision = graph.revision()
    write(graph, rows, where=context(2))
    assert [what_happened(graph, each).items for each in ("o1", "o2")] == before
    assert versions(graph) == {"o1": 2, "o2": 2, "gov1": 1}
    assert graph.changes_since(revision)[0].touched == frozenset()


def test_facts_of_another_source_are_not_known(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE)])
    assert known_facts(graph, "list:other", ["o1"]) == frozenset()
    assert known_facts(graph, "list:log", []) == frozenset()


def test_row_may_say_when_it_became_known(graph: Store) -> None:
    write(graph, [log({**ROUNDTABLE, "recorded_on": "2024-11-07"})])
    (part,) = what_happened(graph, "o1").items
    assert part.recorded_at == "2024-11-07T12:00:00.000000Z"


def test_row_twice_in_a_file_counts_once(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE), log(ROUNDTABLE, row=3)])
    write(graph, [log(ROUNDTABLE, row=600)], 2)
    assert len(what_happened(graph, "o1").items) == 1
    undo(graph, 1)
    assert what_happened(graph, "o1").items == ()


def test_corrected_log_ends_what_it_said_before_and_undoing_it_puts_that_back(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE)])
    (first,) = what_happened(graph, "o1").items
    write(graph, [log({**ROUNDTABLE, "notes": "asked for less"})], where=context(2))
    (corrected,) = what_happened(graph, "o1").items
    assert (corrected.notes, corrected.engagement) == ("asked for less", first.engagement)
    assert undo(graph, 2) == {"o1"}
    (back,) = what_happened(graph, "o1").items
    assert back == replace(first, id=back.id, recorded_at="2025-04-01T00:00:00.000000Z")


def test_undoing_a_log_that_a_later_one_repeats_brings_nothing_older_back(graph: Store) -> None:
    corrected = {**ROUNDTABLE, "notes": "asked for less"}
    for number, said in enumerate((ROUNDTABLE, corrected, corrected), start=1):
        write(graph, [log(said)], where=context(number))
    undo(graph, 2)
    assert [part.notes for part in what_happened(graph, "o1").items] == ["asked for less"]
    undo(graph, 3)
    assert [part.notes for part in what_happened(graph, "o1").items] == [ROUNDTABLE.get("notes")]


def test_what_a_person_took_back_stays_away_when_the_log_comes_again(graph: Store) -> None:
    write(graph, [log(ROUNDTABLE)])
    retract_engagement(graph, "kim", what_happened(graph, "o1").items[0].engagement, "w1")
    assert len(known_facts(graph, "list:log", ["o1"])) == 2
    write(graph, [log(ROUNDTABLE)], where=context(2))
    assert what_happened(graph, "o1").items == ()
    undo(graph, 1)
    assert what_happened(graph, "o1").items == ()
    write(graph, [log({**ROUNDTABLE, "notes": "it did happen"})], where=context(3))
    assert [part.notes for part in what_happened(graph, "o1").items] == ["it did happen"]


@pytest.mark.parametrize("order", [(3, 1, 2), (3, 2, 1), (2, 3, 1), (1, 3, 2)])
@pytest.mark.parametrize("undone", [(3, 2), (2, 3), (1, 3)])
@pytest.mark.parametrize("said", ["abc", "aba"])
def test_logs_that_come_late_end_as_if_they_had_come_in_their_order(
    graph: Store, order: tuple[int, ...], undone: tuple[int, ...], said: str
) -> None:
    def notes() -> list[str]:
        return [part.notes for part in what_happened(graph, "o1").items]

    for number in order:
        write(graph, [log({**ROUNDTABLE, "notes": said[number - 1]})], where=context(number))
    assert notes() == [said[2]]
    left = [1, 2, 3]
    for number in undone:
        undo(graph, number)
        left.remove(number)
        assert notes() == [said[left[-1] - 1]]


def test_undo_hands_over_what_another_import_says_too(graph: Store) -> None:
    follow_up = {"what": "Send the minutes", "owner": "Kim", "due": "2024-11-20"}
    write(graph, [log({**ROUNDTABLE, "follow_up": follow_up}, INVITATION)])
    write(graph, [log({**ROUNDTABLE, "follow_up": follow_up}, row=9)], where=context(2))
    assert undo(graph, 1) == {"o1"}
    (part,) = what_happened(graph, "o1").items
    assert (part.kind, part.import_id, part.row) == ("roundtable", "i2", 9)
    assert len(follow_ups(graph, "covenant").items) == 1
    undo(graph, 2)
    assert what_happened(graph, "o1").items == ()
    assert engagements(graph, "covenant").items == ()
    assert follow_ups(graph, "covenant").items == ()


def test_follow_ups_are_listed_by_day_due_and_can_be_finished(graph: Store) -> None:
    def told(what: str, due: str | None) -> dict[str, Any]:
        return {**ROUNDTABLE, "topic": what, "follow_up": {"what": what, "owner": "Kim", "due": due}}

    write(graph, [log(told("b", None), told("c", "2024-12-01"), told("a", "2024-11-20"))])
    first = follow_ups(graph, "covenant", limit=2)
    assert [(one.what, one.owner, one.organisation_name) for one in first.items] == [
        ("a", "Kim", "Acorn Network"),
        ("c", "Kim", "Acorn Network"),
    ]
    (last,) = follow_ups(graph, "covenant", after=first.after).items
    assert (last.what, last.due) == ("b", None)
    finish_action(graph, "kim", last.id, "w1", done_on="2025-01-02")
    assert [one.what for one in follow_ups(graph, "covenant").items] == ["a", "c"]
    assert [one.done_on for one in follow_ups(graph, "covenant", open_only=False).items][-1] == "2025-01-02"
    with pytest.raises(Refused):
        finish_action(graph, "kim", "nobody", "w2")


def test_pages_of_engagements_follow_on(graph: Store) -> None:
    said = [{**INVITATION, "held_on": f"2024-10-{day:02d}"} for day in (20, 21, 22)]
    write(graph, [log(*said)])
    first = engagements(graph, "covenant", limit=2)
    rest = engagements(graph, "covenant", after=first.after, limit=2)
    assert [one.held_on for one in (*first.items, *rest.items)] == ["2024-10-22", "2024-10-21", "2024-10-20"]
    assert rest.after is None
    mine = what_happened(graph, "o1", consultation="covenant", limit=2)
    more = what_happened(graph, "o1", after=mine.after, limit=2)
    assert [one.held_on for one in (*mine.items, *more.items)] == ["2024-10-22", "2024-10-21", "2024-10-20"]
    assert what_happened(graph, "o1", consultation="another").items == ()


def test_hostile_text_is_plain_text(graph: Store) -> None:
    nasty = "'}) DETACH DELETE n // \u202e <script>=1+1 " + "x" * 20_000
    write(graph, [log({**ROUNDTABLE, "topic": nasty, "notes": nasty, "people": [nasty], "place": nasty})])
    (part,) = what_happened(graph, "o1").items
    assert (part.topic, part.notes, part.place) == (nasty, nasty, nasty)
    assert part.people[0][1] == nasty
