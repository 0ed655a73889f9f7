"""What people decided once about a raw name and postcode of a source, so that they aren't asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.chunk_writer import ChunkResult
from graph.import_records import ImportState, now
from graph.model.identifiers import made_id
from graph.model.pages import Page
from graph.model.plan import PlannedRow, RowVerdict
from graph.store import Store, Tx


@dataclass(frozen=True)
class MatchRule:
    """A decision as later plans use it: ``organisation`` is None for a row to leave out.

    ``apart`` are numbers of the row that stay with others, as the person saw.
    """

    id: str
    source: str
    name: str
    postcode: str
    organisation: str | None
    decided_by: str
    decided_at: str
    apart: tuple[str, ...] = ()


WRITE_RULES = """
UNWIND $rules AS row
MERGE (rule:MatchRule {id: row.id})
SET rule.source = row.source, rule.name = row.name, rule.postcode = row.postcode,
    rule.decision = row.decision, rule.apart = row.apart,
    rule.decided_by = $actor, rule.decided_at = $at, rule.revoked_at = null
"""

FORGET_MEANINGS = """
UNWIND $rules AS row
MATCH (rule:MatchRule {id: row.id})-[old:MEANS]->(organisation:Organisation)
DELETE old
"""

WRITE_MEANINGS = """
UNWIND $rules AS row
MATCH (rule:MatchRule {id: row.id})
MATCH (organisation:Organisation {id: row.organisation})
CREATE (rule)-[:MEANS]->(organisation)
"""


def remember_decisions(
    tx: Tx,
    actor: str,
    state: ImportState,
    decisions: Sequence[tuple[str, str, str | None]],
    *,
    items: Mapping[str, Mapping[str, Any]],
    rows: Sequence[PlannedRow],
    result: ChunkResult,
) -> dict[str, tuple[str, str]]:
    """Write a rule for every decision that was carried out; ``rows`` are those decided, as carried out.

    Returns {decided row: (id of its rule, whom the row means)}; "" for one that is left out.
    """
    rules: dict[str, dict[str, Any]] = {}
    remembered: dict[str, tuple[str, str]] = {}
    for (item, decision, _), done in zip(decisions, rows, strict=True):
        row = json.loads(items[item]["data"])
        verdict, organisation = result.rows.get(str(row["row"])) or (None, None)
        if verdict in (RowVerdict.REVIEW, RowVerdict.CONFLICT):
            continue
        meant = None if decision == "skip" else organisation or done.organisation
        kept = done.values.get("identifiers") or ()
        apart = [each for each in row["values"].get("identifiers") or () if each not in kept]
        rule = {**_rule(state, row, decision, meant), "apart": apart}
        rules[rule["id"]] = rule
        remembered[item] = (rule["id"], meant or "")
    _write(tx, actor, list(rules.values()))
    return remembered


def _write(tx: Tx, actor: str, rules: Sequence[Mapping[str, Any]]) -> None:
    if not rules:
        return
    tx.run(WRITE_RULES, rules=list(rules), actor=actor, at=now())
    tx.run(FORGET_MEANINGS, rules=list(rules))
    means = [rule for rule in rules if rule["organisation"]]
    if means:
        tx.run(WRITE_MEANINGS, rules=means)


def rule_of_row(state: ImportState, row: Mapping[str, Any]) -> str:
    """Return the id of the rule that a decision about a row (as plain values) is remembered by."""
    return str(_rule(state, row, "", None)["id"])


def _rule(state: ImportState, row: Mapping[str, Any], decision: str, meant: str | None) -> dict[str, Any]:
    name, postcode = (_raw(state, row, field) for field in ("name", "postcode"))
    return {
        "id": made_id("rule", state.source, name, postcode),
        "source": state.source,
        "name": name,
        "postcode": postcode,
        "decision": decision,
        "organisation": meant,
    }


def _raw(state: ImportState, row: Mapping[str, Any], field: str) -> str:
    """Return the cell that a field came from, as it stands in the file, else the value read from it."""
    mapping = state.head.get("mapping") or []
    cells = row.get("cells") or []
    raw = [cell for cell, mapped in zip(cells, mapping, strict=False) if mapped == field]
    return str(raw[0] if raw else row["values"].get(field) or "").strip()


RULES_OF = """
MATCH (rule:MatchRule {source: $source})
WHERE rule.revoked_at IS NULL AND rule.decision <> 'word'
OPTIONAL MATCH (rule)-[:MEANS]->(organisation:Organisation)
RETURN rule.id AS id, rule.name AS name, rule.postcode AS postcode, rule.decision AS decision,
       organisation.id AS organisation,
       coalesce(organisation.gone, false) AND NOT coalesce(organisation.reference, false) AS gone,
       rule.decided_by AS decided_by, rule.decided_at AS decided_at, coalesce(rule.apart, []) AS apart
