"""A plan: one verdict a row, what changes field by field, and who has left; nothing is changed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.model.facts import understood
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
    Severity,
    canonical_json,
)
from importers.changes import as_text, field_changes
from importers.errors import NobodyNamed, TooManyLeave
from importers.groups import LEADS, Groups
from importers.lists.rows import ParsedRow
from importers.match.decide import Decision, Judgement

MOST_LEAVERS = 0.2
"""Share of a body's members that one whole list may end before somebody has to say that it's right."""

FactsKnown = Callable[[str, ParsedRow], bool]


@dataclass(frozen=True)
class PlanHead:
    """What a plan says besides its rows; the fields are those of ``graph.model.plan.Plan``."""

    import_id: str
    kind: str
    source: str
    file_name: str
    said_on: str
    headings: tuple[str, ...]
    mapping: tuple[str | None, ...]
    skipped: tuple[tuple[int, str], ...] = ()
    issues: tuple[Issue, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def build_plan(
    head: PlanHead,
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    *,
    facts_known: FactsKnown | None = None,
    leavers: tuple[Leaver, ...] = (),
) -> Plan:
    """Return the plan: a row for every parsed row, in their order, each with one verdict.

    ``facts_known(organisation, row)`` says whether the graph has all the row's facts already.
    """
    groups = Groups(parsed, decisions)
    rows = planned_rows(head, parsed, decisions, groups, facts_known)
    return plan_of(head, tuple(rows), leavers)


def planned_rows(
    head: PlanHead,
    parsed: Iterable[ParsedRow],
    decisions: Iterable[Decision],
    groups: Groups,
    facts_known: FactsKnown | None = None,
) -> Iterator[PlannedRow]:
    """Yield the row of the plan for every parsed row; ``groups`` has all rows that mean the same as one."""
    for row, decision in zip(parsed, decisions, strict=True):
        yield _planned(head, row, decision, groups, facts_known)


def plan_of(head: PlanHead, rows: Sequence[PlannedRow], leavers: tuple[Leaver, ...] = ()) -> Plan:
    """Return the plan that has these rows."""
    return Plan(
        import_id=head.import_id,
        kind=head.kind,
        source=head.source,
        file_name=head.file_name,
        said_on=head.said_on,
        headings=head.headings,
        mapping=head.mapping,
        rows=rows,
        skipped=head.skipped,
        leavers=leavers,
        issues=head.issues,
        **head.more,
    )


def _planned(
    head: PlanHead,
    row: ParsedRow,
    decision: Decision,
    groups: Groups,
    facts_known: FactsKnown | None,
) -> PlannedRow:
    if decision.judgement is Judgement.REJECTED:
        return _bare(row, RowVerdict.REJECTED)
    if decision.judgement is Judgement.SKIP:
        return replace(_bare(row, RowVerdict.SAME), reasons=decision.reasons)
    if decision.judgement in _WAIT:
        return _waiting(row, _WAIT[decision.judgement], decision.question, decision.candidates)
    if decision.first_row is not None:
        return _said_twice(head, row, decision, groups, facts_known)
    return _first_said(head, row, decision, groups, facts_known)


_WAIT = {Judgement.REVIEW: RowVerdict.REVIEW, Judgement.CONFLICT: RowVerdict.CONFLICT}


def _first_said(
    head: PlanHead,
    row: ParsedRow,
    decision: Decision,
    groups: Groups,
    facts_known: FactsKnown | None,
) -> PlannedRow:
    values = groups.merged(row.row)
    issues = (*row.issues, *_left_open(row, groups), *_moved(row, decision), *_words_left_out(row))
    facts = understood(row.facts)
    if LEADS in groups.disagreeing(row.row):
        facts = {name: fact for name, fact in facts.items() if name != "declaration"}
    settled = replace(row, values=values, facts=facts, issues=issues)
    if decision.organisation is None:
        return _new(head, settled, decision)
    return _linked(head, settled, decision.organisation, decision.reasons, facts_known)


def _words_left_out(row: ParsedRow) -> tuple[Issue, ...]:
    """Return what to say of words about who leads that still mean nothing, in a row decided before."""
    waiting = row.facts.get("declaration_waiting")
    if not waiting:
        return ()
    words = ", ".join(f'"{word["text"]}"' for word in waiting["open_words"])
    note = f"Decided before; what {words} means was not settled, so it was left out."
    return (Issue("words_left_out", note, Severity.WARNING, row.row),)


def _bare(row: ParsedRow, verdict: RowVerdict) -> PlannedRow:
    return PlannedRow(row.row, verdict, row.values, facts=row.facts, cells=row.cells, issues=row.issues)


def _waiting(
    row: ParsedRow, verdict: RowVerdict, question: str | None, candidates: tuple[Candidate, ...]
) -> PlannedRow:
    return replace(_bare(row, verdict), question=question, candidates=candidates)


def _new_organisation(head: PlanHead, row: int) -> str:
    return made_id(head.import_id, row, "organisation")


def _new(head: PlanHead, row: ParsedRow, decision: Decision) -> PlannedRow:
    changes = tuple(
        FieldChange(name, None, as_text(value)) for name, value in row.values.items() if as_text(value)
    )
    return replace(
        _bare(row, RowVerdict.NEW),
        organisation=_new_organisation(head, row.row),
        reasons=decision.reasons,
        changes=changes,
    )


def _left_open(row: ParsedRow, groups: Groups) -> tuple[Issue, ...]:
    """Return a warning for each field that later rows of the same number contradict."""
    others = ", ".join(str(number) for number in groups.others(row.row))
    return tuple(
        Issue(
            "contradicted",
            f"Row {others} means the same and gives another {name.replace('_', ' ')}: it is left open.",
            row=row.row,
            value=as_text(row.values.get(name)),
        )
        for name in groups.disagreeing(row.row)
        if name != "name"
    )


def _moved(row: ParsedRow, decision: Decision) -> tuple[Issue, ...]:
    """Return a question about a link by name whose postcode differs."""
    one, postcode = decision.organisation, row.values.get("postcode")
    if not decision.moved or one is None:
        return ()
    message = f"{one.name} was at {one.postcode} and is at {postcode} here. Has it moved?"
    return (Issue("moved", message, row=row.row, value=as_text(postcode)),)


def _said_twice(
    head: PlanHead,
    row: ParsedRow,
    decision: Decision,
    groups: Groups,
    facts_known: FactsKnown | None,
) -> PlannedRow:
    """Return the plan for a later row of a number: its own facts, unless the rows contradict each other.

    A log's rows each carry facts of their own; of lists of organisations those are that no row before tells.
    """
    first = decision.first_row or row.row
    disagreeing = [name for name in groups.disagreeing(first) if name != "name"]
    of_organisations = head.kind in ("members", "organisations")
    if disagreeing and (of_organisations or not row.facts):
        return _contradicting(head, row, decision, disagreeing)
    facts = groups.own_facts(first, row) if of_organisations else row.facts
    if facts:
        return _more_said(head, replace(row, facts=understood(facts)), decision, facts_known)
    said = replace(_bare(row, RowVerdict.SAME), organisation=_meant_by(head, row, decision))
    return replace(said, values={}, facts={}, reasons=(f"says the same as row {first}",))


def _meant_by(head: PlanHead, row: ParsedRow, decision: Decision) -> str:
    """Return the id of the organisation that a row means together with the first row about it."""
    one = decision.organisation
    return one.id if one else _new_organisation(head, decision.first_row or row.row)


def _more_said(
    head: PlanHead, row: ParsedRow, decision: Decision, facts_known: FactsKnown | None
) -> PlannedRow:
    """Return the plan for the facts of a later row about an organisation."""
    one = decision.organisation
    known = one is not None and facts_known is not None and facts_known(one.id, row)
    planned = replace(
        _bare(row, RowVerdict.SAME if known else RowVerdict.CHANGED),
        organisation=_meant_by(head, row, decision),
    )
    return replace(planned, values={}, seen_version=one.version if one else None, reasons=decision.reasons)


def _contradicting(
    head: PlanHead, row: ParsedRow, decision: Decision, disagreeing: Sequence[str]
) -> PlannedRow:
    """Return the plan for a later row that says something else than the first: it waits."""
    names = ", ".join(name.replace("_", " ") for name in disagreeing)
    first, one = decision.first_row or row.row, decision.organisation
    question = f"Rows {first} and {row.row} mean the same organisation but differ in {names}. Which is right?"
    name = one.name if one else row.name
    choices = (Candidate(_meant_by(head, row, decision), name, ("same number",), 1.0),)
    return _waiting(row, RowVerdict.CONFLICT, question, choices)


def _linked(
    head: PlanHead,
    row: ParsedRow,
    one: KnownOrganisation,
    reasons: tuple[str, ...],
    facts_known: FactsKnown | None,
) -> PlannedRow:
    base = replace(_bare(row, RowVerdict.CHANGED), organisation=one.id, seen_version=one.version)
    base = replace(base, reasons=reasons)
    said, says = canonical_json(one.said), canonical_json(row.values)
    says_it_already = one.said is not None and said == says
    if says_it_already and (not row.facts or (facts_known is not None and facts_known(one.id, row))):
        return replace(base, verdict=RowVerdict.SAME, vouches_for=one.said_id)
    changes = field_changes(row, one, head.more.get("policies"))
    if one.reference and head.kind != "register":
        base = replace(base, verdict=RowVerdict.NEW)
    return replace(base, changes=changes, vouches_for=one.said_id if says_it_already else None)


def present(decisions: Sequence[Decision]) -> set[str]:
    """Return the ids of organisations that rows name or may mean: none of them leaves a whole list."""
    named = {decision.organisation.id for decision in decisions if decision.organisation}
    return named | {one.org_id for decision in decisions for one in decision.candidates}


def check_leavers(
    leavers: Sequence[Leaver],
    parsed: Sequence[ParsedRow],
    decisions: Sequence[Decision],
    *,
    most: float = MOST_LEAVERS,
) -> None:
    """Raise TooManyLeave when more than the share ``most`` of the members on record would leave.

    Members on record are the leavers and those that this source named before and names again. Raises
    NobodyNamed whatever the share when somebody would leave by a list without a row that can be used.
    """
    if leavers and all(row.rejected for row in parsed):
        raise NobodyNamed(len(leavers))
    stay = {each.organisation.id for each in decisions if each.organisation and each.organisation.said}
    members = len(leavers) + len(stay)
    if len(leavers) > most * members:
        raise TooManyLeave(len(leavers), members)
