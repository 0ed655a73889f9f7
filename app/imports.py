"""Bringing a file in: read, map, match, plan, store, commit. Pages and commands both go through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import Refused
from app.import_checks import check_readings, check_role, checked_day, checked_org_id, checked_policies
from app.import_columns import remembered_columns
from app.import_matching import Matched, decided_before, known_to, match_rows, with_what_stays
from app.import_request import ImportRequest, read_request, source_of
from app.leavers import leavers_of
from app.named_beside import with_named_beside
from graph.model.consultations import EngagementKind
from graph.model.identifiers import new_id
from graph.model.plan import Plan
from graph.model.settled_words import SettledIndex
from importers.columns import Column, Memory, as_kept, fields_held
from importers.errors import FileRefused, ImporterError, TooManyLeave
from importers.fields.dates import order_called
from importers.lists import IMPORTERS, ListContext, ParsedRow
from importers.lists.register import RegisterRows
from importers.mapping import HeadingError
from importers.plan import PlanHead, build_plan
from importers.read import Table
from importers.register_plan import build_register_plan

if TYPE_CHECKING:
    from graph.bodies import BodyRef
    from graph.commit import Outcome
    from graph.store import Store

Progress = Callable[[int, int], None]

__all__ = [
    "FileRefused",
    "HeadingError",
    "ImportRequest",
    "ImporterError",
    "Planned",
    "TooManyLeave",
    "import_file",
    "make_plan",
    "read_request",
]


@dataclass(frozen=True)
class Planned:
    """A plan with the table it was made from, its columns, and what the graph answered when it was stored."""

    plan: Plan
    table: Table
    stored: Mapping[str, Any]
    columns: tuple[Column, ...] = ()


def make_plan(store: Store, request: ImportRequest) -> Planned:
    """Return the plan for a file, stored in the graph; nothing else is changed.

    Raises Refused for an unknown body or consultation, FileRefused, HeadingError, TooManyLeave.
    """
    from graph.imports import store_plan  # noqa: PLC0415 - the driver only when needed

    revision = store.revision()  # before anything is looked up
    said_on = checked_day(request.said_on, "list date") or date.today().isoformat()
    checked_day(request.recorded_on, "day it became known")
    check_role(request.role)
    check_readings(request.date_order, request.event_kind)
    checked_day(request.held_on, "day of the contacts")
    body = _body(store, request)
    source = source_of(request, body)
    memory = remembered_columns(store, source)
    context = _context(store, request, body, memory, source=source, said_on=said_on)
    table, columns = read_request(request, memory)
    policies = checked_policies(request.policies, columns, memory.policies)
    more = {"revision": revision, "policies": policies}
    head = _head(request, body, table, columns, source=source, said_on=said_on, more=more)
    if request.kind == "register":
        plan = _register_plan(store, head, RegisterRows(table, head.mapping, context))
    else:
        matched = match_rows(store, head, IMPORTERS[request.kind].parse(table, head.mapping, context))
        matched = with_what_stays(store, head, matched)
        plan = build_plan(
            head,
            matched.parsed,
            matched.decisions,
            facts_known=_facts_known(store, request, head, matched),
            leavers=leavers_of(store, request, body, head, matched),
        )
        plan = with_named_beside(store, plan)
    return Planned(plan, table, store_plan(store, plan, request.actor), columns)


def _register_plan(store: Store, head: PlanHead, rows: RegisterRows) -> Plan:
    """Return the plan for a register's rows, looking up only whom a portion of them names at a time."""
    decided = decided_before(store, head.source)
    return build_register_plan(head, rows, lambda some: known_to(store, some, head), decided)


def import_file(
    store: Store,
    request: ImportRequest,
    *,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Planned, Outcome]:
    """Return the stored plan of a file and what became of it once committed. Raises what make_plan does."""
    from graph.imports import commit_import  # noqa: PLC0415

    planned = make_plan(store, request)
    outcome = commit_import(
        store,
        planned.plan.import_id,
        accept=request.accept,
        progress=progress,
        should_stop=should_stop,
    )
    return planned, outcome


