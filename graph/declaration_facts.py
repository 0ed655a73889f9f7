"""Declarations that come with an import's rows: who leads an organisation, as its own or reported word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.declaration_days import let_days_follow
from graph.model.declarations import Band, DeclaredBy, Reply
from graph.model.identifiers import made_id
from graph.model.plan import ImportContext, PlannedRow, canonical_json
from graph.model.settling import days_of
from graph.provenance import provenance
from graph.store import Tx
from graph.undone_facts import set_aside
from graph.versions import move_versions_on

SAID_BEFORE = """
UNWIND $declarations AS row
MATCH (organisation:Organisation {id: row.organisation})<-[:ABOUT]-(said:Declaration {key: row.key})
WHERE said.retracted_at IS NULL
RETURN said.id AS id, said.key AS key, organisation.id AS organisation, said.import_id AS import_id,
       said.said_on AS said_on, coalesce(said.also_imports, []) AS also_imports,
       coalesce(said.also_days, []) AS also_days
"""

VOUCH_FOR_DECLARATIONS = """
UNWIND $declarations AS row
MATCH (said:Declaration {id: row.id})
SET said.also_imports = row.also_imports, said.also_days = row.also_days
RETURN count(said) AS number
"""

CREATE_DECLARATIONS = """
MATCH (import:Import {id: $import_id})
UNWIND $declarations AS row
MATCH (organisation:Organisation {id: row.organisation})
CREATE (declaration:Declaration {id: row.id})
SET declaration += row.properties
CREATE (declaration)-[:ABOUT]->(organisation)
CREATE (declaration)-[:MADE_IN]->(import)
"""

CREATE_LEADERSHIP = """
UNWIND $leaderships AS row
MATCH (declaration:Declaration {id: row.declaration})
MATCH (community:Community {id: row.community})
CREATE (declaration)-[:LEADERSHIP {
    board: row.board, senior_staff: row.senior_staff, all_staff: row.all_staff}]->(community)
"""


def write_declarations(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write the declarations of a chunk's rows; what the same source said before is vouched for instead."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        declaration = _declaration(context, row)
        found.setdefault((declaration["organisation"], declaration["key"]), declaration)
    wanted = [{"organisation": each["organisation"], "key": each["key"]} for each in found.values()]
    before = {(each["organisation"], each["key"]): each for each in tx.run(SAID_BEFORE, declarations=wanted)}
    again = [
        each
        for each in before.values()
        if context.import_id not in (each["import_id"], *each["also_imports"])
    ]
    if again:
        lists = [[*_lists(each), (context.said_on, context.import_id)] for each in again]
        vouched = [_said_by(each["id"], several) for each, several in zip(again, lists, strict=True)]
        tx.run(VOUCH_FOR_DECLARATIONS, declarations=vouched)
        let_days_follow(tx, [each["id"] for each in again], context.recorded_at)
    new = [each for key, each in found.items() if key not in before]
    if new:
        tx.run(CREATE_DECLARATIONS, import_id=context.import_id, declarations=new)
        leaderships = [edge for each in new for edge in each["leaderships"]]
        if leaderships:
            tx.run(CREATE_LEADERSHIP, leaderships=leaderships)
        move_versions_on(tx, [each["organisation"] for each in new])


def _lists(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (day, import) of each list that says a declaration, the one that it goes by first."""
    also = days_of(row["said_on"], row["also_imports"], row["also_days"])
    return [(row["said_on"], row["import_id"]), *also]


def _said_by(declaration: str, lists: Sequence[tuple[str, str]]) -> dict[str, Any]:
    (said_on, import_id), *also = lists
    return {
        "id": declaration,
        "import_id": import_id,
        "said_on": said_on,
        "also_imports": [each for _, each in also],
        "also_days": [day for day, _ in also],
    }


def declaration_key(said: Mapping[str, Any], source: str, body_id: str | None) -> str:
    """Return the same text for the same words of one source, whatever its list's date."""
    led = said.get("leadership") or {}
    return canonical_json({**_content(said, body_id), "source": source, "led": led})


def _content(said: Mapping[str, Any], body_id: str | None) -> dict[str, Any]:
    declared_by = DeclaredBy(said.get("declared_by") or DeclaredBy.REPORTED)
    return {
        "reply": str(Reply(said["reply"])),
        "asked_about": list(said["asked_about"]) if said.get("asked_about") is not None else None,
        "asked_on": said.get("asked_on"),
        "asked_by": said.get("asked_by"),
        "declared_by": str(declared_by),
        "declared_by_name": said.get("declared_by_name"),
        "declared_on": said.get("declared_on"),
        "publish": said.get("publish") or "unknown",
        "with_reply_in": said.get("with_reply_in"),
        "reported_by": body_id if declared_by is DeclaredBy.REPORTED else None,
    }


