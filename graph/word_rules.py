"""Words for communities that a person settled: asked once for every waiting row that shares them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.communities import known_codes
from graph.decided_items import Act
from graph.errors import Refused
from graph.import_records import now
from graph.model.identifiers import made_id
from graph.model.plan import CHUNK_ROWS, canonical_json, row_as_dict, row_from_dict
from graph.model.settled_words import settled
from graph.model.taxonomy import word_key
from graph.model.waiting_kinds import open_words, question_besides_words
from graph.review import DECIDABLE, ITEMS, Decision, carry_out_all
from graph.review_items import asked_as
from graph.store import Store, Tx

EVERYWHERE = "*"
"""The source of a word that means the same in every list."""

OPEN_WORDS = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE size(item.words) > 0 AND item.repeated_by IS NULL
UNWIND item.words AS word
RETURN word, import.source AS source, coalesce(import.body_name, import.file_name) AS name,
       count(item) AS rows, head(collect(item.data)) AS sample
ORDER BY word, source, name
"""


@dataclass(frozen=True)
class OpenWord:
    """A word that waiting rows of a source share: as a row has it, the codes it may mean, and how many rows.

    ``key`` is its ``word_key``, ``name`` what the source's lists are called.
    """

    key: str
    text: str
    source: str
    name: str
    rows: int
    codes: tuple[str, ...]


def waiting_words(store: Store) -> tuple[OpenWord, ...]:
    """Return the words that rows wait for, by word and source; () when none does."""
    found: dict[tuple[str, str], OpenWord] = {}
    for row in store.read(OPEN_WORDS):
        planned = row_from_dict(json.loads(row["sample"]))
        said = {word_key(text): text for text in open_words(planned)}
        codes = {
            word_key(each["text"]): each["codes"]
            for each in planned.facts["declaration_waiting"]["open_words"]
        }
        key, source = row["word"], row["source"]
        before = found.get((key, source))
        rows = row["rows"] + (before.rows if before else 0)
        name = before.name if before else row["name"]
        found[key, source] = OpenWord(key, said.get(key, key), source, name, rows, tuple(codes.get(key, ())))
    return tuple(found.values())


WORD_RULES = """
MATCH (rule:MatchRule {decision: 'word'})
WHERE rule.revoked_at IS NULL AND rule.source IN [$source, '*']
RETURN rule.source AS source, rule.word AS word, rule.codes AS codes
"""


def settled_words(store: Store, source: str) -> dict[str, tuple[str, ...]]:
    """Return {word key: codes} settled for a source's lists; its own go before everybody's."""
    rows = sorted(store.read(WORD_RULES, source=source), key=lambda row: str(row["source"]) != EVERYWHERE)
    return {row["word"]: tuple(row["codes"]) for row in rows}


WRITE_WORD_RULE = """
MERGE (rule:MatchRule {id: $id})
SET rule.source = $source, rule.name = $text, rule.word = $word, rule.postcode = '', rule.decision = 'word',
    rule.codes = $codes, rule.decided_by = $actor, rule.decided_at = $at, rule.revoked_at = null
"""

WITH_WORD = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import)
WHERE $word IN coalesce(item.words, []) AND ($source = '*' OR import.source = $source)
  AND import.state IN $states
RETURN item.id AS id, item.data AS data
ORDER BY id
LIMIT $limit
"""

SET_ASKED = """
UNWIND $items AS row
MATCH (item:ReviewItem {id: row.id})
SET item.as_asked = coalesce(item.as_asked, item.data),
    item.settled = coalesce(item.settled, []) + [$rule],
    item.data = row.data, item.question = row.question, item.kind = row.kind, item.strength = row.strength,
    item.words = row.words
RETURN count(item) AS number
"""


def settle_word(
    store: Store, actor: str, *, text: str, source: str, codes: Sequence[str], write_id: str
) -> dict[str, Any]:
    """Remember what a word means in a source's lists (or EVERYWHERE), and settle the rows that wait for it.

    No codes leave it open: nobody is asked again. Rows that wait for nothing else are carried out, 500 at
    most in a write; the others go on waiting without it. Returns {"rows", "decided"}. Raises Refused for a
    word of signs only, or a community that isn't there.
    """
    word, meant = word_key(text), tuple(dict.fromkeys(codes))
    if not word:
        raise Refused("There is no word to settle.")
    if len(known_codes(store, meant)) != len(meant):
        raise Refused("One of these communities isn't there any more. Choose again.")
    rule = {"id": made_id("word", source, word), "source": source, "text": text, "word": word}
    done = {"rows": 0, "decided": 0}
    for number in range(1_000_000):

        def work(tx: Tx) -> dict[str, Any]:
            tx.run(WRITE_WORD_RULE, **rule, codes=list(meant), actor=actor, at=now())
            return _settle_some(tx, Act(actor, write_id, rule=rule["id"]), source, word, meant)

        some = store.write(made_id(write_id, "word", number), actor, "settle a word", work)
        done = {name: done[name] + some[name] for name in done}
        if some["rows"] < CHUNK_ROWS:
            break
    return done


def _settle_some(tx: Tx, act: Act, source: str, word: str, codes: tuple[str, ...]) -> dict[str, Any]:
    """Settle a word in some of the rows that wait for it, and carry out those that wait for nothing else."""
    found = tx.run(WITH_WORD, word=word, source=source, states=list(DECIDABLE), limit=CHUNK_ROWS)
    marks, decisions = [], []
    for item in found:
        row = settled(row_from_dict(json.loads(item["data"])), word, codes)
        marks.append(
            {
                "id": item["id"],
                "data": canonical_json(row_as_dict(row)),
                "question": row.question,
                **asked_as(row),
            }
        )
        if not open_words(row) and not question_besides_words(row):
            org_id = row.candidates[0].org_id if row.candidates else None
            decisions.append((item["id"], "accept" if org_id else "new", org_id))
    if marks:
        tx.run(SET_ASKED, items=marks, rule=act.rule)
    return {"rows": len(found), "decided": _carry_out(tx, act, decisions)}


def _carry_out(tx: Tx, act: Act, decisions: Sequence[Decision]) -> int:
    """Carry out rows whose organisation was never in doubt, without remembering that as a decision."""
    items: Mapping[str, Mapping[str, Any]] = {
        row["id"]: row for row in tx.run(ITEMS, ids=[item for item, _, _ in decisions])
    }
    return len(carry_out_all(tx, act, decisions, items).meant) if decisions else 0
