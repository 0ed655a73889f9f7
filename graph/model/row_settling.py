"""What becomes of a planned row when it is carried out: the graph may have moved on since the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from graph.model.identifiers import made_id
from graph.model.likeness import name_fits
from graph.model.moved_since import moved_fields
from graph.model.plan import Candidate, PlannedRow, RowVerdict


class Deed(StrEnum):
    """What is done with a row."""

    CREATE = "create"
    WRITE = "write"
    VOUCH = "vouch"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class OrganisationNow:
    """An organisation as it is when a row about it is carried out.

    One that is ``gone`` and a ``reference`` stands in a register only: to be linked to, but nobody's yet.
    ``record`` are its properties, needed only of one that moved on since the plan.
    """

    id: str
    version: int
    name: str
    names: tuple[str, ...] = ()
    gone: bool = False
    reference: bool = False
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GraphNow:
    """What the graph holds of what a chunk speaks of.

    ``holders`` is {org-id: organisation id}, ``moved`` {organisation id: (version before, after)} of what
    earlier chunks of the same import did, ``redirects`` {made id: the organisation it turned out to be}.
    """

    organisations: Mapping[str, OrganisationNow] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, Sequence[int]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    def there(self, org_id: str | None) -> OrganisationNow | None:
        """Return an organisation that is there and isn't gone, or that a register holds."""
        found = self.organisations.get(org_id or "")
        return None if found is None or (found.gone and not found.reference) else found

    def moved_by_others(self, row: PlannedRow, organisation: OrganisationNow) -> bool:
        """Return whether somebody else changed the organisation since the plan."""
        if row.seen_version in (None, organisation.version):
            return False
        before, after = self.moved.get(organisation.id, (None, None))
        return (before, after) != (row.seen_version, organisation.version)


@dataclass(frozen=True)
class SettledRow:
    """A row with what is done with it; its organisation and verdict are those that hold now."""

    row: PlannedRow
    deed: Deed


def settle_rows(
    import_id: str,
    rows: Sequence[PlannedRow],
    now: GraphNow,
    *,
    accept: str = "safe",
    decided: bool = False,
) -> list[SettledRow]:
    """Return what to do with each row, in order.

    ``accept`` is "safe" or "none" (what would change anything waits). A row that a person ``decided``
    about is carried out whatever its verdict was and whatever changed since, but never on a number that
    an organisation with an unlike name holds.
    """
    claimed: dict[str, str] = {}
    return [_settle(import_id, row, now, claimed, accept, decided=decided) for row in rows]


def _settle(
    import_id: str, row: PlannedRow, now: GraphNow, claimed: dict[str, str], accept: str, *, decided: bool
) -> SettledRow:
    left_out = row.verdict is RowVerdict.SAME and row.organisation is None and not decided
    if row.verdict is RowVerdict.REJECTED or left_out:
        return SettledRow(row, Deed.NOTHING)
    if not decided and row.verdict in (RowVerdict.REVIEW, RowVerdict.CONFLICT):
        return _wait(row, row.verdict, row.question or "Which organisation is this?")
    wanted = row.organisation or made_id(import_id, row.row, "organisation")
    meant = now.redirects.get(wanted, wanted)
    row = row if meant == row.organisation else replace(row, organisation=meant)
    there = now.there(row.organisation)
    if there is None:
        settled = _without_organisation(row, now, claimed, decided=decided)
    else:
        settled = _with_organisation(row, there, now, claimed, decided=decided)
    if accept == "none" and not decided and settled.deed in (Deed.CREATE, Deed.WRITE):
        return _wait(row, RowVerdict.REVIEW, "Nothing was to be accepted unseen. Is this right?", now)
    return settled


def _without_organisation(
    row: PlannedRow, now: GraphNow, claimed: dict[str, str], *, decided: bool
) -> SettledRow:
    """Settle a row whose organisation isn't in the graph: it is made, unless somebody holds its number."""
    if row.organisation in now.organisations or (row.seen_version is not None and not decided):
        return _wait(row, RowVerdict.CONFLICT, "The organisation went away since the plan was made.")
    owners = _owners(row, now, claimed) - {row.organisation or ""}
    if len(owners) > 1:
        return _wait(row, RowVerdict.CONFLICT, ONE_ORGANISATION, now, owners)
    if not owners:
        return _made_here(row, claimed, decided=decided)
    owner = now.there(next(iter(owners)))
    if owner is None or not _fits(row, owner):
        return _wait(row, RowVerdict.CONFLICT, _held_by(row, owner), now, owners)
    return _claim(replace(_as(row, _told(row, owner)), organisation=owner.id), claimed, Deed.WRITE)


