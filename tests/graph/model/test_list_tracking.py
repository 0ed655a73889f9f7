"""Where a body's list stands on a day, by example."""

from __future__ import annotations

import pytest

from graph.model.list_tracking import Agreement, ListImport, ListNotes, Standing, TrackedList, standings

TODAY = "2024-07-01"


def tracked(came_on: str | None = None, **notes: object) -> TrackedList:
    came = (ListImport("i", "list.csv", "2024-01-01", came_on, 3, "committed"),) if came_on else ()
    return TrackedList("b", "Body", notes=ListNotes(**notes), imports=came)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("each", "standing", "due_on"),
    [
        (tracked(), Standing.NOT_ASKED, None),
        (tracked(asked_on="2024-06-20"), Standing.WAITING, "2024-07-18"),
        (tracked(asked_on="2024-06-03"), Standing.WAITING, "2024-07-01"),
        (tracked(asked_on="2024-06-02"), Standing.OVERDUE, "2024-06-30"),
        (tracked(asked_on="2024-05-01", chased_on=("2024-06-15",)), Standing.WAITING, "2024-07-13"),
        (tracked(asked_on="2024-06-20", chase_next="2024-06-25"), Standing.OVERDUE, "2024-06-25"),
        (tracked(asked_on="2024-05-01", received_on="2024-05-03"), Standing.RECEIVED, None),
        (tracked("2024-05-03", asked_on="2024-05-01", received_on="2024-05-03"), Standing.IN, None),
        (tracked("2024-05-03"), Standing.IN, None),
        (tracked("2024-05-03", asked_on="2024-06-30"), Standing.WAITING, "2024-07-28"),
        (tracked("2024-05-03", received_on="2024-06-01"), Standing.RECEIVED, None),
        (tracked(agreement=Agreement.REFUSED), Standing.REFUSED, None),
        (
            tracked("2023-05-03", asked_on="2024-01-01", agreement=Agreement.REFUSED),
            Standing.REFUSED,
            "2024-01-29",
        ),
        (tracked("2024-05-03", agreement=Agreement.SIGNED), Standing.IN, None),
    ],
)
def test_standing(each: TrackedList, standing: Standing, due_on: str | None) -> None:
    assert each.standing(TODAY) is standing
    assert each.due_on == due_on


def test_every_standing_is_counted() -> None:
    counts = standings([tracked(), tracked(), tracked("2024-05-03")], TODAY)
    assert set(counts) == set(Standing)
    assert (counts[Standing.NOT_ASKED], counts[Standing.IN], counts[Standing.OVERDUE]) == (2, 1, 0)
