"""The facts in force as columns: few rows, whatever their number, since a row costs far more than an entry.

What several organisations have in common is grouped by the engine (one row per body, per reply, per kind and
day of engagement) with the organisations' numbers collected. Each question is put twice: about everybody,
and about the organisations that a change touched.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graph.model.declarations import DeclaredBy
from graph.reach.facts import BodyList, Contacts, Declared, Facts, OrganisationColumns, Serving
from graph.store import Store

ANY_TIME = "9999"
"""The instant that stands for "as it is": later than every record, so what is not retracted holds."""

ALL_COMMUNITIES = "*"
"""Stands for "asked about all communities", since a collect drops a missing list."""

SIDE_BY_SIDE = 3
"""Questions about everybody that are put at the same time."""

ORGANISATIONS = """
MATCH (o:Organisation) WHERE coalesce(o.gone, false) = false
RETURN collect(o.n) AS n, collect(o.id) AS id, collect(coalesce(o.place, '')) AS place,
       collect(coalesce(o.income_band, '')) AS size, collect(coalesce(o.roles, [])) AS roles,
       collect(coalesce(o.hide_location, false)) AS hide_location,
       collect(coalesce(o.as_member, false)) AS as_member, collect(coalesce(o.example, false)) AS example
"""

TOUCHED_ORGANISATIONS = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id}) WHERE coalesce(o.gone, false) = false
RETURN collect(o.n) AS n, collect(o.id) AS id, collect(coalesce(o.place, '')) AS place,
       collect(coalesce(o.income_band, '')) AS size, collect(coalesce(o.roles, [])) AS roles,
       collect(coalesce(o.hide_location, false)) AS hide_location,
       collect(coalesce(o.as_member, false)) AS as_member, collect(coalesce(o.example, false)) AS example
"""


def organisations_in_force(store: Store, ids: Collection[str] | None = None) -> OrganisationColumns:
    """Return all organisations that anything in force speaks of or refers to, or those of some ids."""
    columns = (
        store.columns(ORGANISATIONS) if ids is None else store.columns(TOUCHED_ORGANISATIONS, ids=list(ids))
    )
    return OrganisationColumns(**columns)


MEMBERSHIPS = """
MATCH (body:Organisation)<-[m:MEMBER_OF]-(o:Organisation)
RETURN body.n AS body, collect(o.n) AS members,
       collect(coalesce(m.since, '')) AS since, collect(coalesce(m.until, '')) AS until
"""

TOUCHED_MEMBERSHIPS = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id})-[m:MEMBER_OF]->(body:Organisation)
RETURN body.n AS body, collect(o.n) AS members,
       collect(coalesce(m.since, '')) AS since, collect(coalesce(m.until, '')) AS until
"""


def lists_in_force(store: Store, ids: Collection[str] | None = None) -> list[BodyList]:
    """Return every body's members with their dates, or the memberships of some organisations."""
    return [BodyList(**row) for row in _rows(store, MEMBERSHIPS, TOUCHED_MEMBERSHIPS, ids)]


WORKING_WITH = """
MATCH (c:Community)<-[w:WORKS_WITH]-(o:Organisation)
RETURN c.id AS community, coalesce(w.status, '') AS status, collect(o.n) AS organisations
"""

TOUCHED_WORKING_WITH = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id})-[w:WORKS_WITH]->(c:Community)
RETURN c.id AS community, coalesce(w.status, '') AS status, collect(o.n) AS organisations
"""


def serving_in_force(store: Store, ids: Collection[str] | None = None) -> list[Serving]:
    """Return who works with whom, accepted or suggested, by community."""
    return [Serving(**row) for row in _rows(store, WORKING_WITH, TOUCHED_WORKING_WITH, ids)]


DECLARATIONS = """
MATCH (d:Declaration)-[:ABOUT]->(o:Organisation)
WHERE d.recorded_at <= $at AND coalesce(d.retracted_at, '~') > $at
RETURN d.reply AS reply, d.declared_by AS declared_by, coalesce(d.declared_on, '') AS declared_on,
       d.recorded_at AS recorded_at, coalesce(d.asked_about, ['*']) AS asked_about,
       coalesce(d.with_reply_in, '') AS with_reply_in, coalesce(d.said_on, '') AS said_on,
       coalesce(d.also_days, []) AS also_days,
       collect(o.n) AS organisations, collect(d.id) AS ids
"""

TOUCHED_DECLARATIONS = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id})<-[:ABOUT]-(d:Declaration)
WHERE d.recorded_at <= $at AND coalesce(d.retracted_at, '~') > $at
RETURN d.reply AS reply, d.declared_by AS declared_by, coalesce(d.declared_on, '') AS declared_on,
       d.recorded_at AS recorded_at, coalesce(d.asked_about, ['*']) AS asked_about,
       coalesce(d.with_reply_in, '') AS with_reply_in, coalesce(d.said_on, '') AS said_on,
       coalesce(d.also_days, []) AS also_days,
       collect(o.n) AS organisations, collect(d.id) AS ids
"""

LEADERSHIPS = """
MATCH (c:Community)<-[l:LEADERSHIP]-(d:Declaration)
WHERE d.recorded_at <= $at AND coalesce(d.retracted_at, '~') > $at
RETURN c.id AS community, coalesce(l.board, 'not_given') AS board,
       coalesce(l.senior_staff, 'not_given') AS senior_staff, coalesce(l.all_staff, 'not_given') AS all_staff,
       collect(d.id) AS ids
"""

