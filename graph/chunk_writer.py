"""One chunk of an import, inside its transaction: rows become statements, records, facts or questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.declaration_facts import write_declarations
from graph.drafts import Drafts, Voice
from graph.fact_writers import FACT_WRITERS
from graph.identifiers import holders
from graph.import_records import says_the_same
from graph.late_leavers import let_leave_late
from graph.model.plan import ImportContext, PlannedRow, RowVerdict, canonical_json
from graph.model.row_settling import Deed, GraphNow, OrganisationNow, SettledRow, settle_rows
from graph.model.statements import Statement
from graph.new_organisations import create_listed_organisations
from graph.review_items import raise_items
from graph.statements import (
    add_statements,
    recompute,
    statements_by_id,
    statements_in_force,
)
from graph.store import Tx
from graph.vouched_statements import is_overtaken, said_already, vouch


@dataclass(frozen=True)
class ChunkWork:
    """What carrying out a chunk needs to know of its import and of the chunks before it.

    ``other_days``: the source said something on another day than this list's, so that vouching for it may
    move it on. ``drafts`` are what its new rows will write, worked out before; ``meanwhile`` is called when
    the graph is about to work for long.
    """

    kind: str
    policies: Mapping[str, str] = field(default_factory=dict)
    role: str | None = None
    accept: str = "safe"
    decided: bool = False
    other_days: bool = True
    moved: Mapping[str, Sequence[int]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    drafts: Drafts = field(default_factory=Drafts)
    meanwhile: Callable[[], None] = lambda: None

    @property
    def voice(self) -> Voice:
        """How its rows speak."""
        return Voice(self.kind, self.role, self.policies)


@dataclass
class ChunkResult:
    """What became of a chunk; plain values, kept with the chunk and in the change log.

    ``rows`` is {row number: [verdict, organisation]} where either differs from the plan. ``vouches`` are the
    statements said again; None: those planned.
    """

    rows: dict[str, list[str | None]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    items: int = 0
    vouches: list[str] | None = field(default_factory=list)
    moved: dict[str, list[int]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    left: int = 0
    deferred: list[dict[str, Any]] = field(default_factory=list)


def carry_out(tx: Tx, context: ImportContext, work: ChunkWork, rows: Sequence[PlannedRow]) -> ChunkResult:
    """Do what a chunk's rows say as far as the graph still allows it, and return what became of them."""
    now = _graph_now(tx, work, rows)
    settled = settle_rows(context.import_id, rows, now, accept=work.accept, decided=work.decided)
    result = ChunkResult()
    settled = _write_statements(tx, context, work, settled, result)
    waiting = [each.row for each in settled if each.deed is Deed.WAIT]
    result.items = raise_items(tx, context, waiting)
    _write_facts(tx, context, [each.row for each in settled if each.deed not in (Deed.WAIT, Deed.NOTHING)])
    _note_rows(rows, settled, result)
    result.moved = _moved(tx, now)
    if work.other_days and context.body_id:
        named = {row.organisation for row in rows if row.organisation}
        result.changes += let_leave_late(tx, context, named | set(result.redirects.values()))
    return result


UNMOVED = """
UNWIND $rows AS row
MATCH (organisation:Organisation {id: row.id})
WHERE organisation.version = row.version
  AND (coalesce(organisation.gone, false) = false OR organisation.reference = true)
RETURN count(organisation) AS number
"""


def say_the_same(tx: Tx, work: ChunkWork, content: Sequence[Mapping[str, Any]]) -> ChunkResult | None:
    """Return the result of a chunk of rows that all say what their source said already; else None.

    The short way for lists that come again: nothing is to be written when no organisation moved since.
    """
    if work.other_days or not says_the_same(content):
        return None
    about = [row for row in content if row["organisation"]]  # the others a person left out before
    rows = [{"id": row["organisation"], "version": row["seen_version"]} for row in about]
    if tx.run(UNMOVED, rows=rows)[0]["number"] != len(rows):
        return None
    return ChunkResult(counts={str(RowVerdict.SAME): len(content)}, vouches=None)


ORGANISATIONS_NOW = """
UNWIND $given.organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN collect(id) AS id, collect(coalesce(organisation.version, 0)) AS version,
       collect(coalesce(organisation.name, '')) AS name,
       collect(coalesce(organisation.other_names, [])) AS names,
       collect(coalesce(organisation.gone, false)) AS gone,
       collect(coalesce(organisation.reference, false)) AS reference
"""


RECORDS_NOW = """
UNWIND $organisations AS id
MATCH (organisation:Organisation {id: id})
RETURN id AS id, properties(organisation) AS record
"""


def _graph_now(tx: Tx, work: ChunkWork, rows: Sequence[PlannedRow]) -> GraphNow:
    """Return what the graph holds by now of what the rows speak of."""
    numbers = {
        number
        for row in rows
        if row.verdict not in (RowVerdict.SAME, RowVerdict.REJECTED)
        for number in row.values.get("identifiers") or ()
    }
    held = holders(tx, numbers)
    wanted = {work.redirects.get(row.organisation, row.organisation) for row in rows if row.organisation}
    ids = sorted(wanted | set(held.values()))
    found = tx.run(ORGANISATIONS_NOW, given={"organisations": ids})[0] if ids else {"id": []}
    organisations = {
        org_id: OrganisationNow(org_id, version, name, tuple(names), gone, reference)
        for org_id, version, name, names, gone, reference in zip(
            *(found.get(name, ()) for name in ("id", "version", "name", "names", "gone", "reference")),
            strict=True,
        )
    }
    now = GraphNow(organisations, held, work.moved, work.redirects)
    return _with_moved_records(tx, now, rows)


