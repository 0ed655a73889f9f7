"""Statements in the graph: what each source said, written in bulk, read back as columns, never changed.

Everything an organisation's record shows is computed from them (graph.model.winners) and written beside them
(graph.records); ``recompute`` does both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.identifiers import waiting_for
from graph.model.as_member import is_in_register, is_spoken_of, recorded_as_member
from graph.model.plan import canonical_json
from graph.model.statements import Statement, StatementKind, Vouching
from graph.model.winners import record_from
from graph.records import Derived, Written, write_records
from graph.store import Store, Tx

READ_AT_ONCE = 500
"""Organisations whose statements are read in one go: bounds memory."""

ADD_FROM_IMPORT = """
MATCH (import:Import {id: $import_id})
UNWIND $statements AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (statement:Statement {
    id: row.id, kind: row.kind, source: row.source, row: row.row, import_id: $import_id, body_id: row.body_id,
    said_on: row.said_on, recorded_at: row.recorded_at, policies: row.policies, values: row.values,
    example: row.example})
CREATE (statement)-[:ABOUT]->(organisation)
CREATE (statement)-[:MADE_IN]->(import)
"""

ADD_FROM_PERSON = """
MERGE (user:User {id: $user})
WITH user
UNWIND $statements AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (statement:Statement {
    id: row.id, kind: row.kind, source: row.source, user: $user, said_on: row.said_on,
    recorded_at: row.recorded_at, values: row.values, example: row.example})
CREATE (statement)-[:ABOUT]->(organisation)
CREATE (statement)-[:MADE_BY]->(user)
"""


def add_statements(tx: Tx, statements: Sequence[Statement]) -> None:
    """Write statements about organisations that are there; all of one import, or all of one person."""
    if not statements:
        return
    rows = [statement_row(each) for each in statements]
    first = statements[0]
    if first.import_id is not None:
        tx.run(ADD_FROM_IMPORT, import_id=first.import_id, statements=rows)
    else:
        tx.run(ADD_FROM_PERSON, user=first.user or "unknown", statements=rows)


IN_FORCE = """
UNWIND $organisations AS organisation_id
MATCH (organisation:Organisation {id: organisation_id})<-[:ABOUT]-(statement:Statement)
WHERE statement.retracted_at IS NULL
RETURN collect(statement.id) AS id, collect(organisation_id) AS organisation,
       collect(statement.kind) AS kind, collect(statement.source) AS source,
       collect(statement.values) AS values, collect(statement.said_on) AS said_on,
       collect(statement.recorded_at) AS recorded_at, collect('') AS retracted_at,
       collect(coalesce(statement.row, -1)) AS row, collect(coalesce(statement.import_id, '')) AS import_id,
       collect(coalesce(statement.user, '')) AS user, collect(coalesce(statement.body_id, '')) AS body_id,
       collect(coalesce(statement.policies, '')) AS policies,
       collect(coalesce(statement.example, false)) AS example,
       collect(coalesce(statement.vouched, [])) AS vouched,
       collect(coalesce(statement.undone_at, '')) AS undone_at
"""

EVER_MADE = """
UNWIND $organisations AS organisation_id
MATCH (organisation:Organisation {id: organisation_id})<-[:ABOUT]-(statement:Statement)
RETURN collect(statement.id) AS id, collect(organisation_id) AS organisation,
       collect(statement.kind) AS kind, collect(statement.source) AS source,
       collect(statement.values) AS values, collect(statement.said_on) AS said_on,
       collect(statement.recorded_at) AS recorded_at,
       collect(coalesce(statement.retracted_at, '')) AS retracted_at,
       collect(coalesce(statement.row, -1)) AS row, collect(coalesce(statement.import_id, '')) AS import_id,
       collect(coalesce(statement.user, '')) AS user, collect(coalesce(statement.body_id, '')) AS body_id,
       collect(coalesce(statement.policies, '')) AS policies,
       collect(coalesce(statement.example, false)) AS example,
       collect(coalesce(statement.vouched, [])) AS vouched,
       collect(coalesce(statement.undone_at, '')) AS undone_at