"""


def match_rules(store: Store, source: str) -> dict[tuple[str, str], MatchRule]:
    """Return {(raw name, raw postcode): the rule} of a source; {} when nobody decided anything.

    Rules whose organisation went away are left out: the row is asked about again.
    """
    rules = {}
    for row in store.read(RULES_OF, source=source):
        if row["decision"] == "skip" or (row["organisation"] and not row["gone"]):
            meant = None if row["decision"] == "skip" else row["organisation"]
            rules[row["name"], row["postcode"]] = MatchRule(
                row["id"],
                source,
                row["name"],
                row["postcode"],
                meant,
                row["decided_by"],
                row["decided_at"],
                tuple(row["apart"]),
            )
    return rules


REMEMBERED = """
MATCH (rule:MatchRule)
WHERE rule.revoked_at IS NULL AND rule.id > $after AND ($source = '' OR rule.source = $source)
OPTIONAL MATCH (rule)-[:MEANS]->(organisation:Organisation)
RETURN rule.id AS id, rule.source AS source, rule.name AS name, rule.postcode AS postcode,
       rule.decision AS decision, organisation.id AS organisation,
       coalesce(organisation.name, '') AS organisation_name, coalesce(rule.codes, []) AS codes,
       rule.decided_by AS decided_by, rule.decided_at AS decided_at
ORDER BY id
LIMIT $limit
"""

REMEMBERED_ONE = """
MATCH (rule:MatchRule {id: $id})
WHERE rule.revoked_at IS NULL
OPTIONAL MATCH (rule)-[:MEANS]->(organisation:Organisation)
RETURN rule.id AS id, rule.source AS source, rule.name AS name, rule.postcode AS postcode,
       rule.decision AS decision, organisation.id AS organisation,
       coalesce(organisation.name, '') AS organisation_name, coalesce(rule.codes, []) AS codes,
       rule.decided_by AS decided_by, rule.decided_at AS decided_at
"""


def remembered(store: Store, rule_id: str) -> Remembered | None:
    """Return a decision in force, or None when it isn't remembered any more."""
    rows = store.read(REMEMBERED_ONE, id=rule_id)
    return Remembered(**{**rows[0], "codes": tuple(rows[0]["codes"])}) if rows else None


SOURCES = """
MATCH (rule:MatchRule) WHERE rule.revoked_at IS NULL
WITH rule.source AS source, count(rule) AS rules
OPTIONAL MATCH (import:Import {source: source})
RETURN source, rules, collect(DISTINCT coalesce(import.body_name, import.file_name)) AS names
ORDER BY source
"""


@dataclass(frozen=True)
class Remembered:
    """A decision in force, as a page lists it: of a row ("accept", "new", "skip") or of a word ("word").

    ``name`` and ``postcode`` are the row's as its file gave them; of a word, ``name`` is the word and
    ``codes`` are the communities it means (none: it is left open).
    """

    id: str
    source: str
    name: str
    postcode: str
    decision: str
    organisation: str | None
    organisation_name: str
    codes: tuple[str, ...]
    decided_by: str
    decided_at: str


def remembered_decisions(
    store: Store, source: str = "", after: str | None = None, limit: int = 50
) -> Page[Remembered]:
    """Return the decisions in force, of one source or of all, in the order of their ids."""
    rows = store.read(REMEMBERED, source=source, after=after or "", limit=limit + 1)
    found = tuple(Remembered(**{**row, "codes": tuple(row["codes"])}) for row in rows[:limit])
    return Page(found, found[-1].id if len(rows) > limit else None)


def sources_remembered(store: Store) -> list[tuple[str, str, int]]:
    """Return (source, what its lists are called, decisions in force) of every source that has any."""
    return [
        (row["source"], ", ".join(sorted(filter(None, row["names"]))) or row["source"], row["rules"])
        for row in store.read(SOURCES)
    ]


REVOKE = """
MATCH (rule:MatchRule {id: $id})
SET rule.revoked_at = $at, rule.revoked_by = $actor
RETURN rule.id AS id
"""


def revoke_rule(store: Store, actor: str, rule_id: str, write_id: str) -> dict[str, Any]:
    """Take a decision back for later plans, and return {"revoked"}: how many rules that was, 0 or 1."""

    def work(tx: Tx) -> dict[str, Any]:
        return {"revoked": len(tx.run(REVOKE, id=rule_id, at=now(), actor=actor))}

    return store.write(write_id, actor, "revoke a rule of matching", work)
