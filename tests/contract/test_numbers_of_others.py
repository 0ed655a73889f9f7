"""A number that somebody of another name holds: a person's answer settles the row, and is asked for once."""

from __future__ import annotations

from pathlib import Path

from app.imports import ImportRequest, import_file
from graph.import_outcomes import row_outcomes
from graph.imports import Outcome, decide, undo_import, waiting_rows
from graph.organisations import organisation, search_organisations
from graph.store import Store
from graph.verify import verify

HEADINGS = "Name,Charity number,Company number"
ALPHA, BIRCH = "Alpha Trust,1000003,", "Birch Ltd,,01234567"
ELM = "Elm Society,1000003,"


def bring(store: Store, folder: Path, body: str, *rows: str, **more: str) -> tuple[str, Outcome]:
    """Bring a list in; return the import's id and what became of it."""
    path = folder / f"{body}.csv"
    path.write_text("\n".join((HEADINGS, *rows)), encoding="utf-8")
    asked = more or {"kind": "members", "body_org_id": f"XI-EARSHOT-{body}", "body_name": f"Body {body}"}
    planned, outcome = import_file(
        store, ImportRequest(path=path, actor="ann", said_on="2024-06-01", **asked)
    )  # type: ignore[arg-type]
    return planned.plan.import_id, outcome


def numbers(store: Store, name: str) -> tuple[str, ...]:
    """Return the numbers of the organisation that is called so."""
    (found,) = [one for one in search_organisations(store, name).items if one.name == name]
    page = organisation(store, found.id)
    assert page is not None
    return tuple(page.record.identifiers)


def test_a_new_one_goes_in_and_its_number_stays_with_whom_the_person_was_told_of(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path, "A", ALPHA)
    before = verify(store)["digest"]
    made, outcome = bring(store, tmp_path, "B", ELM, ALPHA)
    assert outcome.counts["conflict"] == 1
    (item,) = waiting_rows(store).items
    assert decide(store, "ann", [(item.id, "new", None)], "new")["decided"] == 1
    assert (numbers(store, "Elm Society"), numbers(store, "Alpha Trust")) == ((), ("GB-CHC-1000003",))
    (settled,) = [each for each in row_outcomes(store, made) if each.decided]
    assert [each.message.partition(":")[0] for each in settled.planned.issues] == [
        "GB-CHC-1000003 stays with Alpha Trust"
    ]
    _, again = bring(store, tmp_path, "B", ALPHA, ELM)
    assert (again.counts["same"], again.changes, again.review_items) == (2, 0, 0)
    assert verify(store)["ok"]
    undo_import(store, made, "ann")
    assert (verify(store)["ok"], waiting_rows(store).items) == (True, ())
    undo_import(store, again.import_id, "ann")
    assert verify(store)["digest"] == before


def test_another_source_that_says_the_same_is_offered_both(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "A", ALPHA)
    bring(store, tmp_path, "B", ELM)
    (item,) = waiting_rows(store).items
    decide(store, "ann", [(item.id, "new", None)], "new")
    bring(store, tmp_path, "C", ELM)
    (item,) = waiting_rows(store).items
    holder, elm = item.candidates
    assert (holder.name, elm.name) == ("Alpha Trust", "Elm Society")
    done = decide(store, "ann", [(item.id, "accept", elm.org_id)], "it is the society")
    assert done == {"decided": 1, "also": 0, "waiting": 0}
    assert (numbers(store, "Elm Society"), numbers(store, "Alpha Trust")) == ((), ("GB-CHC-1000003",))
    assert verify(store)["ok"]


def test_of_numbers_of_two_each_keeps_its_own(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "A", ALPHA, BIRCH)
    both = "Alpha Trust,1000003,01234567"
    _, outcome = bring(store, tmp_path, "B", both)
    assert outcome.counts["conflict"] == 1
    (item,) = waiting_rows(store).items
    alpha = next(each.org_id for each in item.candidates if each.name == "Alpha Trust")
    assert decide(store, "ann", [(item.id, "accept", alpha)], "alpha")["decided"] == 1
    assert numbers(store, "Alpha Trust") == ("GB-CHC-1000003",)
    assert numbers(store, "Birch Ltd") == ("GB-COH-01234567",)
    _, again = bring(store, tmp_path, "B", both)
    assert (again.counts["same"], again.changes, again.review_items) == (1, 0, 0)
    assert verify(store)["ok"]


def test_a_register_s_row_isn_t_parted_from_its_own_number(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "A", ALPHA)
    bring(store, tmp_path, "R", "Elm Society,1000003,", kind="register", scheme="GB-CHC")
    (item,) = waiting_rows(store).items
    assert decide(store, "ann", [(item.id, "new", None)], "new") == {"decided": 0, "also": 0, "waiting": 1}
    (left,) = waiting_rows(store).items
    assert "held by Alpha Trust" in left.question


def test_new_said_of_a_row_that_asks_something_else_makes_nobody_twice(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("Name,Charity number,Led by\nAlpha Trust,1000003,no such word\n", encoding="utf-8")
    bring(store, tmp_path, "A", ALPHA)
    import_file(
        store,
        ImportRequest(path=path, kind="members", actor="ann", body_org_id="XI-EARSHOT-W", body_name="Words"),
    )
    for item in waiting_rows(store).items:
        decide(store, "ann", [(item.id, "new", None)], f"new {item.id}")
    assert numbers(store, "Alpha Trust") == ("GB-CHC-1000003",)
    assert len(search_organisations(store, "Alpha Trust").items) == 1
