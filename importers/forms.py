"""Forms: a sheet with a question and its answer in each row, read as a list of one row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from importers.errors import FileRefused
from importers.fields.words import is_blank
from importers.heading_words import plain_heading
from importers.read import Row, Table, read_table

ANSWER = "answer in a form"
"""Why a row of a form isn't a row of the list: its answer is a cell of the one row."""

MOST_SHEETS = 12
"""Sheets of a workbook that are looked at for more of the form."""

_ANSWERS = frozenset(("your response", "response", "your answer", "answer"))
_UNANSWERED = re.compile(r"^(?:click|choose|select|please (?:choose|select))\b|^n/?a\b(?!\w)", re.IGNORECASE)


def is_form(table: Table) -> bool:
    """Return whether each row of a table is a question and the answer to it."""
    headings = {plain_heading(heading) for heading in table.headings}
    return "question" in headings and bool(headings & _ANSWERS)


def form_as_list(table: Table, path: Path, *, sheet: str | None, file_name: str | None) -> Table:
    """Return a form as a table of one row with a column for each question, from all its sheets.

    The row has the number of the first answer's; the other rows of the sheet are skipped as answers. Only
    the chosen ``sheet`` is read when one is given. Questions without an answer are left out.
    """
    parts = [table] if sheet else [table, *_others(table, path, file_name)]
    asked = [one for part in parts for one in _answered(part)]
    first, *others = [row.number for row in table.rows]
    read = {part.sheet for part in parts[1:]}
    return replace(
        table,
        headings=tuple(question for question, _ in asked),
        short_headings=(),
        positions=tuple(range(1, len(asked) + 1)),
        rows=(Row(first, tuple(answer for _, answer in asked)),),
        skipped=tuple(sorted((*table.skipped, *((number, ANSWER) for number in others)))),
        issues=tuple(
            issue
            for issue in table.issues
            if issue.row is None and not any(f"“{name}”" in issue.message for name in read)
        ),
    )


def _others(table: Table, path: Path, file_name: str | None) -> list[Table]:
    """Return the forms on the workbook's other sheets; a sheet that can't be read is none."""
    found = []
    for sheet in [one for one in table.sheets if one.name != table.sheet and not one.hidden][:MOST_SHEETS]:
        try:
            other = read_table(path, sheet=sheet.name, file_name=file_name)
        except FileRefused:
            continue
        if is_form(other):
            found.append(other)
    return found


def _answered(part: Table) -> Sequence[tuple[str, str]]:
    headings = [plain_heading(heading) for heading in part.headings]
    question = headings.index("question")
    answer = next(position for position, heading in enumerate(headings) if heading in _ANSWERS)
    said = [(row.cells[question].strip(), row.cells[answer].strip()) for row in part.rows]
    return [(q, a) for q, a in said if q and not is_blank(a) and not _UNANSWERED.match(a)]
