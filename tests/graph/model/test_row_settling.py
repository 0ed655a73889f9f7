"""What becomes of planned rows when the graph has moved on: an example for every way it can go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model.likeness import name_fits
from graph.model.plan import Candidate, FieldChange, PlannedRow, RowVerdict
from graph.model.row_settling import WITHOUT_NAME, Deed, GraphNow, OrganisationNow, settle_rows

ACORN = OrganisationNow("o1", 3, "Acorn Trust", ("The Oaks",), record={"website": "acorn.example"})
ELM = OrganisationNow("o2", 1, "Elm House")
GONE = OrganisationNow("o3", 5, "Gone", gone=True)


def now(**more: Any) -> GraphNow:
    return GraphNow({each.id: each for each in (ACORN, ELM, GONE)}, **more)


def row(
    verdict: RowVerdict, organisation: str | None = None, seen: int | None = None, **values: Any
) -> PlannedRow:
    return PlannedRow(2, verdict, values, organisation, seen)


NEW, SAME, CHANGED = RowVerdict.NEW, RowVerdict.SAME, RowVerdict.CHANGED


def changing(field: str, old: str | None, new: str) -> PlannedRow:
    """A row that was planned on version 2 of the first organisation, whose version is 3 by now."""
    planned = row(CHANGED, "o1", 2, **{field: new})
    return replace(planned, changes=(FieldChange(field, old, new),))


@pytest.mark.parametrize(
    ("planned", "graph", "deed", "organisation"),
    [
        (row(NEW, "made", name="Oak"), {}, Deed.CREATE, "made"),
        (
            row(NEW, "made", name="Acorns Trust", identifiers=["N1"]),
            {"holders": {"N1": "o1"}},
            Deed.WRITE,
            "o1",
        ),
        (
            row(NEW, "made", name="Quite Unlike", identifiers=["N1"]),
            {"holders": {"N1": "o1"}},
            Deed.WAIT,
            "made",
        ),
        (
            row(NEW, "made", name="Oak", identifiers=["N1", "N2"]),
            {"holders": {"N1": "o1", "N2": "o2"}},
            Deed.WAIT,
            "made",
        ),
        (row(NEW, "made"), {}, Deed.WAIT, "made"),
        (row(NEW, "made", name="Oak"), {"redirects": {"made": "o1"}}, Deed.WRITE, "o1"),
        (row(CHANGED, "o1", 3, name="Acorn"), {}, Deed.WRITE, "o1"),
        (row(CHANGED, "o1", 2, name="Acorn"), {}, Deed.WRITE, "o1"),
        (changing("website", None, "new.example"), {}, Deed.WAIT, "o1"),
        (row(CHANGED, "o1", 2, name="Acorn"), {"moved": {"o1": [2, 3]}}, Deed.WRITE, "o1"),
        (changing("website", None, "new.example"), {"moved": {"o1": [2, 3]}}, Deed.WRITE, "o1"),
        (changing("website", None, "new.example"), {"moved": {"o1": [1, 3]}}, Deed.WAIT, "o1"),
        (row(CHANGED, "o1", 3, identifiers=["N2"]), {"holders": {"N2": "o2"}}, Deed.WAIT, "o1"),
        (row(CHANGED, "o3", 5, name="Gone"), {}, Deed.WAIT, "o3"),
        (row(SAME, "o1", 3), {}, Deed.VOUCH, "o1"),
        (row(SAME, "o1", 2), {}, Deed.VOUCH, "o1"),
        (replace(row(SAME, "o1", 2, name="Acorn"), vouches_for="s1"), {}, Deed.WRITE, "o1"),
        (row(RowVerdict.REJECTED), {}, Deed.NOTHING, None),
        (row(RowVerdict.REVIEW), {}, Deed.WAIT, None),
    ],
)
def test_row_is_settled(
    planned: PlannedRow, graph: dict[str, Any], deed: Deed, organisation: str | None
) -> None:
    (settled,) = settle_rows("import", [planned], now(**graph))
    assert (settled.deed, settled.row.organisation) == (deed, organisation)
    if deed is Deed.WAIT:
        assert settled.row.question
        assert settled.row.verdict in (RowVerdict.CONFLICT, RowVerdict.REVIEW)


def test_rows_of_one_chunk_know_of_each_other() -> None:
    rows = [
        row(NEW, "made", name="Oak", identifiers=["N9"]),
        row(NEW, "made"),
        row(NEW, "other", name="Quite Unlike", identifiers=["N9"]),
    ]
    assert [each.deed for each in settle_rows("import", rows, now())] == [Deed.CREATE, Deed.WRITE, Deed.WAIT]


def test_decided_rows_are_carried_out_whatever_moved() -> None:
    rows = [row(RowVerdict.REVIEW, "o1", 1, name="Acorn"), row(RowVerdict.CONFLICT, None, name="Oak")]
    settled = settle_rows("import", rows, now(), decided=True)
    assert [each.deed for each in settled] == [Deed.WRITE, Deed.CREATE]
    assert [each.row.verdict for each in settled] == [CHANGED, NEW]


def test_nothing_can_be_made_of_a_row_without_a_name_whoever_says_so() -> None:
    (settled,) = settle_rows("import", [row(NEW, None, identifiers=["N9"])], now(), decided=True)
    assert (settled.deed, settled.row.question) == (Deed.WAIT, WITHOUT_NAME)


def test_nothing_is_accepted_unseen_when_asked_so() -> None:
    rows = [row(NEW, "made", name="Oak"), row(CHANGED, "o1", 3, name="Acorn"), row(SAME, "o1", 3)]
    settled = settle_rows("import", rows, now(), accept="none")
    assert [each.deed for each in settled] == [Deed.WAIT, Deed.WAIT, Deed.VOUCH]
    assert settled[1].row.candidates[0].org_id == "o1"


def test_waiting_row_keeps_its_candidates_first() -> None:
    planned = replace(
        changing("website", None, "new.example"), candidates=(Candidate("o2", "Elm House", ("same words",)),)
    )
    (settled,) = settle_rows("import", [planned], now())
    assert [each.org_id for each in settled.row.candidates] == ["o2", "o1"]


@pytest.mark.parametrize(
    ("name", "names", "fits"),
    [
        ("Acorn Trust", ["The Acorn Trust Ltd"], True),
        ("AcornTrust", ["Acorn Trust"], True),
        ("RNLI", ["Royal National Lifeboat Institution"], True),
        ("Acorn Community Centre Leeds", ["Acorn Centre"], True),
        ("Elm House", ["Acorn Trust", "Elm House Care"], True),
        ("Thornbery Carers", ["Thornbury Carer Group"], True),
        ("Elm Trust", ["Acorn Trust"], False),
        ("Quite Unlike", ["Acorn Trust"], False),
        ("", ["Acorn Trust"], True),
        ("Acorn", [], True),
    ],
)
def test_name_fits_unless_it_is_absurd(name: str, names: list[str], fits: bool) -> None:
    assert name_fits(name, names) is fits


def test_row_that_was_left_out_before_stays_out() -> None:
    (settled,) = settle_rows("i", [row(SAME)], now())
    assert (settled.deed, settled.row.verdict) == (Deed.NOTHING, SAME)
    (settled,) = settle_rows("i", [row(SAME, name="Acorn")], now(), accept="none")
    assert settled.deed is Deed.NOTHING
