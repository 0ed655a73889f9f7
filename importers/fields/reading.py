"""What reading a cell gives: a value, and issues that don't yet know their row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graph.model.plan import Issue, Severity

T_co = TypeVar("T_co", covariant=True)

QUOTED = 80
"""Characters of a cell that an issue quotes at most."""

_DOUBT = re.compile(
    r"[?¿]|\b(?:tbc|to be confirmed|unconfirmed|unsure|not sure|uncertain|to (?:be )?check(?:ed)?)\b",
    re.IGNORECASE,
)
"""What people write beside a value that they aren't sure of."""


@dataclass(frozen=True)
class Reading(Generic[T_co]):
    """A cell's value (None when it says nothing, or nothing that can be used) and its issues."""

    value: T_co | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something was written that can't be used."""
        return self.value is None and bool(self.issues)


def quote(text: str) -> str:
    """Return the text as an issue quotes it: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def warning(code: str, message: str, value: str | None = None) -> Issue:
    """Return a warning about a cell; its row and column come later (``placed``)."""
    return Issue(code, message, Severity.WARNING, value=None if value is None else quote(value))


def error(code: str, message: str, value: str | None = None) -> Issue:
    """Return an issue that rejects the row; its row and column come later (``placed``)."""
    return Issue(code, message, Severity.ERROR, value=None if value is None else quote(value))


def placed(issues: Iterable[Issue], row: int, column: str | None) -> tuple[Issue, ...]:
    """Return the issues with the row and the column's heading they are about."""
    return tuple(replace(issue, row=row, column=column) for issue in issues)


def doubt(text: str) -> tuple[Issue, ...]:
    """Return a warning when whoever wrote the cell says that the value in it is doubtful, else nothing."""
    if not _DOUBT.search(text):
        return ()
    note = f'"{quote(text)}" says itself that it is doubtful: it was taken; check it.'
    return (warning("doubted", note, text),)
