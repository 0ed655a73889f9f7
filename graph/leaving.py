"""Leavers: organisations that a whole list no longer names. Their membership of its body ends, no more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.import_records import chunk_content, chunk_states
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, Leaver
from graph.model.sayings import sayings_of
from graph.model.statements import Statement, StatementKind
from graph.statements import add_statements, recompute, statements_in_force
from graph.store import Store, Tx

MEMBERS_BY_NOW = """
MATCH (member:Organisation)-[tie:MEMBER_OF]->(body:Organisation {id: $body})
WHERE tie.until IS NULL AND coalesce(member.gone, false) = false
RETURN collect(member.id) AS id, collect(member.name) AS name, collect(member.version) AS version
"""


def leavers_for(store: Store, body_id: str, present: Collection[str], left_on: str) -> tuple[Leaver, ...]:
    """Return who leaves when a body's whole list names only ``present`` (organisation ids), by name.

    Those who left before, or whose membership has an end already, don't leave again.
    """
    columns = store.columns(MEMBERS_BY_NOW, body=body_id)
    members = zip(columns["id"], columns["name"], columns["version"], strict=True)
    found = [Leaver(each, name, left_on, version) for each, name, version in members if each not in present]
    return tuple(sorted(found, key=lambda leaver: (leaver.name.casefold(), leaver.organisation)))


CANDIDATES_WAITING = """
MATCH (item:ReviewItem {state: 'waiting'})-[:RAISED_BY]->(import:Import {id: $import_id})
RETURN item.candidates AS candidates
"""


def candidates_waiting(tx: Tx, import_id: str) -> set[str]:
    """Return the ids of the organisations that a waiting row of an import may mean."""
    rows = tx.run(CANDIDATES_WAITING, import_id=import_id)
    return {each["org_id"] for row in rows for each in json.loads(row["candidates"])}


def let_leave(
    tx: Tx, context: ImportContext, leavers: Sequence[Leaver], held_back: Collection[str], because: str = ""
) -> tuple[int, list[Leaver]]:
    """End memberships; return how many, and the leavers that stay for now.

    ``held_back`` are candidates of rows that wait: they stay until the last waiting row is decided. Whom
    this import's own rows name by now doesn't leave at all. ``because`` is what let them leave at last.
    """
    waiting = [each for each in leavers if each.organisation in held_back]
    due = {each.organisation: each for each in leavers if each.organisation not in held_back}
    said = statements_in_force(tx, due)
    statements = [
        leaver_statement(context, each.organisation, each.left_on, because)
        for org_id, each in due.items()
        if _is_listed(said.get(org_id, ()), context)
    ]
    add_statements(tx, statements)
    if statements:
        known = {each.organisation: [*said[each.organisation], each] for each in statements}
        recompute(tx, known, known=known)
    return len(statements), waiting


def _is_listed(statements: Iterable[Statement], context: ImportContext) -> bool:
    """Return whether the body's lists name the organisation, this import's own rows do not."""
    own = [each for each in statements if each.source == context.source]
    listed = any(each.kind == StatementKind.LISTING for each in own)
    named = any(context.import_id == saying.import_id for each in own for saying in sayings_of(each))
    return listed and not named


def leaver_id(import_id: str, organisation: str, because: str = "") -> str:
    """Return the id of what a list says of somebody it no longer names, at once or because of something."""
    return made_id(import_id, organisation, "leaver", *([because] if because else []))


def leaver_statement(context: ImportContext, organisation: str, left_on: str, because: str = "") -> Statement:
    """Return what a whole list says of an organisation that it no longer names."""
    return Statement(
        id=leaver_id(context.import_id, organisation, because),
        organisation=organisation,
        kind=StatementKind.LEAVER,
        source=context.source,
        values={"left": left_on},
        said_on=context.said_on,
        recorded_at=context.recorded_at,
        import_id=context.import_id,
        body_id=context.body_id,
        example=context.example,
    )


def leavers_from(plain: Iterable[Mapping[str, Any]]) -> list[Leaver]:
    """Return the leavers that a chunk or an import keeps as plain values."""
    return [Leaver(**each) for each in plain]


def planned_leavers(store: Store, import_id: str) -> list[Leaver]:
    """Return whose membership an import ends by its plan, by name; [] for a part of a list."""
    chunks = [chunk for chunk in chunk_states(store, import_id) if chunk.kind == "leavers" and chunk.size]
    return [each for chunk in chunks for each in leavers_from(chunk_content(store, import_id, chunk.number))]
