"""What a word for communities means in somebody's lists, once a person has said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.model.plan import PlannedRow
from graph.model.taxonomy import CommunityIndex, CommunityMatch, standard_index, word_key

LEFT_OPEN = CommunityMatch((), ambiguous=True)
"""A word that nobody settles: what else was understood counts, and of all others nothing is known."""


class SettledIndex(CommunityIndex):
    """The communities of an index, and before them the words that a person has settled.

    ``words`` is {``word_key`` of a word: the codes it means}; no codes leave the word open without asking.
    """

    def __init__(self, words: Mapping[str, tuple[str, ...]], base: CommunityIndex | None = None) -> None:
        self._base, self._settled = base or standard_index(), dict(words)
        self.known = self._base.known

    def match(self, text: str) -> CommunityMatch | None:
        """Return what a text means, as it was settled or else as the index has it."""
        codes = self._settled.get(word_key(text))
        if codes is None:
            return self._base.match(text)
        return CommunityMatch(codes) if codes else LEFT_OPEN


def settled(row: PlannedRow, word: str, codes: tuple[str, ...]) -> PlannedRow:
    """Return a waiting row with a word (by its ``word_key``) settled: it is neither asked nor open any more.

    Its shares, noted when the list was read, become those of each community it means. Without codes it
    stays open and isn't asked about. A declaration that nothing is left open in doesn't wait any more.
    """
    waiting = row.facts.get("declaration_waiting")
    if not waiting:
        return row
    question, left = row.question or "", []
    declared: dict[str, Any] = {**waiting, "leadership": dict(waiting.get("leadership") or {})}
    for each in waiting["open_words"]:
        if word_key(each["text"]) != word:
            left.append(each)
            continue
        question = " ".join(question.replace(each.get("question") or "", "", 1).split())
        if codes:
            _say(declared, each, codes)
        else:
            left.append({**each, "question": ""})
    facts = {key: value for key, value in row.facts.items() if key != "declaration_waiting"}
    del declared["open_words"]
    if left:
        facts["declaration_waiting"] = {**declared, "open_words": left}
    else:
        facts["declaration"] = declared
    return replace(row, facts=facts, question=question)


def _say(declared: dict[str, Any], word: Mapping[str, Any], codes: tuple[str, ...]) -> None:
    """Add what a word means to a declaration: who leads, or what the question was about."""
    if word.get("about"):
        declared["asked_about"] = sorted({*(declared.get("asked_about") or ()), *codes})
        return
    nothing = dict.fromkeys(("board", "senior_staff", "all_staff"), "not_given")
    for code in codes:
        declared["leadership"].setdefault(code, dict(word.get("shares") or nothing))
