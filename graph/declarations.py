"""Who leads an organisation: its declarations, recorded by hand or withdrawn. Nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.days import check_day, today
from graph.errors import Refused
from graph.model.declarations import Band, Declaration, DeclaredBy, Leadership, Reply
from graph.model.identifiers import made_id
from graph.store import Store, Tx
from graph.versions import move_versions_on

NAMES_COMMUNITIES = frozenset({Reply.YES, Reply.MAY_NOT_BE_SHARED})
"""Replies that may name communities; a yes must."""

DECLARATIONS_OF = """
MATCH (organisation:Organisation {id: $organisation})<-[:ABOUT]-(declaration:Declaration)
WHERE $all OR declaration.retracted_at IS NULL
RETURN properties(declaration) AS declaration,
       [(declaration)-[led:LEADERSHIP]->(community:Community) |
        [community.id, led.board, led.senior_staff, led.all_staff]] AS leadership
"""


def declarations_of(store: Store, organisation: str, *, retracted_too: bool = False) -> list[Declaration]:
    """Return an organisation's declarations, newest first; those in force, or all that were ever made."""
    rows = store.read(DECLARATIONS_OF, organisation=organisation, all=retracted_too)
    found = (_declaration(organisation, row) for row in rows)
    return sorted(found, key=lambda one: one.newness, reverse=True)


CREATE_DECLARATIONS = """
UNWIND $declarations AS one
MATCH (organisation:Organisation {id: one.organisation})
CREATE (declaration:Declaration {id: one.id})
SET declaration += one.properties
CREATE (declaration)-[:ABOUT]->(organisation)
RETURN count(declaration) AS made
"""


CREATE_LEADERSHIP = """
UNWIND $edges AS edge
MATCH (declaration:Declaration {id: edge.declaration})
MATCH (community:Community {id: edge.community})
CREATE (declaration)-[:LEADERSHIP {
    board: edge.board, senior_staff: edge.senior_staff, all_staff: edge.all_staff}]->(community)
RETURN count(declaration) AS made
"""


def create_declarations(tx: Tx, new: Sequence[Declaration]) -> None:
    """Write declarations about organisations and communities that are there."""
    if not new:
        return
    tx.run(
        CREATE_DECLARATIONS,
        declarations=[
            {"id": one.id, "organisation": one.organisation, "properties": _properties(one)} for one in new
        ],
    )
    edges = [
        {
            "declaration": one.id,
            "community": code,
            "board": shares.board,
            "senior_staff": shares.senior_staff,
            "all_staff": shares.all_staff,
        }
        for one in new
        for code, shares in one.leadership.items()
    ]
    if edges:
        tx.run(CREATE_LEADERSHIP, edges=edges)


def record_declaration(store: Store, actor: str, declaration: Declaration, write_id: str) -> dict[str, Any]:
    """Record a reply to "who leads you?" and return {"id"}; id, source and instant given are passed over.

    Raises Refused for an organisation or community that isn't there, a day that isn't one, a yes that names
    nobody, another reply that names somebody, or a community named that wasn't asked about.
    """
    _check(declaration)
    made = replace(
        declaration,
        id=made_id(write_id, "declaration"),
        source=declaration.source or f"user:{actor}",
        retracted_at=None,
    )

    def work(tx: Tx) -> dict[str, Any]:
        _check_there(tx, made)
        create_declarations(tx, [replace(made, recorded_at=tx.at)])
        move_versions_on(tx, [made.organisation])
        return {"id": made.id}

    return store.write(write_id, actor, "record declaration", work)


@dataclass(frozen=True)
class Withdrawal:
    """What is withdrawn: about some communities, or None for all; on an ISO day (None: today)."""

    asked_about: tuple[str, ...] | None = None
    declared_on: str | None = None
    source: str = ""


def withdraw_declaration(
    store: Store, actor: str, organisation: str, write_id: str, withdrawal: Withdrawal | None = None
) -> dict[str, Any]:
    """Record that an organisation withdraws what it declared, and return {"id"}.

    The withdrawal is a declaration too: what it is about is unknown again, and nothing older revives.
    Raises Refused for an organisation or community that isn't there, or a day that isn't one.
    """
    what = withdrawal or Withdrawal()
    declaration = Declaration(
        id="",
        organisation=organisation,
        reply=Reply.WITHDRAWN,
        declared_by=DeclaredBy.ORGANISATION,
        declared_on=what.declared_on or today(),
        recorded_at="",
        asked_about=what.asked_about,
        source=what.source,
    )
    return record_declaration(store, actor, declaration, write_id)


