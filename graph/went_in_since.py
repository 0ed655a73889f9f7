"""What a page tells before a decision is taken back: the rows that it decided, and what stays in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.decided_rows import decided_by, settled_with, together
from graph.import_outcomes import rows_carried_out
from graph.import_records import IN_FORCE_STATES, ImportState, the_import
from graph.match_rules import Remembered, remembered, rule_of_row
from graph.model.plan import canonical_json
from graph.model.taxonomy import word_key
from graph.rows_back import WRITTEN
from graph.store import Store

BY_RULE = "as decided before"
"""What the reasons of a row say that was decided by what is remembered (``importers.match.single``)."""

SHOWN = 50


@dataclass(frozen=True)
class InList:
    """A row, or how many rows, of one list."""

    import_id: str
    file_name: str
    row: int


@dataclass(frozen=True)
class DecidedBefore:
    """What taking a decision back concerns.

    ``rows`` are the first of those that it decided, of ``total``; ``at_once`` how many the person decided in
    one go with them, and ``act`` what that was. ``since`` are later lists of which rows went in by the rule,
    each with how many. They stay.
    """

    rule: Remembered | None
    rows: tuple[InList, ...]
    total: int
    act: str | None
    at_once: int
    since: tuple[InList, ...]


ACT_OF = """
UNWIND $ids AS id
MATCH (item:ReviewItem {id: id})
WHERE item.act IS NOT NULL
RETURN collect(DISTINCT item.act) AS acts
"""

IN_THE_ACT = """
MATCH (item:ReviewItem {act: $act, state: 'decided'})
RETURN count(item) AS number
"""


def decided_by_rule(store: Store, rule_id: str) -> DecidedBefore | None:
    """Return what taking back a remembered decision concerns; None for one that isn't remembered any more."""
    rule = remembered(store, rule_id)
    if rule is None:
        return None
    if rule.decision == "word":
        return _decided(store, rule, together(store, settled_with(store, rule_id), any_state=True))
    return _decided(store, rule, together(store, decided_by(store, rule_id)))


def decided_row(store: Store, item: str) -> DecidedBefore:
    """Return what taking back the decision about one row concerns."""
    rows = together(store, [item])
    rules = sorted({row["rule"] for row in rows if row["id"] == item and row["rule"]})
    return _decided(store, remembered(store, rules[0]) if rules else None, rows)


def _decided(store: Store, rule: Remembered | None, rows: Sequence[dict[str, Any]]) -> DecidedBefore:
    acts = store.read(ACT_OF, ids=[row["id"] for row in rows])[0]["acts"] if rows else []
    act = acts[0] if len(acts) == 1 else None
    at_once = store.read(IN_THE_ACT, act=act)[0]["number"] if act else 0
    shown = tuple(InList(row["import_id"], row["file_name"], row["row"]) for row in rows[:SHOWN])
    since = went_in_since(store, rule, {row["import_id"] for row in rows}) if rule else ()
    return DecidedBefore(rule, shown, len(rows), act, at_once, since)


LATER_LISTS = """
MATCH (import:Import)
WHERE (import.source = $source OR $source = '*') AND import.state IN $states AND import.started_at > $since
RETURN import.id AS id ORDER BY import.started_at
"""


def went_in_since(store: Store, rule: Remembered, besides: set[str]) -> tuple[InList, ...]:
    """Return later lists of the source with the number of rows that went in by a rule; () for none.

    Also rows left out by it; of a settled word, those that were read with it.
    """
    found, count = [], _read_with_word if rule.decision == "word" else _matched_by
    imports = store.read(LATER_LISTS, source=rule.source, states=list(IN_FORCE_STATES), since=rule.decided_at)
    for row in imports:
        state = the_import(store, row["id"])
        number = count(store, rule, state)
        if number:
            found.append(InList(state.id, state.file_name, number))
    return tuple(found)


def _matched_by(store: Store, rule: Remembered, state: ImportState) -> int:
    """Return how many rows of an import went in as a rule about such rows says."""
    as_kept = canonical_json(rule.name)[1:-1] or BY_RULE
    return sum(
        any(BY_RULE in reason for reason in each.plain.get("reasons") or ())
        and rule_of_row(state, each.plain) == rule.id
        for each in rows_carried_out(store, state.id, [as_kept])
        if each.verdict in WRITTEN
    )


def _read_with_word(store: Store, rule: Remembered, state: ImportState) -> int:
    """Return how many rows of an import went in with a settled word in their column of who leads."""
    columns = [at for at, held in enumerate(state.head.get("mapping") or ()) if held == "led_by"]
    key = word_key(rule.name)
    return sum(
        any(word_key(name) == key for at in columns for name in each.plain["cells"][at].split(";"))
        for each in (rows_carried_out(store, state.id) if columns else ())
        if each.verdict in WRITTEN
    )
