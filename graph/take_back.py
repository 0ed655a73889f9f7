"""Taking decisions about waiting rows back: what they wrote is retracted, and the rows wait again.

With a row go the rows of other lists that were decided with it. Rows that went in by the rule since, in later
lists, are those lists' own and stay (``graph.went_in_since``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.decided_rows import decided_by, settled_with, together, why_not
from graph.errors import NothingDecided, Refused
from graph.import_records import the_import
from graph.kept_by_undo import kept
from graph.match_rules import rule_of_row
from graph.model.identifiers import made_id
from graph.model.plan import CHUNK_ROWS
from graph.review_items import ask_once, item_id
from graph.rows_back import RowsBack
from graph.store import Store, Tx
from graph.unsaying import recomputed
from graph.words_back import let_ask_again

WAIT_AGAIN = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
SET item.state = 'waiting', item.taken_back_by = $actor, item.taken_back_at = $at,
    item.decision = null, item.decided_by = null, item.decided_at = null,
    item.decided_with = null, item.act = null, item.rule = null, item.answer = null
RETURN count(item) AS number
"""

REVOKE_RULES = """
UNWIND $ids AS id
MATCH (rule:MatchRule {id: id})
WHERE rule.decision <> 'word' AND rule.revoked_at IS NULL
SET rule.revoked_at = $at, rule.revoked_by = $actor
RETURN count(rule) AS number
"""

Heard = Callable[[int], None]
"""Told how many rows were let wait again so far."""


def take_row_back(store: Store, import_id: str, row: int, actor: str, write_id: str) -> dict[str, Any]:
    """Take back what a person decided about a row, and return {"import_id", "restored", "removed", "kept"}.

    These are as ``graph.undo.undo_import`` gives them. Raises NothingDecided for a row that no person
    decided, or whose import is undone, and NoSuchImport.
    """

    def work(tx: Tx) -> dict[str, Any]:
        refused = why_not(tx, the_import(tx, import_id), row)
        if refused:
            raise NothingDecided(refused, next_step="The rows of its import show which were decided.")
        return _take_back(tx, actor, [item_id(import_id, row)])

    done = _told(store, [store.write(write_id, actor, "take a decision back", work)])
    return {"import_id": import_id, **{name: done[name] for name in ("restored", "removed", "kept")}}


RULE = """
MATCH (rule:MatchRule {id: $id})
RETURN rule.decision AS decision
"""

DECIDED_BY_ACT = """
MATCH (item:ReviewItem {act: $id, state: 'decided'})-[:RAISED_BY]->(import:Import)
WHERE import.state IN ['waiting', 'committed', 'cancelled', 'failed']
RETURN item.id AS id ORDER BY id
"""

REVOKE_RULE = """
MATCH (rule:MatchRule {id: $id})
WHERE rule.revoked_at IS NULL
SET rule.revoked_at = $at, rule.revoked_by = $actor
RETURN count(rule) AS number
"""


def take_rule_back(
    store: Store, rule_id: str, actor: str, write_id: str, heard: Heard = lambda rows: None
) -> dict[str, Any]:
    """Take back a decision that is remembered: every row that it decided waits again, and it is forgotten.

    Of a settled word, those whose words it settled. Returns {"rows", "restored", "removed", "kept"}; rows of
    which nothing is noted any more stay. Raises Refused for a decision that isn't remembered any more.
    """
    found = store.read(RULE, id=rule_id)
    is_word = bool(found) and found[0]["decision"] == "word"
    ids = settled_with(store, rule_id) if is_word else decided_by(store, rule_id)
    done = list(_Back(store, actor, write_id, heard, word=rule_id if is_word else None).portions(ids))

    def forget(tx: Tx) -> dict[str, Any]:
        revoked = tx.run(REVOKE_RULE, id=rule_id, at=tx.at, actor=actor)[0]["number"]
        if not revoked and not done:
            raise Refused("This decision isn't remembered any more. Load the list of decisions again.")
        return {"revoked": revoked}

    store.write(made_id(write_id, "forget"), actor, "revoke a rule of matching", forget)
    return _told(store, done)


def take_act_back(
    store: Store, act: str, actor: str, write_id: str, heard: Heard = lambda rows: None
) -> dict[str, Any]:
    """Take back all that a person decided at once, and return the same as ``take_rule_back``."""
    ids = [row["id"] for row in store.read(DECIDED_BY_ACT, id=act)]
    return _told(store, list(_Back(store, actor, write_id, heard).portions(ids)))


@dataclass(frozen=True)
class _Back:
    """Decided rows taken back in several writes; ``word`` is the rule of a word that they ask about again."""

    store: Store
    actor: str
    write_id: str
    heard: Heard
    word: str | None = None

    def portions(self, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Take rows back, 500 at most in a write, those decided together in one; yield what each came to."""
        done = 0
        for number, some in enumerate(_together(self.store, ids)):

            def work(tx: Tx, some: Sequence[str] = some) -> dict[str, Any]:
                return _take_back(tx, self.actor, some, word=self.word)

            write_id = made_id(self.write_id, "back", number)
            yield self.store.write(write_id, self.actor, "take decisions back", work)
            done += len(some)
            self.heard(done)


def _together(store: Store, ids: Sequence[str]) -> Iterator[list[str]]:
    """Yield ids in portions of at most a chunk, those of rows decided together never apart."""
    groups: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK_ROWS):
        for item in together(store, ids[start : start + CHUNK_ROWS], any_state=True):
            groups[item["decided_with"]].append(item["id"])
    portion: list[str] = []
    for group in groups.values():
        more = [each for each in group if each not in portion]
        if portion and len(portion) + len(more) > CHUNK_ROWS:
            yield portion
            portion = []
        portion += more
    if portion:
        yield portion


def _take_back(tx: Tx, actor: str, ids: Sequence[str], word: str | None = None) -> dict[str, Any]:
    """Let decided rows wait again, and those that were decided with them; return what that came to.

    With a ``word`` (the id of its rule) the rows wait for it again, those that wait for something else too.
    """
    items = together(tx, ids)
    by_import: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in items:
        by_import[item["import_id"]].append(item)
    organisations: set[str] = set()
    lists: list[RowsBack] = []
    rules = {item["rule"] for item in items if item["rule"]}
    for import_id, several in sorted(by_import.items()):
        state = the_import(tx, import_id)
        lists.append(RowsBack(tx, state, several))
        organisations |= lists[-1].carry_out()
        rules |= {rule_of_row(state, json.loads(item["data"])) for item in several if not item["rule"]}
    tx.run(WAIT_AGAIN, ids=[item["id"] for item in items], actor=actor, at=tx.at)
    tx.run(REVOKE_RULES, ids=sorted(rules), actor=actor, at=tx.at)
    if word:
        let_ask_again(tx, ids, word)
    ask_once(tx, [item["id"] for item in items])
    for each in lists:
        each.let_leave()
    done = recomputed(tx, sorted(organisations))
    return {"rows": len(items), "about": sorted(organisations), **done}


def _told(store: Store, done: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    changed = {each for one in done for each in one["changed"]}
    gone = {each for one in done for each in one["gone"]}
    left = sorted(changed.union(*(one["about"] for one in done)) - gone)
    return {
        "rows": sum(one["rows"] for one in done),
        "restored": len(changed - gone),
        "removed": len(gone),
        "kept": kept(store, left),
    }
