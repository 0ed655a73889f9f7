"""Where an organisation stands after what was logged of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.consultations import Direction, Engagement, EngagementKind, Participation
from graph.reach.ladder import Reached, Standing, cumulative, standing_of

ASKED, THROUGH, BOUNCED = Reached.ASKED, Reached.ASKED_THROUGH, Reached.BOUNCED
ANSWERED, DECLINED, ATTENDED = Reached.ANSWERED | ASKED, Reached.DECLINED, Reached.ATTENDED
HEARD = Reached.HEARD | ANSWERED
IN_DEPTH = Reached.IN_DEPTH | HEARD
TOLD = Reached.TOLD


def contact(
    kind: str, direction: str = "out", day: str = "2024-11-01", **more: object
) -> tuple[Participation, Engagement]:
    engagement = Engagement("e", "covenant", EngagementKind(kind), Direction(direction), day, "")
    return Participation("p", "e", "o1", "", **more), engagement


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([], Reached.NOTHING),
        ([contact("invitation")], ASKED),
        ([contact("call")], ASKED),
        ([contact("email", bounced=True)], BOUNCED),
        ([contact("email", bounced=True), contact("call")], BOUNCED | ASKED),
        ([contact("email", asked_through="b")], THROUGH),
        ([contact("email", asked_through="b"), contact("email")], THROUGH | ASKED),
        ([contact("email", asked_through="b"), contact("form_reply", "in")], THROUGH | HEARD),
        ([contact("email", "in")], ANSWERED),
        ([contact("email", "in", declined=True)], ANSWERED | DECLINED),
        ([contact("meeting", declined=True)], ANSWERED | DECLINED),
        ([contact("call", spoke=True)], HEARD),
        ([contact("form_reply", "in")], HEARD),
        ([contact("written_reply", "in")], HEARD),
        ([contact("workshop", spoke=True)], IN_DEPTH),
        ([contact("roundtable", spoke_on=("Recognition",))], IN_DEPTH),
        ([contact("roundtable", spoke=False)], ANSWERED | ATTENDED),
        ([contact("workshop")], ANSWERED | ATTENDED),
        ([contact("meeting")], IN_DEPTH),
        ([contact("interview")], IN_DEPTH),
        ([contact("meeting", spoke=False)], ANSWERED | ATTENDED),
        ([contact("feedback")], TOLD),
        ([contact("feedback", "in")], ANSWERED),
        ([contact("email", told=True)], TOLD),
        ([contact("invitation", told=True)], TOLD | ASKED),
        ([contact("form_reply", "in", told=True)], TOLD | HEARD),
    ],
)
def test_what_contacts_come_to(contacts: list[tuple[Participation, Engagement]], expected: Reached) -> None:
    assert standing_of(contacts).reached == expected


def test_first_day_it_was_asked_directly() -> None:
    later, earlier = contact("email", day="2024-11-09"), contact("invitation", day="2024-11-02")
    through = contact("email", day="2024-10-20", asked_through="b")
    lost = contact("email", day="2024-10-21", bounced=True)
    assert standing_of([later, through, lost, earlier]).first_asked == "2024-11-02"
    assert standing_of([through]).first_asked is None
    assert standing_of([]) == Standing()


@given(st.integers(0, 511).map(Reached))
def test_steps_are_cumulative(reached: Reached) -> None:
    full = cumulative(reached)
    assert full & reached == reached
    assert cumulative(full) == full
    for step, below in ((Reached.IN_DEPTH, HEARD), (Reached.HEARD, ANSWERED), (Reached.DECLINED, ANSWERED)):
        assert not full & step or full & below == below
