"""From decided rows to a plan: one verdict per row, what changes in each record, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.model.facts import fact_keys
from graph.model.identifiers import made_id
from graph.model.plan import (
    Candidate,
    FieldChange,
    Issue,
    KnownOrganisation,
    Leaver,
    Plan,
    PlannedRow,
    RowVerdict,
    canonical_json,
)
from graph.model.statements import SINGLE_FIELDS, UNION_FIELDS
from importers.errors import ImporterError
from importers.fields.reading import warning
from importers.lists.rows import ListContext, ListReader, ParsedRow
from importers.match.candidates import SHOWN
from importers.match.decisions import Decision, Judgement
from importers.read.table import Table

LEAVING_SHARE = 0.2
"""Share of a body's members that may leave by one list before somebody must say that it is right."""

LEAVING_ANYWAY = 2
"""As many members may always leave by one list, however short it is."""


class PlanRefusedError(ImporterError):
    """A plan that would do harm wasn't made; ``message`` says why, ``next_step`` what to do."""

    def __init__(self, code: str, message: str, next_step: str) -> None:
        super().__init__(f"{message} {next_step}")
        self.code = code
        self.message = message
        self.next_step = next_step


@dataclass(frozen=True)
class PlanRequest:
    """What an import is asked to do, besides what its file says.

    ``source`` as in a statement. ``accept`` is "safe" or "none" (whatever would change waits).
    ``members`` are all members of the body by now, as leavers (``graph.leaving.leavers_for`` with nobody
    present); with ``whole_list`` those whom no row may mean leave. ``leaving_share`` above which the plan is
    refused unless ``leaving_allowed``. ``known_facts`` are the keys of facts that the source said before.
    """

    import_id: str
    source: str
    file_name: str
    context: ListContext
    accept: str = "safe"
    whole_list: bool = False
    members: Sequence[Leaver] = ()
    leaving_share: float = LEAVING_SHARE
    leaving_allowed: bool = False
    known_facts: frozenset[str] = frozenset()
    policies: Mapping[str, str] = field(default_factory=dict)
    body_identifier: str | None = None
    example: bool = False


def build_plan(
    request: PlanRequest,
    table: Table,
    mapping: Sequence[str | None],
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
) -> Plan:
    """Return the plan of an import: every row with its verdict, in file order, and the leavers.

    ``decisions`` are those of ``decide_rows`` for ``parsed``, in the same order. PlanRefusedError when a
    whole list holds no row, or when more than the set share of the members would leave.
    """
    context = request.context
    names = {row.row: row.name for row in parsed}
    rows = tuple(
        _planned(row, decision, request, names) for row, decision in zip(parsed, decisions, strict=True)
    )
    return Plan(
        import_id=request.import_id,
        kind=context.kind,
        source=request.source,
        file_name=request.file_name,
        said_on=context.said_on,
        headings=tuple(table.headings),
        mapping=tuple(mapping),
        rows=rows,
        skipped=tuple((number, str(why)) for number, why in table.skipped),
        leavers=_leavers(request, rows, decisions),
        issues=(*table.issues, *ListReader(table, mapping, context).column_issues()),
        body_id=context.body_id,
        body_name=context.body_name,
        body_identifier=request.body_identifier,
        consultation=context.consultation,
        recorded_on=context.recorded_on,
        own_answers=context.own_answers,
        example=request.example,
        whole_list=request.whole_list,
        sheet=table.sheet,
        role=context.role,
        policies=dict(request.policies),
    )


