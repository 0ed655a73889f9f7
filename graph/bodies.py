"""Infrastructure bodies: whose lists come in, and who is a member of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import Refused
from graph.identifiers import holders
from graph.import_records import now
from graph.model.identifiers import made_id
from graph.model.organisations import Role
from graph.model.pages import Page
from graph.model.plan import ImportContext
from graph.model.statements import Statement, StatementKind, Vouching
from graph.new_organisations import create_listed_organisations, create_organisations, listed_row
from graph.statements import add_statements, add_vouching, derived_from, recompute, statements_in_force
from graph.store import Store, Tx


@dataclass(frozen=True)
class BodyRef:
    """The body that a list comes from: its organisation id, whether it is there, and its name if it is."""

    id: str
    identifier: str
    exists: bool
    name: str = ""


def body_source(body_id: str) -> str:
    """Return the source of what a body's own lists say."""
    return f"body:{body_id}"


BODY_BY_ID = """
MATCH (organisation:Organisation {id: $id})
RETURN organisation.id AS id, organisation.name AS name,
       coalesce(organisation.identifiers, []) AS identifiers, coalesce(organisation.gone, false) AS gone,
       coalesce(organisation.reference, false) AS reference, coalesce(organisation.version, 0) AS version
"""


def body_now(tx: Tx, body_id: str) -> dict[str, Any] | None:
    """Return what the graph holds of a body (BODY_BY_ID) inside a write, None when it isn't there."""
    return next(iter(tx.run(BODY_BY_ID, id=body_id)), None)


def body_for(store: Store, org_id: str) -> BodyRef:
    """Return the body of an org-id (or of an organisation's id), with the id that it has or would get.

    A body that isn't there gets the same id whoever asks, so that two lists of it meet.
    """
    held = holders(store, [org_id]).get(org_id)
    rows = store.read(BODY_BY_ID, id=held or org_id)
    if rows and (not rows[0]["gone"] or rows[0]["reference"]):
        identifier = org_id if held else next(iter(rows[0]["identifiers"]), "")
        name = "" if rows[0]["gone"] else rows[0]["name"]  # a register's name is no word of ours yet
        return BodyRef(rows[0]["id"], identifier, exists=True, name=name)
    return BodyRef(made_id("body", org_id), org_id, exists=False)


def body_exists(store: Store, org_id: str) -> bool:
    """Return whether an organisation holds this org-id (or has this id)."""
    return body_for(store, org_id).exists


def speak_of_body(
    tx: Tx,
    context: ImportContext,
    there: Mapping[str, Any] | None,
    name: str | None,
    identifier: str | None,
) -> list[str]:
    """Make sure that the body of a list is there, as an infrastructure body, and return what is vouched for.

    ``there`` is what the graph holds of it (``body_now``).
    A body that isn't there is made by a statement of this import, so that undoing it takes the body away.
    Raises Refused for a body that isn't there and has no name.
    """
    body_id = context.body_id or ""
    said = statements_in_force(tx, [body_id]).get(body_id, []) if there else []
    own = [each for each in said if each.source == body_source(body_id) and each.kind == StatementKind.RECORD]
    if own:
        return _vouch_for_body(tx, context, own)
    is_body = any(Role.INFRASTRUCTURE_BODY in (each.values.get("roles") or ()) for each in said)
    if is_body:
        return []
    if there and (not there["gone"] or (there["reference"] and not name)):
        values: dict[str, object] = {"roles": [str(Role.INFRASTRUCTURE_BODY)]}
    else:
        values = _new_body(tx, body_id, name, identifier)
    statement = _body_statement(context, body_id, values)
    if there:
        add_statements(tx, [statement])
        recompute(tx, [body_id])
    else:
        derived = derived_from([statement])
        create_listed_organisations(
            tx, {body_id: derived}, [listed_row(derived, statement)], statement, context
        )
    return []


def _vouch_for_body(tx: Tx, context: ImportContext, own: Sequence[Statement]) -> list[str]:
    vouching = Vouching(context.import_id, context.said_on, context.recorded_at)
    others = [each for each in own if each.import_id != context.import_id]
    if add_vouching(tx, others, vouching):
        recompute(tx, [own[0].organisation], always=False)
    return [each.id for each in others]


