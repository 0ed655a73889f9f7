"""What a waiting row asks, as one of a few kinds, so that rows that ask alike can be decided together."""

from __future__ import annotations

from enum import StrEnum

from graph.model.plan import Candidate, PlannedRow, RowVerdict


class WaitingKind(StrEnum):
    """The kinds of question, in the order in which to look at them."""

    NUMBER = "number"
    SEVERAL = "several"
    REPLACED = "replaced"
    MOVED = "moved"
    DIFFER = "differ"
    WORDS = "words"
    UNSEEN = "unseen"
    TWINS = "twins"
    TWICE = "twice"
    CLOSE = "close"
    NOBODY = "nobody"
    OTHER = "other"


KIND_WORDS: dict[str, str] = {
    WaitingKind.NUMBER: "the number is held under another name",
    WaitingKind.SEVERAL: "the numbers are those of several organisations",
    WaitingKind.REPLACED: "another took the organisation's place",
    WaitingKind.MOVED: "the organisation changed since the list was read",
    WaitingKind.DIFFER: "two rows of the list disagree",
    WaitingKind.WORDS: "a word for a community isn't clear",
    WaitingKind.UNSEEN: "safe, and nothing was to go in unseen",
    WaitingKind.TWINS: "the same name, and nothing else to tell by",
    WaitingKind.TWICE: "the list gives one name more than once",
    WaitingKind.CLOSE: "a close name",
    WaitingKind.NOBODY: "nobody here is close",
    WaitingKind.OTHER: "something else",
}
"""What rows of a kind have in common, in words."""

STRENGTHS: dict[str, str] = {
    "strong": "very alike",
    "some": "somewhat alike",
    "none": "none",
}
"""How alike the best candidate is: a score of ``STRONG`` or more, less, or no candidate."""

STRONG = 0.75

_SAID: tuple[tuple[WaitingKind, str], ...] = (
    (WaitingKind.REPLACED, "took its place"),
    (WaitingKind.UNSEEN, "nothing was to be accepted unseen"),
    (WaitingKind.MOVED, "since the plan was made"),
    (WaitingKind.SEVERAL, "of several organisations"),
    (WaitingKind.SEVERAL, "belong to several organisations"),
    (WaitingKind.DIFFER, "but differ in"),
    (WaitingKind.DIFFER, "same number and unlike names"),
    (WaitingKind.NUMBER, "is held by"),
    (WaitingKind.NUMBER, "this name and not this number"),
    (WaitingKind.NUMBER, "name and place under another number"),
    (WaitingKind.TWICE, "no number tells them apart"),
    (WaitingKind.TWINS, "has the same name"),
    (WaitingKind.TWINS, "organisations here have this name"),
)
"""What the questions of a kind say; the first that fits counts. A test asks every kind of question."""


def open_words(row: PlannedRow) -> tuple[str, ...]:
    """Return the words for communities that a row waits for, as the file gives them; () for none."""
    waiting = row.facts.get("declaration_waiting") or {}
    return tuple(word["text"] for word in waiting.get("open_words") or () if word.get("question"))


def question_besides_words(row: PlannedRow) -> str:
    """Return what a row asks besides what its words for communities mean; "" when they are all."""
    waiting = row.facts.get("declaration_waiting") or {}
    rest = row.question or ""
    for word in waiting.get("open_words") or ():
        rest = rest.replace(word.get("question") or "", "", 1)
    return " ".join(rest.split())


def kind_of(row: PlannedRow) -> WaitingKind:
    """Return what kind of question a waiting row asks; who it means comes before what its words mean."""
    question = question_besides_words(row)
    if open_words(row) and not question:
        return WaitingKind.WORDS
    said = question.casefold()
    for kind, words in _SAID:
        if words in said:
            return kind
    if row.verdict is RowVerdict.CONFLICT:
        return WaitingKind.OTHER
    return WaitingKind.CLOSE if row.candidates else WaitingKind.NOBODY


def strength_of(candidates: tuple[Candidate, ...]) -> str:
    """Return how alike the best candidate is: "strong", "some", or "none" without candidates."""
    if not candidates:
        return "none"
    return "strong" if max(each.score for each in candidates) >= STRONG else "some"
