"""Words that a person settled: read so in later lists, and settled in rows that wait."""

from __future__ import annotations

from graph.model.plan import PlannedRow, RowVerdict
from graph.model.settled_words import SettledIndex, settled
from graph.model.waiting_kinds import WaitingKind, kind_of
from importers.fields.leadership import read_communities

JEWISH = 'Which community does "Jewish" mean: A or B?'
GAY = 'Which community does "Gay" mean: C or D?'


def row(*words: dict[str, object], question: str) -> PlannedRow:
    waiting = {"reply": "yes", "leadership": {"DEI090000": {"board": "half"}}, "asked_about": None}
    facts = {"declaration_waiting": {**waiting, "open_words": list(words)}}
    return PlannedRow(2, RowVerdict.REVIEW, {"name": "Acorn"}, facts=facts, question=question)


def word(text: str, question: str, **more: object) -> dict[str, object]:
    return {"text": text, "codes": [], "question": question, "shares": {"board": "over_half"}, **more}


def test_a_settled_word_joins_who_leads_with_its_shares_and_nothing_waits() -> None:
    after = settled(row(word("Jewish", JEWISH), question=JEWISH), "jewish", ("DEI030600",))
    assert after.question == ""
    assert "declaration_waiting" not in after.facts
    said = after.facts["declaration"]
    assert said["leadership"] == {"DEI090000": {"board": "half"}, "DEI030600": {"board": "over_half"}}
    assert "open_words" not in said


def test_other_words_and_other_questions_stay() -> None:
    both = row(word("Jewish", JEWISH), word("Gay", GAY), question=f"{JEWISH} {GAY} Is it a new one?")
    after = settled(both, "gay", ("DEI040200",))
    assert after.question == f"{JEWISH} Is it a new one?"
    assert [each["text"] for each in after.facts["declaration_waiting"]["open_words"]] == ["Jewish"]
    assert set(after.facts["declaration_waiting"]["leadership"]) == {"DEI090000", "DEI040200"}


def test_a_word_left_open_is_not_asked_and_keeps_the_rest_unknown() -> None:
    after = settled(row(word("Jewish", JEWISH), question=JEWISH), "jewish", ())
    assert after.question == ""
    assert kind_of(after) is not WaitingKind.WORDS
    assert after.facts["declaration_waiting"]["open_words"][0]["question"] == ""


def test_a_word_about_what_was_asked_joins_that() -> None:
    after = settled(row(word("Faith", JEWISH, about=True), question=JEWISH), "faith", ("DEI030000",))
    assert after.facts["declaration"]["asked_about"] == ["DEI030000"]
    assert "DEI030000" not in after.facts["declaration"]["leadership"]


def test_a_row_without_such_words_is_left_alone() -> None:
    plain = PlannedRow(2, RowVerdict.REVIEW, question="Who?")
    assert settled(plain, "jewish", ("DEI030600",)) is plain


def test_later_lists_are_read_with_what_was_settled() -> None:
    index = SettledIndex({"jewish": ("DEI030600",), "folk of all kinds": ()})
    named = read_communities("JEWISH; Women; Folk of all kinds; Gay", index)
    assert named.codes == ("DEI030600", "DEI090000")
    assert [text for text, _ in named.open_words] == ["Folk of all kinds", "Gay"]
    assert len(named.questions) == 1
    assert index.match("Women") is not None
    assert index.known