RETRACT_DECLARATION = """
MATCH (declaration:Declaration {id: $id})-[:ABOUT]->(organisation:Organisation)
WHERE declaration.retracted_at IS NULL
SET declaration.retracted_at = $at, declaration.retracted_by = $actor
RETURN organisation.id AS organisation
"""


def retract_declaration(store: Store, actor: str, declaration_id: str, write_id: str) -> dict[str, Any]:
    """Take back a declaration that was recorded by mistake, and return {"id"}; what it hid holds again.

    For an organisation that changed its mind there is ``withdraw_declaration``. Raises Refused when it
    isn't there.
    """

    def work(tx: Tx) -> dict[str, Any]:
        rows = tx.run(RETRACT_DECLARATION, id=declaration_id, at=tx.at, actor=actor)
        if not rows:
            raise Refused("There is no such declaration. It may have been taken back already.", "id")
        move_versions_on(tx, [rows[0]["organisation"]])
        return {"id": declaration_id}

    return store.write(write_id, actor, "retract declaration", work)


def _check(declaration: Declaration) -> None:
    check_day("declared_on", declaration.declared_on)
    if declaration.asked_on:
        check_day("asked_on", declaration.asked_on)
    named = set(declaration.leadership)
    if declaration.reply is Reply.YES and not named:
        raise Refused("The reply is yes, but names no community. Name those who lead it.", "leadership")
    if named and declaration.reply not in NAMES_COMMUNITIES:
        raise Refused("Only a yes names communities. Choose yes, or name none.", "leadership")
    if declaration.asked_about is not None and not named <= set(declaration.asked_about):
        raise Refused("It names a community that it wasn't asked about. Add that one there.", "asked_about")
    if declaration.publish not in ("yes", "no", "unknown"):
        raise Refused("May it be published: yes, no or unknown?", "publish")


DECLARATION_ENDS = """
OPTIONAL MATCH (organisation:Organisation {id: $organisation})
RETURN organisation.id AS organisation,
       [code IN $communities WHERE NOT EXISTS { MATCH (:Community {id: code}) }] AS missing
"""


def _check_there(tx: Tx, declaration: Declaration) -> None:
    communities = sorted({*declaration.leadership, *(declaration.asked_about or ())})
    row = tx.run(DECLARATION_ENDS, organisation=declaration.organisation, communities=communities)[0]
    if row["organisation"] is None:
        raise Refused(f"There is no organisation with the id {declaration.organisation!r}.", "organisation")
    if row["missing"]:
        raise Refused(f"There is no community with the code {row['missing'][0]!r}.", "leadership")


def _properties(declaration: Declaration) -> dict[str, Any]:
    return {
        **{name: getattr(declaration, name) for name in _PLAIN},
        "reply": declaration.reply.value,
        "declared_by": declaration.declared_by.value,
        "asked_about": None if declaration.asked_about is None else list(declaration.asked_about),
    }


_DATED = (
    "declared_on",
    "recorded_at",
    "retracted_at",
    "asked_on",
    "asked_by",
    "reported_by",
    "with_reply_in",
)
_PLAIN = (*_DATED, "publish", "source", "row", "import_id")
"""Fields of a declaration that the graph keeps as they are."""


def _declaration(organisation: str, row: dict[str, Any]) -> Declaration:
    stored = row["declaration"]
    plain: dict[str, Any] = {name: stored.get(name) for name in _PLAIN}
    plain["publish"] = plain["publish"] or "unknown"
    plain["source"] = plain["source"] or ""
    asked_about = stored.get("asked_about")
    return Declaration(
        id=stored["id"],
        organisation=organisation,
        reply=Reply(stored["reply"]),
        declared_by=DeclaredBy(stored["declared_by"]),
        leadership={code: _leadership(shares) for code, *shares in sorted(row["leadership"])},
        asked_about=None if asked_about is None else tuple(asked_about),
        said_on=max([stored.get("said_on") or "", *(stored.get("also_days") or ())]),
        **plain,
    )


def _leadership(shares: list[str | None]) -> Leadership:
    return Leadership(*(Band(share) if share else Band.NOT_GIVEN for share in shares))
