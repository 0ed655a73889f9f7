"""Collects what is odd about a file while it is read, without growing with the file."""

from __future__ import annotations

from collections import Counter

from graph.model.plan import Issue, Severity

KEPT_PER_CODE = 500
"""Issues of one code that are kept singly; the rest is told as a number."""

SHOWN_CHARACTERS = 200
"""How much of a long value an issue shows."""


class Notes:
    """Issues in the order they were found; of each code the first 500 singly and then a count."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._found: Counter[str] = Counter()

    def warn(
        self,
        code: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Keep one issue; a long value is cut to what a message can show."""
        self._found[code] += 1
        if self._found[code] <= KEPT_PER_CODE:
            shown = (
                value if value is None or len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…"
            )
            self._issues.append(Issue(code, message, severity, row, column, shown))

    def issues(self) -> tuple[Issue, ...]:
        """Return all issues, those about the whole file first, each group in the order of rows."""
        more = [
            Issue(f"more_{code}", f"{number - KEPT_PER_CODE:,} more rows have the same problem ({code}).")
            for code, number in self._found.items()
            if number > KEPT_PER_CODE
        ]
        return tuple(sorted([*self._issues, *more], key=lambda issue: issue.row or 0))
