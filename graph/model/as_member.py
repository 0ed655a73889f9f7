"""Who is there at all, and who counts as a member without being on any body's list."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.organisations import Role
from graph.model.statements import Statement, StatementKind


def recorded_as_member(statements: Iterable[Statement]) -> bool:
    """Return whether somebody recorded an organisation as a member by other means than a membership list.

    True when a list of organisations gives it the role, or a person did before any membership list named
    it; a person who edits the roles of somebody listed leaves a role standing that the list gave. Give
    the statements in force.
    """
    in_force = list(statements)
    first_listed = min(
        (each.recorded_at for each in in_force if each.kind == StatementKind.LISTING), default="9999"
    )
    return any(
        Role.MEMBER in (each.values.get("roles") or ())
        and (
            each.kind == StatementKind.RECORD
            or (each.kind == StatementKind.EDIT and each.recorded_at < first_listed)
        )
        for each in in_force
    )


_SAYS_NOTHING = (StatementKind.LEAVER, StatementKind.REGISTER)


def is_spoken_of(in_force: Iterable[Statement]) -> bool:
    """Return whether statements in force speak of an organisation.

    Being missing from a list doesn't, nor does standing in a register.
    """
    return any(each.kind not in _SAYS_NOTHING for each in in_force)


def is_in_register(in_force: Iterable[Statement]) -> bool:
    """Return whether a register that was brought in holds an organisation."""
    return any(each.kind == StatementKind.REGISTER for each in in_force)