def _with_moved_records(tx: Tx, now: GraphNow, rows: Sequence[PlannedRow]) -> GraphNow:
    """Return it with the records of those that somebody else moved on since the plan."""
    moved = {
        there.id
        for row in rows
        if (there := now.there(row.organisation)) is not None and now.moved_by_others(row, there)
    }
    if not moved:
        return now
    records = {row["id"]: row["record"] for row in tx.run(RECORDS_NOW, organisations=sorted(moved))}
    with_records = {each: replace(now.organisations[each], record=records[each]) for each in sorted(moved)}
    return replace(now, organisations={**now.organisations, **with_records})


def _write_statements(
    tx: Tx, context: ImportContext, work: ChunkWork, settled: Sequence[SettledRow], result: ChunkResult
) -> list[SettledRow]:
    """Write what the rows say and make its records follow; return the rows, some of them "same" by now."""
    made = {each.row.organisation for each in settled if each.deed is Deed.CREATE}
    written = {each.row.organisation for each in settled if each.deed is Deed.WRITE} - made
    in_force = statements_in_force(tx, {each for each in written if each})
    new: dict[str, list[Statement]] = defaultdict(list)
    vouched: dict[str, Statement] = {}
    overtaken: set[str] = set()
    told: set[str] = set()
    after, voice = list(settled), work.voice
    for place, each in enumerate(settled):
        if each.deed in (Deed.CREATE, Deed.WRITE) and each.row.values:
            statement = work.drafts.statement(context, voice, each.row)
            others = [*in_force.get(statement.organisation, ()), *new[statement.organisation]]
            same = said_already(statement, others)
            if same is None:
                new[statement.organisation].append(statement)
                if each.row.verdict is RowVerdict.SAME:
                    after[place] = SettledRow(replace(each.row, verdict=RowVerdict.CHANGED), each.deed)
            else:
                vouched[same.id] = same
                overtaken |= {same.id} if is_overtaken(same, others) else set()
                more = _says_more(each.row, told) and each.row.verdict is not RowVerdict.SAME
                verdict = RowVerdict.CHANGED if more else RowVerdict.SAME
                after[place] = SettledRow(replace(each.row, verdict=verdict), Deed.VOUCH)
    _add(tx, context, work, made=made, in_force=in_force, new=new)
    result.changes = sum(len(several) for several in new.values())
    earlier = [each for each in vouched.values() if each.import_id != context.import_id or each.undone_at]
    overtaken |= {each.id for each in earlier if each.undone_at}
    planned = [each.row.vouches_for for each in settled if each.deed is Deed.VOUCH and each.row.vouches_for]
    dated = statements_by_id(tx, planned, not_said_on=context.said_on) if work.other_days else []
    overtaken |= {each.id for each in dated if each.undone_at}
    again = [*earlier, *dated]
    vouch(tx, context, [each for each in again if each.id in overtaken], same_day=True)
    vouch(tx, context, [each for each in again if each.id not in overtaken])
    result.vouches = sorted({*planned, *(each.id for each in earlier)})
    return after


def _says_more(row: PlannedRow, told: set[str]) -> bool:
    """Return whether a row, whose record says nothing new, brings facts that no row before it told."""
    if not row.facts:
        return False
    key = canonical_json([row.organisation, row.facts])
    new = key not in told
    told.add(key)
    return new


def _add(
    tx: Tx,
    context: ImportContext,
    work: ChunkWork,
    *,
    made: set[str | None],
    in_force: Mapping[str, list[Statement]],
    new: Mapping[str, list[Statement]],
) -> None:
    """Write new statements with the organisations that they make, and the records that follow."""
    derived = {org_id: work.drafts.derived(several) for org_id, several in new.items() if org_id in made}
    first = {org_id: new[org_id][0] for org_id in derived}
    rows = [work.drafts.listed(derived[each], statement) for each, statement in first.items()]
    work.meanwhile()
    if rows:
        create_listed_organisations(tx, derived, rows, next(iter(first.values())), context)
    written = {statement.id for statement in first.values()}
    more = [each for several in new.values() for each in several if each.id not in written]
    add_statements(tx, more)
    spoken = {org_id for org_id, several in new.items() if several and org_id not in made}
    if spoken:
        recompute(tx, spoken, known={each: [*in_force.get(each, ()), *new[each]] for each in spoken})


def _write_facts(tx: Tx, context: ImportContext, rows: Sequence[PlannedRow]) -> None:
    """Write what rows say besides records, each kind by its writer."""
    for key, writer in {"declaration": write_declarations, **FACT_WRITERS}.items():
        holding = [row for row in rows if row.facts.get(key) and row.organisation]
        if holding:
            writer(tx, context, holding)


def _note_rows(rows: Sequence[PlannedRow], settled: Sequence[SettledRow], result: ChunkResult) -> None:
    """Note what became of each row, where it isn't what was planned."""
    for planned, each in zip(rows, settled, strict=True):
        verdict = str(each.row.verdict)
        result.counts[verdict] = result.counts.get(verdict, 0) + 1
        if (planned.verdict, planned.organisation) != (each.row.verdict, each.row.organisation):
            result.rows[str(planned.row)] = [verdict, each.row.organisation]
        if planned.organisation and each.row.organisation not in (None, planned.organisation):
            result.redirects[planned.organisation] = str(each.row.organisation)


def _moved(tx: Tx, now: GraphNow) -> dict[str, list[int]]:
    """Return the versions before and after of the organisations that the chunk moved on."""
    touched = sorted(set(tx.touched()) & set(now.organisations))
    if not touched:
        return {}
    found = tx.run(ORGANISATIONS_NOW, given={"organisations": touched})[0]
    versions = dict(zip(found["id"], found["version"], strict=True))
    before = {each: now.organisations[each].version for each in touched}
    return {each: [before[each], versions[each]] for each in touched if versions[each] != before[each]}