def _body(store: Store, request: ImportRequest) -> BodyRef | None:
    """Return the body whose list it is. Raises Refused when nobody has its org-id and no name was given."""
    from graph.bodies import body_for  # noqa: PLC0415

    if request.kind != "members":
        return None
    if not request.body_org_id:
        said = "A membership list needs the body whose list it is."
        raise Refused(said, "Give its org-id.", code="no_body")
    body = body_for(store, request.body_org_id.strip())
    if not body.exists:
        body = body_for(store, checked_org_id(request.body_org_id.strip()))
    if not body.exists and not (request.body_name or "").strip():
        raise Refused(
            f"Nobody here has the org-id {request.body_org_id}.",
            "Check it, or give the body's name too and it will be added.",
            code="unknown_body",
        )
    return body


def _context(
    store: Store, request: ImportRequest, body: BodyRef | None, memory: Memory, *, source: str, said_on: str
) -> ListContext:
    from graph.consultations import consultation  # noqa: PLC0415
    from graph.word_rules import settled_words  # noqa: PLC0415

    found = consultation(store, request.consultation) if request.consultation else None
    if request.kind == "log" and found is None:
        asked = f"There is no consultation {request.consultation!r}." if request.consultation else ""
        raise Refused(
            asked or "An engagement log belongs to a consultation.",
            "Choose one that is there, or add it first (flask consultation add).",
            code="unknown_consultation",
        )
    return ListContext(
        kind=request.kind,
        said_on=said_on,
        body_id=body.id if body else None,
        body_name=(body.name if body else "") or request.body_name,
        own_answers=request.own_answers,
        consultation=found.id if found else None,
        role=request.role,
        recorded_on=request.recorded_on,
        opens=found.opens if found else None,
        principles=found.principles if found else (),
        today=date.today().isoformat(),
        scheme=request.scheme,
        date_order=order_called(request.date_order),
        usual_order=order_called(memory.date_order) if request.date_order is None else None,
        event_kind=EngagementKind(request.event_kind) if request.event_kind else None,
        held_on=request.held_on or None,
        communities=SettledIndex(settled_words(store, source)),
    )


def _head(
    request: ImportRequest,
    body: BodyRef | None,
    table: Table,
    columns: tuple[Column, ...],
    *,
    source: str,
    said_on: str,
    more: Mapping[str, Any],
) -> PlanHead:
    return PlanHead(
        import_id=request.import_id or new_id(),
        kind=request.kind,
        source=source,
        file_name=request.shown_name,
        said_on=said_on,
        headings=table.headings,
        mapping=fields_held(columns),
        skipped=tuple((row, str(why)) for row, why in table.skipped),
        issues=table.issues,
        more={**_more(request, body, table), "columns": as_kept(columns), **more},
    )


def _more(request: ImportRequest, body: BodyRef | None, table: Table) -> dict[str, Any]:
    return {
        "body_id": body.id if body else None,
        "body_name": (body.name or request.body_name) if body else None,
        "body_identifier": body.identifier if body else None,
        "consultation": request.consultation if request.kind == "log" else None,
        "recorded_on": request.recorded_on,
        "own_answers": request.own_answers,
        "example": request.example,
        "whole_list": request.whole_list,
        "sheet": table.sheet,
        "role": request.role,
        "date_order": request.date_order or None,
        "event_kind": request.event_kind or None,
        "held_on": request.held_on or None,
    }


def _facts_known(
    store: Store, request: ImportRequest, head: PlanHead, matched: Matched
) -> Callable[[str, ParsedRow], bool]:
    """Return what tells whether the graph has all the facts of a row already."""
    from graph.facts_known import facts_said_by  # noqa: PLC0415

    ids = matched.spoken_of()
    body_id = head.more.get("body_id")
    said = facts_said_by(
        store,
        head.source,
        ids,
        body_id=body_id,
        consultation=request.consultation,
        said_on=head.said_on,
    )
    return lambda org_id, row: said.has_all_of(org_id, row.facts)
