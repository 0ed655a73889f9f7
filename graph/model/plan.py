"""Plans: what an import will do, row by row, fixed and hashed before anything changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

CHUNK_ROWS = 500
"""Rows to a chunk at most: with 500 another person's edit waits 0.14 s (95th percentile)."""

FACTS_WEIGH = 3
"""What a row counts for that says more than a record: people, contacts, who leads take longer to write."""


class Severity(StrEnum):
    """How bad an issue is: an error rejects the row, a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """Something odd about a cell, a row (no column) or the file (no row), in words for the person."""

    code: str
    message: str
    severity: Severity = Severity.WARNING
    row: int | None = None
    column: str | None = None
    value: str | None = None


class RowVerdict(StrEnum):
    """What an import does with one row. Every row read has exactly one."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Candidate:
    """An organisation that a waiting row may mean, with the reasons in words; score from 0 to 1.

    ``leaves`` are numbers of the row that stay with another one when the row turns out to mean this one.
    """

    org_id: str
    name: str
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldChange:
    """One field of an organisation's record before and after, as text for people (None: empty).

    With ``kept``, a sentence, the record goes on showing ``old``: ``new`` is only what the list says.
    """

    field: str
    old: str | None
    new: str | None
    kept: str = ""


@dataclass(frozen=True)
class PlannedRow:
    """What one row of the file will do.

    ``row`` is the number that the person sees in the spreadsheet. ``organisation`` is the id of the
    organisation it is about: an existing one, or a made one for a new organisation; None while it waits
    or is rejected. ``seen_version`` is the version that organisation had when the plan was made (None
    for a new one). ``values`` are the statement's fields (see ``graph.model.statements.Statement``);
    ``facts`` whatever else the row says: ``declaration``, ``engagement``, ``participation``, ``person``,
    ``post``, ``liaison``, each a JSON-like mapping whose keys are documented with its importer.
    ``vouches_for`` is the statement in force that already says the same (verdict ``same``).
    ``question`` says in words why the row waits, ``candidates`` what it may mean. ``beside`` gives the ids of
    organisations that it names beside its own and that another row of the list is about: {text: id}.
    """

    row: int
    verdict: RowVerdict
    values: Mapping[str, Any] = field(default_factory=dict)
    organisation: str | None = None
    seen_version: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    vouches_for: str | None = None
    changes: tuple[FieldChange, ...] = ()
    reasons: tuple[str, ...] = ()
    question: str | None = None
    candidates: tuple[Candidate, ...] = ()
    issues: tuple[Issue, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaver:
    """An organisation that a whole list no longer names; ``left_on`` ends its membership (ISO day)."""

    organisation: str
    name: str
    left_on: str
    seen_version: int


@dataclass(frozen=True)
class Plan:
    """Everything an import will do. Immutable; ``plan_hash`` covers all of it.

    ``kind`` is the importer's name ("members", "organisations", "log", "contacts", "liaisons").
    ``source`` as in Statement. ``headings`` are the file's, ``mapping`` gives the field of each heading
    position (None: ignored on purpose). ``skipped`` are (row, why) pairs. ``rows_seen`` = rows + skipped.
    ``columns`` are (heading, field or None, whose word that is) of every column; ``policies`` is {field of a
    record: Policy}. ``date_order`` is which of a date's numbers a person said is the day (None: as the values
    show), ``event_kind`` and ``held_on`` (ISO day) what every row is that doesn't say.
    ``revision`` is the graph's before anything was looked up (None: not noted).
    ``body_id`` is the body's organisation id, ``body_identifier`` its org-id: a commit makes a body that
    isn't there yet under ``body_name``, so that undoing the import takes it away again.
    """

    import_id: str
    kind: str
    source: str
    file_name: str
    said_on: str
    headings: tuple[str, ...]
    mapping: tuple[str | None, ...]
    rows: Sequence[PlannedRow]
    skipped: tuple[tuple[int, str], ...] = ()
    leavers: tuple[Leaver, ...] = ()
    issues: tuple[Issue, ...] = ()
    body_id: str | None = None
    body_name: str | None = None
    body_identifier: str | None = None
    consultation: str | None = None
    recorded_on: str | None = None
    own_answers: bool = False
    example: bool = False
    whole_list: bool = False
    sheet: str | None = None
    role: str | None = None
    policies: Mapping[str, str] = field(default_factory=dict)
    revision: int | None = None
    columns: Sequence[Sequence[str | None]] = ()
    date_order: str | None = None
    event_kind: str | None = None
    held_on: str | None = None

    @property
    def rows_seen(self) -> int:
        """Rows under the heading that the file holds, read or skipped."""
        return len(self.rows) + len(self.skipped)

    def counts(self) -> dict[str, int]:
        """Return how many rows each verdict has; the values add up to the rows read."""
        return dict(self._counts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        """The counts, made once: the rows of a large plan lie on the disk."""
        counts = {verdict.value: 0 for verdict in RowVerdict}
        for row in self.rows:
            counts[row.verdict.value] += 1
        return counts

    def chunks(self) -> Iterable[tuple[PlannedRow, ...]]:
        """Yield the rows in file order, at most ``CHUNK_ROWS`` at a time, fewer of those with facts."""
        chunk: list[PlannedRow] = []
        weight = 0
        for row in self.rows:
            weighs = FACTS_WEIGH if row.facts else 1
            if weight + weighs > CHUNK_ROWS:
                yield tuple(chunk)
                chunk, weight = [], 0
            chunk.append(row)
            weight += weighs
        if chunk:
            yield tuple(chunk)

    def plan_hash(self) -> str:
        """Return the SHA-256 over the plan's canonical JSON, chunk by chunk (64 hex digits)."""
        digest = hashlib.sha256()
        head = {**asdict_without_rows(self), "rows": len(self.rows)}
        digest.update(canonical_json(head).encode())
        for chunk in self.chunks():
            digest.update(canonical_json([row_as_dict(row) for row in chunk]).encode())
        return digest.hexdigest()


def row_as_dict(row: PlannedRow) -> dict[str, Any]:
    """Return a row as plain values, like ``dataclasses.asdict`` and about ten times as fast.

    ``beside`` is left out where it is empty, as it nearly always is.
    """
    plain = dict(vars(row))
    if not row.beside:
        del plain["beside"]
    for name in ("changes", "candidates", "issues"):
        plain[name] = [vars(each) for each in plain[name]]
    return plain


def row_from_dict(plain: Mapping[str, Any]) -> PlannedRow:
    """Return the row that ``row_as_dict`` made plain; what is missing has its default."""
    row = dict(plain)
    row["verdict"] = RowVerdict(row["verdict"])
    row["cells"], row["reasons"] = tuple(row.get("cells") or ()), tuple(row.get("reasons") or ())
    row["changes"] = tuple(FieldChange(**each) for each in row.get("changes") or ())
    row["candidates"] = tuple(
        Candidate(**{**each, "reasons": tuple(each["reasons"]), "leaves": tuple(each.get("leaves") or ())})
        for each in row.get("candidates") or ()
    )
    row["issues"] = tuple(
        Issue(**{**each, "severity": Severity(each["severity"])}) for each in row.get("issues") or ()
    )
    return PlannedRow(**row)


def asdict_without_rows(plan: Plan) -> dict[str, Any]:
    """Return the plan's fields but its rows, as plain values."""
    head = {name: getattr(plan, name) for name in plan.__dataclass_fields__ if name != "rows"}
    head["leavers"] = [asdict(leaver) for leaver in plan.leavers]
    head["issues"] = [asdict(issue) for issue in plan.issues]
    return head


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: the same text for the same value."""
    return _CANONICAL.encode(value)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


@dataclass(frozen=True)
class ImportContext:
    """What every fact of one import shares; ``recorded_at`` is the ISO instant its facts carry."""

    import_id: str
    recorded_at: str
    source: str
    said_on: str
    actor: str = ""
    body_id: str | None = None
    consultation: str | None = None
    example: bool = False


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation in the graph, as matching needs it.

    ``names`` are its shown and other names. ``said`` is the values of the newest statement in force from
    the source whose list is being planned (None when that source never spoke of it), ``said_id`` its id.
    ``reference``: nothing but a register speaks of it, so that it is new to whoever brings it in.
    """

    id: str
    version: int
    name: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    postcode: str | None
    district: str | None = None
    status: str = "unknown"
    said: Mapping[str, Any] | None = None
    said_id: str | None = None
    reference: bool = False
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """The org-ids of those that took its place; () while it is known to be active."""
        return () if self.status == "active" else tuple(self.record.get("successors") or ())