"""


def statements_in_force(graph: Tx | Store, org_ids: Iterable[str]) -> dict[str, list[Statement]]:
    """Return {organisation id: its statements in force}; an organisation without any has no key."""
    return _read(graph, IN_FORCE, org_ids)


BY_ID = """
UNWIND $ids AS statement_id
MATCH (statement:Statement {id: statement_id})
WHERE statement.retracted_at IS NULL
  AND (statement.said_on <> $not_said_on OR statement.undone_at IS NOT NULL)
MATCH (statement)-[:ABOUT]->(organisation:Organisation)
RETURN collect(organisation.id) AS ids
"""


def statements_by_id(tx: Tx, ids: Sequence[str], *, not_said_on: str) -> list[Statement]:
    """Return those of these statements that are in force and of another day than an ISO day.

    And those of that day whose own list was undone: only others say them by now.
    """
    if not ids:
        return []
    whose = tx.run(BY_ID, ids=sorted(set(ids)), not_said_on=not_said_on)[0]["ids"]
    found = statements_in_force(tx, whose) if whose else {}
    return [each for several in found.values() for each in several if each.id in set(ids)]


def statements_ever_made(graph: Tx | Store, org_ids: Iterable[str]) -> dict[str, list[Statement]]:
    """Return {organisation id: all its statements, retracted ones too}, as an earlier day needs them."""
    return _read(graph, EVER_MADE, org_ids)


def recompute(
    tx: Tx, org_ids: Iterable[str], *, always: bool = True, known: Mapping[str, list[Statement]] | None = None
) -> set[str]:
    """Compute the records of these organisations again, write what changed, and return whose did.

    With ``always`` each organisation gets its next version: something was said or unsaid about it. Without
    it only those whose record changed do. ``known`` are statements in force that were read before.
    """
    wanted = sorted(set(org_ids))
    statements = statements_in_force(tx, wanted) if known is None else known
    written = _write_derived(tx, wanted, statements, always=always)
    beyond = [each for each in waiting_for(tx, written.released) if each not in wanted]
    changed = set(written.changed)
    if beyond:
        changed |= _write_derived(tx, beyond, statements_in_force(tx, beyond), always=False).changed
    return changed


def _write_derived(
    tx: Tx, wanted: list[str], statements: Mapping[str, list[Statement]], *, always: bool
) -> Written:
    silent = [each for each in wanted if not any("name" in s.values for s in statements.get(each, ()))]
    earlier = statements_ever_made(tx, silent) if silent else {}
    derived = {each: derived_from(statements.get(each, []), earlier.get(each, ())) for each in wanted}
    return write_records(tx, derived, always=always)


def derived_from(in_force: Sequence[Statement], ever: Sequence[Statement] = ()) -> Derived:
    """Return what the graph keeps of an organisation's record, and whether any list speaks of it.

    ``ever`` are all its statements, needed for the last name of one whose name nothing in force says.
    """
    kinds = {each.kind for each in in_force}
    on_a_list = bool(kinds & {StatementKind.LISTING, StatementKind.RECORD})
    by_hand = any(each.kind == StatementKind.EDIT and each.values.get("roles") for each in in_force)
    return Derived(
        record=record_from(ever or in_force),
        spoken_of=is_spoken_of(in_force),
        kept_only=not on_a_list and not by_hand,
        as_member=recorded_as_member(in_force),
        reference=is_in_register(in_force),
    )


def _read(graph: Tx | Store, query: str, org_ids: Iterable[str]) -> dict[str, list[Statement]]:
    wanted = sorted(set(org_ids))
    found: dict[str, list[Statement]] = defaultdict(list)
    for start in range(0, len(wanted), READ_AT_ONCE):
        some = graph.columns(query, organisations=wanted[start : start + READ_AT_ONCE])
        for each in statements_of_columns(some):
            found[each.organisation].append(each)
    return found


def statements_of_columns(columns: Mapping[str, Sequence[Any]]) -> list[Statement]:
    """Return the statements that columns hold, as IN_FORCE and EVER_MADE return them."""
    names = ("id", "organisation", "kind", "source", "values", "said_on", "recorded_at", "retracted_at")
    more = ("row", "import_id", "user", "body_id", "policies", "example", "vouched", "undone_at")
    if not columns or not columns["id"]:
        return []
    return [_statement(*fields) for fields in zip(*(columns[name] for name in names + more), strict=True)]


def _statement(  # noqa: PLR0917 - one per column, in their order
    made: str,
    organisation: str,
    kind: str,
    source: str,
    values: str,
    said_on: str,
    recorded_at: str,
    retracted_at: str,
    row: int,
    import_id: str,
    user: str,
    body_id: str,
    policies: str,
    example: bool,
    vouched: Sequence[str],
    undone_at: str,
) -> Statement:
    return Statement(
        id=made,
        organisation=organisation,
        kind=StatementKind(kind),
        source=source,
        values=json.loads(values),
        said_on=said_on,
        recorded_at=recorded_at,
        retracted_at=retracted_at or None,
        row=None if row < 0 else row,
        import_id=import_id or None,
        user=user or None,
        body_id=body_id or None,
        policies=json.loads(policies) if policies else {},
        example=example,
        vouched=tuple(vouching_from(text) for text in vouched),
        undone_at=undone_at or None,
    )


def statement_row(statement: Statement) -> dict[str, Any]:
    """Return a statement as its node keeps it, with the id of its organisation."""
    return {
        "id": statement.id,
        "organisation": statement.organisation,
        "kind": str(statement.kind),
        "source": statement.source,
        "row": statement.row,
        "body_id": statement.body_id,
        "said_on": statement.said_on,
        "recorded_at": statement.recorded_at,
        "policies": canonical_json(statement.policies) if statement.policies else None,
        "values": canonical_json(statement.values),
        "example": statement.example,
    }


def vouching_from(text: str) -> Vouching:
    """Return the vouching that a statement keeps as "said_on|recorded_at|retracted_at|import id"."""
    said_on, recorded_at, retracted_at, import_id = text.split("|", 3)
    return Vouching(import_id, said_on, recorded_at, retracted_at or None)


def vouching_text(vouching: Vouching) -> str:
    """Return a vouching as a statement keeps it."""
    parts = (vouching.said_on, vouching.recorded_at, vouching.retracted_at or "", vouching.import_id)
    return "|".join(parts)


SET_VOUCHED = """
UNWIND $statements AS row
MATCH (statement:Statement {id: row.id})
SET statement.vouched = row.vouched
RETURN count(statement) AS number
"""


def add_vouching(
    tx: Tx, statements: Iterable[Statement], vouching: Vouching, *, same_day: bool = False
) -> list[str]:
    """Note on statements of another day that a list says them too, and return whose they are.

    A statement of the list's own day needs no note, since who wins is decided by days, unless its source
    has said something else since (``same_day``).
    """
    fresh = [
        each
        for each in statements
        if (same_day or each.said_on != vouching.said_on)
        and vouching.import_id not in {said.import_id for said in each.vouched if said.in_force()}
    ]
    set_vouched(tx, [replace(each, vouched=(*each.vouched, vouching)) for each in fresh])
    return sorted({each.organisation for each in fresh})


def set_vouched(tx: Tx, statements: Iterable[Statement]) -> None:
    """Write who vouches for each of these statements."""
    rows = [
        {"id": each.id, "vouched": [vouching_text(vouching) for vouching in each.vouched]}
        for each in statements
    ]
    if rows:
        tx.run(SET_VOUCHED, statements=rows)
