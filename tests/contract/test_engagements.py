"""Engagements recorded by hand, on both engines: whole, refused when they can't be, and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.actions import finish_action, follow_ups
from graph.consultations import consultation_counts
from graph.engagement_entry import record_engagement, retract_engagement
from graph.engagements import engagement, engagements, what_happened
from graph.errors import Refused
from graph.model.consultations import Direction, Engagement, EngagementKind, Participation
from graph.model.facts import FollowUp
from graph.people import people_at
from graph.store import Store
from tests.contract.making import context, covenant, organisations, versions
from tests.contract.test_fact_writers import ROUNDTABLE, log, undo, write

WORKSHOP = Engagement(
    id="",
    consultation="covenant",
    kind=EngagementKind.WORKSHOP,
    direction=Direction.OUT,
    held_on="2024-11-12",
    recorded_at="",
    channel="in person",
    place="Leeds",
    topic="Partnership",
    formats_needed=("BSL",),
    formats_provided=("BSL", "large print"),
    language="English",
    notes="Forty people came.",
)

ACORN = Participation(
    id="",
    engagement="",
    organisation="o1",
    recorded_at="",
    spoke=True,
    people=("Ann Lee",),
    spoke_on=("recognition",),
    members_claimed=300,
    members_asked=200,
    members_answered=40,
    method="survey",
    notes="wants longer grants",
)

OAK = Participation("", "", "o2", "", asked_through="o1", declined=True)


@pytest.fixture
def graph(store: Store) -> Store:
    """A consultation and two bodies."""
    covenant(store)
    organisations(store, o1="Acorn Network", o2="Oak Council for Voluntary Service")
    return store


def record(store: Store, write_id: str = "w1", **changes: Any) -> str:
    made = record_engagement(store, "kim", replace(WORKSHOP, **changes), [ACORN, OAK], write_id)
    return str(made["id"])


def test_engagement_reads_back_with_its_parts(graph: Store) -> None:
    page = engagement(graph, record(graph))
    assert page is not None
    assert (page.kind, page.held_on, page.channel, page.place, page.topic) == (
        "workshop",
        "2024-11-12",
        "in person",
        "Leeds",
        "Partnership",
    )
    assert (page.language, page.notes, page.source) == ("English", "Forty people came.", "user:kim")
    assert (page.formats_needed, page.formats_provided) == (("BSL",), ("BSL", "large print"))
    acorn, oak = page.parts
    assert (acorn.organisation_name, acorn.spoke, acorn.spoke_on) == ("Acorn Network", True, ("Recognition",))
    assert (acorn.members_claimed, acorn.members_asked, acorn.members_answered) == (300, 200, 40)
    assert (acorn.notes, acorn.method) == ("wants longer grants", "survey")
    assert (oak.declined, oak.spoke, oak.through) == (True, None, ("o1", "Acorn Network"))
    assert versions(graph) == {"o1": 2, "o2": 2}


def test_names_become_people_and_ids_stay_who_they_are(graph: Store) -> None:
    record(graph)
    (ann,) = people_at(graph, "o1")
    again = replace(ACORN, people=(ann.person, "ann LEE", "Bo Ray"))
    made = record_engagement(graph, "kim", WORKSHOP, [again], "w2")
    page = engagement(graph, made["id"])
    assert page is not None
    assert [name for _, name in page.parts[0].people] == ["Ann Lee", "Bo Ray"]
    assert [one.name for one in people_at(graph, "o1")] == ["Ann Lee", "Bo Ray"]


def test_retry_records_once(graph: Store) -> None:
    assert record(graph) == record(graph)
    assert len(engagements(graph, "covenant").items) == 1


def test_two_alike_by_hand_are_two(graph: Store) -> None:
    record(graph)
    record(graph, "w2")
    assert consultation_counts(graph, "covenant").kinds == (("workshop", 2),)


def test_follow_ups_are_about_the_only_organisation_or_about_nobody(graph: Store) -> None:
    minutes, thanks = FollowUp("Send the minutes", "Kim", "2024-11-20"), FollowUp("Say thanks")
    record_engagement(graph, "kim", WORKSHOP, [ACORN], "w1", follow_ups=[minutes, thanks])
    record_engagement(graph, "kim", WORKSHOP, [ACORN, OAK], "w2", follow_ups=[minutes])
    found = follow_ups(graph, "covenant").items
    assert sorted((one.what, one.due, one.organisation_name) for one in found) == [
        ("Say thanks", None, "Acorn Network"),
        ("Send the minutes", "2024-11-20", ""),
        ("Send the minutes", "2024-11-20", "Acorn Network"),
    ]


@pytest.mark.parametrize(
    ("field", "engaged", "part"),
    [
        ("consultation", {"consultation": "nowhere"}, {}),
        ("kind", {"kind": "séance"}, {}),
        ("direction", {"direction": "sideways"}, {}),
        ("held_on", {"held_on": "12/11/2024"}, {}),
        ("organisation", {}, {"organisation": "nobody"}),
        ("organisation", {}, {"asked_through": "nobody"}),
        ("spoke_on", {}, {"spoke_on": ("Cats",)}),
        ("members_asked", {}, {"members_asked": 400}),
        ("members_asked", {}, {"members_answered": -1}),
        ("participations", {}, {"organisation": "o2"}),
    ],
)
def test_what_cannot_have_happened_is_refused(
    graph: Store, field: str, engaged: dict[str, Any], part: dict[str, Any]
) -> None:
    parts = [replace(ACORN, **part), OAK]
    with pytest.raises(Refused) as refused:
        record_engagement(graph, "kim", replace(WORKSHOP, **engaged), parts, "w1")
    assert refused.value.field == field
    assert engagements(graph, "covenant").items == ()
    assert versions(graph) == {"o1": 1, "o2": 1}


def test_nobody_taking_part_and_follow_ups_of_nothing_are_refused(graph: Store) -> None:
    with pytest.raises(Refused, match="Nobody took part"):
        record_engagement(graph, "kim", WORKSHOP, [], "w1")
    for wrong in (FollowUp(" "), FollowUp("Ring", due="soon")):
        with pytest.raises(Refused):
            record_engagement(graph, "kim", WORKSHOP, [ACORN], "w2", follow_ups=[wrong])


def test_mistake_is_taken_back_with_all_its_parts(graph: Store) -> None:
    made = record(graph)
    record_engagement(graph, "kim", WORKSHOP, [OAK], "w2", follow_ups=[FollowUp("Ring")])
    assert retract_engagement(graph, "kim", made, "w3")["organisations"] == 2
    assert engagement(graph, made) is None
    assert what_happened(graph, "o1").items == ()
    assert len(what_happened(graph, "o2").items) == 1
    assert len(follow_ups(graph, "covenant").items) == 1
    with pytest.raises(Refused, match="taken back already"):
        retract_engagement(graph, "kim", made, "w4")


def test_a_corrected_follow_up_takes_the_place_of_the_old_one_and_what_was_done_stays_done(
    graph: Store,
) -> None:
    def due() -> list[tuple[str | None, str | None]]:
        found = follow_ups(graph, "covenant", open_only=False).items
        return [(one.due, one.done_on) for one in found]

    for number, day in ((1, "2024-11-20"), (3, "2024-11-30"), (2, "2024-11-25")):
        follow_up = {"what": "Send the minutes", "owner": "Kim", "due": day}
        write(graph, [log({**ROUNDTABLE, "follow_up": follow_up})], where=context(number))
    assert due() == [("2024-11-30", None)]
    finish_action(graph, "kim", follow_ups(graph, "covenant").items[0].id, "w1", done_on="2024-11-21")
    undo(graph, 3)
    assert due() == [("2024-11-25", "2024-11-21")]
    undo(graph, 1)
    assert due() == [("2024-11-25", "2024-11-21")]
    undo(graph, 2)
    assert due() == []
