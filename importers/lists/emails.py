"""Whose an e-mail address is that stands beside a person in a row about an organisation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from importers.fields.reading import placed, warning
from importers.lists.rows import ParsedRow

OF_AN_OFFICE = frozenset(
    ("admin", "administration", "contact", "contactus", "enquiries", "enquiry", "general", "hello", "info")
) | frozenset(("information", "inquiries", "mail", "office", "post", "reception", "team"))
"""What stands before the @ of addresses that are nobody's own."""


def is_personal(email: str, name: str) -> bool:
    """Return whether an address has a word of a person's name before its @ ("jo.smith@", "jsmith@")."""
    local = _local(email)
    return any(len(word) > 2 and word.casefold() in local for word in re.findall(r"[^\W\d_]+", name))


def with_own_emails(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, with addresses given to people where an organisation's rows name several of both.

    There an address that stands beside one person only, and isn't an office's, is that person's, and it is
    said; one that stands beside several is the organisation's. The order of the rows decides nothing.
    """
    groups: dict[Hashable, list[ParsedRow]] = defaultdict(list)
    for row in rows:
        if row.values.get("email") and row.facts.get("person"):
            groups[row.identifiers or (row.canonical, row.values.get("postcode"))].append(row)
    theirs = {row.row for group in groups.values() for row in _theirs(group)}
    return tuple(_given(row) if row.row in theirs else row for row in rows)


def _theirs(group: Iterable[ParsedRow]) -> list[ParsedRow]:
    """Return those of an organisation's rows whose address is the person's."""
    group = list(group)
    beside: dict[str, set[str]] = defaultdict(set)
    for row in group:
        beside[_email(row)].add(row.facts["person"]["name"].casefold())
    if len(beside) < 2 or len(set().union(*beside.values())) < 2:
        return []
    return [row for row in group if len(beside[_email(row)]) == 1 and _local(_email(row)) not in OF_AN_OFFICE]


def _given(row: ParsedRow) -> ParsedRow:
    """Return a row with its address given to the person; somebody who has one already keeps that."""
    email, person = row.values["email"], row.facts["person"]
    note = f"{email} is taken as {person['name']}'s: the rows of this organisation give several addresses."
    return replace(
        row,
        values={name: value for name, value in row.values.items() if name != "email"},
        facts={**row.facts, "person": {**person, "email": person["email"] or email}},
        issues=(*row.issues, *placed([warning("email_of_person", note, email)], row.row, None)),
    )


def _email(row: ParsedRow) -> str:
    return str(row.values["email"]).casefold()


def _local(email: str) -> str:
    return email.partition("@")[0].casefold()