def _with_organisation(
    row: PlannedRow, there: OrganisationNow, now: GraphNow, claimed: dict[str, str], *, decided: bool
) -> SettledRow:
    """Settle a row whose organisation is there: it is written, unless somebody changed the same since.

    A row that says the same again is only vouched for. If the organisation moved on, what it said before
    may have been taken back: then it is looked up, and written if need be.
    """
    moved = not decided and now.moved_by_others(row, there)
    fields = moved_fields(row, there.record, (there.name, *there.names), _numbers(there)) if moved else []
    if fields:
        return _wait(row, RowVerdict.CONFLICT, _changed_since(there, fields), now, {there.id})
    says_again = row.verdict is RowVerdict.SAME and not decided
    if says_again and not (moved and row.vouches_for):
        return SettledRow(row, Deed.VOUCH)
    others = _owners(row, now, claimed) - {there.id}
    if others:
        return _wait(row, RowVerdict.CONFLICT, ONE_ORGANISATION, now, {there.id, *others})
    return _claim(row if says_again else _as(row, _told(row, there)), claimed, Deed.WRITE)


def _told(row: PlannedRow, there: OrganisationNow) -> RowVerdict:
    """Return the verdict on a row that is written.

    New is who stood in a register only, and who is there since an earlier row of the list named it.
    """
    named_before = row.seen_version is None and there.id == row.organisation
    is_new = row.verdict is RowVerdict.NEW and (named_before or (there.gone and there.reference))
    return RowVerdict.NEW if is_new else RowVerdict.CHANGED


def _numbers(there: OrganisationNow) -> list[str]:
    return [str(each) for each in there.record.get("identifiers") or ()]


def _changed_since(there: OrganisationNow, fields: Sequence[str]) -> str:
    words = ", ".join(each.replace("_", " ") for each in fields)
    return f"{there.name} changed since the plan was made ({words}). Is what the row says still right?"


def _made_here(row: PlannedRow, claimed: dict[str, str], *, decided: bool) -> SettledRow:
    """Settle a row whose organisation nobody holds a number of: made once, by the chunk's first row of it."""
    there = row.organisation in claimed
    if there and row.verdict is RowVerdict.SAME and not decided:
        return SettledRow(row, Deed.VOUCH)
    if there:
        return _claim(_as(row, RowVerdict.CHANGED), claimed, Deed.WRITE)
    if not row.values.get("name"):
        return _wait(
            row,
            RowVerdict.CONFLICT,
            WITHOUT_NAME if decided else "Its organisation wasn't made: its own row waits.",
        )
    return _claim(_as(row, RowVerdict.NEW), claimed, Deed.CREATE)


def _as(row: PlannedRow, verdict: RowVerdict) -> PlannedRow:
    return row if row.verdict is verdict else replace(row, verdict=verdict)


WITHOUT_NAME = (
    "The row gives no name, so no organisation can be made of it. Choose whom it means, or leave it out. "
    "If another row gives the name, decide that one first."
)
"""What is asked again when a person said "new" of a row that nothing can be made of."""

ONE_ORGANISATION = "Its numbers belong to several organisations here. Are they one organisation?"


def _owners(row: PlannedRow, now: GraphNow, claimed: Mapping[str, str]) -> set[str]:
    """Return the organisations that hold a number of the row, in the graph or by an earlier row."""
    numbers = row.values.get("identifiers") or ()
    found = {now.holders[each] for each in numbers if each in now.holders}
    return found | {claimed[each] for each in numbers if each in claimed}


def _claim(row: PlannedRow, claimed: dict[str, str], deed: Deed) -> SettledRow:
    for each in (row.organisation or "", *(row.values.get("identifiers") or ())):
        claimed.setdefault(each, row.organisation or "")
    return SettledRow(row, deed)


def _fits(row: PlannedRow, owner: OrganisationNow) -> bool:
    return name_fits(str(row.values.get("name") or ""), (owner.name, *owner.names))


def _held_by(row: PlannedRow, owner: OrganisationNow | None) -> str:
    name = row.values.get("name") or "this row"
    holder = owner.name if owner is not None else "another row of this file"
    return f"The number of {name} is held by {holder} by now. Is it the same organisation?"


def _wait(
    row: PlannedRow,
    verdict: RowVerdict,
    question: str,
    now: GraphNow | None = None,
    candidates: set[str] | frozenset[str] = frozenset(),
) -> SettledRow:
    """Return the row as one that waits, with the organisations in question as its candidates."""
    offered = {each.org_id: each for each in row.candidates}
    wanted = candidates or ({row.organisation or ""} if now is not None else set())
    for org_id in sorted(wanted):
        there = now.there(org_id) if now is not None else None
        if there is not None:
            offered.setdefault(org_id, Candidate(org_id, there.name, ("holds the number, or was matched",)))
    waiting = replace(row, verdict=verdict, question=question, candidates=tuple(offered.values())[:5])
    return SettledRow(waiting, Deed.WAIT)
