"""What a row says that a record doesn't show, as text for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.plan import FieldChange, KnownOrganisation
from graph.model.statements import UNION_FIELDS, Policy
from importers.lists.rows import ParsedRow


def field_changes(
    row: ParsedRow, one: KnownOrganisation, policies: Mapping[str, str] | None = None
) -> tuple[FieldChange, ...]:
    """Return what the row says that the record doesn't show, old and new as text.

    What a record holds only by source (the dates of a membership, whom it works with) is compared with what
    this source said before. Where a field's policy keeps what is on record, the change says so (``kept``).
    """
    found = []
    for name, value in row.values.items():
        old = one.record.get(name, (one.said or {}).get(name))
        if name in UNION_FIELDS:
            more = sorted(set(value) - set(old or ()))
            if more:
                found.append(FieldChange(name, as_text(old), as_text(more)))
        elif as_text(value) and as_text(old) != as_text(value):
            kept = why_kept((policies or {}).get(name), name, as_text(old), one)
            found.append(FieldChange(name, as_text(old), as_text(value), kept))
    return tuple(found)


def why_kept(policy: str | None, field: str, old: str | None, one: KnownOrganisation) -> str:
    """Return why a field of an organisation stays as it is in spite of the list, "" when it changes.

    What this source itself said before, it may say anew under every policy.
    """
    is_own = one.said is not None and old is not None and as_text(one.said.get(field)) == old
    if policy == Policy.FILL_BLANKS and old is not None and not is_own:
        return "Stays: only blanks are filled."
    if policy == Policy.NEVER and not is_own and (old is not None or one.said is None):
        return "Stays: nothing changes where others speak of it."
    return ""


def as_text(value: Any) -> str | None:
    """Return a field's value as people read it; None for an empty one."""
    if value in (None, "", [], (), {}):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {status}" for key, status in sorted(value.items()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return "; ".join(sorted(str(each) for each in value))
    return str(value)
