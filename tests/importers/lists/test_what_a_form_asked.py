"""A list may say which communities its form asked about, and that a reply form asked."""

import pytest

from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping

HEADINGS = ["Organisation", "Leadership reply", "Asked about", "Asked with the reply to"]
CONTEXT = ListContext("members", "2024-10-01", body_id="b1", body_name="North Forum", own_answers=True)


def facts(make_table, reply="none of these", about="", consultation=""):
    table = make_table(HEADINGS, ["Acorn", reply, about, consultation])
    (row,) = IMPORTERS["members"].parse(table, suggest_mapping(table, "members"), CONTEXT)
    return row.facts, row.questions


@pytest.mark.parametrize(
    ("about", "codes"),
    [
        ("", None),
        ("DEI02; DEI01", ["DEI010000", "DEI020000"]),
        ("Disabled people", ["DEI020000"]),
        ("all communities", None),
    ],
)
def test_communities_asked_about(make_table, about, codes):
    found, questions = facts(make_table, about=about)
    assert found["declaration"]["asked_about"] == codes
    assert not questions


@pytest.mark.parametrize("about", ["Deaf", "Sea dogs", "DEI01; Sea dogs"])
def test_words_that_may_mean_several_make_the_row_wait(make_table, about):
    found, questions = facts(make_table, about=about)
    assert "declaration" not in found
    assert found["declaration_waiting"]["open_words"]
    assert questions


def test_the_reply_form_of_a_consultation(make_table):
    assert facts(make_table, consultation="covenant")[0]["declaration"]["with_reply_in"] == "covenant"
    assert facts(make_table)[0]["declaration"]["with_reply_in"] is None
    assert facts(make_table, reply="", consultation="covenant")[0] == {}
