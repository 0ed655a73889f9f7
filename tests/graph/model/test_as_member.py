"""Being a member without being on a membership list."""

from __future__ import annotations

import pytest

from graph.model.as_member import recorded_as_member
from graph.model.statements import Statement, StatementKind

LISTING, RECORD = StatementKind.LISTING, StatementKind.RECORD
EDIT, MENTION = StatementKind.EDIT, StatementKind.MENTION


def said(kind: StatementKind, day: int, *roles: str) -> Statement:
    at = f"2024-10-{day:02}T09:00:00Z"
    return Statement(f"s{day}", "o1", kind, "source", {"roles": list(roles)} if roles else {}, at[:10], at)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], False),
        ([said(LISTING, 1)], False),
        ([said(LISTING, 1, "member")], False),
        ([said(MENTION, 1, "member")], False),
        ([said(RECORD, 1)], False),
        ([said(RECORD, 1, "government")], False),
        ([said(RECORD, 1, "member")], True),
        ([said(EDIT, 1, "member")], True),
        ([said(EDIT, 1, "member"), said(LISTING, 2)], True),
        ([said(LISTING, 1), said(EDIT, 2, "infrastructure_body", "member")], False),
    ],
)
def test_recorded_as_member(statements: list[Statement], expected: bool) -> None:
    assert recorded_as_member(statements) is expected
    assert recorded_as_member(reversed(statements)) is expected
