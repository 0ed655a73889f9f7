"""What must be looked up in the graph before a list's rows can be decided."""

from __future__ import annotations

from collections.abc import Iterable

from importers.lists.rows import ParsedRow


def wanted_identifiers(parsed: Iterable[ParsedRow]) -> tuple[str, ...]:
    """Return every org-id that the rows give, sorted, once each; rejected rows want nothing."""
    return tuple(sorted({org_id for row in parsed if not row.rejected for org_id in row.identifiers}))


def wanted_canonicals(parsed: Iterable[ParsedRow]) -> tuple[str, ...]:
    """Return every canonical form that the rows' organisations may be found by, sorted, once each.

    These are the forms of a row's name and other names; rejected rows want nothing.
    """
    return tuple(sorted({form for row in parsed if not row.rejected for form in row.forms}))
