"""A settled word is taken back: rows ask about it again, and those of later lists are counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.imports import ImportRequest, import_file
from graph.bodies import body_for, body_source
from graph.errors import Refused
from graph.imports import undo_import, waiting_rows
from graph.match_rules import remembered_decisions
from graph.model.identifiers import new_id
from graph.seed import seed
from graph.store import Store
from graph.take_back import take_rule_back
from graph.went_in_since import decided_by_rule
from graph.word_rules import settle_word
from tests.contract.test_review import NCVO, row, waiting_list
from tests.contract.test_take_back import back, facts, say


def test_a_word_is_open_again_once_what_it_means_is_taken_back(store: Store) -> None:
    seed(store)
    question = 'Which community does "Jewish" mean?'
    word = {"text": "Jewish", "codes": ["DEI019920", "DEI030600"], "question": question, "shares": {}}
    said = {"declaration_waiting": {"reply": "yes", "leadership": {}, "open_words": [word]}}
    only = replace(row(2, "Elm"), facts=said, question=question)
    more = replace(row(3, "Oak"), facts=said, question=f"Who? {question}")
    made = waiting_list(store, only, more)
    asked, waiting = waiting_rows(store, made).items, facts(store)
    source = body_source(body_for(store, NCVO).id)
    done = settle_word(store, "ann", text="Jewish", source=source, codes=["DEI030600"], write_id="settle")
    assert done == {"rows": 2, "decided": 1}
    with pytest.raises(Refused, match="a word in it was settled"):
        back(store, made, 2)
    say(store, made, 3, "new")
    (rule,) = [each for each in remembered_decisions(store).items if each.decision == "word"]
    told = decided_by_rule(store, rule.id)
    assert told is not None
    assert (told.total, told.since) == (2, ())
    assert take_rule_back(store, rule.id, "ann", new_id())["rows"] == 2
    assert facts(store) == waiting
    assert waiting_rows(store, made).items == asked
    assert remembered_decisions(store).items == ()


def test_rows_of_later_lists_that_were_read_with_a_word_are_counted(store: Store, tmp_path: Path) -> None:
    seed(store)
    body = {"body_org_id": NCVO, "body_name": "NCVO"}

    def bring(*rows: str, day: str) -> str:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(("Name,Charity number,Led by", *rows)))
        asked = ImportRequest(path=path, kind="members", actor="ann", said_on=day, **body)
        return import_file(store, asked)[0].plan.import_id

    bring("Elm,1138860,Jewish", day="2024-01-01")
    source = body_source(body_for(store, NCVO).id)
    settle_word(store, "ann", text="Jewish", source=source, codes=["DEI030600"], write_id="settle")
    later = bring("Elm,1138860,jewish ; Women", "Oak,1138861,Women", "Fir,1138862,Jewish", day="2024-02-01")
    rule = next(each for each in remembered_decisions(store).items if each.decision == "word")
    told = decided_by_rule(store, rule.id)
    assert told is not None
    assert [(each.import_id, each.row) for each in told.since] == [(later, 2)]
    take_rule_back(store, rule.id, "ann", new_id())
    undo_import(store, later, "ann")
    again = bring("Elm,1138860,jewish ; Women", "Oak,1138861,Women", "Fir,1138862,Jewish", day="2024-02-01")
    assert len(waiting_rows(store, again).items) == 2, "brought in again, they ask"