def organisations_meant(decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the ids of the known organisations that rows are linked to or may mean."""
    linked = {decision.organisation.id for decision in decisions if decision.organisation}
    return frozenset(linked | {one.org_id for decision in decisions for one in decision.candidates})


def _planned(
    row: ParsedRow, decision: Decision, request: PlanRequest, names: Mapping[int, str]
) -> PlannedRow:
    """Return what one row will do."""
    values = {name: value for name, value in row.values.items() if name not in decision.left_open}
    planned = PlannedRow(
        row.row,
        RowVerdict.REJECTED,
        values=values,
        facts=row.facts,
        cells=row.cells,
        reasons=decision.reasons,
        issues=_issues(row, decision),
    )
    if decision.judgement is Judgement.REJECTED:
        return replace(planned, values={}, facts={})
    if decision.judgement in (Judgement.REVIEW, Judgement.CONFLICT):
        return replace(
            planned,
            verdict=RowVerdict(decision.judgement.value),
            question=decision.question,
            candidates=_candidates(decision, request, names),
        )
    settled = (
        _linked(planned, decision, request) if decision.organisation else _new(planned, decision, request)
    )
    return (
        settled
        if request.accept != "none" or settled.verdict is RowVerdict.SAME
        else _held(settled, decision)
    )


def _linked(planned: PlannedRow, decision: Decision, request: PlanRequest) -> PlannedRow:
    """Return a row about an organisation that is there: the same as said before, or what changes."""
    organisation = decision.organisation
    assert organisation is not None  # noqa: S101 - the caller looked
    there = replace(planned, organisation=organisation.id, seen_version=organisation.version)
    keys = fact_keys(planned.facts, request.source, organisation.id, request.context.consultation)
    facts_known = request.known_facts.issuperset(keys)
    said = organisation.said is not None and canonical_json(organisation.said) == canonical_json(
        planned.values
    )
    if facts_known and (said or decision.repeats is not None):
        return replace(there, verdict=RowVerdict.SAME, vouches_for=organisation.said_id if said else None)
    changes = _changes(planned.values, organisation, request.context)
    return replace(there, verdict=RowVerdict.CHANGED, changes=changes)


def _new(planned: PlannedRow, decision: Decision, request: PlanRequest) -> PlannedRow:
    """Return a row that makes an organisation, or adds to the one that another row of the file makes."""
    maker = decision.with_row or planned.row
    organisation = made_id(request.import_id, maker, "organisation")
    if decision.repeats is not None:
        verdict = RowVerdict.SAME
    else:
        verdict = RowVerdict.NEW if maker == planned.row else RowVerdict.CHANGED
    reasons = (
        planned.reasons if maker == planned.row else (*planned.reasons, f"the organisation of row {maker}")
    )
    return replace(planned, verdict=verdict, organisation=organisation, reasons=reasons)


def _held(planned: PlannedRow, decision: Decision) -> PlannedRow:
    """Return a row that would have changed something as one that waits."""
    known = decision.organisation
    candidates = (Candidate(known.id, known.name, planned.reasons, 1.0),) if known else ()
    question = f"Is this {known.name}?" if known else "Is this a new organisation?"
    return replace(
        planned,
        verdict=RowVerdict.REVIEW,
        organisation=None,
        seen_version=None,
        vouches_for=None,
        question=question,
        candidates=candidates,
    )


def _candidates(decision: Decision, request: PlanRequest, names: Mapping[int, str]) -> tuple[Candidate, ...]:
    """Return the organisations that a waiting row may mean: known ones, then new ones of this file."""
    made = tuple(
        Candidate(made_id(request.import_id, row, "organisation"), names[row], (f"new, from row {row}",), 1.0)
        for row in decision.candidate_rows
    )
    return (*decision.candidates, *made)[:SHOWN]


def _issues(row: ParsedRow, decision: Decision) -> tuple[Issue, ...]:
    """Return a row's issues with what the decision adds to them."""
    added: list[Issue] = []
    if decision.moved and decision.organisation:
        old, new = decision.organisation.postcode, row.values.get("postcode")
        note = f"The postcode was {old} and is {new} here: has {decision.organisation.name} moved?"
        added.append(replace(warning("moved", note, str(new)), row=row.row))
    if decision.left_open:
        note = "Rows of this file give different postcodes for this organisation: none was taken."
        added.append(replace(warning("postcode_left_open", note), row=row.row))
    return (*row.issues, *added)


def _changes(
    values: Mapping[str, Any], organisation: KnownOrganisation, context: ListContext
) -> tuple[FieldChange, ...]:
    """Return the fields of the record that a row says something else of, before and after, as text.

    Which value is shown in the end is the record's own rule; unions name what is added.
    """
    record, said = organisation.record, organisation.said or {}
    changes = [
        FieldChange(name, _text(record.get(name)), _text(values[name]))
        for name in SINGLE_FIELDS
        if name in values and _text(values[name]) != _text(record.get(name))
    ]
    for name in UNION_FIELDS:
        held = [str(one) for one in record.get(name, ())]
        added = [str(one) for one in values.get(name, ()) if one not in held]
        if added:
            changes.append(FieldChange(name, ", ".join(held) or None, ", ".join(added)))
    for name in ("joined", "left"):
        if name in values and values[name] != said.get(name):
            changes.append(FieldChange(name, _text(said.get(name)), values[name]))
    if organisation.said is None and context.kind == "members":
        changes.append(FieldChange("member_of", None, context.body_name or context.body_id))
    return tuple(changes)


def _text(value: object) -> str | None:
    """Return a value as text for people; None for nothing."""
    if value in (None, "", [], ()):
        return None
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _leavers(
    request: PlanRequest, rows: Sequence[PlannedRow], decisions: Sequence[Decision]
) -> tuple[Leaver, ...]:
    """Return the members whom no row may mean, when the list is the whole list.

    PlanRefusedError when the list is empty or too many would leave.
    """
    if not request.whole_list:
        return ()
    if not any(row.verdict is not RowVerdict.REJECTED for row in rows):
        raise PlanRefusedError(
            "empty_whole_list",
            "The list names nobody that can be read, and says that it is the whole list: all would leave.",
            "Check the file, or import it without saying that it is the whole list.",
        )
    present = organisations_meant(decisions)
    leavers = tuple(each for each in request.members if each.organisation not in present)
    allowed = max(LEAVING_ANYWAY, request.leaving_share * len(request.members))
    if len(leavers) > allowed and not request.leaving_allowed:
        raise PlanRefusedError(
            "too_many_leavers",
            f"{len(leavers)} of {len(request.members)} members would leave: too many to go unseen.",
            "Check that this is the whole list and the right body; then allow so many to leave.",
        )
    return leavers
