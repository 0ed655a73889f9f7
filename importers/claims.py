"""Small tables of claims: a body, a day, how many members, how many of them led by which communities.

Two forms: a row for each community ("Community" and "Number"), or a column for each community, whose heading
is its name, a synonym or its code. Rows of one body, day and source are one claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.model.taxonomy import CommunityMatch, communities_for
from importers.errors import FileRefused
from importers.fields.dates import DateColumn, date_column
from importers.heading_words import plain_heading
from importers.read.table import Row, Table

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "body": ("body", "organisation", "name", "infrastructure body", "org id", "body org id"),
    "counted_on": ("date", "day", "as of", "as at", "counted on", "list date"),
    "total": ("total", "members", "total members", "number of members", "membership"),
    "community": ("community", "led by", "group"),
    "number": ("number", "count", "led", "members led"),
    "said_by": ("said by", "who", "claimed by", "contact", "told by"),
    "said_in": ("source", "said in", "where", "document"),
    "notes": ("notes", "note", "comments"),
}
"""The field of each heading, in plain words; any other heading must be a community."""

LONGEST_TEXT = 500
"""Characters of who said it, where, and notes in one cell."""

_NUMBER = re.compile(r"^[0-9]{1,8}$")


@dataclass(frozen=True)
class ClaimedRow:
    """What the rows of one claim say; ``rows`` are their numbers, ``body`` is text that names the body."""

    rows: tuple[int, ...]
    body: str
    counted_on: str
    total: int | None = None
    communities: Mapping[str, int] = field(default_factory=dict)
    said_by: str = ""
    said_in: str = ""
    notes: str = ""


@dataclass(frozen=True)
class ClaimsTable:
    """The claims of a table, and (row, sentence) of each row that can't be used."""

    claims: tuple[ClaimedRow, ...]
    rejected: tuple[tuple[int, str], ...]


class _BadRow(Exception):
    """A row can't be used; the message says why."""


def read_claims(table: Table) -> ClaimsTable:
    """Return what a table claims. Raises FileRefused when its headings don't allow that."""
    columns = _columns(table)
    places = {name: place for place, name in columns.items() if isinstance(name, str)}
    days = date_column(row.cells[places["counted_on"]] for row in table.rows)
    found: dict[tuple[str, ...], ClaimedRow] = {}
    rejected: list[tuple[int, str]] = []
    for row in table.rows:
        try:
            claim = _claim(row, columns, places, days)
            key = (claim.body.casefold(), claim.counted_on, claim.said_by, claim.said_in)
            found[key] = _together(found[key], claim) if key in found else claim
        except _BadRow as bad:
            rejected.append((row.number, str(bad)))
    return ClaimsTable(tuple(found.values()), tuple(rejected))


def _columns(table: Table) -> dict[int, str | CommunityMatch]:
    """Return what each column that holds something holds: a field, or the community it counts."""
    found: dict[int, str | CommunityMatch] = {}
    unknown = []
    for place, heading in enumerate(table.headings):
        meant = _meant(heading)
        if meant is None or (isinstance(meant, CommunityMatch) and (meant.ambiguous or len(meant.codes) > 1)):
            unknown.append(heading)
        elif (first := _first_of(meant, found)) is None:
            found[place] = meant
        elif any(cell.strip() for cell in table.column(place)):
            raise _doubled(table.headings[first], heading)
    held = set(map(str, found.values()))
    if unknown or not {"body", "counted_on"} <= held or ("community" in held) != ("number" in held):
        raise _headings_refused(unknown)
    return found


def _meant(heading: str) -> str | CommunityMatch | None:
    plain = plain_heading(heading)
    named = next((name for name, several in HEADINGS.items() if plain in several), None)
    return named or communities_for(re.sub(r"^led by\s+", "", heading.strip(), flags=re.IGNORECASE))


def _first_of(meant: str | CommunityMatch, found: Mapping[int, str | CommunityMatch]) -> int | None:
    """Return the place of the column that means a field or a community already, None when none does."""

    def key(one: str | CommunityMatch) -> str:
        return one if isinstance(one, str) else one.codes[0]

    return next((place for place, held in found.items() if key(held) == key(meant)), None)


def _doubled(first: str, second: str) -> FileRefused:
    what = f"The columns “{first}” and “{second}” mean the same."
    return FileRefused("claims_headings", what, "Leave one of them out, or put them into one.")


def _headings_refused(unknown: Sequence[str]) -> FileRefused:
    what = (
        f"These headings mean nothing here: {', '.join(unknown[:5])}." if unknown else "A heading is missing."
    )
    return FileRefused(
        "claims_headings",
        what,
        "Use Body, Date, Total, Said by, Source, Notes, and either Community with Number or a column for "
        "each community.",
    )


def _claim(
    row: Row, columns: Mapping[int, str | CommunityMatch], places: Mapping[str, int], days: DateColumn
) -> ClaimedRow:
    cells = {name: row.cells[place].strip() for name, place in places.items()}
    day = days.read(cells["counted_on"])
    if not cells["body"]:
        raise _BadRow("No body is named.")
    if not day.value:
        raise _BadRow(" ".join(issue.message for issue in day.issues) or "The day is missing.")
    communities = {
        column.codes[0]: number
        for place, column in columns.items()
        if isinstance(column, CommunityMatch) and (number := _number(row.cells[place])) is not None
    }
    if cells.get("community") or cells.get("number"):
        communities.update(_one_community(cells.get("community", ""), cells.get("number", "")))
    texts = {name: cells.get(name, "") for name in ("said_by", "said_in", "notes")}
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        raise _BadRow(f"A cell is longer than {LONGEST_TEXT} characters. Shorten it.")
    total = _number(cells.get("total", ""))
    return ClaimedRow((row.number,), cells["body"], day.value, total, communities, **texts)


def _one_community(text: str, number: str) -> dict[str, int]:
    meant = communities_for(text)
    if meant is None or meant.ambiguous or len(meant.codes) > 1:
        raise _BadRow(f"“{text[:60]}” is no community that is known, or may be several.")
    counted = _number(number)
    if counted is None:
        raise _BadRow("The number is missing.")
    return {meant.codes[0]: counted}


def _number(text: str) -> int | None:
    plain = re.sub(r"[,\s]|\.0$", "", text)
    if not plain:
        return None
    if not _NUMBER.match(plain):
        raise _BadRow(f"“{text[:40]}” is no whole number.")
    return int(plain)


def _together(one: ClaimedRow, other: ClaimedRow) -> ClaimedRow:
    """Return two rows of a claim as one. Raises _BadRow where they contradict each other."""
    if None not in (one.total, other.total) and one.total != other.total:
        raise _BadRow(f"The total differs from that of row {one.rows[0]}.")
    for code, number in other.communities.items():
        if one.communities.get(code, number) != number:
            raise _BadRow(f"Row {one.rows[0]} gives another number for the same community.")
    return ClaimedRow(
        rows=(*one.rows, *other.rows),
        body=one.body,
        counted_on=one.counted_on,
        total=one.total if one.total is not None else other.total,
        communities={**one.communities, **other.communities},
        said_by=one.said_by,
        said_in=one.said_in,
        notes="; ".join(dict.fromkeys(filter(None, (*one.notes.split("; "), other.notes)))),
    )