def _declaration(context: ImportContext, row: PlannedRow) -> dict[str, Any]:
    """Return a row's declaration as it is written; without a day of its own it has its newest list's."""
    said: Mapping[str, Any] = row.facts["declaration"]
    content = _content(said, context.body_id)
    made = made_id(context.import_id, row.row, row.organisation, "declaration")
    properties = {
        **content,
        "declared_on": content["declared_on"] or context.said_on,
        "key": declaration_key(said, context.source, context.body_id),
        **provenance(context, row.row),
    }
    return {
        "id": made,
        "organisation": row.organisation,
        "key": properties["key"],
        "properties": {name: value for name, value in properties.items() if value is not None},
        "leaderships": [
            _leadership(made, code, led) for code, led in sorted((said.get("leadership") or {}).items())
        ],
    }


def _leadership(declaration: str, community: str, led: Mapping[str, Any]) -> dict[str, str]:
    shares = {name: str(led.get(name) or Band.NOT_GIVEN) for name in ("board", "senior_staff", "all_staff")}
    return {"declaration": declaration, "community": community, **shares}


DECLARATIONS_SAID = """
UNWIND $organisations AS organisation_id
MATCH (organisation:Organisation {id: organisation_id})<-[:ABOUT]-(declaration:Declaration)
WHERE declaration.retracted_at IS NULL
  AND (declaration.import_id = $import_id OR $import_id IN declaration.also_imports)
RETURN declaration.id AS id, organisation.id AS organisation, declaration.import_id AS import_id,
       coalesce(declaration.also_imports, []) AS also_imports, declaration.said_on AS said_on,
       coalesce(declaration.also_days, []) AS also_days, declaration.row AS row, declaration.key AS key
"""

HAND_OVER_DECLARATIONS = """
UNWIND $declarations AS row
MATCH (declaration:Declaration {id: row.id})
SET declaration.import_id = row.import_id, declaration.said_on = row.said_on,
    declaration.also_imports = row.also_imports, declaration.also_days = row.also_days
RETURN count(declaration) AS number
"""

RETRACT_DECLARATIONS = """
UNWIND $ids AS id
MATCH (declaration:Declaration {id: id})
SET declaration.retracted_at = $at
RETURN count(declaration) AS number
"""


def retract_declarations(tx: Tx, import_id: str, org_ids: Sequence[str], at: str) -> None:
    """Retract an import's declarations about some organisations but those that another one says too."""
    said = tx.run(DECLARATIONS_SAID, import_id=import_id, organisations=list(org_ids))
    _retract(tx, import_id, said, at)


def _retract(tx: Tx, import_id: str, said: Iterable[Mapping[str, Any]], at: str) -> list[str]:
    """Retract declarations, or hand them over to the next import that says them; return those retracted."""
    handed, gone = [], []
    for each in said:
        says_it = [one for one in _lists(each) if one[1] != import_id]
        if says_it:
            handed.append(_said_by(each["id"], says_it))
        else:
            gone.append(each["id"])
    if handed:
        tx.run(HAND_OVER_DECLARATIONS, declarations=handed)
        let_days_follow(tx, [each["id"] for each in handed], at)
    if gone:
        tx.run(RETRACT_DECLARATIONS, ids=gone, at=at)
    return gone


TAKE_OVER_DECLARATIONS = """
UNWIND $declarations AS one
MATCH (declaration:Declaration {id: one.id})
SET declaration.row = one.row
RETURN count(declaration) AS number
"""

SET_DECLARATIONS_ASIDE = """
UNWIND $aside AS one
MATCH (declaration:Declaration {id: one.id})
SET declaration.id = one.new
RETURN count(declaration) AS number
"""

Declared = Mapping[tuple[str, str], int]
"""{(organisation, key of a declaration): the row that says it}."""


def take_declarations_back(tx: Tx, context: ImportContext, mine: Declared, others: Declared) -> None:
    """Take back what some rows of an import declared; what ``others``, its other rows, say too is theirs."""
    organisations = sorted({org_id for org_id, _ in mine})
    said = tx.run(DECLARATIONS_SAID, import_id=context.import_id, organisations=organisations)
    concerned = [each for each in said if (each["organisation"], each["key"]) in mine]
    taken = {each["id"]: others.get((each["organisation"], each["key"])) for each in concerned}
    over = [
        {"id": each["id"], "row": taken[each["id"]]}
        for each in concerned
        if taken[each["id"]] is not None and each["import_id"] == context.import_id
    ]
    if over:
        tx.run(TAKE_OVER_DECLARATIONS, declarations=over)
    left = [each for each in concerned if taken[each["id"]] is None]
    set_aside(tx, SET_DECLARATIONS_ASIDE, _retract(tx, context.import_id, left, tx.at), tx.at)


def declared_by(context: ImportContext, rows: Iterable[PlannedRow]) -> dict[tuple[str, str], int]:
    """Return {(organisation, key): row} of what rows declare; of rows that declare the same the first."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.organisation and row.facts.get("declaration"):
            key = declaration_key(row.facts["declaration"], context.source, context.body_id)
            found.setdefault((row.organisation, key), row.row)
    return found