def _new_body(tx: Tx, body_id: str, name: str | None, identifier: str | None) -> dict[str, object]:
    if not name:
        raise Refused(
            "Nobody has the id of the body whose list this is. Give its name too, or another id.",
            "body",
        )
    if identifier and holders(tx, [identifier]).get(identifier, body_id) != body_id:
        raise Refused(
            f"{identifier} is held by another organisation by now. Plan the list again, so that it meets it.",
            "body",
        )
    return {
        "name": name,
        "roles": [str(Role.INFRASTRUCTURE_BODY)],
        **({"identifiers": [identifier]} if identifier else {}),
    }


def _body_statement(context: ImportContext, body_id: str, values: dict[str, object]) -> Statement:
    return Statement(
        id=made_id(context.import_id, body_id, "body"),
        organisation=body_id,
        kind=StatementKind.RECORD,
        source=body_source(body_id),
        values=values,
        said_on=context.said_on,
        recorded_at=context.recorded_at,
        import_id=context.import_id,
        example=context.example,
    )


def ensure_body(
    store: Store, org_id: str, name: str, *, actor: str, write_id: str, example: bool = False
) -> str:
    """Return the organisation id of a body, which a person adds by hand when nobody holds the org-id.

    A list's own body is made by the import that brings the list (see ``speak_of_body``), not by this.
    """
    found = body_for(store, org_id)
    if found.exists:
        return found.id

    def work(tx: Tx) -> dict[str, str]:
        if not holders(tx, [org_id]):
            values = _new_body(tx, found.id, name, org_id)
            day = now()[:10]
            statement = Statement(
                id=made_id(write_id, "body"),
                organisation=found.id,
                kind=StatementKind.EDIT,
                source=f"user:{actor}",
                values=values,
                said_on=day,
                recorded_at=tx.at,
                user=actor,
                example=example,
            )
            create_organisations(tx, {found.id: derived_from([statement])})
            add_statements(tx, [statement])
        return {"organisation": found.id}

    store.write(write_id, actor, "add an infrastructure body", work)
    return body_for(store, org_id).id


BODIES = """
MATCH (body:Organisation)
WHERE 'infrastructure_body' IN body.roles AND coalesce(body.gone, false) = false
  AND (body.name_sort > $name_sort OR (body.name_sort = $name_sort AND body.id > $id))
RETURN body.id AS id, body.name AS name, body.name_sort AS name_sort,
       coalesce(body.identifiers, []) AS identifiers, coalesce(body.roles, []) AS roles,
       coalesce(body.example, false) AS example,
       size([(body)<-[tie:MEMBER_OF]-(member:Organisation)
             WHERE (tie.since IS NULL OR tie.since <= $day) AND (tie.until IS NULL OR tie.until >= $day) | 1])
           AS members
ORDER BY body.name_sort, body.id
LIMIT $limit
"""


@dataclass(frozen=True)
class BodyLine:
    """An infrastructure body in the list of them; ``members`` are its memberships in force that day."""

    id: str
    name: str
    identifiers: tuple[str, ...]
    roles: tuple[str, ...]
    members: int
    example: bool


def infrastructure_bodies(
    store: Store, after: str | None = None, limit: int = 50, *, day: str | None = None
) -> Page[BodyLine]:
    """Return infrastructure bodies by name with their numbers of members on an ISO day (default: today)."""
    name_sort, _, last_id = (after or "").rpartition("\x1f")
    rows = store.read(BODIES, name_sort=name_sort, id=last_id, day=day or now()[:10], limit=limit + 1)
    lines = tuple(
        BodyLine(
            row["id"],
            row["name"],
            tuple(row["identifiers"]),
            tuple(row["roles"]),
            row["members"],
            row["example"],
        )
        for row in rows[:limit]
    )
    more = len(rows) > limit
    return Page(lines, f"{rows[limit - 1]['name_sort']}\x1f{rows[limit - 1]['id']}" if more else None)
