"""Real lists without numbers wait, are answered in bulk, and then say what is right; undone, nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.imports import ImportRequest, import_file
from graph.bulk_review import decide_all
from graph.consultations import add_consultation
from graph.engagements import what_happened
from graph.imports import undo_import
from graph.model.consultations import Consultation
from graph.organisation_search import search_organisations
from graph.store import Store
from graph.verify import verify
from graph.waiting import WaitingFilter, waiting_rows

GOVERNMENT = Path(__file__).parents[3] / "shared" / "data" / "government"
pytestmark = pytest.mark.skipif(not GOVERNMENT.is_dir(), reason="the real lists aren't here")


def first_rows(folder: Path, name: str, rows: int) -> Path:
    """Return a copy of the first rows of a real list."""
    with (GOVERNMENT / name).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[: rows + 1]
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.mark.parametrize(
    ("name", "rows", "who", "said"),
    [
        (
            "parliament_engagement_events_real.csv",
            3,
            "Ecas",
            ("2011-02-02", "meeting", "The Scotland Bill - oral evidence"),
        ),
        ("co_ministerial_hospitality_2016Q3.csv", 13, "Tech UK", ("2016-07-06", "meeting", "")),
    ],
)
def test_what_happened_is_right_once_all_are_new(  # noqa: PLR0917 - one case
    store: Store, tmp_path: Path, name: str, rows: int, who: str, said: tuple[str, str, str]
) -> None:
    add_consultation(
        store, "tester", Consultation("ev", "Evidence", opens="2001-01-01", closes="2024-12-31"), "add"
    )
    before = verify(store)["digest"]
    path = first_rows(tmp_path, name, rows)
    planned, outcome = import_file(
        store, ImportRequest(path=path, kind="log", actor="tester", consultation="ev")
    )
    import_id = planned.plan.import_id
    waiting = waiting_rows(store, import_id).items
    assert outcome.counts["review"] == len(waiting) > 0
    decided = decide_all(store, "tester", WaitingFilter(import_id=import_id), "new", "all new")
    assert decided.decided == len(waiting)
    (found,) = [one for one in search_organisations(store, who).items if one.name == who]
    (part,) = what_happened(store, found.id).items
    assert (part.held_on, part.kind, part.topic) == said
    assert part.notes
    assert verify(store)["ok"]
    undo_import(store, import_id, "tester")
    assert verify(store)["digest"] == before


def test_respondents_without_numbers_are_new_when_a_person_says_so(store: Store, tmp_path: Path) -> None:
    before = verify(store)["digest"]
    path = first_rows(tmp_path, "pasc_2012_charities_act_written_evidence_respondents.csv", 4)
    planned, outcome = import_file(
        store, ImportRequest(path=path, kind="organisations", actor="tester", role="other")
    )
    assert outcome.counts["review"] == 4
    decide_all(store, "tester", WaitingFilter(import_id=planned.plan.import_id), "new", "all new")
    (found,) = search_organisations(store, "Sheila McKechnie Foundation").items
    assert found.name == "Sheila McKechnie Foundation"
    undo_import(store, planned.plan.import_id, "tester")
    assert verify(store)["digest"] == before
