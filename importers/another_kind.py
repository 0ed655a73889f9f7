"""A file brought in as another kind of list than it seems to be: told, or refused where nothing fits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph.model.plan import Issue
from importers.columns import Column
from importers.field_registry import BY_ID
from importers.guessing import Guess, guess_kind
from importers.lists import IMPORTERS
from importers.mapping import HeadingError, suggest_mapping
from importers.read.table import Table

NEEDED: Mapping[str, tuple[str, ...]] = {
    "contacts": ("contact_name", "email"),
    "liaisons": ("from_person", "from_organisation"),
    "groups": ("group_code", "parliament", "secretariat", "contact_name", "officer"),
    "grants": ("funder", "funder_number"),
}
"""Fields of which a list of a kind has at least one: without any it says nothing of what the kind is for."""

_SURE = ("log", "contacts", "liaisons", "groups", "grants", "register")
"""Kinds that a table shows by columns of their own; any list of names may be one of organisations."""


_GROUP = re.compile(r"\bAPPGs?\b|\b(?:all|cross)[- ]party\b|\bparliamentary group\b", re.IGNORECASE)


def check_kind(table: Table, kind: str, columns: Sequence[Column]) -> tuple[Issue, ...]:
    """Return what to say of a file as a whole whose columns are those of another kind of list; () as a rule.

    Raises HeadingError when no column holds anything that the kind is for.
    """
    guess = guess_kind(table)
    held = {column.field for column in columns}
    if kind in NEEDED and not held & set(NEEDED[kind]) and not (kind == "groups" and _names_groups(table)):
        raise _nothing_of(kind, guess, table.headings)
    if guess.value == kind or guess.value not in _SURE or not _goes_unused(table, guess.value, columns):
        return ()
    said = f"This looks like another kind of list: “{IMPORTERS[guess.value].label}”, since {guess.why}."
    then = "If it is, bring it in as that one: as it is, what these columns hold is lost."
    return (Issue("another_kind", f"{said} {then}"),)


def _goes_unused(table: Table, kind: str, columns: Sequence[Column]) -> bool:
    """Return whether a column that the other kind of list has a use for is open in this one."""
    if kind == "register":
        return True
    as_other = zip(suggest_mapping(table, kind), columns, strict=True)
    return any(other is not None and column.is_open for other, column in as_other)


def _names_groups(table: Table) -> bool:
    """Return whether a cell of most rows is called a parliamentary group."""
    some = table.rows[:100]
    return sum(any(_GROUP.search(cell) for cell in row.cells) for row in some) * 2 > len(some)


def _nothing_of(kind: str, guess: Guess, headings: Sequence[str]) -> HeadingError:
    wanted = " or ".join(BY_ID[field].label.lower() for field in NEEDED[kind])
    shown = ", ".join(headings[:8]) or "none"
    other = guess.value if guess.value not in ("", kind) else "organisations"
    example = f'{NEEDED[kind][0]}="{next(iter(headings), "…")}"'
    return HeadingError(
        "another_kind",
        f"No column holds {wanted}, as “{IMPORTERS[kind].label}” needs (headings found: {shown}).",
        f"Choose the column, as in {example}, or bring the file in as another kind of list: it looks like "
        f"“{IMPORTERS[other].label}”.",
    )
