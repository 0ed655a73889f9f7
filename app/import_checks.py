"""What a person says about a file, checked before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from app.errors import Refused
from graph.model.consultations import EngagementKind
from graph.model.days import long_date
from graph.model.organisations import Role
from graph.model.statements import Policy
from importers.columns import Column
from importers.fields.dates import AS_SHOWN, DateOrder
from importers.fields.identifiers import read_identifiers

DAYS = {
    "list date": "Give the day it was drawn up.",
    "date of the list": "Give the day it was drawn up.",
    "day of the contacts": "Give the day on which they took place.",
    "day it became known": "Give the day on which it was first known here.",
}
"""What to do about a day that is still to come, by what it is the day of."""


def checked_day(text: str | None, what: str) -> str | None:
    """Return an ISO day as given, or None. Raises Refused for anything else, and for a day to come.

    ``what`` is one of ``DAYS``.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        said = f"The {what} “{text}” isn't a date."
        raise Refused(said, "Write it as 2024-12-31.", code="not_a_day") from error
    if day > date.today():
        said = f"The {what}, {long_date(day)}, is still to come."
        raise Refused(said, DAYS[what], code="day_to_come")
    return day.isoformat()


def check_role(role: str | None) -> None:
    """Raise Refused for a role that organisations don't have."""
    if role and role not in set(Role):
        raise Refused(f"No role is called “{role}”.", f"There are: {', '.join(Role)}.")


def check_readings(date_order: str | None, event_kind: str | None) -> None:
    """Raise Refused for an order that dates aren't written in, and for a kind of contact that there isn't."""
    if date_order and date_order not in (*DateOrder, AS_SHOWN):
        raise Refused(
            f"Dates can't be read “{date_order}”.", f"There are: {', '.join((*DateOrder, AS_SHOWN))}."
        )
    if event_kind and event_kind not in set(EngagementKind):
        raise Refused(
            f"No kind of contact is called “{event_kind}”.", f"There are: {', '.join(EngagementKind)}."
        )


def checked_org_id(text: str) -> str:
    """Return an org-id as it is kept. Raises Refused for anything else, such as a bare number."""
    found = read_identifiers(text).value if re.match(r"[A-Za-z]{2}-", text) else None
    if not found or len(found) != 1:
        said = f"“{text[:80]}” is no org-id."
        raise Refused(said, "Give one such as GB-CHC-225922 or XI-EARSHOT-NAME.", code="not_an_org_id")
    return found[0].org_id


def checked_policies(
    policies: Mapping[str, str], columns: Sequence[Column], before: Mapping[str, str]
) -> dict[str, str]:
    """Return {field of a record: policy} for the {field of the list: policy} that a person chose.

    Fields without a choice keep that of the source's list ``before``, as this function returned it; fields
    that no column of this list holds are left out. Raises Refused for a field that takes no policy
    and for a word that is none.
    """
    from importers.column_policies import POLICY_FIELDS  # noqa: PLC0415

    for field, policy in policies.items():
        if field not in POLICY_FIELDS:
            raise Refused(
                f"No policy can be chosen for “{field}”.",
                f"There are: {', '.join(POLICY_FIELDS)}.",
                code="unknown_policy_field",
            )
        if policy not in set(Policy):
            said = f"No policy is called “{policy}”."
            raise Refused(said, f"There are: {', '.join(Policy)}.", code="unknown_policy")
    chosen = {**before, **{POLICY_FIELDS[field]: str(policy) for field, policy in policies.items()}}
    held = {POLICY_FIELDS.get(column.field or "") for column in columns}
    return {field: policy for field, policy in chosen.items() if field in held}
