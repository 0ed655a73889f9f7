"""Follow-ups of engagements: what is to be done, by whom, until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.days import check_day, today
from graph.errors import Refused
from graph.model.facts import FollowUp
from graph.model.identifiers import made_id
from graph.model.pages import Page
from graph.store import Store, Tx


@dataclass(frozen=True)
class Action:
    """A follow-up with the engagement it follows and the organisation it is about; days in ISO form."""

    id: str
    what: str
    owner: str
    due: str | None
    done_on: str | None
    engagement: str
    consultation: str
    organisation: str | None
    organisation_name: str
    example: bool = False


@dataclass(frozen=True)
class NewAction:
    """A follow-up to write; ``organisation`` is whom it is about, None for the whole engagement."""

    id: str
    engagement: str
    organisation: str | None
    follow_up: FollowUp
    provenance: Mapping[str, Any]


ACTIONS_THERE = """
UNWIND $actions AS one
MATCH (:Engagement {id: one.engagement})<-[:FOLLOWS]-(action:Action)
WHERE action.organisation = one.organisation AND action.what = one.what AND action.retracted_at IS NULL
RETURN one.id AS id
"""


CREATE_ACTIONS = """
UNWIND $actions AS one
MATCH (engagement:Engagement {id: one.engagement})
CREATE (action:Action {id: one.id})
SET action += one.properties
CREATE (action)-[:FOLLOWS]->(engagement)
RETURN count(action) AS made
"""


def create_actions(tx: Tx, actions: Sequence[NewAction], ended: Sequence[Mapping[str, Any]] = ()) -> None:
    """Write follow-ups; what is to be done about an organisation already isn't doubled.

    ``ended`` are those in whose place they come, as ``end_actions`` returns them: what was done stays done.
    """
    if not actions:
        return
    rows = [_with_what_was_done(_row(one), ended) for one in actions]
    there = {row["id"] for row in tx.run(ACTIONS_THERE, actions=rows)}
    new = [row for row in rows if row["id"] not in there or row["properties"].get("retracted_at")]
    if new:
        tx.run(CREATE_ACTIONS, actions=new)


def _with_what_was_done(row: dict[str, Any], ended: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    about = ("engagement", "organisation", "what")
    done = [each for each in ended if each["done_on"] and all(each[name] == row[name] for name in about)]
    if not done:
        return row
    properties = {**row["properties"], "done_on": done[0]["done_on"], "done_by": done[0]["done_by"]}
    return {**row, "properties": properties}


END_ACTIONS = """
UNWIND $ids AS id
MATCH (engagement:Engagement)<-[:FOLLOWS]-(action:Action {id: id})
WHERE action.retracted_at IS NULL
SET action.retracted_at = $at, action.ended_by = $import_id
RETURN engagement.id AS engagement, action.organisation AS organisation, action.what AS what,
       action.done_on AS done_on, action.done_by AS done_by
"""


def end_actions(tx: Tx, parts: Iterable[str], at: str, import_id: str | None = None) -> list[dict[str, Any]]:
    """End the follow-ups of parts that are in force no more, and return what they were.

    Each has engagement, organisation, what, done_on and done_by. ``import_id`` is the import that says
    otherwise, if one does.
    """
    ids = [action_of(part) for part in parts]
    return list(tx.run(END_ACTIONS, ids=ids, at=at, import_id=import_id)) if ids else []


ENDED_ACTIONS = """
UNWIND $ids AS id
MATCH (engagement:Engagement)<-[:FOLLOWS]-(action:Action {id: id})
RETURN id AS id, engagement.id AS engagement, action.organisation AS organisation, action.what AS what,
       properties(action) AS properties
"""


def put_actions_back(
    tx: Tx, parts: Mapping[str, str], at: str, ended: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Bring the follow-ups of ended parts back, given as {part: the part made in its place}.

    ``ended`` are those that stood in their place, as ``end_actions`` returns them: what was done stays done.
    """
    made = {action_of(part): action_of(again) for part, again in parts.items()}
    found = tx.run(ENDED_ACTIONS, ids=sorted(made)) if made else []
    back = [_with_what_was_done(_again(row, made[row["id"]], at), ended) for row in found]
    if back:
        tx.run(CREATE_ACTIONS, actions=back)


def _again(row: Mapping[str, Any], made: str, at: str) -> dict[str, Any]:
    left = ("retracted_at", "ended_by")
    properties = {name: value for name, value in row["properties"].items() if name not in left}
    return {**row, "id": made, "properties": {**properties, "id": made, "recorded_at": at}}


def action_of(part: str) -> str:
    """Return the id of the follow-up that a part of an engagement says, if it says one."""
    return made_id(part, "action")


def _row(action: NewAction) -> dict[str, Any]:
    properties = {**action.provenance, **vars(action.follow_up), "organisation": action.organisation}
    return {
        "id": action.id,
        "engagement": action.engagement,
        "organisation": action.organisation,
        "what": action.follow_up.what,
        "properties": properties,
    }


ACTIONS_OF_CONSULTATION = """
MATCH (consultation:Consultation {id: $consultation})<-[:HELD_FOR]-(engagement:Engagement)
      <-[:FOLLOWS]-(action:Action)
WHERE action.retracted_at IS NULL AND ($open = false OR action.done_on IS NULL)
OPTIONAL MATCH (organisation:Organisation {id: action.organisation})
WITH consultation, engagement, action, organisation, coalesce(action.due, '9999-12-31') AS due_sort
WHERE $due IS NULL OR due_sort > $due OR (due_sort = $due AND action.id > $id)
RETURN action.id AS id, action.what AS what, coalesce(action.owner, '') AS owner, action.due AS due,
       action.done_on AS done_on, engagement.id AS engagement, consultation.id AS consultation,
       organisation.id AS organisation, coalesce(organisation.name, '') AS organisation_name,
       coalesce(action.example, false) AS example, due_sort
ORDER BY due_sort, id
LIMIT $limit
"""


def follow_ups(
    store: Store, consultation: str, *, open_only: bool = True, after: str | None = None, limit: int = 50
) -> Page[Action]:
    """Return a consultation's follow-ups, those due first at the top, those without a day last."""
    due, _, last = (after or "").partition(" ")
    rows = store.read(
        ACTIONS_OF_CONSULTATION,
        consultation=consultation,
        open=open_only,
        due=due or None,
        id=last,
        limit=limit + 1,
    )
    shown = [{name: value for name, value in row.items() if name != "due_sort"} for row in rows[:limit]]
    more = f"{rows[limit - 1]['due_sort']} {rows[limit - 1]['id']}" if len(rows) > limit else None
    return Page(tuple(Action(**row) for row in shown), more)


FINISH_ACTION = """
MATCH (action:Action {id: $id})
WHERE action.retracted_at IS NULL
SET action.done_on = $done_on, action.done_by = $actor
RETURN action.organisation AS organisation
"""


def finish_action(
    store: Store, actor: str, action_id: str, write_id: str, *, done_on: str | None = None
) -> dict[str, Any]:
    """Note that a follow-up was done on a day (default: today), and return {"id", "done_on"}.

    Raises Refused for a follow-up that isn't there, or a day that isn't one.
    """
    day = done_on or today()
    check_day("done_on", day)

    def work(tx: Tx) -> dict[str, Any]:
        if not tx.run(FINISH_ACTION, id=action_id, done_on=day, actor=actor):
            raise Refused("There is no such follow-up. It may have been undone with its import.", "id")
        return {"id": action_id, "done_on": day}

    return store.write(write_id, actor, "finish follow-up", work)
