"""A person's words as a full-text query that forgives."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS_AT_MOST = 12
"""Words of a text that are searched for; the rest is left out."""


def search_text(text: str) -> str:
    """Return a full-text query for a person's words: none of their characters mean anything to Lucene."""
    words = list(dict.fromkeys(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())))[:WORDS_AT_MOST]
    return " ".join(_fitting(words))


def _fitting(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield f"({word}^4 {word}*^2 {word}~1)" if len(word) > 3 else f"({word}^4 {word}*)"
