"""Candidates by close names, on both engines: everybody is looked at, and nobody is linked through it."""

from __future__ import annotations

from graph.close_names import nearby_organisations
from graph.store import Store
from importers.lists.rows import ParsedRow
from importers.match.decide import Judgement, decide_rows
from tests.contract.lists import bring_in, line

NCVO = "GB-CHC-225922"


def test_a_row_that_nobody_is_called_just_like_is_offered_who_is_close(store: Store) -> None:
    bring_in(
        store,
        NCVO,
        [
            line("Beck Street Community Group", "GB-CHC-1", postcode="LS1 4AB"),
            line("Beck Street Allotments", "GB-CHC-2"),
            line("Elm Road Nursery", "GB-CHC-3"),
        ],
    )
    everybody = nearby_organisations(store)
    assert [each.id for each in everybody] == sorted(each.id for each in everybody)
    row = ParsedRow(2, ("Beck St Community Grp",), {"name": "Beck Street Community Grp"})
    (decision,) = decide_rows([row], [], nearby=lambda: everybody)
    assert decision.judgement is Judgement.REVIEW
    assert [each.name for each in decision.candidates] == [
        "Beck Street Community Group",
        "Beck Street Allotments",
    ]
    assert "both say beck, street, community" in decision.candidates[0].reasons
    exact = ParsedRow(3, (), {"name": "Beck Street Community Group", "postcode": "LS1 4AB"})
    (unlinked,) = decide_rows([exact], [], nearby=lambda: everybody)
    assert unlinked.judgement is Judgement.REVIEW
