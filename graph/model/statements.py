"""Statements: what one source said about one organisation at one time, and who wins where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph.model.identifiers import made_id


class StatementKind(StrEnum):
    """What sort of saying a statement is."""

    LISTING = "listing"
    """A row of an infrastructure body's membership list: implies membership of that body."""
    RECORD = "record"
    """A row of a list of organisations, or of grants."""
    REGISTER = "register"
    """A row of a public register: a reference, which alone makes nobody known to us."""
    MENTION = "mention"
    """An organisation met in an engagement log, a list of contacts or of liaisons."""
    EDIT = "edit"
    """A person's edit: holds only the fields that the person changed."""
    LEAVER = "leaver"
    """A whole list that no longer names the organisation: ends that body's membership only."""


class Policy(StrEnum):
    """What a column of an import may do to a single field that is already filled."""

    OVERWRITE = "overwrite"
    FILL_BLANKS = "fill_blanks"
    NEVER = "never"
    KEEP_BOTH = "keep_both"


SINGLE_FIELDS = (
    "name",
    "postcode",
    "place",
    "address",
    "website",
    "email",
    "legal_form",
    "status",
    "income_band",
    "hide_location",
    "branch_of",
)
"""Fields of which a record shows one value; all may be absent from a statement ("says nothing")."""

UNION_FIELDS = ("roles", "other_names", "identifiers", "works_in", "successors")
"""Fields that are the union of what every source's newest statement says (lists of strings).

``successors`` are the org-ids of those that took an organisation's place."""


@dataclass(frozen=True)
class Vouching:
    """A later list of the same source that says the same as a statement, so that it wrote none of its own."""

    import_id: str
    said_on: str
    recorded_at: str
    retracted_at: str | None = None

    def in_force(self, instant: str | None = None) -> bool:
        """Return whether it holds now, or held at an ISO instant."""
        return _holds(self.recorded_at, self.retracted_at, instant)


@dataclass(frozen=True)
class Statement:
    """One saying about one organisation.

    ``values`` holds the fields it speaks of: single fields as str or bool, union fields as lists of
    str, ``joined`` and ``left`` (ISO days) on a listing, ``works_with`` as {community code: status}.
    A union field in an edit is the whole set that the person left standing: it replaces all earlier
    statements' values for that field. A key absent from ``values`` says nothing; None (edits only)
    says "empty". ``source`` is ``body:<organisation id>`` for a membership list,
    ``register:<scheme>:<table>`` for a table of a register, ``list:<name>`` for other files,
    ``user:<name>`` for an edit. ``said_on`` is the list's own date (ISO day);
    ``recorded_at`` and ``retracted_at`` are ISO instants in UTC. ``vouched`` are later lists that said the
    same on another day; ``undone_at`` is when its own import was undone although another list vouches for it.
    """

    id: str
    organisation: str
    kind: StatementKind
    source: str
    values: Mapping[str, Any]
    said_on: str
    recorded_at: str
    retracted_at: str | None = None
    row: int | None = None
    import_id: str | None = None
    user: str | None = None
    body_id: str | None = None
    policies: Mapping[str, str] = field(default_factory=dict)
    example: bool = False
    vouched: tuple[Vouching, ...] = ()
    undone_at: str | None = None

    def in_force(self, instant: str | None = None) -> bool:
        """Return whether it holds now, or held at an ISO instant (recorded by then, not yet retracted)."""
        return _holds(self.recorded_at, self.retracted_at, instant)

    @property
    def is_beside_its_row(self) -> bool:
        """Whether a row about somebody else says it: of a grant's funder, of a secretariat."""
        named = made_id(self.import_id, self.row, self.organisation, BESIDE) if self.import_id else None
        return self.id == named


BESIDE = "named"
"""What the id of a statement ends with about an organisation that a row names beside the one it is about."""


def _holds(recorded_at: str, retracted_at: str | None, instant: str | None) -> bool:
    if instant is None:
        return retracted_at is None
    return recorded_at <= instant and (retracted_at is None or retracted_at > instant)
