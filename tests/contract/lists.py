"""Plans for tests in few words: a membership list as rows of (name, number, more values)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.bodies import body_for, body_source
from graph.imports import Outcome, commit_import, store_plan
from graph.known import known_organisations
from graph.model.identifiers import made_id, new_id
from graph.model.names import canonical
from graph.model.plan import Leaver, Plan, PlannedRow, RowVerdict
from graph.store import Store
from importers.changes import field_changes

Line = tuple[str, str | None, dict[str, Any]]


def line(name: str, number: str | None = None, **values: Any) -> Line:
    """One row of a list; ``number`` is an org-id."""
    return name, number, values


def planned(
    store: Store,
    body: str,
    lines: Sequence[Line],
    *,
    said_on: str = "2024-06-01",
    leavers: Sequence[Leaver] = (),
    **more: Any,
) -> Plan:
    """Plan a body's membership list as the importers do: by number, else by the name that is the same."""
    import_id = more.pop("import_id", None) or new_id()
    at, revision = body_for(store, body), store.revision()
    source = body_source(at.id)
    known = known_organisations(
        store,
        [number for _, number, _ in lines if number],
        [canonical(name) for name, _, _ in lines],
        source,
        said_on=said_on,
    )
    by_number = {number: each for each in known for number in each.identifiers}
    by_name = {canonical(name): each for each in known for name in each.names}
    rows = []
    for position, (name, number, values) in enumerate(lines, start=2):
        said = {"name": name, **({"identifiers": [number]} if number else {}), **values}
        facts = said.pop("facts", {})
        there = by_number.get(number or "") or by_name.get(canonical(name))
        if there is None:
            made = made_id(import_id, number or position, "organisation")
            rows.append(PlannedRow(position, RowVerdict.NEW, said, made, facts=facts, cells=(name,)))
            continue
        same = there.said == said
        verdict = RowVerdict.SAME if same else RowVerdict.CHANGED
        vouches = there.said_id if same else None
        row = PlannedRow(position, verdict, said, there.id, there.version, facts, cells=(name,))
        changes = () if same else field_changes(row, there)  # type: ignore[arg-type]
        rows.append(replace(row, vouches_for=vouches, changes=changes))
    return Plan(
        import_id=import_id,
        kind="members",
        source=source,
        file_name="list.csv",
        said_on=said_on,
        headings=("Name",),
        mapping=("name",),
        rows=tuple(rows),
        leavers=tuple(leavers),
        body_id=at.id,
        body_name=f"Body {body}",
        body_identifier=body,
        **{"revision": revision, **more},
    )


def bring_in(store: Store, body: str, lines: Sequence[Line], **more: Any) -> Outcome:
    """Plan, store and commit a membership list."""
    plan = planned(store, body, lines, **more)
    store_plan(store, plan, "ann")
    return commit_import(store, plan.import_id)
