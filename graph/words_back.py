"""Words for communities that were settled and are open again: rows ask about them as they did before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model.plan import PlannedRow, canonical_json, row_as_dict, row_from_dict
from graph.model.settled_words import settled
from graph.review_items import asked_as
from graph.store import Tx

WITH_WORDS = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
WHERE item.state = 'waiting' AND $word IN coalesce(item.settled, [])
RETURN item.id AS id, item.data AS data, item.as_asked AS as_asked, item.settled AS settled
"""

WORDS = """
UNWIND $ids AS id
MATCH (rule:MatchRule {id: id})
RETURN id, rule.word AS word, rule.codes AS codes
"""

ASK_AGAIN = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.data = row.data, item.question = row.question, item.kind = row.kind, item.strength = row.strength,
    item.words = row.words, item.settled = row.settled
RETURN count(item) AS number
"""


def let_ask_again(tx: Tx, ids: Sequence[str], word: str) -> None:
    """Let waiting rows ask about a word again, given by the id of its rule; others stay settled in them."""
    items = tx.run(WITH_WORDS, ids=list(ids), word=word)
    rules = sorted({each for item in items for each in item["settled"]})
    words = {row["id"]: row for row in tx.run(WORDS, ids=rules)}
    changed = []
    for item in items:
        left = [each for each in item["settled"] if each != word]
        row = _asking(item, [words[each] for each in left], [words[each] for each in item["settled"]])
        text = canonical_json(row_as_dict(row))
        changed.append(
            {"id": item["id"], "data": text, "question": row.question, "settled": left, **asked_as(row)}
        )
    if changed:
        tx.run(ASK_AGAIN, items=changed)


def _asking(
    item: Mapping[str, Any], left: Sequence[Mapping[str, Any]], all_words: Sequence[Mapping[str, Any]]
) -> PlannedRow:
    """Return a row as it asks with only some words settled.

    What it asked besides may be another question by now: then that one goes before its words' own.
    """
    now, before = (row_from_dict(json.loads(item[name])) for name in ("data", "as_asked"))
    row = _with(before, left)
    if _with(before, all_words).question == now.question:
        return replace(now, facts=row.facts, question=row.question)
    open_words = (row.facts.get("declaration_waiting") or {}).get("open_words") or ()
    asked = [now.question or "", *(each.get("question") or "" for each in open_words)]
    return replace(now, facts=row.facts, question=" ".join(filter(None, dict.fromkeys(asked))))


def _with(row: PlannedRow, words: Sequence[Mapping[str, Any]]) -> PlannedRow:
    for each in words:
        row = settled(row, each["word"], tuple(each["codes"]))
    return row