TOUCHED_LEADERSHIPS = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id})<-[:ABOUT]-(d:Declaration)
WHERE d.recorded_at <= $at AND coalesce(d.retracted_at, '~') > $at
MATCH (d)-[l:LEADERSHIP]->(c:Community)
RETURN c.id AS community, coalesce(l.board, 'not_given') AS board,
       coalesce(l.senior_staff, 'not_given') AS senior_staff, coalesce(l.all_staff, 'not_given') AS all_staff,
       collect(d.id) AS ids
"""


def declared_in_force(store: Store, ids: Collection[str] | None = None, at: str = ANY_TIME) -> list[Declared]:
    """Return the declarations in force, or those that were at an ISO instant."""
    named: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in _rows(store, LEADERSHIPS, TOUCHED_LEADERSHIPS, ids, at=at):
        leadership = (row["community"], row["board"], row["senior_staff"], row["all_staff"])
        for declaration in row["ids"]:
            named.setdefault(declaration, []).append(leadership)
    return [
        declared
        for row in _rows(store, DECLARATIONS, TOUCHED_DECLARATIONS, ids, at=at)
        for declared in _declared(row, named)
    ]


def _declared(row: dict[str, Any], named: dict[str, list[tuple[str, str, str, str]]]) -> list[Declared]:
    """Return the declarations of one row: alike but for whose they are and whom they name."""
    asked_about = None if row["asked_about"] == [ALL_COMMUNITIES] else tuple(sorted(row["asked_about"]))
    return [
        Declared(
            organisation=organisation,
            reply=row["reply"],
            declared_by=row["declared_by"] or DeclaredBy.REPORTED,
            declared_on=row["declared_on"],
            recorded_at=row["recorded_at"],
            id=declaration,
            asked_about=asked_about,
            with_reply_in=row["with_reply_in"],
            leadership=tuple(sorted(named.get(declaration, ()))),
            said_on=max([row["said_on"], *row["also_days"]]),
        )
        for organisation, declaration in zip(row["organisations"], row["ids"], strict=True)
    ]


CONTACTS = """
MATCH (c:Consultation)<-[:HELD_FOR]-(e:Engagement)<-[:IN]-(p:Participation)-[:BY]->(o:Organisation)
WHERE p.recorded_at <= $at AND coalesce(p.retracted_at, '~') > $at
RETURN c.id AS consultation, e.kind AS kind, e.direction AS direction, coalesce(e.held_on, '') AS held_on,
       CASE WHEN size(coalesce(p.spoke_on_other, [])) > 0 OR size([(p)-[:SPOKE_ON]->(t:Principle) | 1]) > 0
            THEN true ELSE p.spoke END AS spoke,
       coalesce(p.bounced, false) AS bounced, coalesce(p.declined, false) AS declined,
       coalesce(p.told, false) AS told, coalesce(p.asked_through, '') <> '' AS through,
       collect(o.n) AS organisations
"""

TOUCHED_CONTACTS = """
UNWIND $ids AS id
MATCH (o:Organisation {id: id})<-[:BY]-(p:Participation)-[:IN]->(e:Engagement)-[:HELD_FOR]->(c:Consultation)
WHERE p.recorded_at <= $at AND coalesce(p.retracted_at, '~') > $at
RETURN c.id AS consultation, e.kind AS kind, e.direction AS direction, coalesce(e.held_on, '') AS held_on,
       CASE WHEN size(coalesce(p.spoke_on_other, [])) > 0 OR size([(p)-[:SPOKE_ON]->(t:Principle) | 1]) > 0
            THEN true ELSE p.spoke END AS spoke,
       coalesce(p.bounced, false) AS bounced, coalesce(p.declined, false) AS declined,
       coalesce(p.told, false) AS told, coalesce(p.asked_through, '') <> '' AS through,
       collect(o.n) AS organisations
"""


def contacts_in_force(store: Store, ids: Collection[str] | None = None, at: str = ANY_TIME) -> list[Contacts]:
    """Return who took part in what, or what was known of it at an ISO instant."""
    return [Contacts(**row) for row in _rows(store, CONTACTS, TOUCHED_CONTACTS, ids, at=at)]


def facts_in_force(store: Store, ids: Collection[str] | None = None) -> Facts:
    """Return everything in force about all organisations, or about those of some ids.

    The questions about everybody are put side by side: the engine answers one while another comes in.
    """
    with ThreadPoolExecutor(1 if ids is not None else SIDE_BY_SIDE) as pool:
        lists = pool.submit(lists_in_force, store, ids)
        organisations = pool.submit(organisations_in_force, store, ids)
        declared = pool.submit(declared_in_force, store, ids)
        contacts = pool.submit(contacts_in_force, store, ids)
        serving = pool.submit(serving_in_force, store, ids)
        return Facts(
            organisations.result(), lists.result(), serving.result(), declared.result(), contacts.result()
        )


def _rows(
    store: Store, of_all: str, of_touched: str, ids: Collection[str] | None, **params: str
) -> list[dict[str, Any]]:
    if ids is None:
        return store.read(of_all, **params)
    return store.read(of_touched, ids=list(ids), **params)
